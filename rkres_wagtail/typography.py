"""Polish typography of titles and generated sentences (look, rule 4)."""

from __future__ import annotations

import re

NBSP = "\u00a0"
JOINER = "\u2060"

#: One-letter words, which never end a line; with whatever opens before them.
_ONE_LETTER = re.compile(r"(?<![^\W_])([aiouwzAIOUWZ])[ \n\t]+(?=\S)")
#: Abbreviations that need the word behind them: "ds. współpracy", "nr 5", "dr hab.".
_ABBREVIATION = re.compile(
    r"\b(ds\.|nr|dr|hab\.|prof\.|art\.|ust\.|pkt|ul\.|woj\.)[ \n\t]+(?=\S)", re.IGNORECASE
)

#: A number and what it counts: "17 marca", "2023 r.", "4 razy"; not the end of "54/2023".
_NUMBER = re.compile(r"(?<![\w/.,-])(\d{1,4})[ \t]+(?=[^\W\d_])")

#: A range of numbers: "26–27", "10:00–13:00".
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
_YEAR = re.compile(rf"{NBSP}(?=\d{{4}}\b)")

_TAG = re.compile(r"(<[^>]*>)")


def bind_short_words(text: str) -> str:
    """Put a non-breaking space after one-letter words, abbreviations and short numbers.

    ``"z mediami i w OWES"`` -> ``"z\\xa0mediami i\\xa0w\\xa0OWES"``.
    """
    # A run such as "i w" needs two passes: matches do not overlap.
    text = _ONE_LETTER.sub(rf"\1{NBSP}", text)
    text = _ONE_LETTER.sub(rf"\1{NBSP}", text)
    text = _NUMBER.sub(rf"\1{NBSP}", text)
    return _ABBREVIATION.sub(rf"\1{NBSP}", text)


def bind_ranges(text: str) -> str:
    """Keep both ends of a range of days or hours on one line (with word joiners).

    In return a line may end before the year: "26–27 stycznia 2027" is longer than a column.
    """
    return _YEAR.sub(" ", _RANGE.sub(f"{JOINER}–{JOINER}", text))


def bind_between_tags(html: str) -> str:
    """The same in HTML, leaving the tags as they are."""
    parts = _TAG.split(html)
    parts[::2] = [bind_short_words(part) for part in parts[::2]]
    return "".join(parts)
