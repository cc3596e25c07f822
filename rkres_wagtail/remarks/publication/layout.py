"""Columns of the table on paper: eight of them fit a landscape page."""

from __future__ import annotations

from django.utils.translation import pgettext

from .rows import Row


def headings() -> list[str]:
    return [
        pgettext("column of remarks", "No."),
        pgettext("column of remarks", "Who and how"),
        pgettext("column of remarks", "Part of the document"),
        pgettext("column of remarks", "Remark"),
        pgettext("column of remarks", "Proposed wording"),
        pgettext("column of remarks", "Justification"),
        pgettext("column of remarks", "Position"),
        pgettext("column of remarks", "Reasons for it"),
    ]


def cells(row: Row) -> list[list[str]]:
    """Paragraphs of each cell; the first one is the header of the row."""
    quote = pgettext("remark", "Present wording: %(quote)s") % {"quote": row.quote}
    status = f"{row.status[:1].upper()}{row.status[1:]}"
    return [
        [str(row.ordinal)],
        [row.author, row.channel, row.receipt_number],
        [row.place],
        [row.trace, str(row.content), quote if row.quote else ""],
        [str(row.proposed)],
        [str(row.justification)],
        [status, row.formal_reason, str(row.position)],
        [str(row.reasons)],
    ]
