"""The page that lists all of it for people: ``dane/`` below a committee."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.models import Site

from ...bodies.pages import CommitteePageMixin
from ...bodies.presentation.context import base_context
from ...bodies.presentation.related import Contact
from ...public import Gate
from . import offers
from .dcat.vocabularies import licence_name
from .scope import Scope

TEMPLATE = "rkres_wagtail/opendata/open_data.html"
LINK_TEMPLATE = "rkres_wagtail/opendata/link.html"


def open_data(page, request: HttpRequest) -> HttpResponse:
    """What there is, what is in it, how current it is and how to use it.

    404 on a restricted page, also for whoever passed the restriction: the addresses of the data
    pass it for nobody.
    """
    committee = page.source
    gate = Gate(Site.find_for_request(request))
    if not gate.allows(committee) and not getattr(request, "is_preview", False):
        raise Http404
    response = page.render_section(
        request,
        "open_data",
        _("Open data"),
        base=base_context(page, request),
        **_context(page, gate, request),
    )
    response.template_name = TEMPLATE
    return response


def _context(page, gate: Gate, request) -> dict[str, Any]:
    committee = page.source
    scope = Scope(committee, gate, request)
    url = offers.licence()
    return {
        "tables": offers.tables(scope),
        "whole": offers.whole(scope),
        "feeds": offers.feeds(scope),
        "services": offers.services(scope),
        "descriptions": [
            {"format": each, "url": address} for each, address in offers.descriptions(scope)
        ],
        "pieces": offers.pieces(scope),
        "oembed_url": offers.oembed_example(scope),
        "licence": {"url": url, "name": licence_name(url)} if url else None,
        "contact": Contact.of(committee, committee),
    }


def link_to_it(context) -> str:
    """A quiet line at the foot of the committee's page; for the slot ``foot``."""
    body, request = context.get("body"), context.get("request")
    page = context.get("page")
    if request is None or not isinstance(body, CommitteePageMixin):
        return ""
    if Gate.of(request).is_restricted(body):
        return ""
    url = f"{page.get_url(request) or ''}{page.reverse_subpage('open_data')}"
    return render_to_string(LINK_TEMPLATE, {"url": url})
