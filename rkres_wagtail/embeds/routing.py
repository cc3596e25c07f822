"""From an address of the site to the page that stands there, and to the part that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Site

from ..bodies.pages import BodyPageMixin
from ..consultations.pages import ConsultationIndexPageMixin, ConsultationPageMixin
from ..decisions.pages import DecisionIndexPageMixin, DecisionPageMixin
from ..meetings.pages import MeetingIndexPageMixin, MeetingPageMixin
from ..meetings.presentation.places import PublicBodies
from ..participation.pages import CallPageMixin
from ..public import Gate

#: Longer addresses are of no page.
MOST_LETTERS = 2000
_PORTS = {"http": 80, "https": 443}
#: Which part shows a page of which class; lists are shown by the part of their body.
_CARDS = {
    MeetingPageMixin: "posiedzenie",
    ConsultationPageMixin: "konsultacja",
    DecisionPageMixin: "decyzja",
    CallPageMixin: "nabor",
    BodyPageMixin: "posiedzenia",
}
_LISTS = {
    MeetingIndexPageMixin: "posiedzenia",
    ConsultationIndexPageMixin: "konsultacje",
    DecisionIndexPageMixin: "decyzje",
}


@dataclass(frozen=True)
class Target:
    """A part by its kind and the id of its page, and the page whose address was given."""

    kind: str
    pk: int
    page: object


def target_of(page, gate: Gate, *, is_composition: bool = False) -> Target | None:
    """The part that shows ``page``; None where there is none, or the public may not see it."""
    if not gate.allows(page):
        return None
    for mixin, kind in _CARDS.items():
        if isinstance(page, mixin):
            return Target("sklad" if is_composition else kind, page.pk, page)
    for mixin, kind in _LISTS.items():
        if isinstance(page, mixin):
            above = PublicBodies(gate, page.locale_id).above(page)
            return Target(kind, above[-1].pk, page) if above else None
    return None


def target_at(url: str, request) -> Target | None:
    """The part that shows the page at ``url`` of this site, also of an address below it."""
    path = _path_here(url, request)
    site = Site.find_for_request(request)
    if path is None or site is None:
        return None
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        found = _page_at(path, site, request)
    if found is None:
        return None
    page, below = found
    is_composition = isinstance(page, BodyPageMixin) and below == page.reverse_subpage(
        "composition"
    )
    return target_of(page, Gate.of(request), is_composition=is_composition)


def _path_here(url: str, request) -> str | None:
    """The path of an address of this very site; None for any other."""
    if len(url) > MOST_LETTERS or not url.isprintable() or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
        here = urlsplit(f"{request.scheme}://{request.get_host()}")
        # Behind a proxy the scheme may differ from the one that readers see.
        ports = {here.port} if here.port else set(_PORTS.values())
    except ValueError:
        return None
    is_here = (
        parts.scheme in _PORTS
        and parts.hostname == here.hostname
        and port in ports
        and parts.username is None
        and parts.password is None
    )
    path = unquote(parts.path) or "/"
    return path if is_here and "\x00" not in path else None


def _page_at(path: str, site: Site, request):
    """The page and the rest of the address below it, as Wagtail itself would serve it."""
    try:
        match = resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        return None
    if match.url_name != "wagtail_serve":
        return None
    components = [part for part in match.args[0].split("/") if part]
    try:
        result = site.root_page.localized.specific.route(request, components)
    except Http404:
        return None
    page = result.page
    depth = page.depth - site.root_page.depth
    return page, "".join(f"{part}/" for part in components[depth:])
