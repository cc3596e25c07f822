"""Who was there, as minutes tell it: numbers and quorum; names only of bodies that opted in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...meetings.attendance.public import PublicAttendance, public_lines
from ...meetings.attendance.summary import AttendanceSummary, summaries
from .rich import clean


@dataclass(frozen=True)
class Names:
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class BodyAttendance:
    """One body's row of the table, and the names under it."""

    body: str
    numbers: str
    quorum: str
    names: tuple[Names, ...] = ()
    guests: tuple[str, ...] = ()


def attendance_of(meeting, bodies, *, internal: bool) -> tuple[BodyAttendance, ...]:
    """Attendance of each body that met; a constant number of queries.

    The public reads what the meeting's page tells: closed sheets of public bodies (``bodies``
    knows them). The office's own copy has every sheet, all names and the guests.
    """
    found = summaries(meeting)
    if internal:
        return tuple(_for_the_office(each) for each in found)
    return tuple(_for_the_public(line) for line in public_lines(found, bodies))


def _for_the_public(line: PublicAttendance) -> BodyAttendance:
    names = _names(pgettext("attendance list", "Present"), line.names or ())
    return BodyAttendance(
        body=clean(line.body.title),
        numbers=_numbers(line)
        if line.members is not None
        else pgettext("minutes", "not given to the public"),
        quorum=_quorum(line.has_quorum),
        names=(names,) if names.names else (),
    )


def _for_the_office(summary: AttendanceSummary) -> BodyAttendance:
    names = (
        _names(pgettext("attendance list", "Present"), summary.present_names),
        _names(pgettext("attendance list", "Excused"), summary.excused_names),
        _names(pgettext("attendance list", "Absent without excuse"), summary.unexcused_names),
    )
    is_closed = summary.is_closed
    return BodyAttendance(
        body=clean(summary.body.title),
        numbers=_numbers(summary),
        quorum=_quorum(summary.has_quorum) if is_closed else _("the sheet is not closed yet"),
        names=tuple(each for each in names if each.names),
        guests=tuple(filter(None, map(clean, summary.guests))),
    )


def _names(label: str, names: Iterable[str]) -> Names:
    return Names(label, tuple(filter(None, map(clean, names))))


def _numbers(counted: PublicAttendance | AttendanceSummary) -> str:
    """``17 z 21, w tym zdalnie: 2, przez zastępcę: 1``."""
    text = _("%(present)d of %(members)d") % {
        "present": counted.attended,
        "members": counted.members,
    }
    details = [
        label % {"count": count}
        for label, count in (
            (_("online: %(count)d"), counted.remote),
            (_("by a substitute: %(count)d"), counted.substitutes),
        )
        if count
    ]
    if not details:
        return text
    return _("%(attendance)s, among them %(details)s") % {
        "attendance": text,
        "details": ", ".join(details),
    }


def _quorum(has_quorum: bool | None) -> str:
    """Whether there was a quorum, by the rule that closing the sheet kept."""
    if has_quorum is None:
        return pgettext("quorum", "not laid down")
    return (
        pgettext("quorum", "there was one") if has_quorum else pgettext("quorum", "there was none")
    )
