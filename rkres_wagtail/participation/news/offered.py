"""Whether a site offers news by e-mail, and the ways to its form."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from ... import slots, sub_addresses
from ...public import Gate
from ...site_settings import RkresSettings
from . import links

#: Query that ticks a body beforehand, as lists of meetings and decisions know it.
BODY = "organ"


def clause_of(gate: Gate) -> str:
    """The privacy clause; empty where nobody can subscribe. Asked once a request."""
    return gate.once("subscription_clause", lambda: _clause(gate))


def _clause(gate: Gate) -> str:
    if gate.site is None or not links.are_mounted():
        return ""
    clause = RkresSettings.for_site(gate.site).subscription_clause
    return clause if strip_tags(clause).strip() else ""


def offered(pages: Iterable, gate: Gate) -> dict:
    """Of bodies (``sub_addresses.found``): all, or none; their committee has the form."""
    if not clause_of(gate):
        return {}
    keys = sub_addresses.keys_of(pages)
    if not isinstance(keys, list):
        keys = pages.order_by().values_list("translation_key", flat=True)
    return {key: {} for key in keys}


def foot(context) -> str:
    """The way to the form at the foot of each body's page."""
    body, committee, request = (context.get(name) for name in ("body", "committee", "request"))
    if body is None or committee is None or request is None:
        return ""
    if not clause_of(Gate.of(request)) or getattr(body, "is_former", False):
        return ""
    url = form_url(committee, request, body)
    return render_to_string(
        "rkres_wagtail/participation/news/foot.html", {"url": url, "body": body}
    )


def form_url(committee, request, body=None) -> str:
    base = f"{committee.get_url(request) or ''}{committee.reverse_subpage('subscriptions')}"
    return base if body is None or body.pk == committee.pk else f"{base}?{BODY}={body.pk}"


def register() -> None:
    """Called from the part's ``wiring.ready``."""
    from .public_views import subscriptions

    sub_addresses.register("subscriptions", subscriptions, found=offered)
    slots.provider("foot", order=80)(foot)
