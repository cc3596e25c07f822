"""Parts of the minutes' text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..bodies.pages import TEXT_FEATURES

_INTERNAL = _("Not in the public copy, in HTML, DOCX or PDF. The office's own copy has it.")


class ItemBlock(blocks.StructBlock):
    """What was said and decided under one item of the agenda."""

    number = blocks.CharBlock(
        label=_("Number"), max_length=20, required=False, help_text=_("As in the agenda.")
    )
    title = blocks.CharBlock(label=_("Item"), max_length=500)
    discussion = blocks.RichTextBlock(label=_("Course"), features=TEXT_FEATURES, required=False)
    outcome = blocks.RichTextBlock(
        label=_("What came of it"),
        features=TEXT_FEATURES,
        required=False,
        help_text=_("The result, and what was adopted with how many votes."),
    )
    is_internal = blocks.BooleanBlock(label=_("Internal"), required=False, help_text=_INTERNAL)
    #: The item of the meeting's agenda; nobody types it (``minutes_editor.css`` hides it).
    item_uuid = blocks.CharBlock(label=_("Key of the agenda's item"), required=False, max_length=36)

    class Meta:
        icon = "list-ol"
        label = _("Item of the agenda")
        label_format = "{number} {title}"


class TextBlock(blocks.StructBlock):
    """A part that belongs to no item."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=255)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    is_internal = blocks.BooleanBlock(label=_("Internal"), required=False, help_text=_INTERNAL)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        label_format = "{heading}"
