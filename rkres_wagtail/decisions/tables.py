"""The register as a file: one row for each addressee of a decision, so that each can be sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy, pgettext_lazy

from ..bodies.querysets import today
from ..spreadsheets import Column
from .presentation.context import public_meeting_titles
from .presentation.rows import body_of, replaced_by
from .presentation.trail import DispatchLine, lines_of

#: Decisions that are read together; memory does not grow with the register.
CHUNK = 200


@dataclass(frozen=True)
class Line:
    """A decision and one of its addressees; or none."""

    page: object
    body: str
    meeting: str
    replaced_by: str
    url: str
    sent: DispatchLine | None


def _of_page(name: str):
    return lambda line: getattr(line.page, name)


def _of_sent(name: str):
    return lambda line: getattr(line.sent, name) if line.sent else None


COLUMNS = [
    Column("kind", gettext_lazy("kind"), lambda line: str(line.page.kind or "")),
    Column("number", gettext_lazy("number"), _of_page("number"), width=14),
    Column("adopted_on", gettext_lazy("date"), _of_page("adopted_on"), width=12),
    Column("title", gettext_lazy("title"), _of_page("title"), width=50),
    Column("lead", gettext_lazy("in two sentences"), _of_page("lead"), width=50),
    Column("body", gettext_lazy("body"), lambda line: line.body, width=30),
    Column("meeting", gettext_lazy("meeting"), lambda line: line.meeting, width=30),
    Column(
        "voting",
        gettext_lazy("how it was taken"),
        lambda line: str(line.page.get_voting_display()),
    ),
    Column("votes_for", gettext_lazy("for"), _of_page("votes_for"), width=8),
    Column("votes_against", gettext_lazy("against"), _of_page("votes_against"), width=8),
    Column("votes_abstaining", gettext_lazy("abstaining"), _of_page("votes_abstaining"), width=8),
    Column("addressee", gettext_lazy("addressee"), _of_sent("addressee"), width=30),
    Column("sent_on", gettext_lazy("sent on"), _of_sent("sent_on"), width=12),
    Column("state", gettext_lazy("state"), _of_sent("state_label")),
    Column(
        "days",
        pgettext_lazy("decisions", "days of waiting"),
        _of_sent("days"),
        width=10,
    ),
    Column("answered_on", gettext_lazy("answered on"), _of_sent("answered_on"), width=12),
    Column("answered_by", gettext_lazy("who answered"), _of_sent("answered_by"), width=30),
    Column("answer", gettext_lazy("summary of the answer"), _of_sent("answer"), width=50),
    Column(
        "replaced_by",
        pgettext_lazy("decision", "replaced by"),
        lambda line: line.replaced_by,
        width=30,
    ),
    Column("url", gettext_lazy("address"), lambda line: line.url, width=40),
]


def lines(queryset, request, bodies, gate) -> Iterator[Line]:
    """Lines of all decisions of ``queryset``, in its order; four queries for ``CHUNK`` of them."""
    rows = queryset.iterator(chunk_size=CHUNK)
    while pages := list(islice(rows, CHUNK)):
        yield from _chunk(pages, request, bodies, gate)


def _chunk(pages: list, request, bodies, gate) -> Iterable[Line]:
    sent = lines_of(pages, gate, today())
    later = replaced_by(pages, gate)
    meetings = public_meeting_titles(pages, gate)
    for page in pages:
        body, replacing = body_of(page, bodies), later.get(page.translation_key)
        for line in sent[page.translation_key] or [None]:
            yield Line(
                page,
                body.title if body else "",
                meetings.get(page.meeting_id, ""),
                replacing.title if replacing else "",
                page.get_full_url(request) or "",
                line,
            )
