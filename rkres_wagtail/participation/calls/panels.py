"""Panels of the call's page editor, tabs in the order of the work.

Every help text says what the public will see.
"""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)


class MomentPanel(FieldRowPanel):
    """A day and an hour of the form; versions are compared by the page's moment ``field``."""

    def __init__(self, field: str, children=(), **kwargs):
        super().__init__(children, **kwargs)
        self.field = field

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "field": self.field}

    class BoundPanel(FieldRowPanel.BoundPanel):
        def get_comparison(self):
            field = self.panel.model._meta.get_field(self.panel.field)
            return [partial(FieldComparison, field)]


CALL = [
    TitleFieldPanel(
        "title",
        help_text=_(
            "The heading of the public page. With it you can save a draft; the rest is asked for "
            "when you publish."
        ),
    ),
    FieldPanel("body"),
    FieldPanel("lead"),
    MultiFieldPanel(
        [
            MomentPanel("opens_at", [FieldPanel("opens_on"), FieldPanel("opens_time")]),
            MomentPanel("closes_at", [FieldPanel("closes_on"), FieldPanel("closes_time")]),
        ],
        heading=_("Dates"),
        help_text=_(
            "The page opens and closes by itself, and says how many days are left. The last day "
            "stands in the calendars of the body and of the committee."
        ),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("seats_min"), FieldPanel("seats_max")])],
        heading=pgettext_lazy("call", "Seats"),
        help_text=_("The public reads e.g. “15–25 seats”. Leave empty what is not settled."),
    ),
    FieldPanel("who_may_stand"),
    FieldPanel("rules"),
    FieldPanel("decided_by"),
    FieldPanel("funding"),
]

APPLYING = [
    FieldPanel(
        "channels", help_text=_("The public sees them in this order, under “How to apply”.")
    ),
    FieldPanel("files", help_text=_("The public downloads them beside the ways of applying.")),
    FieldPanel(
        "questions",
        help_text=_("What candidates ask; the public opens the answer under its question."),
    ),
    FieldPanel("copies", help_text=_("E.g. the announcement in BIP. The page links to them.")),
    MultiFieldPanel(
        [
            FieldPanel("contact_person"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
        ],
        heading=_("Contact"),
        help_text=_("Left empty: the contact of the body."),
    ),
]

OUTCOME = [
    FieldPanel("settled_on"),
    FieldPanel(
        "outcome",
        help_text=_(
            "Who was chosen or appointed, and by which act. The public reads it first; the call "
            "itself stays below as an archive."
        ),
    ),
    FieldPanel("composition_on"),
]


def call_edit_handler(model):
    """The tabs of a call's editor."""
    tabs = [
        (pgettext_lazy("call", "Call"), CALL),
        (_("How to apply"), APPLYING),
        (pgettext_lazy("call", "Outcome"), OUTCOME),
        (_("Promote"), model.promote_panels),
        (_("Settings"), model.settings_panels),
    ]
    interface = TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs if panels],
        base_form_class=model.base_form_class,
    )
    return interface.bind_to_model(model)
