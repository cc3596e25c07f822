"""How wide a text is, roughly: for pictures that a server draws without the reader's font."""

from __future__ import annotations

import re
import unicodedata

from ...typography import NBSP, bind_short_words

#: Widths in thousandths of the font size: those of DejaVu Sans (Verdana's sister), the widest
#: of the common fonts, so that a text fits its box in any of them.
_CLASSES = {
    290: "ijlłIJĺ|'`",
    340: "., /:;!-\u00a0\u2010\u2011",
    410: 'ft()[]{}"r',
    530: "sśzźż„”“’?–cćJ_",
    590: "kLFvxyTPYaoąóeę",
    640: "bdghnpquńES0123456789*#$Ę",
    700: "KAVBRXZCUĄĆŹŻŚ",
    790: "HNDGOQ&ŃÓ<>=+~^",
    840: "w@",
    980: "mMW%—…",
}
_WIDTHS = {char: width for width, chars in _CLASSES.items() for char in chars}
_ELLIPSIS = "…"

#: What must not reach a picture: control characters, lone surrogates, marks that turn the
#: direction of everything after them.
_UNWANTED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_JOINER = "\u200d"


def clean(text: object) -> str:
    """Return ``text`` in one line, without control and direction-changing characters."""
    return re.sub(r"[ \t\r\n]+", " ", _UNWANTED.sub("", str(text or ""))).strip()


#: How much wider the bold weight is.
BOLD = 1.13


def width(text: str, size: float) -> float:
    """Width of ``text`` set in ``size``, in the unit of ``size``; for bold, a larger ``size``."""
    return sum(_glyph(char) for char in text) * size / 1000


def _glyph(char: str) -> int:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if _is_attached(char):
        return 0
    if ord(char) >= 0x1F000 or unicodedata.east_asian_width(char) in "WF":
        return 1300 if ord(char) >= 0x1F000 else 1000
    base = unicodedata.normalize("NFD", char)[0]
    return _WIDTHS.get(base, 750 if char.isupper() else 640)


def _is_attached(char: str) -> bool:
    """Whether ``char`` belongs to the one before it: accents, joiners, variation selectors."""
    return char == _JOINER or unicodedata.category(char) in ("Mn", "Me", "Cf")


def wrap(text: object, size: float, limit: float, *, lines: int = 6) -> list[str]:
    """Break ``text`` into at most ``lines`` lines no wider than ``limit``.

    One-letter words stay with their followers, a word wider than a line is cut between
    letters, what does not fit ends in an ellipsis.
    """
    result: list[str] = []
    current = ""
    for word in bind_short_words(clean(text)).split(" "):
        candidate = f"{current} {word}" if current else word
        if width(candidate, size) <= limit:
            current = candidate
            continue
        if current:
            result.append(current)
        *full, current = _cut(word, size, limit)
        result.extend(full)
        if len(result) > lines:
            break
    if current:
        result.append(current)
    if len(result) > lines:
        result = [*result[: lines - 1], _shorten(result[lines - 1], size, limit)]
    return [line.replace(NBSP, " ") for line in result]


def _cut(word: str, size: float, limit: float) -> list[str]:
    """Cut one long word; first at its hyphens and slashes, then anywhere between letters."""
    if width(word, size) <= limit:
        return [word]
    pieces = [""]
    for part in re.findall(r"[^-–/\u00a0]*[-–/\u00a0]|[^-–/\u00a0]+", word):
        if width(pieces[-1] + part, size) <= limit:
            pieces[-1] += part
            continue
        if pieces[-1]:
            pieces.append("")
        for index, char in enumerate(part):
            joined = _is_attached(char) or (index and part[index - 1] == _JOINER)
            if not joined and width(pieces[-1] + char, size) > limit:
                pieces.append("")
            pieces[-1] += char
    return pieces


def _shorten(line: str, size: float, limit: float) -> str:
    while line and width(line + _ELLIPSIS, size) > limit:
        line = line[:-1]
    return line.rstrip(" ,.;:-–\u00a0") + _ELLIPSIS
