"""Which remarks say the same: hashes of bare words, and sketches of word pairs.

Identical ones have one ``fingerprint``. Nearly identical ones share most of their pairs of
neighbouring words; a sketch keeps the ``SKETCH`` smallest hashes of them (bottom-k MinHash), so
that 10,000 remarks take seconds and no more memory than so many small sets. Of texts with fewer
pairs the likeness is exact, of longer ones a close estimate.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

from django.utils.translation import gettext as _

from ..models import Remark

_WORD = re.compile(r"\w+")

#: Hashes kept of each text.
SKETCH = 48
#: By so many of them texts are looked up; those alike share one of them almost surely.
_KEYS = 8
#: Texts looked at under one key: words that all remarks share tell none of them apart.
_MOST_UNDER_KEY = 40
#: Words of a text that are compared; who copies a longer one has copied these.
_WORDS = 600
#: From this share of common word pairs on, remarks are suggested as nearly identical.
ALIKE, NEARLY_THE_SAME = 0.5, 0.8
_LESS_THAN_ALL = 0.99


def fingerprint_of(remark: Remark) -> str:
    """SHA-256 of the words of all texts, without case, accents, signs and spaces."""
    words = words_of(getattr(remark, name) for name in Remark.TEXTS)
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def words_of(texts: Iterable[str]) -> list[str]:
    from ...text import fold

    return _WORD.findall(fold(" ".join(texts)))


def sketch_of(words: list[str]) -> tuple[int, ...]:
    """The smallest hashes of the pairs of neighbouring words, in order; of one word, its own."""
    words = words[:_WORDS]
    pairs = {f"{one} {two}" for one, two in zip(words, words[1:], strict=False)} or set(words)
    return tuple(sorted({crc32(pair.encode()) for pair in pairs})[:SKETCH])


def likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Share of common word pairs, 0 to 1 (Jaccard's index, estimated from two sketches)."""
    if not one or not other:
        return float(one == other)
    union = sorted({*one, *other})[:SKETCH]
    if len(one) < SKETCH and len(other) < SKETCH:
        union = sorted({*one, *other})
    both = set(one).intersection(other)
    return sum(each in both for each in union) / len(union)


@dataclass
class Group:
    """Remarks that say the same as ``members[0]``: ``(key, likeness to the first one)``."""

    sketch: tuple[int, ...]
    members: list[tuple[int, float]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.members)


def group_alike(rows: Iterable[tuple[int, str, Iterable[str]]]) -> list[Group]:
    """Group ``(key, fingerprint, texts)``; only groups of two and more, the largest first.

    Each text is compared with the first one of every group that it may belong to, and joins the
    one it is most like: nothing drifts from neighbour to neighbour.
    """
    groups: list[Group] = []
    known: dict[str, tuple[Group, float]] = {}
    under: dict[int, list[Group]] = defaultdict(list)
    for key, fingerprint, texts in rows:
        if fingerprint and fingerprint in known:
            group, alike = known[fingerprint]
            group.members.append((key, alike))
            continue
        sketch = sketch_of(words_of(texts))
        group, alike = _nearest(sketch, under)
        if group is None:
            group, alike = Group(sketch), 1.0
            groups.append(group)
            for each in sketch[:_KEYS]:
                under[each].append(group)
        elif alike >= 1:
            # One fingerprint alone says that two texts are the same.
            alike = _LESS_THAN_ALL
        group.members.append((key, alike))
        if fingerprint:
            known[fingerprint] = (group, alike)
    found = [group for group in groups if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group.members[0][0]))


def _nearest(sketch, under) -> tuple[Group | None, float]:
    seen: dict[int, Group] = {}
    for each in sketch[:_KEYS]:
        for group in under.get(each, ())[:_MOST_UNDER_KEY]:
            seen[id(group)] = group
    best, most = None, ALIKE
    for group in seen.values():
        alike = likeness(sketch, group.sketch)
        if alike >= most and (best is None or alike > most):
            best, most = group, alike
    return best, most


def in_words(alike: float) -> str:
    """How alike a remark is to the first one of its group."""
    if alike >= 1:
        return _("the same words")
    if alike >= NEARLY_THE_SAME:
        return _("almost the same words")
    return _("more than half of the wording is the same")
