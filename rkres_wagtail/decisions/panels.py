"""Panels of the decisions' page editors, tabs in the order of the work.

Every help text says what the public will see.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminPageChooser

from ..meetings.row_panels import MeetingChooserPanel
from .models import Dispatch
from .permissions import may_record
from .querysets import decision_model

ADD_URL = "rkres_dispatch_add"
EDIT_URL = "rkres_dispatch_edit"
#: The tab to which the screens of addressees lead back.
DISPATCHES_TAB = _("Addressees and answers")

INDEX_CONTENT = [
    TitleFieldPanel(
        "title", help_text=_("The heading of the public page, e.g. “Resolutions and positions”.")
    ),
    FieldPanel("lead"),
]


class DecisionChooserPanel(FieldPanel):
    """Chooses a decision; ``clean()`` of the model repeats the rule."""

    def get_form_options(self):
        options = super().get_form_options()
        if not self.read_only:
            widget = AdminPageChooser(target_models=[decision_model()])
            options.setdefault("widgets", {})[self.field_name] = widget
        return options


class DispatchesPanel(Panel):
    """To whom the decision went and what came back: facts beside the page's draft, with links."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/admin/dispatches_panel.html"

        class Media:
            css = {"all": ["rkres_wagtail/css/decision_editor.css"]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance is None or not self.instance.pk:
                return context
            may = self.request is not None and may_record(self.instance, self.request.user)
            rows = [
                {
                    "row": row,
                    "days": row.days_waiting(),
                    "url": reverse(EDIT_URL, args=[row.pk]) if may else "",
                }
                for row in Dispatch.objects.of(self.instance).select_related("answer_document")
            ]
            add_url = reverse(ADD_URL, args=[self.instance.pk]) if may else ""
            return {**context, "is_saved": True, "rows": rows, "add_url": add_url}


class WarningsPanel(Panel):
    """What looks like a slip in the saved decision; blocks nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/admin/decision_warnings.html"

        def is_shown(self):
            return bool(self.warnings)

        @property
        def warnings(self) -> list[str]:
            from .cautions import warnings

            if self.instance is None or not self.instance.pk:
                return []
            return warnings(self.instance)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "warnings": self.warnings}


def content_panels(model) -> list:
    tags = [field.name for field in model._meta.get_fields() if isinstance(field, TaggableManager)]
    return [
        WarningsPanel(),
        # Without the script that makes the address of the title: kind and number make it.
        FieldPanel(
            "title",
            help_text=_(
                "What it is about; the heading of the public page. With it you can save a draft; "
                "the rest is asked for when you publish."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "kind",
                            help_text=_("Kinds are kept in the menu “Committee”."),
                        ),
                        FieldPanel("number"),
                    ]
                ),
                FieldPanel("body"),
                FieldPanel("adopted_on", help_text=_("The day on which it was taken.")),
            ],
            heading=_("The decision"),
            help_text=_("The public sees it first, at the top of the page and in the register."),
        ),
        FieldPanel("lead"),
        FieldPanel(
            "text",
            help_text=_("The text as it was adopted, so that nobody must open a scan to read it."),
        ),
        FieldPanel(
            "files",
            help_text=_(
                "E.g. the signed copy. The public reads the title with the format and size."
            ),
        ),
        *(
            FieldPanel(
                name, help_text=_("Words by which the public finds decisions on one matter.")
            )
            for name in tags
        ),
    ]


VOTING = [
    MultiFieldPanel(
        [
            MeetingChooserPanel("meeting"),
            FieldPanel(
                "item_uuid",
                help_text=_(
                    "At which item the public finds the decision on the meeting's page. Items of "
                    "the chosen meeting can be chosen once the page has been saved and opened "
                    "again."
                ),
            ),
        ],
        heading=_("At which meeting"),
        help_text=_("The pages of the meeting and of the decision lead to each other."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("voting"),
            FieldRowPanel(
                [
                    FieldPanel("votes_for"),
                    FieldPanel("votes_against"),
                    FieldPanel("votes_abstaining"),
                ]
            ),
        ],
        heading=_("The vote"),
        help_text=_("Numbers only; nobody's own vote is published."),
    ),
    DecisionChooserPanel(
        "supersedes",
        help_text=_(
            "The earlier one stays in the register; the public reads there what replaced it."
        ),
    ),
]

DISPATCHES = [DispatchesPanel(heading=DISPATCHES_TAB)]


def decision_edit_handler(model):
    """The tabs of a decision's editor."""
    tabs = [
        (_("Decision"), content_panels(model)),
        (_("Meeting and vote"), VOTING),
        (DISPATCHES_TAB, DISPATCHES),
        (_("Promote"), model.promote_panels),
        (_("Settings"), model.settings_panels),
    ]
    interface = TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs if panels],
        base_form_class=model.base_form_class,
    )
    return interface.bind_to_model(model)
