"""Breakdowns of remarks: a table that adds up, and the same as bars of an SVG picture.

No library and no script: widths are per cent, so one picture fits a phone and a desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ...text import capitalised

#: Pixels of a bar with its words.
STEP = 46
#: More bars are no picture any more; the table has them all.
MOST_BARS = 12
#: Characters of a whole line that fit a phone; the table has all of them.
LINE_CHARS = 42


@dataclass(frozen=True)
class Line:
    label: str
    count: int
    total: int
    #: Address of the rows, where there is a list to filter.
    url: str = ""

    @property
    def heading(self) -> str:
        return capitalised(self.label)

    @property
    def share(self) -> str:
        """``85,7%``; whole numbers without a decimal."""
        value = round(100 * self.count / self.total, 1) if self.total else 0
        return f"{number_format(value, decimal_pos=0 if value == int(value) else 1)}%"


@dataclass(frozen=True)
class Bar:
    text: str
    width: str
    text_y: int
    bar_y: int


@dataclass(frozen=True)
class Breakdown:
    """``key`` makes the ids of headings and pictures; ``column`` heads the first column."""

    key: str
    title: str
    column: str
    lines: list[Line]

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def bars(self) -> list[Bar]:
        lines = self.lines
        if len(lines) > MOST_BARS:
            lines = sorted(lines, key=lambda line: -line.count)
            rest = sum(line.count for line in lines[MOST_BARS - 1 :])
            lines = [*lines[: MOST_BARS - 1], Line(_("all others"), rest, self.total)]
        most = max((line.count for line in lines), default=0) or 1
        return [_bar(number, line, most) for number, line in enumerate(lines)]

    @property
    def height(self) -> int:
        return STEP * min(len(self.lines), MOST_BARS)

    @property
    def described(self) -> str:
        """The picture in words, for whoever does not see it."""
        return "; ".join(f"{line.label}: {line.count} ({line.share})" for line in self.lines)


def _bar(number: int, line: Line, most: int) -> Bar:
    numbers = f": {line.count} ({line.share})"
    label = Truncator(line.heading).chars(LINE_CHARS - len(numbers))
    # An attribute, not a text for people: always with a point.
    width = f"{100 * line.count / most:.2f}%"
    top = number * STEP
    return Bar(f"{label}{numbers}", width, top + 15, top + 22)


def breakdown(
    key: str, title: str, column: str, lines: Iterable[tuple[str, int, str]]
) -> Breakdown:
    """``lines`` are words, a number and an address (or an empty one)."""
    lines = list(lines)
    total = sum(count for _label, count, _url in lines)
    return Breakdown(
        key, title, column, [Line(label, count, total, url) for label, count, url in lines]
    )
