"""Finding remarks by words whatever their accents, on every database, without a second column."""

from __future__ import annotations

import re

from django.db import connections
from django.db.models import Q

from ...text import fold

#: Texts in which words are looked for.
FIELDS = (
    "content",
    "proposed",
    "justification",
    "quote",
    "place",
    "submission__organisation",
    "submission__name",
    "submission__email",
)
MAX_WORDS = 6
MAX_LETTERS = 60
_NUMBER = re.compile(r"(?:(\d{1,9})/)?(\d{1,9})", re.ASCII)


def _sisters() -> dict[str, str]:
    """``a`` -> ``aAàÀ…ąĄ``: letters that fold to the same one."""
    found: dict[str, str] = {}
    for code in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x180)):
        letter = chr(code)
        plain = fold(letter)
        if len(plain) == 1 and plain.isascii() and plain.isalpha():
            found[plain] = found.get(plain, "") + letter
    return found


_SISTERS = _sisters()


def pattern_of(word: str, *, is_bytewise: bool = False) -> str:
    """A regular expression that finds ``word`` whatever its case and accents.

    ``is_bytewise``: MariaDB compares bytes where case matters, so that a letter of two bytes
    must not stand in brackets.
    """
    parts = []
    for letter in fold(word)[:MAX_LETTERS]:
        sisters = _SISTERS.get(letter)
        if sisters is None:
            parts.append(re.escape(letter) if letter.isascii() else letter)
        elif is_bytewise:
            parts.append(f"(?:{'|'.join(sisters)})")
        else:
            parts.append(f"[{sisters}]")
    return "".join(parts)


def search(queryset, query: str):
    """Remarks in which every word of ``query`` occurs; a number finds the remark of that number."""
    query = query.replace("\x00", " ")
    is_bytewise = connections[queryset.db].vendor == "mysql"
    for word in query.split()[:MAX_WORDS]:
        condition = Q()
        if number := _NUMBER.fullmatch(word):
            condition |= _numbered(number)
        pattern = pattern_of(word, is_bytewise=is_bytewise)
        if word.isascii() and word.isdecimal():
            # "2" is looked for as a number, not inside "2027".
            pattern = f"(^|[^0-9]){pattern}([^0-9]|$)"
        for name in FIELDS:
            condition |= Q(**{f"{name}__regex": pattern})
        queryset = queryset.filter(condition)
    return queryset


def _numbered(match: re.Match) -> Q:
    """``12``, or the number of a receipt, ``57/12``."""
    found = Q(number=int(match[2]))
    return found & Q(consultation=int(match[1])) if match[1] else found
