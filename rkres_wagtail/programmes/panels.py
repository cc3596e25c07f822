"""Panels of the programme's page editor, tabs in the order of the work.

Every help text says what the public will see.
"""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminPageChooser

from ..consultations.rounds.panels import SavedPanel
from ..decisions.panels import DecisionChooserPanel
from .links.panel import LinksPanel
from .outline.addresses import TREE_TAB
from .outline.panel import OutlinePanel
from .querysets import programme_model


class ProgrammeChooserPanel(FieldPanel):
    """Chooses a programme; ``clean()`` of the model repeats the rule."""

    def get_form_options(self):
        options = super().get_form_options()
        if not self.read_only:
            widget = AdminPageChooser(target_models=[programme_model()])
            options.setdefault("widgets", {})[self.field_name] = widget
        return options


class WarningsPanel(SavedPanel):
    """What looks like a slip in the saved programme; blocks nothing."""

    class BoundPanel(SavedPanel.BoundPanel):
        template_name = "rkres_wagtail/consultations/admin/warnings.html"

        def is_shown(self):
            return bool(self.warnings)

        @cached_property
        def warnings(self) -> list[str]:
            from .cautions import warnings

            return warnings(self.instance) if self.is_saved else []

        def facts(self) -> dict:
            return {"warnings": self.warnings}


CONTENT = [
    WarningsPanel(),
    TitleFieldPanel(
        "title",
        help_text=_(
            "The full name; the heading of the public page. With it you can save a draft; the "
            "rest is asked for when you publish."
        ),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("abbreviation", help_text=_("E.g. “LPRES”; stands in lists.")),
                    FieldPanel("scope"),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("starts_year", help_text=_("Asked for when you publish.")),
                    FieldPanel(
                        "ends_year", help_text=_("Once it is over, the programme is closed.")
                    ),
                ]
            ),
            FieldPanel("state"),
        ],
        heading=_("The programme"),
        help_text=_("The public sees it first, at the top of the page."),
    ),
    FieldPanel("lead"),
    FieldPanel(
        "description",
        help_text=_("More of it: how it was made, who carries it out. Stands above the goals."),
    ),
    ProgrammeChooserPanel("predecessor"),
    FieldPanel("funding", help_text=_("The sentence with logos that a project requires.")),
]

ACTS = [
    InlinePanel(
        "acts",
        heading=_("Acts"),
        label=_("Act"),
        panels=[FieldPanel("act"), FieldPanel("role")],
        help_text=_("Acts are kept in the menu “Committee”. The public reads them with dates."),
    ),
    FieldPanel("files", help_text=_("The text as adopted, appendices. With format and size.")),
    FieldPanel("copies", help_text=_("Where else it is, e.g. in BIP.")),
    InlinePanel(
        "reports",
        heading=_("Yearly reports"),
        label=pgettext_lazy("programme", "Report"),
        panels=[
            FieldRowPanel([FieldPanel("year"), FieldPanel("published_on")]),
            FieldPanel("title"),
            FieldPanel("document"),
            FieldPanel("url"),
            DecisionChooserPanel("opinion"),
        ],
        help_text=_("With the committee's opinion on each, where there is one."),
    ),
]

TREE = [
    OutlinePanel(heading=TREE_TAB),
    LinksPanel(heading=_("What fed the programme")),
    FieldPanel(
        "level_names",
        help_text=_("From the highest down. The public reads them beside each element."),
    ),
]


def programme_edit_handler(model):
    """The tabs of a programme's editor."""
    tabs = [
        (pgettext_lazy("programme", "Programme"), CONTENT),
        (TREE_TAB, TREE),
        (_("Acts, files, reports"), ACTS),
        (_("Promote"), model.promote_panels),
        (_("Settings"), model.settings_panels),
    ]
    interface = TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs if panels],
        base_form_class=model.base_form_class,
    )
    return interface.bind_to_model(model)
