"""Blocks of the short lists that a consultation's page and its report show."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

_NOTE = {"label": _("Details"), "max_length": 500, "required": False}


class FileBlock(blocks.StructBlock):
    """A file to download: the form for remarks, an attachment of the report."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=255,
        required=False,
        help_text=_("Empty: the title of the file."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        label_format = "{title}"


class CopyBlock(blocks.StructBlock):
    """Where else the consultation was announced, such as BIP (requirement 74)."""

    title = blocks.CharBlock(
        label=_("Where"), max_length=255, help_text=_("E.g. “BIP of the Marshal's Office”.")
    )
    url = blocks.URLBlock(label=_("Web address"))

    class Meta:
        icon = "link"
        label = _("Copy elsewhere")
        label_format = "{title}"


class ResultBlock(blocks.StructBlock):
    """How many remarks were answered in one way."""

    label = blocks.CharBlock(
        label=_("How"), max_length=100, help_text=_("E.g. “accepted”, “partly accepted”.")
    )
    count = blocks.IntegerBlock(label=_("How many"), min_value=0, max_value=1_000_000)

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("remarks", "Result")
        label_format = "{label}: {count}"


# Ways of answering (requirement 50) ---------------------------------------------------------------


class OnlineFormBlock(blocks.StructBlock):
    url = blocks.URLBlock(
        label=_("Address of the form"), help_text=_("A form on another page or site.")
    )
    note = blocks.CharBlock(**_NOTE)

    class Meta:
        icon = "form"
        label = _("Online form")


class EmailBlock(blocks.StructBlock):
    email = blocks.EmailBlock(label=_("E-mail address"))
    subject = blocks.CharBlock(
        label=_("Subject of the message"),
        max_length=255,
        required=False,
        help_text=_("What must stand in the subject, word for word."),
    )
    note = blocks.CharBlock(**_NOTE)

    class Meta:
        icon = "mail"
        label = _("By e-mail")


class PostBlock(blocks.StructBlock):
    address = blocks.TextBlock(label=_("Postal address"), rows=3, max_length=500)
    envelope = blocks.CharBlock(label=_("Note on the envelope"), max_length=255, required=False)
    note = blocks.CharBlock(**_NOTE)

    class Meta:
        icon = "mail"
        label = _("By post")


class InPersonBlock(blocks.StructBlock):
    place = blocks.CharBlock(label=_("Where"), max_length=500)
    hours = blocks.CharBlock(
        label=_("Hours"), max_length=255, required=False, help_text=_("E.g. “Mon–Fri 8:00–15:00”.")
    )
    note = blocks.CharBlock(**_NOTE)

    class Meta:
        icon = "home"
        label = _("In person")


class OrallyBlock(blocks.StructBlock):
    place = blocks.CharBlock(label=_("Where"), max_length=500)
    hours = blocks.CharBlock(label=_("Hours"), max_length=255, required=False)
    note = blocks.CharBlock(**_NOTE)

    class Meta:
        icon = "comment"
        label = _("Orally, for the record")


class AtMeetingBlock(blocks.StructBlock):
    note = blocks.CharBlock(
        label=_("Details"),
        max_length=500,
        required=False,
        help_text=_("The meetings themselves are chosen below, under “Consultation meetings”."),
    )

    class Meta:
        icon = "group"
        label = _("At a consultation meeting")


class EDeliveryBlock(blocks.StructBlock):
    address = blocks.CharBlock(
        label=_("Box or address"),
        max_length=255,
        help_text=_("The ePUAP box, e.g. “/abc123/skrytka”, or the AE:PL address."),
    )
    note = blocks.CharBlock(**_NOTE)

    class Meta:
        icon = "site"
        label = _("ePUAP or e-Doręczenia")


#: Ways of answering; the names are part of the API.
CHANNEL_BLOCKS = [
    ("online_form", OnlineFormBlock()),
    ("email", EmailBlock()),
    ("post", PostBlock()),
    ("in_person", InPersonBlock()),
    ("orally", OrallyBlock()),
    ("meeting", AtMeetingBlock()),
    ("e_delivery", EDeliveryBlock()),
]
