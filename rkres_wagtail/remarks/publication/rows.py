"""Remarks as the public reads them: on pages, in files and over the API alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from django.utils.translation import pgettext

from ..choices import Meaning
from ..models import Remark
from . import words
from .counting import verdict_label, verdict_of
from .sections import Headings
from .texts import public_text, trace_of

#: Rows read together, so that memory does not grow with the register.
CHUNK = 500
#: Longer texts are folded on a page.
LONG = 600


@dataclass(frozen=True)
class Text:
    """A text for a page: its beginning, and the rest where it is long."""

    text: str

    @property
    def is_long(self) -> bool:
        return len(self.text) > LONG

    @property
    def beginning(self) -> str:
        return self.text[: LONG - 100].rsplit(" ", 1)[0] if self.is_long else self.text

    @property
    def rest(self) -> str:
        return self.text[len(self.beginning) :]

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Row:
    """One remark. ``trace`` stands for the words of one that nobody may read.

    Of such a remark only the word of its status is public: neither its author nor the office's
    position, which may repeat what was hidden.
    """

    remark: Remark
    unit: str
    has_answer: bool
    #: Place in the whole table, from 1; numbers of remarks have gaps where something was no remark.
    ordinal: int = 0

    @property
    def number(self) -> int:
        return self.remark.number

    @property
    def receipt_number(self) -> str:
        return self.remark.receipt_number

    @property
    def anchor(self) -> str:
        return f"uwaga-{self.remark.number}"

    @property
    def trace(self) -> str:
        return trace_of(self.remark)

    @property
    def author(self) -> str:
        return self.remark.submission.public_author if self.remark.is_readable else ""

    @property
    def channel(self) -> str:
        return str(self.remark.submission.get_channel_display())

    @property
    def author_kind(self) -> str:
        return str(self.remark.submission.get_author_kind_display())

    @property
    def state(self) -> str:
        return words.publication_state(self.remark, self.trace)

    def text(self, name: str) -> Text:
        return Text(public_text(self.remark, name))

    @property
    def place(self) -> str:
        """Where in the document: the section's heading, and the author's own words."""
        return "; ".join(filter(None, (self.unit, public_text(self.remark, "place"))))

    @property
    def quote(self) -> Text:
        return self.text("quote")

    @property
    def content(self) -> Text:
        return self.text("content")

    @property
    def proposed(self) -> Text:
        return self.text("proposed")

    @property
    def justification(self) -> Text:
        return self.text("justification")

    # The answer ---------------------------------------------------------------------------------

    @property
    def _response(self):
        """The answer where it is public and lacks nothing."""
        found = self.remark.response
        return found if self.has_answer and found is not None and not found.gap else None

    @property
    def verdict(self) -> str:
        return verdict_of(self.remark) if self.has_answer else ""

    @property
    def status(self) -> str:
        if not self.has_answer:
            return ""
        names = [self._response.status.name] if self._response is not None else []
        return verdict_label(self.verdict, names)

    @property
    def formal_reason(self) -> str:
        if self.verdict != Meaning.NOT_EXAMINED or self._response is None:
            return ""
        return str(self._response.get_formal_reason_display())

    @property
    def position(self) -> Text:
        return Text(self._said("position"))

    @property
    def reasons(self) -> Text:
        return Text(self._said("reasons"))

    def _said(self, name: str) -> str:
        if self._response is None or not self.remark.is_readable:
            return ""
        return getattr(self._response, name)


def rows_of(
    remarks: Iterable[Remark],
    headings: Headings,
    *,
    has_answers: bool,
    ordinals: Iterable[int] | None = None,
) -> list[Row]:
    """``ordinals`` are those of ``remarks``; without them these are the table from its start."""
    numbered = zip(remarks, ordinals or count(1), strict=False)
    return [Row(each, headings.of(each), has_answers, ordinal) for each, ordinal in numbered]


def streamed(remarks, headings: Headings, *, has_answers: bool) -> Iterator[Row]:
    """Rows of a queryset (``for_table``), read bit by bit in one query."""
    for ordinal, each in enumerate(remarks.iterator(chunk_size=CHUNK), start=1):
        yield Row(each, headings.of(each), has_answers, ordinal)


def no_section() -> str:
    """Of remarks that name no section of the text."""
    return pgettext("section of a remark", "the whole document, or a place in the author's words")
