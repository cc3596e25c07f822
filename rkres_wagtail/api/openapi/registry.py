"""What other parts add to the OpenAPI document: a list of functions, asked for each document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import get_resolver, get_script_prefix, get_urlconf

#: ``contribute()`` -> ``{"paths": {…}, "schemas": {…}, "tags": [{"name", "description"}]}``.
Contribution = Callable[[], dict[str, Any]]

_contributions: list[Contribution] = []


def add_paths(contribute: Contribution) -> Contribution:
    """Let ``contribute()`` add to the document; also a decorator. Call it from ``ready``.

    It returns any of ``paths`` (address -> Path Item Object of OpenAPI 3.1, where
    ``path_of`` tells the address), ``schemas`` (name -> JSON Schema, which a path refers to as
    ``#/components/schemas/<name>``) and ``tags``. ``Error`` is the schema of ``{"message"}``.
    An empty dict where its addresses are not mounted.
    """
    if contribute not in _contributions:
        _contributions.append(contribute)
    return contribute


def contributions() -> list[dict[str, Any]]:
    """What everybody adds now."""
    return [contribute() for contribute in _contributions]


def path_of(name: str) -> str | None:
    """The address of ``namespace:view`` with ``{parameters}``; None where it is not mounted.

    ``path_of("rkres_wagtail:calendar")`` is ``/rkres/kalendarz/{pk}.ics``.
    """
    *namespaces, view = name.split(":")
    resolver, path = get_resolver(get_urlconf()), get_script_prefix()
    for namespace in namespaces:
        if namespace not in resolver.namespace_dict:
            return None
        prefix, resolver = resolver.namespace_dict[namespace]
        path += prefix
    found = resolver.reverse_dict.getlist(view)
    if not found:
        return None
    address, parameters = found[0][0][0]
    return path + address % {each: f"{{{each}}}" for each in parameters}
