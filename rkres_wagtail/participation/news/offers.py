"""What one may choose to be told of, and what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...bodies.pages import BodyPageMixin
from ...bodies.rules import canonical_body
from ...bodies.tree import pages_of
from ...consultations.querysets import public_consultations
from ...decisions.querysets import public_decisions
from ...meetings.querysets import public_meetings
from ...public import Gate
from ...public_filters import topics_of
from ..choices import Rhythm, Topic
from ..querysets import public_calls

_TAGGED = (public_meetings, public_decisions, public_consultations, public_calls)


@dataclass(frozen=True)
class Choice:
    """``bodies`` are translation keys; without bodies and tags everything of the topics."""

    topics: tuple[str, ...] = tuple(Topic.values)
    bodies: frozenset = frozenset()
    tags: tuple[str, ...] = ()
    rhythm: str = Rhythm.AT_ONCE

    @classmethod
    def of(cls, subscription, keys: Iterable) -> Choice:
        """What ``subscription`` has, whose bodies have these translation ``keys``."""
        return cls(
            topics=tuple(subscription.topics),
            bodies=frozenset(keys),
            tags=tuple(subscription.tags),
            rhythm=subscription.rhythm,
        )


@dataclass
class Offer:
    """Public bodies of a committee and the tags in use, in the language of its page.

    What somebody has chosen already (``kept_…``) is not lost when it is not on offer any more.
    """

    committee: Any
    gate: Gate
    kept_bodies: list = field(default_factory=list)
    kept_tags: tuple[str, ...] = ()

    @cached_property
    def bodies(self) -> list:
        """The committee itself first; nothing where there is only that."""
        pages = self.gate.pages(
            pages_of(BodyPageMixin), locale_id=self.committee.locale_id, under=self.committee
        )
        found = list(pages.order_by("path"))
        return found if len(found) > 1 else []

    @cached_property
    def tags(self) -> list[str]:
        found = {}
        for public in _TAGGED:
            pages = public(self.gate, locale_id=self.committee.locale_id, under=self.committee)
            found.update({name.casefold(): name for _slug, name in topics_of(pages)})
        for name in self.kept_tags:
            found.setdefault(name.casefold(), name)
        return sorted(found.values(), key=str.casefold)

    def chosen(self, values: Iterable[str]) -> list:
        """Bodies with these primary keys (as text), as they are stored: canonical pages."""
        values, shown = set(values), {each.translation_key for each in self.bodies}
        found = [canonical_body(each) for each in self.bodies if str(each.pk) in values]
        return found + [each for each in self.kept_bodies if each.translation_key not in shown]

    def values_of(self, pages: Iterable) -> list[str]:
        """The other way round: what is ticked where ``pages`` are stored."""
        keys = {page.translation_key for page in pages}
        return [str(each.pk) for each in self.bodies if each.translation_key in keys]
