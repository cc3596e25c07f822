"""Footnotes of a section: which superscripts refer to one, and numbers that no two of them share.

A superscript right behind a unit of measure (m², km³) is a power, not a reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.utils.html import strip_tags

from .words import one_space

_SUPERSCRIPT = re.compile(r"<sup>(.{1,60}?)</sup>", re.DOTALL | re.IGNORECASE)
#: What ends with a unit of length as a word of its own; ``rem`` does not.
_UNIT = re.compile(r"(?<![^\W_])[cdhkmnµμ]?m$")
_POWERS = ("2", "3")


def note_key(number: str) -> str:
    """``1``, ``1)`` and ``[1]`` are the same note."""
    return one_space(strip_tags(number)).strip("()[]. ").casefold()


def references(html: str) -> Iterator[re.Match]:
    """The superscripts of rich text that may refer to a note; ``match[1]`` is what they say."""
    for match in _SUPERSCRIPT.finditer(html):
        if not is_power(html, match):
            yield match


def is_power(html: str, match: re.Match) -> bool:
    """Whether a superscript makes a unit square or cubic."""
    if one_space(strip_tags(match[1])) not in _POWERS:
        return False
    return bool(_UNIT.search(strip_tags(html[max(0, match.start() - 60) : match.start()])))


def with_references(html: str, replace: Callable[[re.Match], str]) -> str:
    """Rich text with every reference replaced by what ``replace(match)`` says."""
    return _SUPERSCRIPT.sub(
        lambda match: match[0] if is_power(html, match) else replace(match), html
    )
