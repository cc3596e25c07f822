"""Meetings at which a consultation is discussed, through the gate (requirement 53)."""

from __future__ import annotations

from dataclasses import dataclass

import swapper

from ...meetings.presentation.cards import Card, cards, for_cards
from ...meetings.presentation.places import PublicBodies
from ...meetings.querysets import public_meetings
from ..querysets import public_consultations
from . import serving


@dataclass(frozen=True)
class Hearing:
    card: Card
    note: str


def hearings_of(page, request, bodies: PublicBodies, gate) -> list[Hearing]:
    """Public ones, in the page's language where there is one, by date; five queries."""
    notes: dict = {}
    for row in _rows(page, gate):
        if row.meeting_id:
            notes[row.meeting_id] = notes.get(row.meeting_id) or row.note
    if not notes:
        return []
    pages = swapper.load_model("wagtailcore", "Page").objects.filter(pk__in=notes)
    keys = dict(pages.values_list("translation_key", "pk"))
    found = for_cards(public_meetings(gate, any_locale=True).filter(translation_key__in=keys))
    shown: dict = {}
    for each in sorted(found, key=lambda each: each.locale_id != page.locale_id):
        shown.setdefault(each.translation_key, each)
    meetings = sorted(shown.values(), key=lambda each: (each.starts_at is None, each.starts_at))
    for each in meetings:
        serving.note(request, [each.when.over_at, each.expire_at])
    made = cards(meetings, request, bodies, now=gate.now)
    return [Hearing(card, notes[keys[card.page.translation_key]]) for card in made]


def _rows(page, gate) -> list:
    """Those of the page; a translation that names none has those of the other language."""
    if not hasattr(page, "hearings"):
        return []
    own = list(page.hearings.all())
    if own:
        return own
    twins = public_consultations(gate, any_locale=True)
    twins = twins.filter(translation_key=page.translation_key).order_by("pk")
    rows = page.hearings.model.objects.filter(page__in=twins.values("pk"))
    return list(rows.order_by("page", "sort_order"))
