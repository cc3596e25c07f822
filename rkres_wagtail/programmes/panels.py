"""Panels of the programme's page editor, tabs in the order of the work.

Every help text says what the public will see.
"""

from __future__ import annotations

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

from ..decisions.panels import DecisionChooserPanel
from .links.panel import LinksPanel
from .outline.panel import OutlinePanel
from .querysets import programme_model

#: The tab to which the screens of the tree lead back.
TREE_TAB = _("Goals and indicators")


class ProgrammeChooserPanel(FieldPanel):
    """Chooses a programme; ``clean()`` of the model repeats the rule."""

    def get_form_options(self):
        options = super().get_form_options()
        if not self.read_only:
            widget = AdminPageChooser(target_models=[programme_model()])
            options.setdefault("widgets", {})[self.field_name] = widget
        return options


CONTENT = [
    TitleFieldPanel(
        "title",
        help_text=_(
            "The full name; the heading of the public page. With it you can save a draft; the "
            "rest is asked for when you publish."
        ),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("abbreviation"), FieldPanel("scope")]),
            FieldRowPanel([FieldPanel("starts_year"), FieldPanel("ends_year")]),
            FieldPanel("state"),
        ],
        heading=_("The programme"),
        help_text=_("The public sees it first, at the top of the page."),
    ),
    FieldPanel("lead"),
    FieldPanel("description"),
    ProgrammeChooserPanel("predecessor"),
    FieldPanel("funding"),
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
