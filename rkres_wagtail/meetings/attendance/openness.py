"""What a body lets the public read of attendance: the strictest answer of its pages counts.

Each language version of a body has settings of its own, but the members are the same (see
``bodies.presentation.visibility``). A body that does not publish its members' names does not
publish those of the members who came either; one that tells nothing of its composition does not
tell how many members it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...bodies.choices import MembersVisibility
from ...bodies.tree import body_models


@dataclass(frozen=True)
class Openness:
    """Whether the public reads who took part, and of how many members."""

    names: bool = False
    size: bool = False


def specific_bodies(keys: Iterable[int]) -> dict:
    """Key of a body's page -> the body as its own class; a query for each class of bodies."""
    keys = set(keys)
    return {
        body.pk: body
        for model in body_models()
        for body in model._default_manager.filter(pk__in=keys)
    }


def openness_of(bodies: Iterable) -> dict:
    """``translation_key`` of each body -> its ``Openness``; one query for all."""
    keys = {body.translation_key for body in bodies}
    if not keys:
        return {}
    names = ("translation_key", "attendance_names_public", "members_visibility")
    queries = [
        model._default_manager.filter(translation_key__in=keys).order_by().values_list(*names)
        for model in body_models()
    ]
    found: dict = {}
    for key, is_open, visibility in queries[0].union(*queries[1:], all=True):
        known = found.get(key, Openness(names=True, size=True))
        found[key] = Openness(
            names=known.names and bool(is_open) and visibility == MembersVisibility.NAMES,
            size=known.size and visibility != MembersVisibility.NOTHING,
        )
    return found
