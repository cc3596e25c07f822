"""Elements of other programmes to which one contributes, and those that contribute to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..models import ProgrammeNode
from ..querysets import public_programmes
from .moments import note_programmes
from .tree import Namer, address_of


@dataclass(frozen=True)
class OtherNode:
    """An element of another public programme."""

    title: str
    url: str
    level: str
    programme: str
    programme_url: str


@dataclass
class Pointing:
    to: list[OtherNode] = field(default_factory=list)
    back: list[OtherNode] = field(default_factory=list)


def pointing_of(node, programme, request, gate) -> Pointing:
    """Both directions, only between public programmes; three queries at most."""
    rows = ProgrammeNode.objects.select_related("programme").defer("description")
    rows = rows.order_by("programme_id", "position", "pk")
    to = list(rows.filter(pointed_from=node))
    back = list(rows.filter(points_to=node))
    pages = _pages({*(each.programme.translation_key for each in (*to, *back))}, programme, gate)
    note_programmes(request, pages.values())
    made = _Maker(pages, request)
    return Pointing(made.all(to), made.all(back))


def _pages(keys: set, programme, gate) -> dict:
    """Public programmes by key, in the language of ``programme`` where there is one."""
    if not keys:
        return {}
    found: dict = {}
    pages = public_programmes(gate, any_locale=True).filter(translation_key__in=keys)
    for each in sorted(pages, key=lambda each: (each.locale_id != programme.locale_id, each.pk)):
        found.setdefault(each.translation_key, each)
    return found


class _Maker:
    def __init__(self, pages: dict, request):
        self.pages, self.request = pages, request
        self._known: dict = {}

    def all(self, nodes) -> list[OtherNode]:
        return [self._one(node) for node in nodes if node.programme.translation_key in self.pages]

    def _one(self, node) -> OtherNode:
        page = self.pages[node.programme.translation_key]
        if page.pk not in self._known:
            base = page.get_url(self.request) or ""
            self._known[page.pk] = (Namer(page), address_of(page, base), base)
        name, url, base = self._known[page.pk]
        return OtherNode(node.heading, url(node), name(node), page.abbreviation or page.title, base)
