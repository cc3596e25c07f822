"""Calls on the pages of bodies; providers of ``slots.py``."""

from __future__ import annotations

from django.template.loader import render_to_string

from ...meetings.presentation.places import PublicBodies
from ...public import Gate
from ...slots import provider
from ..querysets import public_calls
from .context import calls_url
from .listing import first_of
from .rows import Row, for_rows, rows_of
from .serving import note_calls

#: More than so many are not open at once; the list has them all.
MOST_OPEN = 5
#: Of the others; not more than ``MOST_OPEN``, by which both are read.
LATEST = 3
_REQUEST_ATTRIBUTE = "_rkres_wagtail_calls"


class BodyCalls:
    """Calls of one body, read once a request; of a committee, of all its bodies."""

    def __init__(self, body, committee, request):
        self.body, self.committee, self.request = body, committee, request
        gate = Gate.of(request)
        found = public_calls(gate, locale_id=body.locale_id, under=committee)
        if body.pk != committee.pk:
            found = found.filter(body__translation_key=body.translation_key)
        now = gate.now
        pages = list(first_of(for_rows(found), now, MOST_OPEN))
        bodies = PublicBodies(gate, body.locale_id)
        rows = rows_of(pages, request, bodies, now, own=body)
        # What is not among the rows changes later: the next to open and to close are.
        note_calls(request, pages, now)
        self.open = [row for row in rows if row.is_open]
        self.rest = [row for row in rows if not row.is_open][:LATEST]

    @classmethod
    def of(cls, context) -> BodyCalls | None:
        body, committee, request = (context.get(name) for name in ("body", "committee", "request"))
        if body is None or committee is None or request is None:
            return None
        known = request.__dict__.setdefault(_REQUEST_ATTRIBUTE, {})
        if body.pk not in known:
            known[body.pk] = cls(body, committee, request)
        return known[body.pk]

    def render(self, name: str, rows: list[Row]) -> str:
        return render_to_string(
            f"rkres_wagtail/pieces/{name}.html",
            {
                "rows": rows,
                "list_url": calls_url(self.committee, self.request, body=self.body),
                "request": self.request,
            },
        )


def open_calls(context) -> str:
    """The box “Trwa nabór” with the days that are left."""
    found = BodyCalls.of(context)
    return found.render("call_open_box", found.open) if found and found.open else ""


def latest_calls(context) -> str:
    """Announced ones and the latest that are over, with the way to all of them."""
    found = BodyCalls.of(context)
    return found.render("calls_latest", found.rest) if found and found.rest else ""


def register() -> None:
    provider("now", order=30)(open_calls)
    provider("after_composition", order=50)(latest_calls)
