"""How much of a body's composition the public sees: the one answer for every output.

Each language version of a body has a setting of its own, but the members are the same. So the
strictest of all versions counts, drafts among them: a name that one page keeps back is not
told by another, by the API, by the search or by the change log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..choices import MembersVisibility
from ..tree import body_models

_STRICTEST = MembersVisibility.NOTHING
_RANK = {
    MembersVisibility.NOTHING: 0,
    MembersVisibility.NUMBERS: 1,
    MembersVisibility.NAMES: 2,
}


def visibilities(bodies: Iterable) -> dict:
    """``translation_key`` of each of ``bodies`` -> the strictest setting; one query for all.

    A body that is given (it may be a preview) is taken as it is; its other language versions
    are read.
    """
    found: dict = defaultdict(list)
    given = []
    for body in bodies:
        found[body.translation_key].append(body.members_visibility)
        given.append(body.pk)
    others = [
        model._default_manager.filter(translation_key__in=list(found))
        .exclude(pk__in=given)
        .order_by()
        .values_list("translation_key", "members_visibility")
        for model in body_models()
    ]
    for key, visibility in others[0].union(*others[1:], all=True) if found else ():
        found[key].append(visibility)
    return {key: strictest(values) for key, values in found.items()}


def public_visibility(*bodies) -> str:
    """The strictest setting of ``bodies``, such as a committee and the tier that it shows."""
    own = strictest(body.members_visibility for body in bodies)
    return own if own == _STRICTEST else strictest(visibilities(bodies).values())


def strictest(values: Iterable[str]) -> str:
    return min(values, key=lambda value: _RANK.get(value, 0))
