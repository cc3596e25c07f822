"""What the public reads of closed attendance: numbers, and names where the body lets it.

Who was absent is never named, nor is a substitute; how many absences were excused stays in the
office, because in a small body that would name somebody, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string

from ...public import Gate
from ...slots import provider
from ..choices import MeetingStatus
from .summary import AttendanceSummary, summaries_of


@dataclass(frozen=True)
class PublicAttendance:
    """One body at one meeting; ``body`` has passed the gate."""

    body: object
    attended: int
    #: None where the body tells nothing of its composition.
    members: int | None
    remote: int
    substitutes: int
    needed: int | None
    has_quorum: bool | None
    #: Members who were there themselves and are shown to the public; None without consent.
    names: list[str] | None
    #: How many of those who were there themselves are not named.
    unnamed: int


def public_lines(summaries: Iterable[AttendanceSummary], bodies) -> list[PublicAttendance]:
    """What of ``summaries`` the public may read; ``bodies`` are ``PublicBodies`` of its gate."""
    found = []
    for summary in summaries:
        body = next(iter(bodies.shown([summary.body.translation_key])), None)
        if body is None or not summary.is_closed:
            continue
        own = summary.attended - summary.substitutes
        found.append(
            PublicAttendance(
                body=body,
                attended=summary.attended,
                members=summary.members if summary.size_public else None,
                remote=summary.remote,
                substitutes=summary.substitutes,
                needed=summary.needed if summary.size_public else None,
                has_quorum=summary.has_quorum,
                names=summary.public_names if summary.names_public else None,
                unnamed=own - len(summary.public_names) if summary.names_public else 0,
            )
        )
    return sorted(found, key=lambda line: line.body.path)


def attendance_facts(context) -> str:
    """Slot ``meeting_facts``: who took part, once the meeting is over and attendance closed."""
    from ..published import bodies_for

    meeting, request = context.get("meeting"), context.get("request")
    if not context.get("is_report") or meeting.status == MeetingStatus.CANCELLED:
        return ""
    summaries = summaries_of([meeting], closed_only=True)[meeting.translation_key]
    if not summaries:
        return ""
    bodies = bodies_for(Gate.of(request), meeting.locale_id)
    lines = public_lines(summaries, bodies)
    if not lines:
        return ""
    # A body that was taken from the page since its sheet was closed is named, too.
    is_joint = len(context.get("who") or ()) > 1 or len(lines) > 1
    return render_to_string(
        "rkres_wagtail/pieces/attendance_facts.html", {"lines": lines, "is_joint": is_joint}
    )


def register() -> None:
    provider("meeting_facts", order=20)(attendance_facts)
