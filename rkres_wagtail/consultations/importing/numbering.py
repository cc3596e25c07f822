"""Automatic numbers, which a DOCX does not hold as text: counted as a word processor does.

A paragraph names an instance (``numId``) and a level; instances of one abstract list share their
counters, unless an instance starts a level anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...numerals import roman
from .ooxml import is_on, number, parse, value, w
from .styles import Styles

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""
    restart: int | None = None
    is_legal: bool = False


@dataclass(frozen=True)
class Label:
    """``text`` as printed ("1.2.", "a)"), ``value`` the counter of its own level."""

    text: str
    value: int
    level: int
    format: str
    key: str = ""

    @property
    def is_bullet(self) -> bool:
        return self.format == "bullet"

    @property
    def is_plain(self) -> bool:
        """Printed as an ordinary numbered list prints it."""
        return self.format == "decimal" and self.text.strip(" .)") == str(self.value)


class Numbering:
    """The lists of a document; ``label_of`` is called once a paragraph, in their order."""

    def __init__(self, xml: bytes = b"", styles: Styles | None = None):
        self._styles = styles or Styles()
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if xml:
            self._read(parse(xml))

    def _read(self, root) -> None:
        for node in root.iter(w("abstractNum")):
            key = node.get(w("abstractNumId")) or ""
            self._abstract[key] = dict(map(_level, node.findall(w("lvl"))))
            if link := value(node, "numStyleLink"):
                self._links[key] = link
        for node in root.iter(w("num")):
            overrides, starts = {}, {}
            for override in node.findall(w("lvlOverride")):
                index = number(override.get(w("ilvl")), 0)
                if override.find(w("lvl")) is not None:
                    overrides[index] = _level(override.find(w("lvl")))[1]
                start = number(value(override, "startOverride"))
                if start is not None:
                    starts[index] = start
            abstract = value(node, "abstractNumId") or ""
            self._lists[node.get(w("numId")) or ""] = (abstract, overrides, starts)

    def _resolve(self, num_id: str):
        """``(abstract key, levels, starts)`` of an instance, links of list styles followed."""
        abstract, overrides, starts = self._lists[num_id]
        for _step in range(5):
            linked = self._styles.first(self._links.get(abstract), "num_id")
            if linked not in self._lists:
                break
            abstract = self._lists[linked][0]
        return abstract, {**self._abstract.get(abstract, {}), **overrides}, starts

    def place_of(self, paragraph) -> tuple[str, int] | None:
        """``(numId, level)`` of a paragraph, its own or of its style; None without a number."""
        own = paragraph.find(w("pPr"))
        own = own.find(w("numPr")) if own is not None else None
        key = self._styles.key_of(paragraph)
        num_id = value(own, "numId") or self._styles.first(key, "num_id")
        if num_id is None or num_id not in self._lists:
            return None
        level = number(value(own, "ilvl"))
        if level is None:
            level = self._level_of_style(num_id, key)
        return num_id, min(max(level, 0), LEVELS - 1)

    def _level_of_style(self, num_id: str, key: str) -> int:
        """A list names the style of each level; else the style names its level."""
        for index, level in self._resolve(num_id)[1].items():
            if level.style and level.style == key:
                return index
        return self._styles.first(key, "ilvl") or 0

    def label_of(self, paragraph) -> Label | None:
        """Count on and return the paragraph's number, or bullet."""
        place = self.place_of(paragraph)
        if place is None:
            return None
        num_id, index = place
        abstract, levels, starts = self._resolve(num_id)
        level = levels.get(index, Level(format="none"))
        counters = self._counters.setdefault(abstract, [None] * LEVELS)
        if index in starts and (num_id, index) not in self._begun:
            counters[index] = starts[index]
        else:
            before = counters[index]
            counters[index] = starts.get(index, level.start) if before is None else before + 1
        self._begun.add((num_id, index))
        for upper in range(index):
            if counters[upper] is None:
                counters[upper] = levels.get(upper, Level()).start
        for deeper in range(index + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and index < restart):
                counters[deeper] = None
        text = self._text(level, levels, counters)
        return Label(text, counters[index], index, level.format, num_id)

    def _text(self, level: Level, levels, counters) -> str:
        def place(match) -> str:
            at = int(match[1]) - 1
            kind = levels.get(at, Level()).format
            if level.is_legal and kind != "none":
                kind = "decimal"
            return format_number(counters[at] or 0, kind)

        if level.format in ("bullet", "none"):
            return level.text if level.format == "none" and "%" not in level.text else ""
        return _PLACE.sub(place, level.text).strip()


def _level(node) -> tuple[int, Level]:
    return number(node.get(w("ilvl")), 0), Level(
        format=value(node, "numFmt") or "decimal",
        text=value(node, "lvlText") or "",
        start=number(value(node, "start"), 1),
        style=value(node, "pStyle") or "",
        restart=number(value(node, "lvlRestart")),
        is_legal=bool(is_on(node, "isLgl")),
    )


def format_number(count: int, kind: str) -> str:
    """A counter in a format of OOXML (ST_NumberFormat); unknown ones count in digits."""
    if kind in ("none", "bullet"):
        return ""
    if kind == "decimalZero":
        return f"{count:02d}"
    if kind in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        return roman(count) if kind == "upperRoman" else roman(count).lower()
    if kind in ("upperLetter", "lowerLetter") and 0 < count < 1000:
        # After "z" come "aa", "bb" …
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    return str(count)
