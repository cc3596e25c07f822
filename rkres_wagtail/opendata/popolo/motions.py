"""``motions`` and ``vote_events``: decisions, and how they were voted (specs of both, §3–§5)."""

from __future__ import annotations

from typing import Any

from ...decisions.choices import Voting
from ...decisions.published import Published, load
from ...decisions.querysets import latest_first
from ..catalogue.registers import decisions
from ..catalogue.registers.base import chunks
from ..catalogue.scope import Scope
from ..zones import day
from . import ids
from .parts import link, without_nothing

#: Options of the spec of Count, §5, and where the counts are kept.
_OPTIONS = (("yes", "votes_for"), ("no", "votes_against"), ("abstain", "votes_abstaining"))


def motions_and_votes(scope: Scope, events: list[dict]) -> tuple[list[dict], list[dict]]:
    """Decisions, and the votes of those that were voted; ``events`` are those of the document."""
    known = {each["id"] for each in events}
    motions, votes = [], []
    for pages in chunks(decisions.found(scope).select_related("kind").order_by(*latest_first())):
        load(pages, scope.gate)
        for page in pages:
            frame = _frame(page, scope, known)
            motions.append(_motion(page, scope, frame))
            if page.voting != Voting.NOT_VOTED:
                votes.append(_vote(page, frame))
    return motions, votes


def _frame(page, scope: Scope, known: set[str]) -> dict[str, Any]:
    """Who decided and at which meeting, where both are in the document."""
    published = Published.of(page, scope.gate)
    body, meeting = published.body(page), published.meeting(page)
    session = ids.event(meeting) if meeting is not None else ""
    return {
        "organization_id": ids.body(body) if body and body.translation_key in scope.by_key else "",
        "legislative_session_id": session if session in known else "",
    }


def _motion(page, scope: Scope, frame: dict) -> dict[str, Any]:
    """A decision that was taken: its day stands in ``adopted_on``.

    The spec's ``date`` is when it was proposed, with an hour; nobody knows that.
    """
    return without_nothing(
        id=ids.motion(page),
        **frame,
        text=page.title,
        identifier=page.number,
        classification=str(page.kind or ""),
        result="pass",
        adopted_on=day(page.adopted_on),
        sources=link(scope.address(page)),
    )


def _vote(page, frame: dict) -> dict[str, Any]:
    counts = [{"option": option, "value": getattr(page, name)} for option, name in _OPTIONS]
    return without_nothing(
        id=ids.vote_event(page),
        motion_id=ids.motion(page),
        **frame,
        classification=page.voting,
        result="pass",
        counts=[each for each in counts if each["value"] is not None],
    )
