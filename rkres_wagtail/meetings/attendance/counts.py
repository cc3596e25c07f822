"""Numbers of a sheet and whether there was a quorum: all of them counted from the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from ...bodies.choices import QuorumRule
from .models import Attendance, Presence


@dataclass(frozen=True)
class Numbers:
    """How many members of a body took part, and how; ``unknown``: not recorded yet."""

    members: int = 0
    present: int = 0
    remote: int = 0
    substitutes: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, presences: Iterable[str]) -> Numbers:
        """Count values of ``Presence``, one for each member."""
        return cls.counted(Counter(str(presence) for presence in presences))

    @classmethod
    def counted(cls, by_presence: dict[str, int]) -> Numbers:
        """From presence -> number of members."""
        return cls(
            members=sum(by_presence.values()),
            present=by_presence.get(Presence.PRESENT, 0),
            remote=by_presence.get(Presence.REMOTE, 0),
            substitutes=by_presence.get(Presence.SUBSTITUTE, 0),
            excused=by_presence.get(Presence.EXCUSED, 0),
            unexcused=by_presence.get(Presence.UNEXCUSED, 0),
            unknown=by_presence.get(Presence.UNKNOWN, 0),
        )

    @property
    def attended(self) -> int:
        """Who took part: there, online, or by a substitute."""
        return self.present + self.remote + self.substitutes

    @property
    def recorded(self) -> int:
        return self.members - self.unknown


def numbers_of(sheets: Iterable) -> dict[int, Numbers]:
    """Numbers of each of ``sheets`` by its key; one query."""
    keys = [sheet.pk for sheet in sheets]
    found: dict[int, dict[str, int]] = defaultdict(dict)
    if keys:
        rows = Attendance.objects.filter(sheet__in=keys).order_by()
        for sheet, presence, count in rows.values_list("sheet_id", "presence").annotate(
            count=Count("pk")
        ):
            found[sheet][presence] = count
    return {key: Numbers.counted(found[key]) for key in keys}


def needed(rule: str, number: int | None, members: int) -> int | None:
    """How many of ``members`` a quorum asks for; None where no quorum is required."""
    if rule == QuorumRule.HALF:
        return (members + 1) // 2
    if rule == QuorumRule.MORE_THAN_HALF:
        return members // 2 + 1
    if rule == QuorumRule.NUMBER:
        return number or 0
    return None


def has_quorum(rule: str, number: int | None, numbers: Numbers) -> bool | None:
    """Whether enough took part; None where no quorum is required. Nobody is never a quorum."""
    least = needed(rule, number, numbers.members)
    if least is None:
        return None
    return numbers.members > 0 and numbers.attended >= least
