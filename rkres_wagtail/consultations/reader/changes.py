"""What became of each section between two versions, by identity (requirement 44)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.cache import cache

from . import raw
from .comparing import ADDED, REMOVED, Line, compare_lines, whole

_KEY = "rkres_wagtail.comparison.1"
_KEPT_SECONDS = 7 * 24 * 3600


@dataclass(eq=False)
class Change:
    """One section: in the old version, the new one, or both. ``lines`` where words differ."""

    old: object = None
    new: object = None
    is_moved: bool = False
    is_changed: bool = False
    has_other_figures: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self):
        return self.new or self.old

    @property
    def is_new(self) -> bool:
        return self.old is None

    @property
    def is_removed(self) -> bool:
        return self.new is None

    @property
    def is_retitled(self) -> bool:
        return self._differs("title")

    @property
    def is_renumbered(self) -> bool:
        return self._differs("number")

    @property
    def is_same(self) -> bool:
        flags = (
            self.is_new,
            self.is_removed,
            self.is_changed,
            self.is_moved,
            self.is_retitled,
            self.is_renumbered,
            self.has_other_figures,
        )
        return not any(flags)

    def _differs(self, name: str) -> bool:
        return bool(self.old and self.new) and getattr(self.old, name) != getattr(self.new, name)


def changes_of(old_texts: list, new_texts: list) -> list[Change]:
    """Sections in the order of the new version, removed ones where they stood."""
    old = {text.identity_id: text for text in old_texts}
    new = {text.identity_id: text for text in new_texts}
    shared = [key for key in new if key in old]
    places = {key: place for place, key in enumerate(old)}
    stayed = _longest_rising([(places[key], key) for key in shared])
    found = {key: Change(old.get(key), text) for key, text in new.items()}
    for key in shared:
        # A level is a place, too: the section stands under another one.
        found[key].is_moved = key not in stayed or old[key].level != new[key].level
        found[key].has_other_figures = raw.images(old[key]) != raw.images(new[key])
    _fill_in([found[key] for key in shared])
    rows = _with_removed(found, old)
    for change in rows:
        if change.is_new or change.is_removed:
            change.lines = whole(raw.lines(change.text), ADDED if change.is_new else REMOVED)
    return rows


def _longest_rising(rows: list[tuple[int, int]]) -> set:
    """Keys of most sections that keep their order: the rest was moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(rows)
    for index, (place, _key) in enumerate(rows):
        at = bisect_left(tails, place)
        before[index] = ends[at - 1] if at else -1
        if at == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[at], ends[at] = place, index
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(rows[index][1])
        index = before[index]
    return kept


def _fill_in(changes: Iterable[Change]) -> None:
    """Compare the words of those whose digests differ; what was compared before is kept."""
    waiting = defaultdict(list)
    texts = {}
    for change in changes:
        if change.old.digest and change.old.digest == change.new.digest:
            continue
        old, new = raw.lines(change.old), raw.lines(change.new)
        change.is_changed = old != new
        if change.is_changed:
            key = _key(old, new)
            waiting[key].append(change)
            texts[key] = (old, new)
    known = cache.get_many(list(waiting)) if waiting else {}
    made = {}
    for key, rows in waiting.items():
        lines = known.get(key)
        if lines is None:
            lines = made[key] = compare_lines(*texts[key])
        for change in rows:
            change.lines = lines
    if made:
        cache.set_many(made, _KEPT_SECONDS)


def _key(old: list[str], new: list[str]) -> str:
    return f"{_KEY}.{sha256(repr((old, new)).encode()).hexdigest()}"


def _with_removed(found: dict, old: dict) -> list[Change]:
    rows, at = list(found.values()), dict(found)
    previous = None
    for key, text in old.items():
        if key not in found:
            at[key] = Change(text, None)
            rows.insert(rows.index(previous) + 1 if previous is not None else 0, at[key])
        previous = at[key]
    return rows
