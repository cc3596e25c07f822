"""All public bodies of one committee and how they hang together, in few queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import swapper
from django.utils.functional import cached_property

from ...public import Gate
from ...text import polish_sort_key
from ..choices import GroupKind, MembersVisibility
from ..querysets import today
from ..tree import pages_of
from .visibility import visibilities


@dataclass
class BodyNode:
    """One body in the picture of a committee."""

    page: object
    #: Groups that stand under this tier.
    groups: list[BodyNode] = field(default_factory=list)
    #: Bodies that this group watches over, and groups that watch over this body.
    supervises: list = field(default_factory=list)
    supervised_by: list = field(default_factory=list)
    is_former: bool = False

    @property
    def is_coordinating(self) -> bool:
        return getattr(self.page, "kind", None) == GroupKind.COORDINATING


class Family:
    """The committee's public bodies: tiers in order, groups, former ones; read once a request.

    ``committee`` and ``served`` (the page being answered, which may be a preview) are taken
    as they are; every other body comes through the gate.
    """

    def __init__(self, committee, gate: Gate, *, served=None, on: date | None = None):
        self.committee = committee
        self.gate = gate
        self._own = {page.pk: page for page in (committee, served) if page is not None}
        self._on = on or today()

    @cached_property
    def bodies(self) -> list:
        """Public bodies below the committee, as their own classes, in tree order."""
        from ..pages import BodyPageMixin

        pages = self.gate.pages(
            pages_of(BodyPageMixin), locale_id=self.committee.locale_id, under=self.committee
        )
        below = pages.exclude(pk=self.committee.pk).order_by("path").specific()
        return [self._own.get(page.pk, page) for page in below]

    @cached_property
    def nodes(self) -> dict[int, BodyNode]:
        """Every body by primary key, with its oversight; the committee and the served page too."""
        from ..pages import BodyPageMixin

        pages = {page.pk: page for page in [*self._own.values(), *self.bodies]}
        nodes = {
            pk: BodyNode(page, is_former=self._is_former(page))
            for pk, page in pages.items()
            if isinstance(page, BodyPageMixin)
        }
        ids = self._resolve_foreign(
            {
                pk: chosen_pages(getattr(node.page, "supervises", None))
                for pk, node in nodes.items()
            },
            nodes,
        )
        for pk, chosen in ids.items():
            for other in chosen:
                if other in nodes and other != pk:
                    nodes[pk].supervises.append(nodes[other].page)
                    nodes[other].supervised_by.append(nodes[pk].page)
        return nodes

    def _resolve_foreign(self, chosen: dict, nodes: dict) -> dict:
        """Translate ids of other languages' pages, which a translated group still names."""
        unknown = {each for ids in chosen.values() for each in ids if each not in nodes}
        if not unknown:
            return chosen
        Page = swapper.load_model("wagtailcore", "Page")
        keys = dict(Page.objects.filter(pk__in=unknown).values_list("pk", "translation_key"))
        here = {node.page.translation_key: pk for pk, node in nodes.items()}
        return {
            pk: [each if each in nodes else here.get(keys.get(each)) for each in ids]
            for pk, ids in chosen.items()
        }

    def _is_former(self, page) -> bool:
        ends = getattr(page, "active_to", None)
        return ends is not None and ends < self._on

    def node(self, page) -> BodyNode:
        return self.nodes.get(page.pk) or BodyNode(page, is_former=self._is_former(page))

    @cached_property
    def tiers(self) -> list[BodyNode]:
        """Tiers that exist now, the closest engagement first, each with its groups."""
        from ..pages import TierPageMixin

        nodes = [self.nodes[page.pk] for page in self.bodies if isinstance(page, TierPageMixin)]
        nodes = [node for node in nodes if not node.is_former]
        for node in nodes:
            node.groups = self.groups_under(node.page)
        return sorted(nodes, key=lambda node: (node.page.position, node.page.path))

    @cached_property
    def groups(self) -> list[BodyNode]:
        """Groups that stand directly under the committee."""
        return self.groups_under(self.committee)

    def groups_under(self, parent, *, former: bool = False) -> list[BodyNode]:
        """Groups directly under ``parent``, in the editors' order, then alphabetically."""
        from ..pages import GroupPageMixin

        nodes = [
            self.nodes[page.pk]
            for page in self.bodies
            if isinstance(page, GroupPageMixin)
            and page.depth == parent.depth + 1
            and page.path.startswith(parent.path)
        ]
        return sorted(
            (node for node in nodes if node.is_former is former),
            key=lambda node: (node.page.sort_order, polish_sort_key(node.page.title)),
        )

    @cached_property
    def all_groups(self) -> list[BodyNode]:
        """Groups of the committee and of all its tiers that exist now."""
        return [*self.groups, *(group for tier in self.tiers for group in tier.groups)]

    @cached_property
    def former(self) -> list[BodyNode]:
        """Bodies that ended, the latest first (requirement 7)."""
        nodes = [self.nodes[page.pk] for page in self.bodies]
        return sorted(
            (node for node in nodes if node.is_former),
            key=lambda node: node.page.active_to,
            reverse=True,
        )

    @cached_property
    def statutory(self):
        """The body to which terms and seats belong: the committee or one of its public tiers.

        None when the editors chose a tier that the public may not see.
        """
        chosen = self.committee.statutory_body
        if chosen is None or chosen.translation_key == self.committee.translation_key:
            return self.committee
        return next(
            (page for page in self.bodies if page.translation_key == chosen.translation_key), None
        )

    def shown_for(self, body):
        """Whose members the page of ``body`` shows: a committee shows its statutory body's."""
        return self.statutory if body.pk == self.committee.pk else body

    @cached_property
    def named(self) -> dict:
        """Bodies that publish their members' names, by translation key."""
        from ..pages import BodyPageMixin

        every = {page.pk: page for page in [*self._own.values(), *self.bodies]}.values()
        pages = [page for page in every if isinstance(page, BodyPageMixin)]
        shown = visibilities(pages)
        return {
            page.translation_key: page
            for page in pages
            if shown[page.translation_key] == MembersVisibility.NAMES
        }


def chosen_pages(stream) -> list[int]:
    """Ids in a StreamField of body choosers, without a query for each group."""
    if not stream:
        return []
    values = (block["value"] for block in stream.raw_data)
    return [int(value) for value in values if str(value or "").isdecimal()]
