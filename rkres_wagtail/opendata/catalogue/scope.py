"""Whose open data is asked for: one public committee, in the language of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Site

from ...bodies.pages import CommitteePageMixin
from ...bodies.presentation.family import Family
from ...bodies.tree import pages_of
from ...meetings.published import bodies_for
from ...public import Gate


@dataclass
class Scope:
    """A committee that the public may see, and what stands around it; read once a request."""

    committee: Any
    gate: Gate
    request: HttpRequest

    @property
    def language(self) -> str:
        return self.committee.locale.language_code

    @property
    def locale_id(self) -> int:
        return self.committee.locale_id

    @cached_property
    def family(self) -> Family:
        return Family(self.committee, self.gate)

    @property
    def bodies(self):
        """All public bodies of the site, by whichever language: ``meetings``' ``PublicBodies``."""
        return bodies_for(self.gate, self.locale_id)

    @cached_property
    def by_key(self) -> dict:
        """The committee and its public bodies, by ``translation_key``, in the order of the tree."""
        return {page.translation_key: page for page in (self.committee, *self.family.bodies)}

    def address(self, page) -> str:
        """The full address of a page that passed the gate."""
        return page.get_full_url(self.request) or ""

    def pages(self, public, **kwargs):
        """Public pages below the committee: ``scope.pages(public_meetings)``."""
        return public(self.gate, locale_id=self.locale_id, under=self.committee, **kwargs)


def scope_of(request: HttpRequest, pk: int) -> Scope:
    """The scope of the committee with the page ``pk``; 404 where the public may not see it.

    Not ``Gate.of``: whichever language the visitor has, the data has the page's.
    """
    gate = Gate(Site.find_for_request(request))
    pages = gate.pages(pages_of(CommitteePageMixin), any_locale=True)
    page = pages.filter(pk=pk).first()
    if page is None:
        raise Http404
    return Scope(page.specific, gate, request)
