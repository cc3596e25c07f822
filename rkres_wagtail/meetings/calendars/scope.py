"""Which bodies a calendar or feed is about, and which of them may be named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Site

from ...bodies.pages import BodyPageMixin, CommitteePageMixin
from ...bodies.tree import page_models, pages_of
from ...feeds import Scope
from ...public import Gate


@dataclass(frozen=True)
class BodyScope:
    """A public body (as a base page), its committee, and the scope of its calendar."""

    body: Any
    committee: Any
    scope: Scope


def public_bodies(gate: Gate) -> list:
    """All public bodies of the site, in any language, as base pages; one query."""
    pages = gate.pages(pages_of(BodyPageMixin), any_locale=True)
    return list(pages.select_related("locale").order_by("path"))


def scope_of_body(request, pk: int) -> BodyScope | None:
    """The scope of the body ``pk``, as ``scope_behind`` makes it, for whoever asks."""
    return scope_behind(Gate.of(request), pk, request)


def scope_behind(gate: Gate, pk: int, request=None) -> BodyScope | None:
    """The scope of the body ``pk``; None where the public may not see it.

    A committee stands for all its public bodies, a tier or group for itself alone. One query,
    however many bodies there are.
    """
    bodies = public_bodies(gate)
    body = next((page for page in bodies if page.pk == pk), None)
    if body is None:
        return None
    types = _committee_types()
    committee = body if body.content_type_id in types else None
    for page in bodies:
        if page.content_type_id in types and body.path.startswith(page.path):
            committee = page
    if committee is body:
        covered = [page for page in bodies if page.path.startswith(body.path)]
    else:
        covered = [body]
    scope = Scope(
        gate=gate,
        language=body.locale.language_code,
        locale_id=body.locale_id,
        keys=frozenset(page.translation_key for page in covered),
        names=names_in(bodies, body.locale_id),
        request=request,
    )
    return BodyScope(body, committee or body, scope)


def scope_of_page(request, page) -> Scope:
    """The scope of one public page of a meeting, to write it alone."""
    gate = Gate.of(request)
    return Scope(
        gate=gate,
        language=page.locale.language_code,
        locale_id=page.locale_id,
        keys=None,
        names=names_in(public_bodies(gate), page.locale_id),
        request=request,
    )


def scopes_of_site(site: Site) -> Iterator[Scope]:
    """Every body of a site, in one language after the other, for the editors' report."""
    gate = Gate(site)
    bodies = public_bodies(gate)
    for locale in Locale.objects.all():
        yield Scope(
            gate=gate,
            language=locale.language_code,
            locale_id=locale.pk,
            keys=None,
            names=names_in(bodies, locale.pk),
            is_report=True,
        )


def names_in(bodies: list, locale_id: int) -> dict:
    """Titles by translation key; where a body has no page in the language, of another one."""
    names = {page.translation_key: page.title for page in bodies}
    names.update(
        {page.translation_key: page.title for page in bodies if page.locale_id == locale_id}
    )
    return names


def _committee_types() -> set[int]:
    models = page_models(CommitteePageMixin)
    return {each.pk for each in ContentType.objects.get_for_models(*models).values()}
