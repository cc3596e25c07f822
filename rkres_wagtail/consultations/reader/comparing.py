"""What differs between two texts: paragraphs first, then words; nothing here knows of pages.

The pieces of a comparison give both texts back: without what was added the old one, without
what was removed the new one. The cost is bounded: a paragraph too long to be compared by words,
or one that has nothing in common with its counterpart, is replaced as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"

#: Words and marks of one paragraph that are compared one by one.
MOST_TOKENS = 1500
#: Paragraphs on each side that are matched with each other by likeness.
MOST_PARAGRAPHS = 40
#: Share of common words from which two paragraphs are versions of one.
ALIKE = 0.35
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of words; ``kind`` is ``SAME``, ``ADDED`` or ``REMOVED``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One paragraph of either text, or of both where its words were changed."""

    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.kind == SAME for piece in self.pieces)

    def without(self, kind: str) -> str:
        return "".join(piece.text for piece in self.pieces if piece.kind != kind)


def compare_lines(old: list[str], new: list[str]) -> list[Line]:
    """The lines of both texts in order."""
    found: list[Line] = []
    matcher = SequenceMatcher(None, old, new)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            found += [_line(SAME, text) for text in old[old_from:old_to]]
        else:
            found += _replaced(old[old_from:old_to], new[new_from:new_to])
    return found


def whole(lines: list[str], kind: str) -> list[Line]:
    """A text that one of the sides does not have."""
    return [_line(kind, text) for text in lines]


def compare_words(old: str, new: str) -> Line:
    """One paragraph in its two wordings."""
    if old == new:
        return _line(SAME, old)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS or not _likeness(_words(old), _words(new)):
        return Line(_joined([(REMOVED, old), (ADDED, new)]))
    rows = []
    for tag, old_from, old_to, new_from, new_to in _opcodes(before, after):
        if tag == "equal":
            rows.append((SAME, "".join(before[old_from:old_to])))
        else:
            rows.append((REMOVED, "".join(before[old_from:old_to])))
            rows.append((ADDED, "".join(after[new_from:new_to])))
    return Line(_joined(_without_gaps(rows)))


def _opcodes(before: list[str], after: list[str]):
    """Spaces and marks are no ground for a match of their own."""
    return SequenceMatcher(_is_slight, before, after).get_opcodes()


def _is_slight(token: str) -> bool:
    return not token[0].isalnum()


def _line(kind: str, text: str) -> Line:
    return Line((Piece(kind, text),))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _likeness(old: set[str], new: set[str]) -> float:
    return len(old & new) / len(old | new) if old or new else 0.0


def _replaced(old: list[str], new: list[str]) -> list[Line]:
    """Paragraphs that are not equal: those that are alike in pairs, in order."""
    found, at = [], 0
    pairs = _pairs(old, new)
    for place, text in enumerate(old):
        partner = pairs.get(place)
        if partner is None:
            found.append(_line(REMOVED, text))
            continue
        found += [_line(ADDED, each) for each in new[at:partner]]
        found.append(compare_words(text, new[partner]))
        at = partner + 1
    return found + [_line(ADDED, each) for each in new[at:]]


def _pairs(old: list[str], new: list[str]) -> dict[int, int]:
    """Place in ``old`` -> place in ``new``, rising: each with the first that is alike."""
    if len(old) > MOST_PARAGRAPHS or len(new) > MOST_PARAGRAPHS:
        return {}
    before, after = [_words(text) for text in old], [_words(text) for text in new]
    found, at = {}, 0
    for place, words in enumerate(before):
        likes = [(_likeness(words, after[other]), -other) for other in range(at, len(new))]
        best, other = max(likes, default=(0.0, 0))
        if best >= ALIKE:
            found[place] = -other
            at = -other + 1
    return found


def _without_gaps(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A single space between two changes belongs to both: ``[-a b-]{+c d+}`` reads better."""
    rows = [row for row in rows if row[1]]
    found: list[tuple[str, str]] = []
    for place, (kind, text) in enumerate(rows):
        is_gap = kind == SAME and not text.strip() and 0 < place < len(rows) - 1
        found += [(REMOVED, text), (ADDED, text)] if is_gap else [(kind, text)]
    return found


def _joined(rows: Iterable[tuple[str, str]]) -> tuple[Piece, ...]:
    """Neighbours of one kind as one piece; of a change, what was removed comes first."""
    found: list[Piece] = []
    removed = added = ""

    def flush() -> None:
        nonlocal removed, added
        found.extend(Piece(*each) for each in ((REMOVED, removed), (ADDED, added)) if each[1])
        removed = added = ""

    for kind, text in rows:
        if kind == REMOVED:
            removed += text
        elif kind == ADDED:
            added += text
        elif text:
            flush()
            found.append(Piece(SAME, text))
    flush()
    return tuple(found)
