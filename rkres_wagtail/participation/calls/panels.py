"""Panels of the call's page editor, tabs in the order of the work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

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
    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
    FieldRowPanel([FieldPanel("seats_min"), FieldPanel("seats_max")]),
    FieldPanel("who_may_stand"),
    FieldPanel("rules"),
    FieldPanel("decided_by"),
    FieldPanel("funding"),
]

APPLYING = [
    FieldPanel("channels"),
    FieldPanel("files"),
    FieldPanel("questions"),
    FieldPanel("copies"),
    MultiFieldPanel(
        [
            FieldPanel("contact_person"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
        ],
        heading=_("Contact"),
    ),
]

OUTCOME = [FieldPanel("settled_on"), FieldPanel("outcome"), FieldPanel("composition_on")]


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
