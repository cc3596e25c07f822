"""An agenda pasted as text: one item a line, read into levels, hours and speakers.

Nothing is guessed where a line may be meant otherwise: what is not clear stays in the title.
The text may come from Word, a PDF or an e-mail; whatever it holds, it stays text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .agenda import agenda_limit
from .agenda_marks import Levels, Reader
from .speakers import split_speaker

MAX_TITLE = 500
MAX_NAME = 255
#: Levels of an agenda: 1, 1.1, 1.1.1.
MAX_LEVEL = 3
#: Longer lines are not read for what is in them: they are refused anyway.
_MAX_LINE = 2000
_TAB = 4
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_MINUTES = re.compile(r"\b(\d{1,2})([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})")
_HOUR = r"(\d{1,2})(?:\s?([:.])\s?(\d{2}))?(?![\d])"
_TIME = re.compile(
    rf"[(\[]?(?P<word>o\s+godz\.?|godz\.?|g\.|od)?\s*{_HOUR}"
    rf"(?:\s*(?:-|–|—|do)\s*(?:godz\.?\s*)?{_HOUR})?"
    r"[)\]]?(?P<after>\s*(?:[,;:–—-]\s*|\s|$))",
    re.IGNORECASE,
)
#: What stands above the items of most agendas and is none of them.
_HEADING = re.compile(
    r"(?:(?:proponowany\s+)?porządek|projekt\s+porządku|program)"
    r"(?:\s+(?:obrad|dzienny|dziennego|posiedzenia|spotkania))?|(?:proposed\s+)?agenda",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\s*[(\[]\s*(\d{1,3})\s*min(?:\.|ut[ay]?)?\s*[)\]]\s*$", re.IGNORECASE)


@dataclass
class ParsedItem:
    """One item as read; ``line`` counts the lines of the text from 1."""

    line: int
    title: str
    level: int = 1
    starts_time: time | None = None
    duration: int | None = None
    speaker: str = ""
    affiliation: str = ""

    @property
    def fields(self) -> dict:
        """Values for an item of the agenda."""
        names = ("title", "level", "starts_time", "duration", "speaker", "affiliation")
        return {name: getattr(self, name) for name in names}


@dataclass
class ParsedAgenda:
    """Items and what is wrong: nothing is to be saved while there are ``errors``."""

    items: list[ParsedItem] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def parse_agenda(text: str, *, present: int = 0) -> ParsedAgenda:
    """Read ``text``; ``present`` items that stay in the agenda count towards its limit."""
    limit = agenda_limit()
    lines = list(_lines(text))
    if len(lines) > 10 * limit:
        return ParsedAgenda(errors=[_too_many(len(lines), present, limit)])
    items = _items(_without_heading(lines))
    if len(items) + present > limit:
        return ParsedAgenda(errors=[_too_many(len(items), present, limit)])
    return ParsedAgenda(items, [error for item in items for error in _errors_of(item)])


def _too_many(count: int, present: int, limit: int) -> str:
    lines = ngettext("The text has %(count)d line.", "The text has %(count)d lines.", count)
    parts = [lines % {"count": count}]
    if present:
        there = ngettext(
            "The agenda already has %(count)d item.",
            "The agenda already has %(count)d items.",
            present,
        )
        parts.append(there % {"count": present})
    most = ngettext(
        "An agenda has at most %(count)d item. Nothing was changed.",
        "An agenda has at most %(count)d items. Nothing was changed.",
        limit,
    )
    return " ".join([*parts, most % {"count": limit}])


def _errors_of(item: ParsedItem) -> Iterator[str]:
    if len(item.title) > MAX_TITLE:
        yield _(
            "Line %(line)d is too long: %(length)d characters, at most %(most)d. It begins: "
            "“%(start)s…”"
        ) % {
            "line": item.line,
            "length": len(item.title),
            "most": MAX_TITLE,
            "start": item.title[:60],
        }


# Lines --------------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of the lines that say something, without invisible characters."""
    for number, line in enumerate(_LINE_ENDS.split(text), 1):
        line = "".join(_plain(sign) for sign in line)
        if line.strip():
            yield number, line


def _without_heading(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines after the heading, where the first of several is one."""
    is_heading = len(lines) > 1 and _HEADING.fullmatch(lines[0][1].strip().rstrip(" .:"))
    return lines[1:] if is_heading else lines


def _plain(sign: str) -> str:
    """A character as it may stand in a title; wide and hard spaces become plain ones."""
    if sign == "\t":
        return sign
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    return "" if category in ("Cc", "Cf", "Cs", "Cn") else sign


def _indent(line: str) -> tuple[int, str]:
    """Columns before the text, and the text."""
    text = line.lstrip()
    return len(line[: len(line) - len(text)].replace("\t", " " * _TAB)), text.rstrip()


def _items(lines: list[tuple[int, str]]) -> list[ParsedItem]:
    reader, levels, items = Reader(), Levels(MAX_LEVEL), []
    carried, column = "", 0
    for number, line in lines:
        indent, text = _indent(line)
        alone, _kind = _read(number, text, Reader())
        if not alone.title:
            # A number or an hour on a line of its own belongs to the next one.
            carried = f"{carried if alone.starts_time else ''}{text} "
            column = indent
            continue
        item, kind = _read(number, carried + text, reader)
        item.level = levels.of(kind, column if carried else indent)
        items.append(item)
        carried = ""
    return items


def _read(number: int, text: str, reader: Reader) -> tuple[ParsedItem, str]:
    """One line, and the kind of its mark."""
    item = ParsedItem(number, " ".join(text.split()))
    if len(text) > _MAX_LINE:
        return item, ""
    text = _RAISED_MINUTES.sub(lambda m: f"{m[1]}:{m[2].translate(_SUPERSCRIPT)}", text)
    kind = ""
    rest = _take_time(text, item, reader)
    if rest is None:
        mark = reader.read(text)
        kind, rest = mark.kind, text[mark.length :].lstrip()
        rest = _first(_take_time(rest, item, reader), rest)
    else:
        mark = reader.read(rest)
        kind, rest = mark.kind, rest[mark.length :]
    rest = _take_minutes(rest, item)
    title, speaker, affiliation = split_speaker(" ".join(rest.split()))
    if max(len(speaker), len(affiliation)) > MAX_NAME:
        title, speaker, affiliation = " ".join(rest.split()), "", ""
    item.title, item.speaker, item.affiliation = title, speaker, affiliation
    return item, kind


def _first(*values):
    return next(value for value in values if value is not None)


# Hours --------------------------------------------------------------------------------------------


def _take_time(text: str, item: ParsedItem, reader: Reader) -> str | None:
    """The rest after an hour at the beginning of ``text``; None where there is no hour."""
    match = _TIME.match(text)
    if match is None:
        return None
    word, hour, sign, minute, to_hour, to_sign, to_minute, after = match.groups()
    if sign is None and not word:
        return None
    if sign == "." and not word and to_sign is None and not _is_dotted_hour(hour, minute, reader):
        return None
    start, end = _clock(hour, minute), _clock(to_hour, to_minute)
    if start is None or (to_hour is not None and end is None):
        return None
    item.starts_time = start
    if end is not None:
        minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
        item.duration = minutes if minutes > 0 else None
    return text[match.end() :].lstrip()


def _is_dotted_hour(hour: str, minute: str, reader: Reader) -> bool:
    """Whether "10.15" is an hour: in the day, and not the number after 10.14 or 10."""
    path = (int(hour), int(minute))
    return 6 <= path[0] <= 22 and not (minute[0] != "0" and reader.follows(path))


def _clock(hour: str | None, minute: str | None) -> time | None:
    if hour is None or int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))


def _take_minutes(text: str, item: ParsedItem) -> str:
    """``text`` without "(15 min)" at its end, which is how long the item takes."""
    match = _MINUTES.search(text)
    if match is None or not int(match[1]):
        return text
    if item.duration is None:
        item.duration = int(match[1])
    return text[: match.start()]
