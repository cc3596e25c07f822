"""What there is for machines, described once: for the page for people and for DCAT-AP.

An address that the site has not mounted is left out, and a dataset without any is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...bodies.choices import MembersVisibility
from ...bodies.presentation.visibility import public_visibility
from ...conf import settings
from ..oparl import kinds
from .registers import REGISTERS
from .scope import Scope


@dataclass(frozen=True)
class Format:
    """How a file is written: its name, IANA media type and code in the EU's list of file types."""

    name: str
    media_type: str
    code: str


CSV = Format("CSV", "text/csv", "CSV")
JSON = Format("JSON", "application/json", "JSON")
ICS = Format("ICS", "text/calendar", "ICS")
ATOM = Format("Atom", "application/atom+xml", "ATOM")
JSON_LD = Format("JSON-LD", "application/ld+json", "JSON_LD")
TURTLE = Format("Turtle", "text/turtle", "RDF_TURTLE")
RDF_XML = Format("RDF/XML", "application/rdf+xml", "RDF_XML")

#: Formats of the description of all this, by the ending of their address.
CATALOGUE_FORMATS = {"jsonld": JSON_LD, "ttl": TURTLE, "rdf": RDF_XML}


@dataclass(frozen=True)
class Offer:
    """One dataset in one format. ``conforms_to`` is the address of a specification."""

    slug: str
    title: str | Promise
    description: str | Promise
    format: Format
    url: str
    keywords: tuple[str | Promise, ...] = ()
    conforms_to: str = ""
    count: int | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Place:
    """An address with a name: a part of a service."""

    title: str | Promise
    url: str


@dataclass(frozen=True)
class Service:
    """An API; ``description_url`` leads to what describes it for programs.

    ``parts`` are addresses in it that are this committee's.
    """

    slug: str
    title: str | Promise
    description: str | Promise
    url: str
    description_url: str = ""
    conforms_to: str = ""
    parts: tuple[Place, ...] = ()


def address(scope: Scope, name: str, *args) -> str:
    """A full address by its name; empty where the site has not mounted it."""
    try:
        return scope.request.build_absolute_uri(reverse(name, args=args))
    except NoReverseMatch:
        return ""


def licence() -> str:
    """Address of the licence of the data (``RKRES_WAGTAIL_OPEN_DATA_LICENSE``); or nothing."""
    return settings.OPEN_DATA_LICENSE


def has_rdf() -> bool:
    """Whether the extra ``rdf`` is installed."""
    return find_spec("rdflib") is not None


def catalogue_formats() -> list[str]:
    return list(CATALOGUE_FORMATS) if has_rdf() else ["jsonld"]


# Tables -----------------------------------------------------------------------------------------


def tables(scope: Scope) -> list[Offer]:
    """Registers; one or two queries for each, whatever their length."""
    return [each for each in _tables(scope) if each.url]


def _tables(scope: Scope) -> Iterator[Offer]:
    for register in REGISTERS.values():
        summary = register.summary(scope)
        yield Offer(
            register.slug,
            register.title,
            register.description,
            CSV,
            address(scope, "rkres_wagtail:register_csv", scope.committee.pk, register.slug),
            register.keywords,
            count=summary.count if summary else None,
            changed_at=summary.changed_at if summary else None,
        )


# Other files ------------------------------------------------------------------------------------


def whole(scope: Scope) -> list[Offer]:
    """Much of it in one file of an agreed format."""
    found = Offer(
        "popolo",
        pgettext_lazy("open data", "People, bodies, meetings and decisions as Popolo"),
        gettext_lazy(
            "People, organisations, memberships, seats, meetings and votes in one file, in the "
            "format that civic projects share."
        ),
        JSON,
        address(scope, "rkres_wagtail:popolo", scope.committee.pk),
        (gettext_lazy("members"), pgettext_lazy("keyword", "meetings"), "Popolo"),
        "https://www.popoloproject.com/specs/",
    )
    return [found] if found.url else []


def feeds(scope: Scope) -> list[Offer]:
    """What one subscribes to."""
    pk = scope.committee.pk
    found = (
        Offer(
            "calendar",
            pgettext_lazy("open data", "Calendar"),
            gettext_lazy(
                "Meetings and closing dates of consultations of the committee and of all its "
                "bodies, for any calendar program."
            ),
            ICS,
            address(scope, "rkres_wagtail:calendar", pk),
            (pgettext_lazy("keyword", "calendar"), pgettext_lazy("keyword", "meetings")),
            "https://www.rfc-editor.org/rfc/rfc5545",
        ),
        Offer(
            "news",
            pgettext_lazy("open data", "News"),
            gettext_lazy(
                "What was announced, decided and published, newest first, for any feed reader."
            ),
            ATOM,
            address(scope, "rkres_wagtail:news", pk),
            (pgettext_lazy("keyword", "news"),),
            "https://www.rfc-editor.org/rfc/rfc4287",
        ),
    )
    return [each for each in found if each.url]


def services(scope: Scope) -> list[Service]:
    """APIs that the site has mounted."""
    found = (
        Service(
            "oparl",
            "OParl 1.1",
            gettext_lazy(
                "The committee as a parliamentary information system, with what was changed or "
                "removed since a day."
            ),
            address(scope, "rkres_wagtail:oparl_system"),
            conforms_to="https://schema.oparl.org/1.1/",
            parts=_oparl_parts(scope),
        ),
        Service(
            "api",
            pgettext_lazy("open data", "API of this site"),
            gettext_lazy(
                "Every public page, person, membership, meeting, decision and consultation, with "
                "filters, search and pages of results, as JSON."
            ),
            address(scope, "wagtailapi:pages:listing"),
            address(scope, "rkres_wagtail:openapi"),
        ),
    )
    return [each for each in found if each.url]


#: Lists of a committee in OParl, by the names in ``oparl.kinds``.
_OPARL_LISTS = {
    kinds.ORGANIZATION: pgettext_lazy("list of data", "bodies and institutions"),
    kinds.PERSON: pgettext_lazy("list of data", "people"),
    kinds.MEMBERSHIP: pgettext_lazy("list of data", "memberships"),
    kinds.TERM: pgettext_lazy("list of data", "terms"),
    kinds.MEETING: pgettext_lazy("list of data", "meetings"),
    kinds.AGENDA_ITEM: pgettext_lazy("list of data", "agenda items"),
    kinds.PAPER: pgettext_lazy("list of data", "decisions and documents for consultation"),
    kinds.CONSULTATION: pgettext_lazy("list of data", "what was dealt with at which meeting"),
    kinds.FILE: pgettext_lazy("list of data", "files"),
    kinds.LOCATION: pgettext_lazy("list of data", "places"),
}


def _oparl_parts(scope: Scope) -> tuple[Place, ...]:
    key = scope.committee.translation_key.hex
    found = [
        Place(
            pgettext_lazy("list of data", "the committee"),
            address(scope, "rkres_wagtail:oparl_object", kinds.BODY.name, key),
        ),
        *(
            Place(title, address(scope, "rkres_wagtail:oparl_list", key, kind.name))
            for kind, title in _OPARL_LISTS.items()
        ),
    ]
    return tuple(each for each in found if each.url)


# Pieces for other sites -------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """What another site can show: in a frame (``url``), or put in by its server."""

    title: str | Promise
    url: str
    fragment_url: str


#: Parts of a committee, by the slugs of ``embeds.parts``.
_PIECES = {
    "posiedzenia": gettext_lazy("Upcoming meetings"),
    "konsultacje": gettext_lazy("Open consultations"),
    "struktura": gettext_lazy("How we work"),
    "sklad": gettext_lazy("Composition"),
    "decyzje": gettext_lazy("Latest decisions"),
    "wlacz-sie": gettext_lazy("Take part"),
}


def pieces(scope: Scope) -> list[Piece]:
    """Those that answer; the composition only where something of it is public."""
    pk = scope.committee.pk
    found = (
        Piece(
            title,
            address(scope, "rkres_wagtail:embed", kind, pk),
            address(scope, "rkres_wagtail:fragment", kind, pk),
        )
        for kind, title in _PIECES.items()
        if kind != "sklad" or _shows_members(scope)
    )
    return [each for each in found if each.url]


def _shows_members(scope: Scope) -> bool:
    shown = scope.family.shown_for(scope.committee)
    return shown is not None and (
        public_visibility(scope.committee, shown) != MembersVisibility.NOTHING
    )


def oembed_example(scope: Scope) -> str:
    """What oEmbed answers of the committee's page."""
    url = address(scope, "rkres_wagtail:oembed")
    return f"{url}?{urlencode({'url': scope.address(scope.committee)})}" if url else ""


# The description of all this --------------------------------------------------------------------


def descriptions(scope: Scope) -> list[tuple[Format, str]]:
    """The description of all this for data portals, in each format that can be made."""
    found = [
        (
            CATALOGUE_FORMATS[ending],
            address(scope, "rkres_wagtail:dcat", scope.committee.pk, ending),
        )
        for ending in catalogue_formats()
    ]
    return [each for each in found if each[1]]
