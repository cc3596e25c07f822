"""Screens that parts of this room add to the office's register; callers show what is allowed.

``add_link("consultation", …)`` stands above the register of one consultation and in the tab of
its editor, ``"remark"`` on the screen of one remark, ``"submission"`` beside its author. Add them
in a part's ``wiring.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

PLACES = ("consultation", "remark", "submission")


@dataclass(frozen=True)
class Link:
    label: str | Promise
    url_name: str
    icon: str
    order: int
    #: ``applies(row, user)``: whether it stands there for this row.
    applies: Callable | None = None

    #: ``way(row)``: an address that the key of the row does not give, e.g. a public one.
    way: Callable | None = None

    def url(self, row) -> str:
        """Of ``row``: the page of the consultation, the remark or the submission."""
        return self.way(row) if self.way else reverse(self.url_name, args=[row.pk])


_links: dict[str, list[Link]] = {place: [] for place in PLACES}


def add_link(
    place: str, label, url_name: str, *, icon="link", order=100, applies=None, way=None
) -> None:
    """Add a link; the same address twice takes the first one's place."""
    rows = [each for each in _links[place] if each.url_name != url_name]
    rows.append(Link(label, url_name, icon, order, applies, way))
    _links[place] = sorted(rows, key=lambda link: link.order)


def links(place: str, row, user) -> list[Link]:
    return [each for each in _links[place] if each.applies is None or each.applies(row, user)]
