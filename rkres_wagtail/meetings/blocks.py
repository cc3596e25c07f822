"""Blocks of the short lists that a meeting's page shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from .choices import AccessibilityService


class OutsideBodyBlock(blocks.StructBlock):
    """A body that is no part of this site, with which a meeting is held jointly."""

    name = blocks.CharBlock(label=_("Name"), max_length=255)
    url = blocks.URLBlock(label=_("Web address"), required=False)

    class Meta:
        icon = "group"
        label = _("Outside body")
        label_format = "{name}"


class ServiceBlock(blocks.StructBlock):
    """Something that helps people take part: interpreter, induction loop, lift …"""

    kind = blocks.ChoiceBlock(label=_("What"), choices=AccessibilityService.choices)
    note = blocks.CharBlock(
        label=_("Details"),
        max_length=255,
        required=False,
        help_text=_("E.g. “on request by 5 December”."),
    )

    class Meta:
        icon = "help"
        label = _("Accessibility service")
        label_format = "{kind} {note}"


class PhotoBlock(blocks.StructBlock):
    """A photograph, which always has an alternative text (requirement 37)."""

    image = ImageChooserBlock(label=_("Photograph"))
    alt_text = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=500,
        help_text=_(
            "Say in a sentence what the photograph shows; read aloud to who cannot see it."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=255, required=False)

    class Meta:
        icon = "image"
        label = _("Photograph")
        label_format = "{alt_text}"
