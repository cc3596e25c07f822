"""The parts that other pages and other sites show, each with one presenter.

Blocks, template tags, framed pages, fragments and oEmbed all ask here.
"""

from __future__ import annotations

from functools import cache

from .base import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its slug. Models are imported when first asked: blocks are made earlier."""
    from . import bodies, consultations, decisions, meetings, participation

    found = (
        Kind("posiedzenia", bodies.body_pages, meetings.upcoming, 840),
        Kind("posiedzenie", meetings.meeting_pages, meetings.meeting, 280),
        Kind("konsultacje", bodies.body_pages, consultations.open_ones, 360),
        Kind("konsultacja", consultations.consultation_pages, consultations.consultation, 280),
        Kind("struktura", bodies.body_pages, bodies.structure, 1000),
        Kind("sklad", bodies.body_pages, bodies.members, 800),
        Kind("decyzje", bodies.body_pages, decisions.latest, 720),
        Kind("decyzja", decisions.decision_pages, decisions.decision, 240),
        Kind("wlacz-sie", bodies.body_pages, participation.take_part, 700),
        Kind("nabor", participation.call_pages, participation.call, 280),
    )
    return {kind.slug: kind for kind in found}
