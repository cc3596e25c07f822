"""The public table of remarks as a sheet: the columns that the report has on its page."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from ...spreadsheets import Column


def _text(name: str):
    return lambda row: str(getattr(row, name))


COLUMNS = [
    Column("number", pgettext_lazy("column of remarks", "No."), lambda row: row.ordinal, width=6),
    Column(
        "receipt",
        pgettext_lazy("column of remarks", "receipt number"),
        _text("receipt_number"),
        width=14,
    ),
    Column("author", pgettext_lazy("column of remarks", "who sent it"), _text("author"), width=30),
    Column("channel", pgettext_lazy("column of remarks", "how it came in"), _text("channel")),
    Column(
        "place",
        pgettext_lazy("column of remarks", "part of the document"),
        _text("place"),
        width=40,
    ),
    Column(
        "quote", pgettext_lazy("column of remarks", "present wording"), _text("quote"), width=40
    ),
    Column("content", pgettext_lazy("column of remarks", "remark"), _text("content"), width=50),
    Column(
        "proposed",
        pgettext_lazy("column of remarks", "proposed wording"),
        _text("proposed"),
        width=40,
    ),
    Column(
        "justification",
        pgettext_lazy("column of remarks", "justification"),
        _text("justification"),
        width=40,
    ),
    Column(
        "state",
        pgettext_lazy("column of remarks", "state of publication"),
        _text("state"),
        width=24,
    ),
]

ANSWERS = [
    Column("status", pgettext_lazy("column of remarks", "status"), _text("status")),
    Column(
        "formal_reason", pgettext_lazy("column of remarks", "formal reason"), _text("formal_reason")
    ),
    Column("position", pgettext_lazy("column of remarks", "position"), _text("position"), width=50),
    Column(
        "reasons", pgettext_lazy("column of remarks", "reasons for it"), _text("reasons"), width=50
    ),
]


def columns(*, has_answers: bool) -> list[Column]:
    """The state of publication stands last, whatever is before it."""
    return [*COLUMNS[:-1], *(ANSWERS if has_answers else ()), COLUMNS[-1]]
