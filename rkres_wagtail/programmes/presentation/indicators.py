"""Indicators as pages show them: from the base over what is known now to the target.

Texts stay texts: where progress cannot be computed from numbers, none is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import ReadingState
from ..indicators.loading import lines_of

#: Indicators shown whole on the page of a programme; the table has all of them.
MOST_SHOWN = 40


@dataclass(frozen=True)
class Shown:
    """One indicator: ``line`` is what ``indicators/loading.py`` says of it."""

    line: object
    #: The element at which it stands, where the page is not its own.
    node: object = None
    url: str = ""

    @property
    def indicator(self):
        return self.line.indicator

    @property
    def key(self) -> str:
        """For ids of the page."""
        return f"wskaznik-{self.indicator.pk}"

    @property
    def base(self) -> str:
        return with_unit(self.indicator.base_value, self.indicator.unit)

    @property
    def target(self) -> str:
        return with_unit(self.indicator.target_value, self.indicator.unit)

    @property
    def now(self) -> str:
        """The latest value, else that there is none, or none yet."""
        if self.line.latest is not None:
            return with_unit(self.line.latest.value, self.indicator.unit)
        newest = self.line.newest
        return str(ReadingState(newest.state).label) if newest is not None else ""

    @property
    def now_year(self) -> int | None:
        known = self.line.latest or self.line.newest
        return known.year if known is not None else None

    @property
    def pending(self) -> str:
        """What is said of a later year than that of the latest value."""
        latest, newest = self.line.latest, self.line.newest
        if latest is None or newest is None or newest.year <= latest.year:
            return ""
        return f"{ReadingState(newest.state).label} ({newest.year})"

    @property
    def readings(self) -> list[tuple]:
        """Each reading with what stands in its cell, the latest first."""
        rows = sorted(self.line.readings, key=lambda each: -each.year)
        return [(row, value_of(row, self.indicator.unit)) for row in rows]

    @property
    def progress(self):
        return self.line.progress

    @property
    def bar(self) -> Bar | None:
        return Bar.of(self.progress.percent) if self.progress is not None else None

    @property
    def progress_text(self) -> str:
        """``45% drogi do celu``."""
        return progress_text(self.progress) if self.progress is not None else ""

    @property
    def described(self) -> str:
        """The picture in words, for whoever does not see it."""
        said = [
            self.progress_text,
            _("base: %(value)s") % {"value": self.base} if self.base else "",
            _("now: %(value)s") % {"value": self.now} if self.now else "",
            _("target: %(value)s") % {"value": self.target} if self.target else "",
        ]
        return "; ".join(filter(None, said))


@dataclass(frozen=True)
class Bar:
    """Widths of a picture in per cent of it: more than the whole way is a full bar."""

    width: str
    is_over: bool = False
    is_back: bool = False

    @classmethod
    def of(cls, percent: int) -> Bar:
        return cls(f"{min(max(percent, 0), 100)}%", percent > 100, percent < 0)


def progress_text(progress) -> str:
    percent = progress.percent
    if percent < 0:
        return _("further from the target than the base")
    return _("%(percent)d%% of the way to the target") % {"percent": percent}


def with_unit(value: str, unit: str) -> str:
    """``9016 miejsc``; a value that says its unit, or is words, is not given another."""
    if not value or not unit or unit.casefold() in value.casefold():
        return value
    if not any(char.isdigit() for char in value):
        return value
    return f"{value}{unit}" if unit in ("%", "‰") else f"{value} {unit}"


def value_of(reading, unit: str) -> str:
    if reading.state == ReadingState.VALUE:
        return with_unit(reading.value, unit)
    return str(ReadingState(reading.state).label)


def lines_by_node(page) -> dict[int, list]:
    """Lines of every indicator of the programme, by the primary key of its element."""
    return lines_of(page)


def shown_of(lines: list) -> list[Shown]:
    return [Shown(line) for line in lines]


def listed(nodes, lines: dict[int, list], url) -> tuple[list[Shown], int]:
    """The first ``MOST_SHOWN`` indicators in the order of the tree, and how many there are."""
    found: list[Shown] = []
    for node in nodes:
        for line in lines.get(node.pk, ()):
            if len(found) < MOST_SHOWN:
                found.append(Shown(line, node, url(node)))
    return found, sum(len(each) for each in lines.values())


def indicators_count(count: int) -> str:
    return ngettext("%(count)d indicator", "%(count)d indicators", count) % {"count": count}
