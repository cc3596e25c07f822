"""What stands in a section: cleaned on the way in, and where it can be taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import RichText

from .blocks import SECTION_FEATURES, check_table
from .notes import note_key, references, with_references
from .words import lines_of_html


def stream(section_model, content) -> StreamValue:
    """``content`` as a ``StreamValue`` with clean text.

    It is what a StreamField takes; pairs may be triples with the block's id, which then stays.
    """
    block = section_model._meta.get_field("content").stream_block
    if isinstance(content, (list, tuple)) and all(isinstance(row, tuple) for row in content):
        rows = [(*row, None)[:3] for row in content]
    else:
        value = section_model._meta.get_field("content").to_python(content)
        rows = rows_of(value)
    unknown = [kind for kind, _value, _key in rows if kind not in block.child_blocks]
    if unknown:
        raise ValidationError({"content": _("This part cannot stand in a section.")})
    clean = [
        (kind, _clean(kind, block.child_blocks[kind].normalize(value)), key)
        for kind, value, key in rows
    ]
    return StreamValue(block, clean)


def rows_of(content) -> list[tuple]:
    """The blocks of a ``StreamValue``: kind, value, id."""
    return [(child.block_type, child.value, child.id) for child in content]


def _clean(kind: str, value):
    if kind == "text":
        return RichText(clean_html(value.source))
    if kind == "note":
        value["text"] = RichText(clean_html(value["text"].source, ["bold", "italic", "link"]))
    if kind == "table":
        check_table(value)
    return value


def clean_html(html: str, features: list[str] = SECTION_FEATURES) -> str:
    """What an editor's form would have made of ``html``: nothing but the allowed elements."""
    if not html:
        return ""
    converter = ContentstateConverter(features=features)
    return converter.to_database_format(converter.from_database_format(html))


def heading_html(section) -> str:
    """The heading of a merged section as a paragraph of text."""
    return f"<p><b>{escape(section.heading)}</b></p>"


# Putting together ------------------------------------------------------------------------------


def joined(first, heading: tuple, second) -> list[tuple]:
    """The blocks of two sections in one: a footnote's number says one thing in it."""
    before, after = rows_of(first), rows_of(second)
    taken = _note_keys(before)
    known = taken | _note_keys(after) | _references(before) | _references(after)
    last = max((int(key) for key in known if _is_number(key)), default=0)
    renumbered: dict[str, str] = {}
    for row in after:
        key = _key_of(row)
        if key and key in taken and key not in renumbered:
            last += 1
            renumbered[key] = str(last)
    return [*before, heading, *(_renumbered(row, renumbered) for row in after)]


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) < 9


def _note_keys(rows: list) -> set[str]:
    return {key for row in rows if (key := _key_of(row))}


def _renumbered(row: tuple, numbers: dict[str, str]) -> tuple:
    """A block whose notes, or references to them, get other numbers; ``(1)`` stays ``(7)``."""
    kind, value, key = row
    if kind == "note" and _key_of(row) in numbers:
        number = _with_number(value["number"], numbers)
        return kind, {**value, "number": number}, key
    if kind == "text" and numbers:
        return kind, RichText(with_references(value.source, _reference_in(numbers))), key
    return row


def _reference_in(numbers: dict[str, str]):
    return lambda match: f"<sup>{_with_number(match[1], numbers)}</sup>"


def _with_number(text: str, numbers: dict[str, str]) -> str:
    """``text`` (``1``, ``[1]``, ``<b>1</b>)``) with the new number in it."""
    key = note_key(text)
    if key not in numbers:
        return text
    plain = re.sub(re.escape(key), numbers[key], text, count=1, flags=re.IGNORECASE)
    return plain if note_key(plain) == numbers[key] else numbers[key]


# Taking apart ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class SplitPoint:
    """A place before which a section can be split: a block, or a paragraph within one."""

    block: int
    element: int
    #: The beginning of what would come after.
    preview: str

    @property
    def value(self) -> str:
        return f"{self.block}.{self.element}"


def elements_of(html: str) -> list[str]:
    """The top-level elements of rich text, none of them lost or changed."""
    soup = BeautifulSoup(html or "", "html.parser")
    return [part for part in (str(child) for child in soup.children) if part.strip()]


def split_points(content) -> list[SplitPoint]:
    """Every place at which ``content`` may be split, the beginning left out."""
    from .words import lines_of

    found = []
    for number, block in enumerate(content):
        if block.block_type == "note":
            continue  # it goes with the text that refers to it
        if block.block_type != "text":
            preview = " · ".join(lines_of([block])) or str(block.block.label)
            found.append(SplitPoint(number, 0, preview[:120]))
            continue
        for place, element in enumerate(elements_of(block.value.source)):
            preview = " ".join(lines_of_html(element))
            if preview:
                found.append(SplitPoint(number, place, preview[:120]))
    return [point for point in found if (point.block, point.element) != (0, 0)]


def split(content, block: int, element: int = 0) -> tuple[list, list]:
    """``content`` before and after a place, as rows for a ``StreamValue``.

    Footnotes go to the part that refers to them. ``ValidationError`` where a part would be empty.
    """
    rows = rows_of(content)
    if not 0 <= block < len(rows):
        raise _no_place()
    head, tail = rows[:block], rows[block:]
    if element:
        kind, value, key = rows[block]
        parts = elements_of(value.source) if kind == "text" else []
        if not 0 < element < len(parts):
            raise _no_place()
        head = [*head, (kind, RichText("".join(parts[:element])), key)]
        # The second half is another block: two of one id would be taken for one.
        tail = [(kind, RichText("".join(parts[element:])), None), *tail[1:]]
    head, tail = _with_notes(head, tail)
    if not head or not tail:
        raise _no_place()
    return head, tail


def _with_notes(head: list, tail: list) -> tuple[list, list]:
    """Notes that only the other part refers to change sides; they stay in their order."""
    in_head, in_tail = _references(head), _references(tail)
    to_tail = [row for row in head if _key_of(row) in in_tail - in_head]
    to_head = [row for row in tail if _key_of(row) in in_head - in_tail]
    kept_head = [row for row in head if _key_of(row) not in in_tail - in_head]
    kept_tail = [row for row in tail if _key_of(row) not in in_head - in_tail]
    return [*kept_head, *to_head], [*kept_tail, *to_tail]


def _key_of(row: tuple) -> str | None:
    """The number of a note, as references are compared; None for another part."""
    return note_key(row[1]["number"]) if row[0] == "note" else None


def _references(rows: list) -> set[str]:
    found = set()
    for kind, value, _key in rows:
        if kind == "text":
            found |= {note_key(match[1]) for match in references(value.source)}
    return found


def _no_place() -> ValidationError:
    return ValidationError(
        {"at": _("Choose where the new section begins; a part of the text must stay before it.")},
        code="place",
    )
