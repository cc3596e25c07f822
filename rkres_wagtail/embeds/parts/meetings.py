"""Meetings: what is ahead of one body, and the card of one meeting."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...meetings.presentation.boundaries import boundaries
from ...meetings.presentation.cards import cards, for_cards
from ...meetings.presentation.neighbours import of_any
from ...meetings.presentation.subscribe import absolute_url
from ...meetings.presentation.words import all_meetings, next_meetings
from ...meetings.querysets import (
    index_model,
    is_upcoming,
    meetings,
    public_meetings,
    soonest_first,
)
from .base import Part
from .scope import Scope


def meeting_pages():
    return for_cards(meetings())


def upcoming(scope: Scope, limit: int) -> Part:
    """Meetings that are not over, the soonest first; of a committee, those of all its bodies."""
    found = public_meetings(scope.gate, locale_id=scope.page.locale_id, under=scope.committee)
    if not scope.is_committee:
        found = found.filter(of_any([scope.page]))
    now = scope.gate.now
    pages = for_cards(found).filter(is_upcoming(now)).order_by(*soonest_first())[:limit]
    rows = cards(pages, scope.request, scope.bodies, now=now, own=scope.page)
    return Part(
        title=next_meetings(scope.committee),
        url=scope.url,
        template="rkres_wagtail/embeds/upcoming.html",
        context={"cards": rows},
        facts=[_facts(card, scope) for card in rows],
        empty=_("No meetings are announced now."),
        more_title=all_meetings(scope.committee),
        more_url=scope.list_url(index_model()),
        moments=[moment for card in rows for moment in boundaries(card.page)],
    )


def meeting(scope: Scope, limit: int) -> Part:
    """When and where one meeting is, and its state."""
    page = scope.page
    card = cards([page], scope.request, scope.bodies, now=scope.gate.now)[0]
    request = scope.request
    is_ahead = not card.is_past and not card.is_cancelled and card.when.is_day_known
    calendar = absolute_url(request, "meeting_ics", page.pk) if request and is_ahead else ""
    return Part(
        title=page.title,
        title_url=scope.url,
        url=scope.url,
        template="rkres_wagtail/embeds/meeting.html",
        context={"card": card, "ics_url": calendar},
        facts=[_facts(card, scope)],
        moments=boundaries(page),
    )


def _facts(card, scope: Scope) -> dict:
    page = card.page
    return {
        "id": page.pk,
        "type": page._meta.label,
        "title": page.title,
        "html_url": scope.full_url(page),
        "summary": ", ".join(part for part in (card.when.text(), card.place) if part),
        "state": str(page.state(scope.gate.now)),
        "date": card.machine or None,
        "starts_at": page.starts_at,
        "when": card.when.text(),
        "place": card.place,
        "form": page.meeting_form,
        "bodies": [body.title for body in card.bodies],
    }
