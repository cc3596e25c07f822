"""What is public of each kind: all of it, or what some keys name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from . import bodies, kinds, meetings, papers, people
from .kinds import Kind
from .objects import Built, all_of
from .world import World

Source = Callable[[World, Iterable[str] | None], Iterator[list[Built]]]


def _system(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    yield [bodies.system(world)]


#: Kinds that stand for themselves, and what gives them.
ROOTS: list[tuple[Kind, Source]] = [
    (kinds.SYSTEM, _system),
    (kinds.BODY, bodies.committees),
    (kinds.ORGANIZATION, bodies.organizations),
    (kinds.ORGANIZATION, people.institutions),
    (kinds.MEMBERSHIP, people.memberships),
    (kinds.PERSON, people.people),
    (kinds.MEETING, meetings.meetings),
    (kinds.PAPER, papers.decisions),
    (kinds.PAPER, papers.consultations),
]


def _owner(key: str) -> tuple[Kind, str] | None:
    """Of files and places: a letter for the kind of what has them, then its key."""
    letters = {"m": kinds.MEETING, "p": kinds.PAPER, "o": kinds.ORGANIZATION}
    kind = letters.get(key[:1])
    return (kind, key[1:].partition("-")[0]) if kind else None


def _first(kind: Kind) -> Callable[[str], tuple[Kind, str]]:
    return lambda key: (kind, key.partition("-")[0])


#: Kinds that others embed: key -> kind and key of what embeds them.
EMBEDDED: dict[Kind, Callable[[str], tuple[Kind, str] | None]] = {
    kinds.TERM: _first(kinds.BODY),
    kinds.AGENDA_ITEM: _first(kinds.MEETING),
    kinds.CONSULTATION: _first(kinds.PAPER),
    kinds.FILE: _owner,
    kinds.LOCATION: _owner,
}


def everything(world: World) -> Iterator[list[Built]]:
    """All public objects of a site in chunks; what is embedded is in what embeds it."""
    for _kind, source in ROOTS:
        yield from source(world, None)


def found(world: World, kind: Kind, keys: Iterable[str]) -> dict[str, Built]:
    """The public ones of ``keys``, by key; queries do not grow with their number."""
    keys = set(keys)
    if kind not in EMBEDDED:
        return {each.key: each for each in _of(world, kind, keys) if each.key in keys}
    wanted: dict[Kind, set[str]] = {}
    for owner in filter(None, map(EMBEDDED[kind], keys)):
        wanted.setdefault(owner[0], set()).add(owner[1])
    owners = [each for above, names in wanted.items() for each in _of(world, above, names)]
    known = all_of(owners)
    return {key: known[kind.name, key] for key in keys if (kind.name, key) in known}


def _of(world: World, kind: Kind, keys: set[str]) -> Iterator[Built]:
    for each, source in ROOTS:
        if each is kind:
            for chunk in source(world, keys):
                yield from chunk
