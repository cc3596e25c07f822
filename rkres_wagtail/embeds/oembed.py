"""oEmbed (oembed.com, version 1.0): what an address of ours looks like on another site."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join

from ..open_responses import conditional_json, open_to_scripts
from ..public import Gate
from ..slots import provider
from .codes import frame
from .parts import kinds
from .routing import Target, target_at, target_of
from .showing import Shown, Wanted, show
from .views import site_name

WIDTH = 600
#: Seconds for which a consumer may keep the answer.
CACHE_AGE = 3600
#: Rows that the quotation names for consumers that show no frames.
_QUOTED = 3
_SIZE = re.compile(r"[0-9]{1,5}")


@open_to_scripts
def oembed(request: HttpRequest) -> HttpResponse:
    """A ``rich`` answer for ``?url=`` of a meeting, consultation, decision, body or list of them.

    400 without an address or for a size that is no number, 404 for an address of another site or
    of what is not public (whichever: it is not told), 501 for any format but JSON.
    """
    url = request.GET.get("url", "")
    if not url:
        return _refuse("url: the address of a page is expected.", 400)
    if request.GET.get("format", "json") != "json":
        return _refuse("format: only json is spoken here.", 501)
    try:
        width, height = (_size(request.GET, name) for name in ("maxwidth", "maxheight"))
    except ValueError as error:
        return _refuse(str(error), 400)
    target = target_at(url, request)
    wanted = Wanted()
    shown = show(target.kind, target.pk, request, wanted) if target is not None else None
    if shown is None:
        return _refuse("Nothing to embed at this address.", 404)
    data = _answer(target, shown, request, width, height)
    return conditional_json(request, data, language=shown.language)


def _answer(target: Target, shown: Shown, request, width: int | None, height: int | None) -> dict:
    site = shown.scope.gate.site
    width = min(width or WIDTH, WIDTH)
    usual = kinds()[target.kind].height
    height = min(height or usual, usual)
    address = request.build_absolute_uri(
        reverse("rkres_wagtail:embed", args=[target.kind, target.pk])
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": shown.title,
        "provider_name": site_name(site),
        "provider_url": f"{request.build_absolute_uri('/')}",
        "cache_age": CACHE_AGE,
        "width": width,
        "height": height,
        "html": _quotation(shown) + frame(address, shown, width, height),
    }


def _quotation(shown: Shown) -> str:
    """Links and dates for consumers that show no frame, out of sight for those that do.

    WordPress drops every attribute here but addresses, shows the quotation, and puts the frame
    in its place once that speaks to it (``embed.js``); so the answer begins with it.
    """
    part = shown.part
    lines = [format_html('<a href="{}">{}</a>', part.title_url or part.url, shown.title)]
    if part.title_url:
        lines += [format_html("{}", each["summary"]) for each in part.facts if each["summary"]]
    elif part.is_empty:
        lines.append(format_html("{}", part.empty))
    else:
        lines += [
            format_html(
                '<a href="{}">{}</a>{}',
                each["html_url"],
                each["title"],
                f" ({each['summary']})" if each["summary"] else "",
            )
            for each in part.facts[:_QUOTED]
            if each["title"]
        ]
    joined = format_html_join(" · ", "{}", ((line,) for line in lines))
    return format_html("<blockquote hidden>{}</blockquote>", joined)


def _size(parameters, name: str) -> int | None:
    text = parameters.get(name, "")
    if not text:
        return None
    if not _SIZE.fullmatch(text) or not int(text):
        raise ValueError(f"{name}: expected a number of pixels.")
    return int(text)


def _refuse(message: str, status: int) -> HttpResponse:
    return JsonResponse({"error": message}, status=status)


def discovery(context) -> str:
    """The link by which consumers find the answer for this page; provider of the slot ``head``."""
    page, request = context.get("page"), context.get("request")
    if page is None or request is None or getattr(request, "is_preview", False):
        return ""
    gate = Gate.of(request)
    if gate.is_restricted(page) or target_of(page, gate) is None:
        return ""
    try:
        address = request.build_absolute_uri(reverse("rkres_wagtail:oembed"))
    except NoReverseMatch:
        return ""
    return format_html(
        '<link rel="alternate" type="application/json+oembed" href="{}?{}" title="{}">',
        address,
        urlencode({"url": page.get_full_url(request)}),
        page.title,
    )


def register() -> None:
    provider("head", order=60)(discovery)
