"""Where a meeting stands and who meets: pages around it, through the gate, in few queries."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import cached_property

from ...bodies.pages import BodyPageMixin
from ...bodies.tree import committee_of, is_committee, pages_of
from ...public import Gate


def paths_above(page) -> list[str]:
    """Tree paths of ``page`` and of everything above it; works on an unsaved preview, too."""
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]


class PublicBodies:
    """The bodies of the site that the public may see, in one query.

    A body that is not public is not in it, so its name reaches no page. Every language is
    read: who meets is looked up by ``translation_key``, and shown in the page's language where
    it has been translated.
    """

    def __init__(self, gate: Gate, locale_id: int | None):
        self._gate = gate
        self._locale_id = locale_id

    @cached_property
    def _pages(self) -> list:
        pages = self._gate.pages(pages_of(BodyPageMixin), any_locale=True)
        return list(pages.order_by("path"))

    @cached_property
    def _by_key(self) -> dict:
        found = {page.translation_key: page for page in reversed(self._pages)}
        found |= {page.translation_key: page for page in self._pages if self._is_own(page)}
        return found

    def _is_own(self, page) -> bool:
        return page.locale_id == self._locale_id

    def shown(self, keys: Iterable) -> list:
        """Public bodies of these translation keys, in the order of the tree, each once."""
        pages = {self._by_key[key].pk: self._by_key[key] for key in keys if key in self._by_key}
        return sorted(pages.values(), key=lambda page: page.path)

    def get(self, pk: int | None):
        """The public body behind a primary key of whichever language; or None."""
        page = next((page for page in self._pages if page.pk == pk), None)
        return self._by_key[page.translation_key] if page is not None else None

    def below(self, page) -> list:
        """Public bodies that ``page`` is or that stand under it, in this page's language."""
        return [
            body for body in self._pages if body.path.startswith(page.path) and self._is_own(body)
        ]

    def committee_of(self, page):
        """The committee above ``page``, as its own class; or None. In a preview, a draft, too."""
        for body in reversed(self.above(page)):
            if is_committee(body):
                return body.specific
        committee = committee_of(page)
        return committee.specific if committee is not None else None

    def above(self, page) -> list:
        """Public bodies above ``page``, the committee first."""
        paths = set(paths_above(page)[:-1])
        return [body for body in self._pages if body.path in paths]
