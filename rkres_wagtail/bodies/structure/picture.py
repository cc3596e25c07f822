"""The picture of a committee's structure: what it shows, and the same in words.

Pure data; ``svg`` draws it, ``pieces/structure_list.html`` writes it as a nested
list. Requirements 3, 5, 6.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .glyphs import clean


@dataclass(frozen=True)
class Body:
    """One box of the picture. ``key`` is its identity; ``supervises`` holds keys of others."""

    name: str
    key: Hashable = None
    url: str = ""
    label: str = ""
    note: str = ""
    text: str = ""
    groups: tuple[Body, ...] = ()
    supervises: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class Structure:
    """A committee with its own groups, and its tiers (closest engagement first) with theirs."""

    committee: Body
    tiers: tuple[Body, ...] = ()
    _names: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self):
        self._names.update({body.key: body.name for body in self.bodies() if body.key is not None})

    def bodies(self) -> Iterable[Body]:
        """Every body, in reading order."""
        for body in (self.committee, *self.tiers):
            yield body
            yield from body.groups

    @property
    def groups(self) -> list[Body]:
        return [group for body in (self.committee, *self.tiers) for group in body.groups]

    @property
    def is_worth_drawing(self) -> bool:
        """Whether there is more to see than the committee itself."""
        return bool(self.tiers or self.committee.groups)

    def names_of(self, keys: Iterable[Hashable]) -> list[str]:
        """Names of those of ``keys`` that the picture shows, without repetition."""
        return [self._names[key] for key in dict.fromkeys(keys) if key in self._names]

    def oversight(self) -> list[tuple[Body, list[str]]]:
        """Groups that supervise others, each with the names of those."""
        found = ((group, self.names_of(_others(group))) for group in self.groups)
        return [(group, names) for group, names in found if names]

    def describe(self) -> str:
        """The picture in a few sentences, for its ``desc`` and accessible name."""
        parts = []
        if self.tiers:
            count = len(self.tiers)
            names = "; ".join(clean(tier.name) for tier in self.tiers)
            counted = ngettext("%(count)d tier: %(names)s.", "%(count)d tiers: %(names)s.", count)
            parts.append(counted % {"count": count, "names": names})
        if self.groups:
            count = len(self.groups)
            names = "; ".join(clean(group.name) for group in self.groups)
            counted = ngettext("%(count)d group: %(names)s.", "%(count)d groups: %(names)s.", count)
            parts.append(counted % {"count": count, "names": names})
        for group, names in self.oversight():
            parts.append(
                _("%(group)s supervises: %(names)s.")
                % {"group": clean(group.name), "names": "; ".join(clean(name) for name in names)}
            )
        return " ".join(parts)


def _others(group: Body) -> list[Hashable]:
    return [key for key in group.supervises if key != group.key]


@dataclass(frozen=True)
class Cluster:
    """A supervising group with those it supervises beside it, or (no head) the rest."""

    head: Body | None
    members: tuple[Body, ...]


def clusters(body: Body) -> list[Cluster]:
    """Sort the groups of one band into clusters; nothing is shown twice, nothing is lost.

    A group with two supervisors stands with the first; supervisors stand on their own.
    """
    own = {group.key for group in body.groups if group.key is not None}
    heads = [group for group in body.groups if own.intersection(_others(group))]
    head_keys = {head.key for head in heads}
    taken: set[Hashable] = set()
    result = []
    for head in heads:
        wanted = set(_others(head)) - taken - head_keys
        members = tuple(group for group in body.groups if group.key in wanted and group.key in own)
        taken |= {group.key for group in members}
        result.append(Cluster(head, members))
    rest = tuple(
        group
        for group in body.groups
        if group.key is None or (group.key not in taken and group.key not in head_keys)
    )
    return [*result, Cluster(None, rest)] if rest else result


def kind_label(name: str, kind: str, word: str = "") -> str:
    """The kind of a group, unless its name already begins with it ("Grupa robocza ds. …").

    Or with ``word``, what the committee calls its groups ("Podkomitet ds. …").
    """
    name, word = clean(name).casefold(), clean(word).casefold()
    if word and f"{name} ".startswith(f"{word} "):
        return ""
    first = name.split(" ")[0][:5]
    return "" if not kind or str(kind).casefold().startswith(first) and first else capfirst(kind)


def label_of_tier(committee, tier) -> str:
    """``"Szczebel 2"``, in the committee's own word for a tier."""
    word = (committee.tier_label if committee else "") or _("tier")
    return f"{capfirst(word)} {tier.position}"


def from_family(family, url_of: Callable[[object], str | None]) -> Structure:
    """What the picture shows of an ``Family``: bodies that are public and exist now.

    ``url_of`` gives the address of a page.
    """
    committee = family.committee

    def group(node) -> Body:
        return Body(
            name=node.page.title,
            key=node.page.pk,
            url=url_of(node.page) or "",
            label=kind_label(node.page.title, node.page.get_kind_display(), committee.group_label),
            text=node.page.lead,
            supervises=tuple(page.pk for page in node.supervises),
        )

    def tier(node) -> Body:
        return Body(
            name=node.page.title,
            key=node.page.pk,
            url=url_of(node.page) or "",
            label=label_of_tier(committee, node.page),
            note=node.page.meeting_frequency or node.page.time_needed,
            text=node.page.lead or node.page.for_whom,
            groups=tuple(group(each) for each in node.groups),
        )

    return Structure(
        Body(
            name=committee.title,
            key=committee.pk,
            groups=tuple(group(node) for node in family.groups),
        ),
        tuple(tier(node) for node in family.tiers),
    )
