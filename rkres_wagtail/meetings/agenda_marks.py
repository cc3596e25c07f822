"""Numbers and bullets before the lines of an agenda, and the levels that follow from them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BULLETS = "•●○◦▪■□‣⁃∙·*"
_NUMBER = re.compile(
    r"(?:(?:pkt|punkt)\.?\s*|ad\.\s*)?"
    r"\(?(?P<path>\d{1,3}(?:\.\d{1,3}){0,3})(?P<end>[.):]?)(?=\D|$)(?P<space>\s*)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"\(?(?P<roman>[IVXL]{1,7})(?P<end>[.)])(?:\s+|(?=[^\W\d_]{2})|$)")
_LETTER = re.compile(r"\(?(?P<letter>[a-z])(?P<end>[.)])(?:\s+|$)")
# Word's symbol fonts put bullets into the private area; "o" before a tab is one of its bullets.
_BULLET = re.compile(
    rf"(?:(?P<sign>[{_BULLETS}\ue000-\uf8ff])\s*|(?P<dash>[-–—])\s+|(?P<o>o)\t\s*)"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
#: Columns by which numbers of one list may differ: " 9." above "10.".
_SLACK = 2


@dataclass(frozen=True)
class Mark:
    """What stands before a line: its kind, how many characters it takes, and its number."""

    kind: str = ""
    length: int = 0
    number: tuple[int, ...] = ()


@dataclass
class Reader:
    """Reads the marks of one agenda in order: "V. Nowak" is no item 5 unless 4 came before."""

    _last: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def read(self, text: str) -> Mark:
        """The mark at the beginning of ``text``; one of no kind where there is none."""
        for reader in (self._number, self._roman, self._letter, _bullet):
            mark = reader(text)
            if mark is not None:
                if mark.number:
                    self._last[mark.kind] = mark.number
                return mark
        return Mark()

    def follows(self, path: tuple[int, ...]) -> bool:
        """Whether ``path`` comes next among the decimal numbers: 10.10 after 10.9 or 10."""
        depth = len(path)
        last = [self._last.get(f"{n}{end}") for n in (depth, depth - 1) for end in ".):"]
        last += [self._last.get(str(n)) for n in (depth, depth - 1)]
        *above, number = path
        return any(
            one is not None and one in ((*above, number - 1), tuple(above)) for one in last
        ) or (not any(last) and set(path) == {1})

    def _number(self, text: str) -> Mark | None:
        match = _NUMBER.match(text)
        if match is None:
            return None
        path = tuple(int(part) for part in match["path"].split("."))
        if not match["end"] and (len(path) == 1 or not match["space"] or not self.follows(path)):
            return None
        if match["end"] == ":" and match[0][0].isdigit():
            return None
        end = match["end"] if len(path) == 1 else ""
        return Mark(f"{len(path)}{end}", match.end(), path)

    def _roman(self, text: str) -> Mark | None:
        match = _ROMAN.match(text)
        if match is None:
            return None
        kind, value = f"roman{match['end']}", roman_value(match["roman"])
        is_next = value == 1 or self._last.get(kind) == (value - 1,)
        # One letter and a dot may be the initial of a name.
        if not value or (len(match["roman"]) == 1 and match["end"] == "." and not is_next):
            return None
        return Mark(kind, match.end(), (value,))

    def _letter(self, text: str) -> Mark | None:
        match = _LETTER.match(text)
        if match is None:
            return None
        kind, value = f"letter{match['end']}", ord(match["letter"]) - ord("a") + 1
        is_next = value == 1 or self._last.get(kind) == (value - 1,)
        # "p. Jan Kowalski", "s. Anna" are people.
        if match["end"] == "." and not is_next:
            return None
        return Mark(kind, match.end(), (value,))


def _bullet(text: str) -> Mark | None:
    match = _BULLET.match(text)
    if match is None:
        return None
    return Mark(f"bullet{match['sign'] or match['dash'] or 'o'}", match.end())


def roman_value(text: str) -> int:
    """Value of a Roman numeral up to 89; 0 for letters that are none."""
    from ..numerals import roman

    values = [_ROMAN_VALUES[sign] for sign in text]
    total = sum(
        -value if any(later > value for later in values[n + 1 :]) else value
        for n, value in enumerate(values)
    )
    return total if roman(total) == text else 0


class Levels:
    """Levels of lines in order, from the kinds of their marks and their indentation."""

    def __init__(self, deepest: int):
        self.deepest = deepest
        self._open: list[tuple[str, int]] = []

    def of(self, kind: str, indent: int) -> int:
        """The level of the next line, 1 to ``deepest``; never more than one below the last."""
        while self._open and not self._is_below(kind, indent):
            top_kind, top_indent = self._open[-1]
            if top_kind == kind and abs(indent - top_indent) < _SLACK:
                return self._level()
            self._open.pop()
        self._open.append((kind, indent))
        return self._level()

    def _is_below(self, kind: str, indent: int) -> bool:
        """Whether a line begins a list inside the item that is open now."""
        top_kind, top_indent = self._open[-1]
        if indent - top_indent >= _SLACK:
            return True
        if top_indent - indent >= _SLACK or top_kind == kind:
            return False
        # At the same column: a plain line closes lists, and no list stands inside it; a mark
        # that an outer list has goes on with that list.
        if not kind or not top_kind:
            return False
        return all(outer != kind for outer, _indent in self._open)

    def _level(self) -> int:
        return min(len(self._open), self.deepest)
