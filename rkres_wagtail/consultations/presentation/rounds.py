"""Rounds with their extensions, as the public reads them: both dates, the old ones, the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import pgettext

from ..course import Course, closing_hour, deadline, last_day_of, opening
from .words import length_of, round_name


@dataclass(frozen=True)
class ExtensionLine:
    old_deadline: str
    new_deadline: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True)
class RoundLine:
    round: object
    name: str
    opening: str
    deadline: str
    length: str
    word: str
    is_open: bool
    ended: str = ""
    extensions: list[ExtensionLine] = field(default_factory=list)

    @property
    def starts_at(self) -> datetime:
        return self.round.starts_at

    @property
    def closing_machine(self) -> str:
        return closing_machine(self.round.ends_at)


def closing_machine(ends_at: datetime) -> str:
    """For ``<time datetime>``: the minute that is told, 23:59 for midnight."""
    return f"{last_day_of(ends_at).isoformat()}T{closing_hour(ends_at):%H:%M}"


def round_lines(course: Course, now: datetime) -> list[RoundLine]:
    count = len(course.rounds)
    return [
        RoundLine(
            round=each,
            name=round_name(each, number, count),
            opening=opening(each.starts_at),
            deadline=deadline(each.ends_at),
            length=length_of(each),
            word=_word(each, course, now),
            is_open=course.takes_answers(each, now),
            ended=_ended(each, course),
            extensions=_extensions(each),
        )
        for number, each in enumerate(course.rounds, start=1)
    ]


def _word(round, course: Course, now: datetime) -> str:
    if course.is_called_off(round):
        return pgettext("round of a consultation", "called off")
    if course.is_cut(round):
        return pgettext("round of a consultation", "cut short")
    if course.takes_answers(round, now):
        return pgettext("round of a consultation", "open")
    if round.is_over(now):
        return pgettext("round of a consultation", "closed")
    return pgettext("round of a consultation", "ahead")


def _ended(round, course: Course) -> str:
    """Of a round that was cut short, until when people could answer."""
    if not course.is_cut(round) or course.is_called_off(round):
        return ""
    return deadline(course.closing_of(round))


def _extensions(round) -> list[ExtensionLine]:
    return [
        ExtensionLine(
            deadline(row.old_ends_at), deadline(row.new_ends_at), row.reason, row.recorded_at
        )
        for row in round.extensions.all()
    ]
