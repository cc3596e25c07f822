"""Which elements of other programmes an element may contribute to (requirement 67)."""

from __future__ import annotations

from collections.abc import Iterable

import swapper
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from ...bodies.tree import committee_of
from ..models import ProgrammeNode


def candidates(page):
    """Elements of the other programmes of the same committee, programme by programme."""
    committee = committee_of(page)
    if committee is None:
        return ProgrammeNode.objects.none()
    Page = swapper.load_model("wagtailcore", "Page")
    paths = Page.objects.filter(translation_key=committee.translation_key)
    below = Q()
    for path in paths.values_list("path", flat=True):
        below |= Q(programme__path__startswith=path)
    rows = ProgrammeNode.objects.filter(below)
    rows = rows.exclude(programme__translation_key=page.translation_key)
    return rows.order_by("programme__title", "programme", "position", "pk")


def checked(node: ProgrammeNode, page, points_to: Iterable[ProgrammeNode]) -> list[int]:
    """Keys of ``points_to``; raises for what is no candidate, and for a circle."""
    keys = sorted({each.pk for each in points_to})
    found = candidates(page).filter(pk__in=keys).order_by()
    if set(found.values_list("pk", flat=True)) != set(keys):
        said = _("Choose elements of other programmes of the same committee.")
        raise _refusal(said, "points_to")
    if node.pk and _leads_to(keys, node.pk):
        said = _(
            "One of the chosen elements contributes to this one, so this one cannot contribute "
            "to it."
        )
        raise _refusal(said, "loop")
    return keys


def _refusal(said: str, code: str) -> ValidationError:
    return ValidationError({"points_to": ValidationError(said, code=code)})


def _leads_to(keys: Iterable[int], target: int) -> bool:
    """Whether somebody who follows what elements contribute to comes from ``keys`` to ``target``.

    One query a step.
    """
    rows = ProgrammeNode.points_to.through.objects
    seen, front = set(), set(keys)
    while front:
        if target in front:
            return True
        seen |= front
        following = rows.filter(from_programmenode__in=front)
        front = set(following.values_list("to_programmenode", flat=True)) - seen
    return False
