"""Numbers as Polish programmes print them: ``35 tys.``, ``159 mln zł``, ``12,5 %``.

What is not plainly one number is no number: ``ok. 20``, ``20–30``, ``dane w opracowaniu``.
Nothing is guessed, since what is read here is drawn as progress for the public.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: Longer texts are no numbers; the fields of the models hold no more.
_MAX_LENGTH = 100
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
#: Thousands parted by spaces or not at all; a comma for decimals. A dot is taken for one only
#: before one or two digits: "1.266" is a thousand to some and one and a quarter to others.
_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212\u2013]?) ?"
    r"(?P<whole>[0-9]{1,3}(?: [0-9]{3}){1,6}|[0-9]{1,18})"
    r"(?:,(?P<comma>[0-9]{1,10})|\.(?P<dot>[0-9]{1,2}))?(?![0-9,])"
)
_MULTIPLIER = re.compile(
    r"(?P<word>tys|tysiąc|tysiące|tysięcy|mln|milion|miliony|milionów|mld|miliard|miliardy"
    r"|miliardów)(?!\w)\.?",
    re.IGNORECASE,
)
_TIMES = {"ty": Decimal(10**3), "ml": Decimal(10**6), "mi": Decimal(10**6), "md": Decimal(10**9)}
#: Letters, signs of units and what may stand between them; no digit: "20 (2019)", "5 z 10".
_UNIT = re.compile(r"[^\W\d_]*[%‰²³°]?(?:[ ./·]{1,2}[^\W\d_]*[%‰²³°]?){0,8}")
#: Words with which a number is more or less than what is written.
_HEDGES = frozenset(
    "lub i oraz do od z ok około ponad blisko niemal prawie więcej mniej min max minimum maksimum "
    "maks co najmniej powyżej poniżej szac szacunek szacunkowo w nie brak".split()
)


@dataclass(frozen=True)
class Number:
    """A value, thousands and millions multiplied out, and what it counts."""

    value: Decimal
    unit: str = ""


def parse(text: str, unit: str = "") -> Number | None:
    """The number that ``text`` plainly is, or None; ``unit`` is that of the indicator.

    A value without a suffix is counted in ``unit``, its own "tys." or "mln" included; a value
    that brings a multiplier or a suffix of its own is taken as written.
    """
    if not isinstance(text, str) or len(text) > _MAX_LENGTH:
        return None
    text = _plain(text)
    match = _NUMBER.match(text)
    if match is None:
        return None
    value = _value(match)
    times, rest = _multiplied(text[match.end() :].strip())
    unit_times, unit = _multiplied(_plain(unit))
    if times is None and not rest:
        times = unit_times
    if rest and not _is_unit(rest):
        return None
    return Number(value * (times or 1), rest or unit)


def agree(*units: str) -> bool:
    """Whether values may be reckoned with one another; one that names no unit agrees with all."""
    return len({unit_key(unit) for unit in units} - {""}) <= 1


def unit_key(unit: str) -> str:
    """What units are compared by: “Os.” and “os” are one."""
    return re.sub(r"[\s.]+", " ", unit).strip().casefold()


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _value(match) -> Decimal:
    whole, decimals = match["whole"].replace(" ", ""), match["comma"] or match["dot"] or "0"
    value = Decimal(f"{whole}.{decimals}")
    return -value if match["sign"] in ("-", "\u2212", "\u2013") else value


def _multiplied(text: str) -> tuple[Decimal | None, str]:
    match = _MULTIPLIER.match(text)
    if match is None:
        return None, text
    word = match["word"].casefold()
    key = "md" if word.startswith(("mld", "miliard")) else word[:2]
    return _TIMES[key], text[match.end() :].strip()


def _is_unit(text: str) -> bool:
    return _UNIT.fullmatch(text) is not None and not _HEDGES & set(unit_key(text).split())
