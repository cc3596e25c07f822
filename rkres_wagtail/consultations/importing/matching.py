"""Which read section is which known one: by its words and title, its number, its likeness.

Pure functions on ``Face``; each known section is taken once, and the order of both texts is kept
where two are equally good. No word processor keeps a section's identity, so this is a proposal
that the editor corrects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ...text import fold

_WORD = re.compile(r"\w+")
#: How alike two sections must be to be taken for one.
_SAME_TITLE, _SAME_TEXT, _BOTH, _SOME_TEXT = 0.85, 0.6, 0.45, 0.2
#: Words of a section that are compared.
_COMPARED_WORDS = 2000


@dataclass
class Face:
    """What a section is known by."""

    number: str
    title: str
    lines: list[str]
    words: frozenset = field(init=False)
    key: str = field(init=False)

    def __post_init__(self):
        found = _WORD.findall(fold("\n".join(self.lines)))[:_COMPARED_WORDS]
        self.words = frozenset(found)
        self.key = " ".join(_WORD.findall(fold(self.title)))

    @property
    def size(self) -> int:
        return len(self.words)


def match(read: list[Face], known: list[Face]) -> list[int | None]:
    """For each read section the index of a known one, or None."""
    found: dict[int, int] = {}
    for key in (_whole, _words_and_title, _number_and_title):
        _match_by(key, read, known, found)
    _match_alike(read, known, found)
    return [found.get(at) for at in range(len(read))]


def _whole(face: Face):
    return (face.number, face.key, tuple(face.lines))


def _words_and_title(face: Face):
    return (face.key, tuple(face.lines)) if face.lines else None


def _number_and_title(face: Face):
    return (face.number, face.key) if face.number else None


def _match_by(key: Callable, read, known, found: dict[int, int]) -> None:
    """Pair those with an equal key, in their order."""
    taken = set(found.values())
    waiting = defaultdict(list)
    for at, face in enumerate(known):
        if at not in taken and key(face) is not None:
            waiting[key(face)].append(at)
    for at, face in enumerate(read):
        if at not in found and key(face) is not None and waiting[key(face)]:
            found[at] = waiting[key(face)].pop(0)


def _match_alike(read, known, found: dict[int, int]) -> None:
    """The best pairs first; of equal ones those that stand at the like place."""
    taken = set(found.values())
    rows = [at for at in range(len(read)) if at not in found]
    columns = [at for at in range(len(known)) if at not in taken]
    pairs = []
    for row in rows:
        place = _expected(row, found)
        for column in columns:
            score = likeness(read[row], known[column])
            if score:
                pairs.append((-score, abs(column - place), row, column))
    for _score, _distance, row, column in sorted(pairs):
        if row not in found and column not in taken:
            found[row] = column
            taken.add(column)


def _expected(row: int, found: dict[int, int]) -> float:
    """Where a section would stand: after the known one of the section before it."""
    before = [at for at in found if at < row]
    return found[max(before)] + 1 if before else row


def likeness(one: Face, other: Face) -> float:
    """0 where they are different sections, else up to 1."""
    text = _overlap(one, other)
    if one.key == other.key:
        title = 1.0
    elif text < _SOME_TEXT and (one.size or other.size):
        # Before titles are compared, which takes long: 300 sections make 90,000 pairs.
        return 0
    else:
        title = _alike(one.key, other.key)
    if not one.size and not other.size:
        return title if title >= _SAME_TITLE else 0
    is_one = title >= _SAME_TITLE or text >= _SAME_TEXT or (title >= _BOTH and text >= _BOTH)
    return round(0.4 * title + 0.6 * text, 3) or 0.001 if is_one else 0


def _overlap(one: Face, other: Face) -> float:
    """Share of common words (Dice), 0–1."""
    total = one.size + other.size
    if not total or 2 * min(one.size, other.size) / total < _BOTH:
        return 0.0 if total else 1.0
    return 2 * len(one.words & other.words) / total


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _BOTH or matcher.quick_ratio() < _BOTH:
        return 0.0
    return matcher.ratio()


def out_of_order(places: Iterable[int | None]) -> set[int]:
    """Indices of ``places`` to take out so that the rest rises: what has moved, and no more."""
    rows = [(at, place) for at, place in enumerate(places) if place is not None]
    best: list[int] = []
    before: list[int] = []
    for order, (_at, place) in enumerate(rows):
        earlier = [i for i in range(order) if rows[i][1] < place]
        last = max(earlier, key=lambda i: best[i], default=-1)
        best.append(best[last] + 1 if last >= 0 else 1)
        before.append(last)
    kept, at = set(), max(range(len(rows)), key=lambda i: best[i], default=-1)
    while at >= 0:
        kept.add(rows[at][0])
        at = before[at]
    return {at for at, _place in rows} - kept
