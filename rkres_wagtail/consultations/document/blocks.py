"""Parts of a section's text."""

from __future__ import annotations

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.contrib.table_block.blocks import TableBlock, TableInput, TableInputAdapter
from wagtail.images.blocks import ImageChooserBlock

from . import table_words

#: No headings: a heading begins a section of its own.
SECTION_FEATURES = [
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "blockquote",
    "superscript",
    "subscript",
]


class SectionTableBlock(TableBlock):
    """Wagtail's table, which takes whatever a form sends; anything but a table is refused."""

    @cached_property
    def field(self):
        return forms.CharField(
            widget=SectionTableInput(table_options=self.table_options), **self.field_options
        )

    def value_from_form(self, value):
        try:
            return json.loads(value)
        except (TypeError, ValueError):
            return {"data": None}

    def clean(self, value):
        check_table(value)
        return super().clean(value)


def check_table(value) -> None:
    """Raise ``ValidationError`` for a value that is neither empty nor rows of plain cells."""
    if not value and not isinstance(value, (list, str)):
        return
    data = value.get("data") if isinstance(value, dict) else None
    if not isinstance(data, list) or not all(_is_row(row) for row in data):
        raise ValidationError(_("This table cannot be read."), code="table")


def _is_row(row) -> bool:
    return isinstance(row, list) and not any(isinstance(cell, (dict, list)) for cell in row)


class SectionTableInput(TableInput):
    """Wagtail's editor of a table, in the language of whoever edits."""


class SectionTableInputAdapter(TableInputAdapter):
    """Its menu speaks English only, so it gets its words from here (``table_words``)."""

    def js_args(self, widget):
        options, strings = super().js_args(widget)
        names = table_words.menu()
        items = {
            # Two lines in a row would be one of them.
            key if key in names else f"line_{at}": {"name": names.get(key, "---------")}
            for at, key in enumerate(options["contextMenu"])
        }
        # Of other languages the editor warns in the console, then takes this one.
        options = {**options, "language": "en-US", "contextMenu": {"items": items}}
        return [options, strings]


register(SectionTableInputAdapter(), SectionTableInput)


class ImageBlock(blocks.StructBlock):
    """A figure of the document; what it shows is said in words, too."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.TextBlock(
        label=_("What it shows"),
        rows=2,
        max_length=1000,
        help_text=_("In words, with the figures of a chart: read to who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=500, required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        label_format = "{caption}"


class NoteBlock(blocks.StructBlock):
    """A footnote: a superscript of the same number in this section leads to it."""

    number = blocks.CharBlock(label=_("Number"), max_length=10)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"])

    class Meta:
        icon = "superscript"
        label = _("Footnote")
        label_format = "{number}"


#: Without them a form would lose merged cells and keep the hidden ones.
_TABLE_OPTIONS = {
    "mergeCells": True,
    "contextMenu": [
        *("row_above", "row_below", "---------", "col_left", "col_right", "---------"),
        *("remove_row", "remove_col", "---------", "mergeCells", "---------", "undo", "redo"),
    ],
}

#: Names are part of the API and of stored texts.
CONTENT_BLOCKS = [
    ("text", blocks.RichTextBlock(label=_("Text"), features=SECTION_FEATURES)),
    ("table", SectionTableBlock(label=_("Table"), icon="table", table_options=_TABLE_OPTIONS)),
    ("image", ImageBlock()),
    ("note", NoteBlock()),
]
