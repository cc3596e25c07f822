"""One site as the public sees it now: its gate, its bodies, and addresses of objects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property
from wagtail.models import Site

from ...api.bodies import PublicBodies
from ...bodies.presentation.places import role_labels
from ...public import Gate
from ...representations import absolute
from .kinds import BODY, ORGANIZATION, SYSTEM, Kind

#: Objects that are read together.
CHUNK = 200


class World:
    """Everything that builders ask of a site. Facts are in the language of the site's root.

    Its gate is nobody's: a visitor who typed a password for a page sees no more here.
    """

    def __init__(self, site: Site):
        self.site = site
        self.locale = site.root_page.locale
        self.gate = Gate(site, locale=self.locale)

    @property
    def language(self) -> str:
        return self.locale.language_code

    def speaking(self):
        """Context manager: words of ours in the language of the site."""
        known = dict(django_settings.LANGUAGES)
        code = self.language if self.language in known else django_settings.LANGUAGE_CODE
        return translation.override(code)

    @cached_property
    def bodies(self) -> PublicBodies:
        return PublicBodies(self.gate)

    @cached_property
    def committees(self) -> dict[UUID, Any]:
        """Page of each public committee by its ``translation_key``."""
        return {key: self.bodies.page(key) for key in self.bodies.committee_keys}

    @cached_property
    def committee_of_body(self) -> dict[UUID, UUID]:
        """``translation_key`` of each public body -> that of its committee."""
        return {
            key: committee
            for key in self.bodies.keys
            if (committee := self.committee_key(self.bodies.page(key)))
        }

    def committee_key(self, page) -> UUID | None:
        """Of the public committee under which ``page`` stands."""
        committee = self.bodies.committee_of(page)
        return committee.translation_key if committee is not None else None

    @cached_property
    def role_labels(self) -> dict[UUID, dict[str, str]]:
        return {key: role_labels(page) for key, page in self.committees.items()}

    # Addresses -------------------------------------------------------------------------------

    def address(self, kind: Kind, key: str) -> str:
        """The id of an object: its address, for good."""
        if kind is SYSTEM:
            return self.url("oparl_system")
        return self.url("oparl_object", kind.name, key)

    def list_address(self, committee_key: UUID, kind: Kind) -> str:
        return self.url("oparl_list", committee_key.hex, kind.name)

    def url(self, name: str, *args) -> str:
        return self.web(reverse(f"rkres_wagtail:{name}", args=args))

    def web(self, url: str | None) -> str | None:
        """An absolute address in ASCII; None of nothing."""
        return iri_to_uri(absolute(url, self.gate)) if url else None

    def body(self, committee_key: UUID | None) -> str | None:
        return self.address(BODY, committee_key.hex) if committee_key else None

    def organizations(self, pages) -> list[str]:
        """Addresses of bodies that passed the gate."""
        return [self.address(ORGANIZATION, page.translation_key.hex) for page in pages]

    # Pages -----------------------------------------------------------------------------------

    def chunks(self, pages, keys=None) -> Iterator[list]:
        """Of public ``pages`` (any language) one for each key, as their own class, in chunks.

        In the site's language where there is one. One query for all keys, one for each chunk.
        """
        public = self.gate.pages(pages, any_locale=True)
        if keys is not None:
            public = public.filter(translation_key__in=list(keys))
        rows = public.order_by().values_list("pk", "translation_key", "locale_id")
        chosen: dict[UUID, tuple] = {}
        for pk, key, locale_id in rows:
            rank = (locale_id != self.locale.pk, pk)
            chosen[key] = min(rank, chosen.get(key, rank))
        for ids in in_chunks(sorted(pk for _other, pk in chosen.values())):
            yield list(pages.filter(pk__in=ids).select_related("locale").order_by("pk"))


def in_chunks(values) -> Iterator[list]:
    """Lists of at most ``CHUNK`` of ``values``."""
    values = iter(values)
    while chunk := list(islice(values, CHUNK)):
        yield chunk


def row_chunks(rows) -> Iterator[list]:
    """A queryset of rows in chunks by primary key; each is one query, however far it is."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk
