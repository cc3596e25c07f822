"""Panels of the consultations' page editors, tabs in the order of the work.

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

from ..meetings.row_panels import MeetingChooserPanel
from ..widgets import StatedOrNot
from . import editor_tabs
from .rounds.addresses import DATES_TAB
from .rounds.panels import PrinciplesPanel, RoundsPanel, WarningsPanel

INDEX_CONTENT = [
    TitleFieldPanel("title", help_text=_("The heading of the public page, e.g. “Consultations”.")),
    FieldPanel("lead"),
]

ANNOUNCEMENT = [
    WarningsPanel(),
    TitleFieldPanel(
        "title",
        help_text=_(
            "What is consulted; the heading of the public page. With it you can save a draft; the "
            "rest is asked for when you publish."
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel("kind", help_text=_("Kinds are kept in the menu “Committee”.")),
            FieldPanel("body"),
            FieldPanel("audience"),
            FieldPanel("lead"),
        ],
        heading=_("What it is about"),
        help_text=_("The public reads it first, in the summary at the top of the page."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("authority"),
            FieldPanel("host_unit"),
            FieldPanel("contact_person"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            FieldPanel("next_steps"),
        ],
        heading=_("Who conducts it, who decides"),
        help_text=_("So that people know to whom they speak and what becomes of what they say."),
    ),
    FieldPanel("description"),
    MultiFieldPanel(
        [
            FieldPanel("announced_on"),
            FieldPanel("legal_basis"),
            FieldPanel("initiating_act"),
            FieldPanel("invited"),
            FieldPanel("notified"),
        ],
        heading=_("Formal details"),
        help_text=_("The public finds them at the end of the page. All of it may stay empty."),
    ),
    MultiFieldPanel([PrinciplesPanel(), FieldPanel("principles")], heading=_("Seven principles")),
    FieldPanel("funding"),
]

DATES = [
    RoundsPanel(),
    FieldPanel("report_due_on"),
    InlinePanel(
        "hearings",
        heading=_("Consultation meetings"),
        label=_("Meeting"),
        panels=[MeetingChooserPanel("meeting"), FieldPanel("note")],
        help_text=_(
            "Meetings of the calendar at which the document is discussed; the pages lead to each "
            "other. Add the meeting to the calendar first."
        ),
    ),
]

ANSWERING = [
    FieldPanel(
        "channels",
        help_text=_("The public sees them in this order, under “How to respond”."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("only_on_form"),
            FieldPanel("signature_required"),
            FieldPanel("anonymous_accepted", widget=StatedOrNot),
            FieldPanel("receipt_date_counts", widget=StatedOrNot),
            FieldPanel("other_rules"),
        ],
        heading=_("Rules"),
        help_text=_("The public reads each as a sentence, before it begins to write."),
    ),
    FieldPanel("forms", help_text=_("The public downloads them beside the ways of answering.")),
    FieldPanel("copies", help_text=_("E.g. the announcement in BIP. The page links to them.")),
]


def consultation_edit_handler(model):
    """The tabs of a consultation's editor, with those that parts of the room added."""
    tabs = editor_tabs.arranged(
        [
            (editor_tabs.ANNOUNCEMENT, pgettext_lazy("consultation", "Announcement"), ANNOUNCEMENT),
            (editor_tabs.DATES, DATES_TAB, DATES),
            (editor_tabs.ANSWERING, _("How to respond"), ANSWERING),
            (editor_tabs.PROMOTE, _("Promote"), model.promote_panels),
            (editor_tabs.SETTINGS, _("Settings"), model.settings_panels),
        ]
    )
    interface = TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs if panels],
        base_form_class=model.base_form_class,
    )
    return interface.bind_to_model(model)
