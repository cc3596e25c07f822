"""Panels of the meetings' page editors, tabs in the order of the work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from ..bodies.panels import BodyChooserPanel

INDEX_CONTENT = [
    TitleFieldPanel("title"),
    FieldPanel("lead"),
    FieldPanel("numbering"),
    FieldPanel("agenda_template"),
]

AGENDA_ITEM = [
    FieldPanel("title"),
    FieldRowPanel([FieldPanel("level"), FieldPanel("starts_time"), FieldPanel("duration")]),
    FieldRowPanel([FieldPanel("speaker"), FieldPanel("affiliation")]),
    FieldPanel("is_internal"),
    FieldRowPanel([FieldPanel("result"), FieldPanel("result_note")]),
    FieldPanel("postponed_to"),
    BodyChooserPanel("referred_to"),
]

MATERIAL = [
    FieldRowPanel([FieldPanel("title"), FieldPanel("kind")]),
    FieldPanel("document"),
    FieldPanel("url"),
    FieldRowPanel([FieldPanel("access"), FieldPanel("replace_by")]),
    FieldPanel("item_uuid"),
]

INVITATION = [
    # Without the script that makes the address of the title: the address carries the date.
    TitleFieldPanel("title", targets=[]),
    FieldPanel("bodies"),
    MultiFieldPanel(
        [
            FieldPanel("status"),
            FieldPanel("date_precision"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_time")]),
            FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_time")]),
            FieldPanel("number"),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("meeting_form"),
            FieldPanel("place_name"),
            FieldPanel("place_address"),
            FieldPanel("host_organisation"),
            FieldPanel("access_url"),
            FieldRowPanel([FieldPanel("access_visibility"), FieldPanel("access_hours")]),
        ],
        heading=_("Where"),
    ),
    FieldPanel("lead"),
    FieldPanel("description"),
    MultiFieldPanel(
        [
            FieldPanel("is_open"),
            FieldPanel("signup_text"),
            FieldPanel("signup_url"),
            FieldPanel("signup_until"),
        ],
        heading=_("Public"),
    ),
    FieldPanel("services"),
    FieldPanel("outside_bodies"),
    MultiFieldPanel(
        [
            FieldPanel("contact_unit"),
            FieldPanel("contact_person"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
        ],
        heading=_("Contact"),
    ),
    FieldPanel("funding"),
]


def meeting_edit_handler(model):
    """The tabs of a meeting's editor."""
    tabs = [
        (_("Invitation"), INVITATION),
        (_("Agenda"), [InlinePanel("agenda_items", heading=_("Agenda"), label=_("Item"))]),
        (
            _("After the meeting"),
            [
                FieldPanel("report"),
                InlinePanel("materials", heading=_("Materials"), label=_("Material")),
                FieldPanel("photos"),
            ],
        ),
        (_("Promote"), model.promote_panels),
        (_("Settings"), model.settings_panels),
    ]
    interface = TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs if panels],
        base_form_class=model.base_form_class,
    )
    return interface.bind_to_model(model)
