"""Parts of a committee by address: a page for frames, a piece of HTML, a stylesheet."""

from __future__ import annotations

from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from ..open_responses import conditional, open_to_scripts
from . import options
from .framing import frameable
from .parts import kinds
from .showing import Shown, Wanted, show

_HTML = "text/html; charset=utf-8"
_CSS = "text/css; charset=utf-8"
#: Attributes that hold addresses in what we show.
_ADDRESSES = ("href", "src")


@require_safe
@frameable
def embed(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A bare page for a frame on another site: one part, in the host's colours and language.

    404 in plain words for what the public may not see, 400 for a parameter that means nothing.
    """
    if kind not in kinds():
        return _missing()
    try:
        wanted = Wanted(limit=options.limit(request.GET), level=1)
        language = options.language(request.GET)
        colours = options.host_colours(request.GET)
    except options.BadOption as error:
        return _plain(str(error), status=400)
    shown = show(kind, pk, request, wanted, language=language)
    if shown is None:
        return _missing()
    stylesheet = reverse("rkres_wagtail:embed_css")
    query = urlencode(colours.query())
    context = {
        "shown": shown,
        "part": shown.part,
        "site_name": site_name(shown.scope.gate.site),
        "colours_url": f"{stylesheet}?{query}" if query else stylesheet,
    }
    with translation.override(shown.language):
        html = render_to_string("rkres_wagtail/embeds/document.html", context)
    return conditional(request, html.encode(), content_type=_HTML, language=shown.language)


@open_to_scripts
def fragment(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The same part as a piece of HTML with full addresses, to be put into a page by a server."""
    if kind not in kinds():
        return _missing()
    try:
        wanted = Wanted(limit=options.limit(request.GET), level=options.level(request.GET))
        language = options.language(request.GET)
    except options.BadOption as error:
        return _plain(str(error), status=400)
    shown = show(kind, pk, request, wanted, language=language)
    if shown is None:
        return _missing()
    html = with_full_addresses(shown, request)
    response = conditional(request, html.encode(), content_type=_HTML, language=shown.language)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def embed_css(request: HttpRequest) -> HttpResponse:
    """The host's colours as a stylesheet; a colour in which nothing could be read gives way."""
    try:
        css = options.host_colours(request.GET).stylesheet()
    except options.BadOption as error:
        return _plain(str(error), status=400)
    return conditional(request, css.encode(), content_type=_CSS)


def with_full_addresses(shown: Shown, request: HttpRequest) -> str:
    """The HTML of a part with addresses that hold on any site, and its language named."""
    soup = BeautifulSoup(shown.html, "html.parser")
    root = request.build_absolute_uri("/").rstrip("/")
    for name in _ADDRESSES:
        for element in soup.find_all(attrs={name: True}):
            if element[name].startswith("/") and not element[name].startswith("//"):
                element[name] = f"{root}{element[name]}"
    for element in soup.find_all("section", class_="rkres-part"):
        element["lang"] = shown.language
    return soup.decode(formatter="minimal").strip() + "\n"


def site_name(site) -> str:
    """What the site calls itself; else its host."""
    return (site.site_name or site.hostname) if site else ""


def _missing() -> HttpResponse:
    return _plain("404: not published here.", status=404)


def _plain(text: str, *, status: int) -> HttpResponse:
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-cache"
    return response
