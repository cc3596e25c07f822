"""Panels of the meetings' page editors, tabs in the order of the work.

Every help text says what the public will see.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from ..bodies.panels import BodyChooserPanel
from .agenda_panel import PasteAgendaPanel
from .choices import LEVELS
from .date_panels import DatePanel, PrecisionHelpPanel, WhileOpenPanel
from .editor_tabs import arranged
from .formsets import AgendaFormSet, MaterialFormSet
from .row_panels import CautionsPanel, MeetingChooserPanel, RowsPanel

INDEX_CONTENT = [
    TitleFieldPanel("title", help_text=_("The heading of the public page, e.g. “Meetings”.")),
    FieldPanel("lead"),
    FieldPanel(
        "numbering",
        help_text=_("How the public reads the number of a meeting, where meetings have numbers."),
    ),
    FieldPanel("agenda_template"),
]

AGENDA_ITEM = [
    FieldPanel("title", help_text=_("What is discussed, as the public will read it.")),
    FieldRowPanel(
        [
            FieldPanel(
                "level",
                widget=forms.Select(choices=LEVELS),
                help_text=_("A sub-item belongs to the item above it."),
            ),
            FieldPanel("starts_time", help_text=_("E.g. 10:15; may stay empty.")),
            FieldPanel("duration", help_text=_("May stay empty.")),
        ]
    ),
    FieldRowPanel(
        [
            FieldPanel("speaker", help_text=_("The public reads it at the item.")),
            FieldPanel("affiliation", help_text=_("The public reads it after the name.")),
        ]
    ),
    FieldPanel("is_internal"),
    FieldRowPanel(
        [
            FieldPanel(
                "result", help_text=_("After the meeting: what came of it. The public sees it.")
            ),
            FieldPanel("result_note", help_text=_("E.g. “12 for, 3 against, 1 abstained”.")),
        ]
    ),
    FieldRowPanel(
        [
            MeetingChooserPanel("postponed_to", help_text=_("Only with the result “postponed”.")),
            BodyChooserPanel(
                "referred_to", help_text=_("Only with the result “referred to another body”.")
            ),
        ]
    ),
]

MATERIAL = [
    FieldRowPanel(
        [
            FieldPanel("title"),
            FieldPanel("kind", help_text=_("The public reads it before the title.")),
        ]
    ),
    FieldPanel(
        "document",
        help_text=_("The public reads the title with the format and size of the file."),
    ),
    FieldPanel("url", help_text=_("Instead of a file, e.g. a recording elsewhere.")),
    FieldRowPanel(
        [
            FieldPanel(
                "access",
                help_text=_(
                    "A scan is a picture of text: screen readers are silent. The public sees "
                    "this mark at the file."
                ),
            ),
            FieldPanel("replace_by"),
        ]
    ),
    FieldPanel(
        "item_uuid",
        help_text=_(
            "At which item the public finds it. An item can be chosen once it has been saved."
        ),
    ),
]

_WHEN = MultiFieldPanel(
    [
        DatePanel(),
        WhileOpenPanel("status"),
        WhileOpenPanel("date_precision"),
        PrecisionHelpPanel(),
        FieldRowPanel([WhileOpenPanel("starts_on"), WhileOpenPanel("starts_time")]),
        FieldRowPanel([WhileOpenPanel("ends_on"), WhileOpenPanel("ends_time")]),
        FieldPanel("number"),
    ],
    heading=_("When"),
    help_text=_("The public sees the date first, at the top of the page and in the calendar."),
)
_WHERE = MultiFieldPanel(
    [
        FieldPanel("meeting_form"),
        FieldPanel("place_name"),
        FieldPanel("place_address", help_text=_("Street, number, town.")),
        FieldPanel("host_organisation"),
        FieldPanel(
            "access_url",
            help_text=_("For an online or hybrid meeting. Who sees it, you choose below."),
        ),
        FieldPanel("access_visibility"),
        FieldPanel("access_hours"),
    ],
    heading=_("Where"),
    help_text=_("The public sees the place below the date, and in the calendar."),
)
_TAKING_PART = MultiFieldPanel(
    [
        FieldPanel("is_open"),
        FieldPanel("signup_text", help_text=_("E.g. “By e-mail to the office, with your name.”")),
        FieldRowPanel([FieldPanel("signup_url"), FieldPanel("signup_until")]),
    ],
    heading=_("Taking part"),
    help_text=_("The public reads whether anyone may come, and what to do for it."),
)
_CONTACT = MultiFieldPanel(
    [
        FieldPanel("contact_unit"),
        FieldPanel("contact_person", help_text=_("Optional. Name an official person only.")),
        FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
    ],
    heading=_("Contact"),
    help_text=_(
        "The public sees it at the bottom of the page. Give office data, never a private "
        "telephone or e-mail."
    ),
)


def invitation_panels(model) -> list:
    tags = [field.name for field in model._meta.get_fields() if isinstance(field, TaggableManager)]
    return [
        # Without the script that makes the address of the title: the address carries the date.
        FieldPanel(
            "title",
            help_text=_(
                "The heading of the public page. With it you can save a draft; the rest is asked "
                "for when you publish."
            ),
        ),
        FieldPanel(
            "bodies",
            help_text=_(
                "One body, or several that meet jointly. The meeting stands on the pages of them "
                "all."
            ),
        ),
        _WHEN,
        _WHERE,
        FieldPanel("lead"),
        FieldPanel("description"),
        _TAKING_PART,
        FieldPanel(
            "services",
            help_text=_("What makes it easier to take part. The public reads it as a list."),
        ),
        FieldPanel(
            "outside_bodies",
            help_text=_("Bodies outside of this site. The public reads their names."),
        ),
        _CONTACT,
        FieldPanel(
            "funding",
            help_text=_(
                "A sentence with logos that the public sees at the bottom of the page, where a "
                "project requires it."
            ),
        ),
        *(
            FieldPanel(
                name,
                help_text=_("Words by which the public finds meetings on one matter."),
            )
            for name in tags
        ),
    ]


AGENDA = [
    PasteAgendaPanel(),
    RowsPanel(
        "agenda_items",
        formset=AgendaFormSet,
        heading=_("Agenda"),
        label=_("Item"),
        help_text=_(
            "The public reads the items in this order, numbered by level. Internal items, their "
            "sub-items and materials stay in the office."
        ),
    ),
]

AFTERWARDS = [
    FieldPanel("report"),
    CautionsPanel(),
    RowsPanel(
        "materials",
        formset=MaterialFormSet,
        heading=_("Materials"),
        help_text=_(
            "Files and links; you may publish them before the meeting, too. The public sees each "
            "at its item, or below the agenda."
        ),
    ),
    FieldPanel(
        "photos",
        help_text=_("The public sees them as a gallery, each with its caption."),
    ),
]


def meeting_edit_handler(model):
    """The tabs of a meeting's editor."""
    tabs = arranged(
        [
            (10, _("Invitation"), invitation_panels(model)),
            (20, _("Agenda"), AGENDA),
            (30, _("After the meeting"), AFTERWARDS),
            (80, _("Promote"), model.promote_panels),
            (90, _("Settings"), model.settings_panels),
        ]
    )
    interface = TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs if panels],
        base_form_class=model.base_form_class,
    )
    return interface.bind_to_model(model)
