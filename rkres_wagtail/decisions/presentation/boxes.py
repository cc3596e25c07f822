"""Decisions on the pages of bodies and of meetings; providers of ``slots.py``."""

from __future__ import annotations

from collections import defaultdict

from django.template.loader import render_to_string
from django.utils.functional import cached_property

from ...meetings.presentation.places import PublicBodies
from ...meetings.rules import public_items
from ...public import Gate
from ...slots import provider
from ..querysets import index_model, is_of_body, latest_first, public_decisions
from .rows import for_rows, rows_of

LATEST = 3
_REQUEST_ATTRIBUTE = "_rkres_wagtail_meeting_decisions"


def latest_decisions(context) -> str:
    """The latest decisions of a body; of a committee, of all its bodies."""
    body, committee, request = (context.get(name) for name in ("body", "committee", "request"))
    if body is None or committee is None or request is None:
        return ""
    gate = Gate.of(request)
    found = public_decisions(gate, locale_id=body.locale_id, under=committee)
    if body.pk != committee.pk:
        found = found.filter(is_of_body(body))
    pages = list(for_rows(found).order_by(*latest_first())[:LATEST])
    if not pages:
        return ""
    bodies = PublicBodies(gate, body.locale_id)
    return render_to_string(
        "rkres_wagtail/pieces/latest_decisions.html",
        {
            "rows": rows_of(pages, request, bodies, gate, own=body),
            "list_url": _register_url(body, committee, gate, request),
            "request": request,
        },
    )


def _register_url(body, committee, gate, request) -> str:
    """The nearest register: the body's own, else the committee's, cut down to the body."""
    lists = gate.pages(
        index_model()._default_manager.all(), locale_id=body.locale_id, under=committee
    )
    found = list(lists.order_by("depth", "path"))
    own = next((each for each in found if each.path.startswith(body.path)), None)
    page = own or next(iter(found), None)
    if page is None:
        return ""
    return f"{page.get_url(request)}{'' if own else f'?organ={body.pk}'}"


class MeetingDecisions:
    """What was decided at one meeting, read once a request; by item of the agenda."""

    def __init__(self, meeting, request):
        self.meeting, self.request = meeting, request

    @classmethod
    def of(cls, context) -> MeetingDecisions | None:
        meeting, request = context.get("meeting"), context.get("request")
        if meeting is None or request is None:
            return None
        known = request.__dict__.setdefault(_REQUEST_ATTRIBUTE, {})
        key = meeting.translation_key
        if key not in known:
            known[key] = cls(meeting, request)
        return known[key]

    @cached_property
    def rows(self) -> list:
        gate = Gate.of(self.request)
        found = public_decisions(gate, locale_id=self.meeting.locale_id)
        found = found.filter(meeting__translation_key=self.meeting.translation_key)
        pages = list(for_rows(found).order_by("adopted_on", "pk"))
        if not pages:
            return []
        return rows_of(pages, self.request, PublicBodies(gate, self.meeting.locale_id), gate)

    @cached_property
    def by_item(self) -> dict[str, list]:
        found = defaultdict(list)
        for row in self.rows:
            if row.page.item_uuid:
                found[str(row.page.item_uuid)].append(row)
        return found

    def context(self) -> dict:
        """Rows in the order of the agenda, each with the title of its item, unless internal."""
        items = public_items(self.meeting.agenda_items.all()) if self.by_item else []
        titles = {str(item.uuid): item.title for item in items}
        order = {key: number for number, key in enumerate(titles)}
        rows = sorted(self.rows, key=lambda row: order.get(str(row.page.item_uuid), len(order)))
        return {
            "rows": [(row, titles.get(str(row.page.item_uuid), "")) for row in rows],
            "request": self.request,
        }


def meeting_decisions(context) -> str:
    """“Co postanowiono” on a meeting's page."""
    decisions = MeetingDecisions.of(context)
    if decisions is None or not decisions.rows:
        return ""
    return render_to_string("rkres_wagtail/pieces/meeting_decisions.html", decisions.context())


def item_decisions(context) -> str:
    """Links to what was decided, at the item of the agenda (``point`` in the context)."""
    point, decisions = context.get("point"), MeetingDecisions.of(context)
    rows = decisions.by_item.get(str(point.uuid)) if decisions and point else None
    if not rows:
        return ""
    return render_to_string("rkres_wagtail/pieces/item_decisions.html", {"rows": rows})


def register() -> None:
    provider("after_composition", order=30)(latest_decisions)
    provider("meeting_decisions", order=10)(meeting_decisions)
    provider("agenda_item", order=10)(item_decisions)
