"""OParl in tests: our schemas, a reader that follows every address, and a site to read."""

from __future__ import annotations

import json
import re
from datetime import datetime
from hashlib import sha1
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from django.core.cache import cache
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from wagtail.documents import get_document_model
from wagtail.documents.tests.utils import get_test_document_file
from wagtail.models import Collection, CollectionViewRestriction

from rkres_wagtail.meetings.choices import MaterialKind, MeetingStatus
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    PersonFactory,
    TermFactory,
    TierPageFactory,
    VersionFileFactory,
)
from tests.factories.minutes_public import make_minutes

SCHEMAS = Path(__file__).parents[1] / "opendata" / "schemas" / "oparl"
BASE = "http://localhost"
_PREFIX = "https://schema.oparl.org/1.1/"

# Validation ---------------------------------------------------------------------------------------

_formats = FormatChecker(formats=["date", "email"])


@_formats.checks("date-time", raises=ValueError)
def _is_moment(value) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@_formats.checks("uri", raises=ValueError)
def _is_uri(value) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return bool(parts.scheme and parts.hostname) and value.isascii() and " " not in value


def schemas() -> dict[str, dict]:
    return {path.stem: json.loads(path.read_text()) for path in sorted(SCHEMAS.glob("*.json"))}


def _validators() -> dict[str, Draft202012Validator]:
    known = schemas()
    resources = [(each["$id"], Resource.from_contents(each)) for each in known.values()]
    registry = Registry().with_resources(resources)
    return {
        name: Draft202012Validator(schema, registry=registry, format_checker=_formats)
        for name, schema in known.items()
    }


_VALIDATORS = _validators()


def check(data: dict) -> str:
    """Validate an object, a tombstone, an error or a page of a list; return what it is."""
    if "data" in data:
        name = "List"
        for each in data["data"]:
            check(each)
    else:
        name = "Deleted" if data.get("deleted") else data["type"].removeprefix(_PREFIX)
    _VALIDATORS[name].validate(data)
    return name


# Reading ------------------------------------------------------------------------------------------


class Reader:
    """Follows addresses as a client of OParl does; validates whatever it gets."""

    def __init__(self, client, base: str = BASE):
        self.client, self.base = client, base
        self.host = urlsplit(base).netloc
        # The test before may have had the same site.
        later()

    def response(self, url: str, **params):
        path = url.removeprefix(self.base)
        return self.client.get(path, params, HTTP_HOST=self.host)

    def get(self, url: str, **params) -> dict:
        response = self.response(url, **params)
        assert response.status_code == 200, (url, response.content)
        data = response.json()
        check(data)
        return data

    @property
    def system(self) -> dict:
        return self.get(reverse("rkres_wagtail:oparl_system"))

    @property
    def body(self) -> dict:
        """The first committee."""
        return self.get(self.system["body"])["data"][0]

    def list(self, name: str, **params) -> list[dict]:
        """Everything in a list of the first committee, page by page."""
        found, url = [], self.body[name]
        while url:
            page = self.get(url, **params)
            found += page["data"]
            url, params = page["links"].get("next"), {}
        return found

    def crawl(self) -> dict[str, dict]:
        """Every address below the system, each of which must answer and be valid."""
        prefix = f"{self.base}{reverse('rkres_wagtail:oparl_system')}"
        found: dict[str, dict] = {}
        waiting = [prefix]
        while waiting:
            url = waiting.pop()
            if url not in found:
                found[url] = self.get(url)
                waiting += [each for each in _texts(found[url]) if each.startswith(prefix)]
        return found

    def everything(self) -> str:
        """Whatever anybody can read here, as one text."""
        return json.dumps(list(self.crawl().values()), ensure_ascii=False)


def _texts(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value
    return (
        [text for each in values for text in _texts(each)] if isinstance(value, dict | list) else []
    )


def key_of(url: str) -> str:
    return re.search(r"/([^/]+)/$", url)[1]


def later() -> None:
    """As if five minutes had gone by, or something had been saved: records may be old."""
    cache.clear()


# A site -------------------------------------------------------------------------------------------


def document(title: str, collection=None):
    values = {"collection": collection} if collection else {}
    made = get_document_model().objects.create(title=title, file=get_test_document_file(), **values)
    content = made.file.read()
    made.file_size, made.file_hash = len(content), sha1(content).hexdigest()
    made.save()
    return made


def closed_collection():
    collection = Collection.get_first_root_node().add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="x"
    )
    return collection


def make_region(parent) -> SimpleNamespace:
    """A committee with one public thing of every kind."""
    committee = CommitteePageFactory(
        parent=parent, title="Komitet", slug="komitet", abbreviation="RKRES",
        contact_unit="ROPS", contact_email="rops@example.org",
        contact_address="ul. Przykładowa 7\n65-000 Zielona Góra",
    )  # fmt: skip
    tier = TierPageFactory(parent=committee, title="Laboratorium")
    group = GroupPageFactory(parent=tier, title="Grupa ds. współpracy")
    term = TermFactory(committee=committee)
    institution = OrganisationFactory(name="Spółdzielnia Jawna", website="https://ąę.example/ś")
    person = PersonFactory(
        first_name="Anna", last_name="Jawna", academic_title="dr", consenting=True, about="O Annie"
    )
    PersonContactFactory(person=person, email="anna@example.invalid", phone="600100200")
    membership = MembershipFactory(
        body=committee, person=person, organisation=institution, term=term
    )
    quiet = PersonFactory(first_name="Ewa", last_name="Cicha", about="Nie dla każdego")
    past = MembershipFactory(body=group, person=quiet, organisation=None, past=True)
    of_institution = MembershipFactory(body=tier, person=None, organisation=institution)

    listing = MeetingIndexPageFactory(parent=committee)
    invitation = document("Zaproszenie.txt")
    meeting = MeetingPageFactory(
        parent=listing, title="Posiedzenie minione", past=True, status=MeetingStatus.CONFIRMED,
        place_name="ROPS, sala 5", place_address="ul. Przykładowa 7, 65-000 Zielona Góra",
        agenda=[
            {"title": "Otwarcie", "level": 1, "result": "adopted", "result_note": "jednogłośnie"},
            {"title": "Stanowisko", "level": 1},
        ],
        materials=[
            {"document": invitation, "kind": MaterialKind.AGENDA},
            {"url": "https://bip.example/ś", "title": "Kopia w BIP"},
        ],
    )  # fmt: skip
    item = meeting.agenda_items.all()[1]
    meeting.materials.add(
        meeting.materials.model(
            sort_order=3, document=document("Projekt stanowiska"), item_uuid=item.uuid
        )
    )
    meeting.save()
    minutes = make_minutes(meeting)
    ahead = MeetingPageFactory(parent=listing, title="Posiedzenie przyszłe", month_only=True)
    register = DecisionIndexPageFactory(parent=committee)
    decision = DecisionPageFactory(
        parent=register, title="Stanowisko w sprawie klauzul", meeting=meeting,
        item_uuid=item.uuid, files=[("file", {"document": document("Skan"), "title": ""})],
    )  # fmt: skip
    consultations = ConsultationIndexPageFactory(parent=committee)
    consultation = ConsultationPageFactory(
        parent=consultations, title="Projekt programu", rounds=[{}],
        forms=[("file", {"document": document("Formularz"), "title": ""})],
    )  # fmt: skip
    consultation.hearings.add(consultation.hearings.model(meeting=ahead, note="wysłuchanie"))
    consultation.save()
    ConsultationReportFactory(
        consultation=consultation,
        files=[("file", {"document": document("Raport"), "title": ""})],
    )
    version = DocumentVersionFactory(consultation=consultation, number=1, sections=2)
    VersionFileFactory(version=version, document=document("Projekt w PDF"))
    return SimpleNamespace(**locals())
