"""One committee's data as a ``dcat:Catalog`` in JSON-LD, by DCAT-AP 2.1.1 and 3.0.1.

Mandatory there, and always here: of the catalogue title, description, publisher; of a dataset
title, description; of a distribution its access address; of a service title and endpoint; of an
agent its name (SHACL shapes of both releases).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings as django_settings
from django.utils import translation
from django.utils.translation import gettext_noop

from ....bodies.presentation.related import Contact
from ...zones import written
from .. import offers
from ..scope import Scope
from . import vocabularies as known

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(scope: Scope) -> dict[str, Any]:
    """The catalogue with its datasets and services nested in it."""
    return {"@context": CONTEXT, **_Maker(scope).catalogue()}


class _Maker:
    """Writes one catalogue; what all its parts share is read once."""

    def __init__(self, scope: Scope):
        self.scope = scope
        self.committee = scope.committee
        self.names = _names(scope)
        self.home = scope.address(scope.committee)
        self.page = f"{self.home}{scope.committee.reverse_subpage('open_data')}"
        self.licence = offers.licence()

    def catalogue(self) -> dict[str, Any]:
        found = [*offers.tables(self.scope), *offers.whole(self.scope), *offers.feeds(self.scope)]
        return _filled(
            {
                "@id": f"{self.page}#katalog",
                "@type": "dcat:Catalog",
                "dct:title": self._said(_of(gettext_noop("Open data: %(committee)s"))),
                "dct:description": self._said(
                    _of(
                        gettext_noop(
                            "Composition, meetings, decisions and consultations: %(committee)s. "
                            "Data for everyone, computed from what its pages publish."
                        )
                    )
                ),
                "dct:publisher": self._publisher(),
                "dct:language": [_ref(each) for each in self._languages()],
                "dct:license": _ref(known.licence(self.licence)) if self.licence else None,
                "dct:issued": _moment(self.committee.first_published_at),
                "dct:modified": _moment(_newest(found)),
                "dct:spatial": self._places(),
                "foaf:homepage": _ref(self.page),
                "dcat:themeTaxonomy": _ref(f"{known.EU}/data-theme"),
                "dcat:dataset": [self._dataset(each) for each in found],
                "dcat:service": [self._service(each) for each in offers.services(self.scope)],
            }
        )

    # Parts -------------------------------------------------------------------------------------

    def _dataset(self, offer: offers.Offer) -> dict[str, Any]:
        return _filled(
            {
                "@id": f"{self.page}#{offer.slug}",
                "@type": "dcat:Dataset",
                "dct:identifier": self._identifier(offer),
                "dct:title": self._said(lambda: f"{offer.title} – %(committee)s"),
                "dct:description": self._said(lambda: str(offer.description)),
                "dcat:keyword": self._keywords(offer),
                "dcat:theme": _ref(known.THEME),
                "dct:publisher": {"@id": f"{self.page}#wydawca"},
                "dcat:contactPoint": self._contact(),
                "dct:accessRights": _ref(known.PUBLIC),
                "dct:accrualPeriodicity": _ref(known.IRREGULAR),
                "dct:language": _ref(known.language(self.scope.language)),
                "dct:spatial": self._places(),
                "dct:issued": _moment(self.committee.first_published_at),
                "dct:modified": _moment(offer.changed_at),
                "dct:conformsTo": _ref(offer.conforms_to),
                "dcat:landingPage": _ref(self.page),
                "dcat:distribution": self._distribution(offer),
            }
        )

    def _identifier(self, offer: offers.Offer, *parts: str) -> str:
        """At most 36 characters, which is what the importer of dane.gov.pl takes."""
        return "-".join(("rkres", str(self.committee.pk), offer.slug, *parts))[:36]

    def _distribution(self, offer: offers.Offer) -> dict[str, Any]:
        return _filled(
            {
                "@id": offer.url,
                "@type": "dcat:Distribution",
                "dct:identifier": self._identifier(offer, offer.format.name.lower()),
                "dct:title": self._said(lambda: f"{offer.title} ({offer.format.name})"),
                "dct:description": self._said(lambda: str(offer.description)),
                "dcat:accessURL": _ref(offer.url),
                "dcat:downloadURL": _ref(offer.url),
                "dct:format": _ref(known.file_type(offer.format.code)),
                "dcat:mediaType": _ref(f"{known.MEDIA_TYPES}/{offer.format.media_type}"),
                "dct:license": _ref(known.licence(self.licence)) if self.licence else None,
                "dct:conformsTo": _ref(offer.conforms_to),
                "dct:modified": _moment(offer.changed_at),
            }
        )

    def _service(self, service: offers.Service) -> dict[str, Any]:
        return _filled(
            {
                "@id": f"{self.page}#{service.slug}",
                "@type": "dcat:DataService",
                "dct:title": self._said(lambda: str(service.title)),
                "dct:description": self._said(lambda: str(service.description)),
                "dcat:endpointURL": _ref(service.url),
                "dcat:endpointDescription": _ref(service.description_url),
                "dct:conformsTo": _ref(service.conforms_to),
                "dct:license": _ref(known.licence(self.licence)) if self.licence else None,
                "dct:accessRights": _ref(known.PUBLIC),
            }
        )

    def _publisher(self) -> dict[str, Any]:
        """Who serves the committee; where nobody is named, the committee itself."""
        host = self.committee.host_organisation
        return _filled(
            {
                "@id": f"{self.page}#wydawca",
                "@type": "foaf:Agent",
                "foaf:name": host.name if host else self.committee.title,
                "foaf:homepage": _ref((host.website if host else "") or self.home),
            }
        )

    def _contact(self) -> dict[str, Any] | None:
        """The office as the page of the committee names it; never a person."""
        contact = Contact.of(self.committee, self.committee)
        if not (contact.email or contact.phone):
            return None
        host = self.committee.host_organisation
        return _filled(
            {
                "@id": f"{self.page}#kontakt",
                "@type": "vcard:Organization",
                "vcard:fn": contact.unit or (host.name if host else self.committee.title),
                "vcard:hasEmail": _ref(f"mailto:{contact.email}" if contact.email else ""),
                "vcard:hasTelephone": _ref(_telephone(contact.phone)),
            }
        )

    def _places(self) -> list[dict[str, Any]]:
        region = known.region(self.committee.region)
        return [_ref(each) for each in (known.POLAND, region) if each]

    # Words -------------------------------------------------------------------------------------

    def _languages(self) -> list[str]:
        found = {known.language(code): None for code in self.names}
        return [each for each in found if each]

    def _said(self, text: Callable[[], str]) -> list[dict[str, str]]:
        """``text`` in the languages of the data: Polish, English, the committee's own."""
        said = []
        for code in dict.fromkeys((self.scope.language, *_spoken())):
            with translation.override(code):
                name = self.names.get(code) or self.committee.title
                words = text().replace("%(committee)s", name)
                said.append({"@value": words, "@language": code})
        return said

    def _keywords(self, offer: offers.Offer) -> list[dict[str, str]]:
        return [each for word in offer.keywords for each in self._said(lambda word=word: str(word))]


def _of(message: str) -> Callable[[], str]:
    """A message whose translation is looked up when it is said."""
    return lambda: translation.gettext(message)


def _spoken() -> list[str]:
    """Languages in which our own words are: those of the package that the site knows."""
    site = [code for code, _name in django_settings.LANGUAGES]
    return [code for code in ("pl", "en") if code in site]


def _names(scope: Scope) -> dict[str, str]:
    """The committee's public titles by language, its own first; one query."""
    committee = scope.committee
    model = type(committee)
    same = model._default_manager.filter(translation_key=committee.translation_key)
    pages = scope.gate.pages(same, any_locale=True).select_related("locale").order_by("pk")
    own = {scope.language: committee.title}
    return own | {page.locale.language_code: page.title for page in pages}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _ref(url: str | None) -> dict[str, str] | None:
    return {"@id": url} if url else None


def _moment(value) -> dict[str, str] | None:
    return {"@value": written(value), "@type": "xsd:dateTime"} if value else None


def _newest(found: list[offers.Offer]):
    return max((each.changed_at for each in found if each.changed_at), default=None)


def _telephone(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdecimal() or sign == "+")
    return f"tel:{digits}" if 3 <= len(digits) <= 16 else ""
