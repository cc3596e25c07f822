"""Which endpoints of API v2 the site has mounted, and where: read from its addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLResolver, get_resolver, get_urlconf, reverse
from wagtail.api.v2.router import WagtailAPIRouter

from ..http import PublicHttpMixin


@dataclass(frozen=True)
class Endpoint:
    """A viewset of ours, or a host's subclass of one, under the name it is mounted by."""

    name: str
    view: type
    #: Of its list, ``/api/v2/persons/``.
    address: str


def mounted() -> tuple[Endpoint, ...]:
    """In the order in which they were registered; one mounted twice counts where it is first."""
    found: dict[str, Endpoint] = {}
    _collect(get_resolver(get_urlconf()).url_patterns, [], found)
    return tuple(found.values())


def _collect(patterns, namespaces: list[str], found: dict[str, Endpoint]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            below = [*namespaces, pattern.namespace] if pattern.namespace else namespaces
            _collect(pattern.url_patterns, below, found)
            continue
        view = getattr(pattern.callback, "cls", None)
        is_ours = isinstance(view, type) and issubclass(view, PublicHttpMixin)
        if (
            is_ours
            and view.is_described
            and pattern.name == "listing"
            and namespaces[-1] not in found
        ):
            address = reverse(":".join([*namespaces, pattern.name]))
            found[namespaces[-1]] = Endpoint(namespaces[-1], view, address)


def router_of(endpoints: tuple[Endpoint, ...]) -> WagtailAPIRouter:
    """A router that knows the same endpoints: serializers ask it what to nest."""
    router = WagtailAPIRouter("openapi")
    for endpoint in endpoints:
        router.register_endpoint(endpoint.name, endpoint.view)
    return router
