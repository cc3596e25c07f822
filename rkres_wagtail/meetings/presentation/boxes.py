"""The nearest and the latest meetings on the pages of committees, tiers and groups."""

from __future__ import annotations

from django.template.loader import render_to_string

from ...public import Gate
from ...slots import provider
from ..choices import MeetingStatus
from ..querysets import (
    index_model,
    is_past,
    is_upcoming,
    latest_first,
    public_meetings,
    soonest_first,
)
from .cards import cards, for_cards
from .neighbours import of_any
from .places import PublicBodies
from .subscribe import absolute_url, subscription
from .words import all_meetings, last_meetings, next_meeting

LATEST = 3
#: Cancelled ones are shown before the first that will take place, and no more than so many.
_MOST_AHEAD = 4
_REQUEST_ATTRIBUTE = "_rkres_wagtail_meetings"


class BodyMeetings:
    """Meetings around today of one body, read once a request; of a committee, all of its."""

    def __init__(self, body, committee, request):
        self.body, self.committee, self._request = body, committee, request
        self._gate = Gate.of(request)
        self._bodies = PublicBodies(self._gate, body.locale_id)
        found = public_meetings(self._gate, locale_id=body.locale_id, under=committee)
        if body.pk != committee.pk:
            found = found.filter(of_any([body]))
        now = self._gate.now
        found = for_cards(found)
        ahead = found.filter(is_upcoming(now)).order_by(*soonest_first())[:_MOST_AHEAD]
        past = found.filter(is_past(now)).order_by(*latest_first())[:LATEST]
        rows = cards([*ahead, *past], request, self._bodies, now=now, own=body)
        self.ahead = self._until_sure([card for card in rows if not card.is_past])
        self.past = [card for card in rows if card.is_past]
        self.index = self._index() if rows else None

    @classmethod
    def of(cls, context) -> BodyMeetings | None:
        body, committee, request = (context.get(name) for name in ("body", "committee", "request"))
        if body is None or committee is None or request is None:
            return None
        known = request.__dict__.setdefault(_REQUEST_ATTRIBUTE, {})
        if body.pk not in known:
            known[body.pk] = cls(body, committee, request)
        return known[body.pk]

    @staticmethod
    def _until_sure(rows: list) -> list:
        """Up to the first meeting that is not cancelled."""
        for number, card in enumerate(rows):
            if card.page.status != MeetingStatus.CANCELLED:
                return rows[: number + 1]
        return rows

    def _index(self) -> dict | None:
        """The nearest list: the body's own, else the committee's, cut down to the body."""
        lists = self._gate.pages(
            index_model()._default_manager.all(),
            locale_id=self.body.locale_id,
            under=self.committee,
        )
        found = list(lists.order_by("depth", "path"))
        own = next((each for each in found if each.path.startswith(self.body.path)), None)
        page = own or next(iter(found), None)
        if page is None:
            return None
        query = "" if own else f"?organ={self.body.pk}"
        return {"page": page, "url": f"{page.get_url(self._request)}{query}"}

    def context(self) -> dict:
        return {
            "body": self.body,
            "committee": self.committee,
            "request": self._request,
            "list_url": self.index["url"] if self.index else "",
            "all_title": all_meetings(self.committee),
            "subscription": subscription(self._request, self.body),
        }


def next_meeting_box(context) -> str:
    """The box “Najbliższe posiedzenie”; also where none is announced yet but some were held."""
    meetings = BodyMeetings.of(context)
    if meetings is None or not (meetings.ahead or meetings.past):
        return ""
    if not meetings.ahead and getattr(meetings.body, "is_former", False):
        return ""
    rows = [
        (card, absolute_url(context["request"], "meeting_ics", card.page.pk))
        for card in meetings.ahead
    ]
    return render_to_string(
        "rkres_wagtail/pieces/next_meeting.html",
        meetings.context() | {"title": next_meeting(meetings.committee), "rows": rows},
    )


def latest_meetings(context) -> str:
    """The latest meetings of a body, with the way to all of them."""
    meetings = BodyMeetings.of(context)
    if meetings is None or not meetings.past:
        return ""
    return render_to_string(
        "rkres_wagtail/pieces/latest_meetings.html",
        meetings.context() | {"title": last_meetings(meetings.committee), "cards": meetings.past},
    )


def register() -> None:
    """Put both on the pages of bodies."""
    provider("now", order=10)(next_meeting_box)
    provider("after_composition", order=20)(latest_meetings)
