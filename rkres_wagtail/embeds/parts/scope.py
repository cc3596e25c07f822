"""The page that a part shows something of, past the gate, in the language asked for."""

from __future__ import annotations

from django.utils.functional import cached_property

from ...bodies.presentation.family import Family
from ...meetings.presentation.places import PublicBodies
from ...public import Gate
from ...representations import gate_for


class Scope:
    """A public page with what the parts ask of it; make one with ``find``.

    ``request`` may be None (API v3): addresses are then those of the page's own site.
    """

    def __init__(self, page, gate: Gate, request=None):
        self.page = page
        self.gate = gate
        self.request = request

    @property
    def language(self) -> str:
        return self.page.locale.language_code

    @cached_property
    def bodies(self) -> PublicBodies:
        return PublicBodies(self.gate, self.page.locale_id)

    @cached_property
    def committee(self):
        """The committee that the page is or stands under; of a body outside of any, itself."""
        return self.page.committee or self.page

    @cached_property
    def family(self) -> Family:
        return Family(self.committee, self.gate, served=self.page)

    @property
    def is_committee(self) -> bool:
        return self.page.pk == self.committee.pk

    @property
    def url(self) -> str:
        return self.full_url(self.page)

    def full_url(self, page) -> str:
        return page.get_full_url(self.request) or ""

    def list_url(self, model) -> str:
        """The nearest list of class ``model``: the body's own, else the committee's, cut down."""
        lists = self.gate.pages(
            model._default_manager.all(), locale_id=self.page.locale_id, under=self.committee
        )
        found = list(lists.order_by("depth", "path"))
        own = next((each for each in found if each.path.startswith(self.page.path)), None)
        page = own or next(iter(found), None)
        if page is None:
            return ""
        return f"{self.full_url(page)}{'' if own else f'?organ={self.page.pk}'}"


def find(pages, pk: int, request=None, *, language: str = "") -> Scope | None:
    """The page ``pk`` out of ``pages``, or its translation into ``language`` where there is one.

    None for whatever the public may not see.
    """
    # Without a request the page's own site says what is public.
    gate = gate_for(request, pages.filter(pk=pk).first() if request is None else None)
    public = gate.pages(pages, any_locale=True).select_related("locale")
    page = public.filter(pk=pk).first()
    if page is None:
        return None
    if language and page.locale.language_code != language:
        same = public.filter(translation_key=page.translation_key)
        page = same.filter(locale__language_code=language).first() or page
    return Scope(page.specific, gate, getattr(request, "_request", request))
