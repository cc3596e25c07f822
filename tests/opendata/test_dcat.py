# ruff: noqa: F401, F811 (fixtures that another module brings)
"""DCAT-AP: mandatory properties, vocabularies, the same graph in every format, live addresses."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator
from rdflib import RDF, Graph, Namespace
from rdflib.compare import isomorphic

from tests.factories import CommitteePageFactory, MembershipFactory

from .catalogue_world import SECRET, everything, private_collection, read, world

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SCHEMA = Path(__file__).parent / "schemas" / "dcat" / "catalogue.json"
PARSERS = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

#: Class -> properties with the least and the most of each: the SHACL shapes of DCAT-AP 2.1.1
#: (releases/2.1.1/dcat-ap_2.1.1_shacl_shapes.ttl) and of 3.0.1, where they say so.
SHAPES = {
    DCAT.Catalog: {
        DCT.title: (1, None),
        DCT.description: (1, None),
        DCT.publisher: (1, 1),
        DCAT.dataset: (1, None),
        DCT.license: (0, 1),
        DCT.issued: (0, 1),
        DCT.modified: (0, 1),
        FOAF.homepage: (0, 1),
    },
    DCAT.Dataset: {
        DCT.title: (1, None),
        DCT.description: (1, None),
        DCT.publisher: (0, 1),
        DCT.accrualPeriodicity: (0, 1),
        DCT.accessRights: (0, 1),
        DCT.issued: (0, 1),
        DCT.modified: (0, 1),
    },
    DCAT.Distribution: {
        DCAT.accessURL: (1, None),
        DCT["format"]: (0, 1),
        DCAT.mediaType: (0, 1),
        DCT.license: (0, 1),
        DCT.modified: (0, 1),
    },
    DCAT.DataService: {DCT.title: (1, None), DCAT.endpointURL: (1, None), DCT.license: (0, 1)},
    FOAF.Agent: {FOAF.name: (1, None)},
}


def address(committee, file_format: str) -> str:
    return reverse("rkres_wagtail:dcat", args=[committee.pk, file_format])


def graph(client, committee, file_format: str = "jsonld") -> Graph:
    response = client.get(address(committee, file_format))
    assert response.status_code == 200
    return Graph().parse(data=read(response), format=PARSERS[file_format])


@pytest.fixture
def described(everything, settings):
    settings.RKRES_WAGTAIL_OPEN_DATA_LICENSE = LICENCE
    type(everything.committee).objects.filter(pk=everything.committee.pk).update(
        region="lubusz", contact_email="biuro@example.org", contact_phone="68 123 45 67",
        contact_person=f"{SECRET} osoba",
    )  # fmt: skip
    return everything


def broken(found: Graph) -> list[str]:
    return [
        f"{subject} {prop}: {count}"
        for kind, shape in SHAPES.items()
        for subject in found.subjects(RDF.type, kind)
        for prop, (least, most) in shape.items()
        if not least
        <= (count := len(list(found.objects(subject, prop))))
        <= (most if most is not None else count)
    ]


def test_mandatory_properties(client, described):
    found = graph(client, described.committee)
    for kind in SHAPES:
        assert list(found.subjects(RDF.type, kind)), kind
    assert broken(found) == []
    # What is said of a service or file must be said of a real one.
    assert broken(Graph().parse(data="<x:a> a <http://www.w3.org/ns/dcat#Dataset> ."))


def test_schema_of_our_own(client, described):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    document = client.get(address(described.committee, "jsonld")).json()
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(document)] == []
    assert all(
        len(each["dct:identifier"]) <= 36
        for dataset in document["dcat:dataset"]
        for each in (dataset, dataset["dcat:distribution"])
    )


def test_one_graph_in_three_formats(client, described):
    graphs = [graph(client, described.committee, each) for each in PARSERS]
    assert len(graphs[0]) > 100
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_every_address_answers(client, described):
    found = graph(client, described.committee)
    predicates = (
        DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage, DCAT.endpointURL,
        DCAT.endpointDescription, FOAF.homepage,
    )  # fmt: skip
    urls = {str(url) for each in predicates for url in found.objects(None, each)}
    own = {url for url in urls if url.startswith("http://localhost/") or "testserver" in url}
    assert len(own) > 10
    assert urls - own == {"https://rops.example"}
    for url in own:
        assert client.get("/" + url.split("/", 3)[3]).status_code == 200, url


def test_words_in_polish_and_english(client, described):
    document = client.get(address(described.committee, "jsonld")).json()
    titles = {each["@language"]: each["@value"] for each in document["dct:title"]}
    assert set(titles) == {"pl", "en"}
    assert titles["en"] == "Open data: Komitet"
    members = document["dcat:dataset"][0]
    assert {each["@language"] for each in members["dcat:keyword"]} == {"pl", "en"}


def test_licence_publisher_place_and_contact(client, described):
    document = client.get(address(described.committee, "jsonld")).json()
    licences = {
        each["dcat:distribution"]["dct:license"]["@id"] for each in document["dcat:dataset"]
    }
    assert licences == {"http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"}
    assert document["dct:publisher"]["foaf:name"] == "ROPS Przykładowy"
    assert {"@id": "http://data.europa.eu/nuts/code/PL43"} in document["dct:spatial"]
    contact = document["dcat:dataset"][0]["dcat:contactPoint"]
    assert contact["vcard:hasEmail"] == {"@id": "mailto:biuro@example.org"}
    assert SECRET not in json.dumps(document)


def test_without_licence_host_and_contact(client, site_root, settings):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    found = graph(client, committee)
    assert broken(found) == []
    assert not list(found.objects(None, DCT.license))
    settings.RKRES_WAGTAIL_OPEN_DATA_LICENSE = "https://example.org/licencja"
    licences = {str(each) for each in graph(client, committee).objects(None, DCT.license)}
    assert licences == {"https://example.org/licencja"}


def test_when_it_changed_is_that_of_the_newest_row(client, everything):
    def modified() -> str:
        document = client.get(address(everything.committee, "jsonld")).json()
        return document["dcat:dataset"][0]["dct:modified"]["@value"]

    before = modified()
    later = timezone.now().replace(microsecond=0) + timedelta(days=1)
    row = MembershipFactory(body=everything.committee)
    type(row).objects.filter(pk=row.pk).update(updated_at=later)
    assert datetime.fromisoformat(modified()) == later
    assert modified() > before


@pytest.mark.parametrize("name", ["draft", "closed", "other", "group"])
def test_nothing_but_public_committees(client, world, name):
    for file_format in PARSERS:
        assert client.get(address(getattr(world, name), file_format)).status_code == 404


@pytest.mark.parametrize("file_format", ["xml", "json", "n3", "csv"])
def test_unknown_formats(client, world, file_format):
    assert client.get(address(world.committee, file_format)).status_code == 404


def test_without_the_extra(client, world, monkeypatch):
    monkeypatch.setitem(sys.modules, "rdflib", None)
    monkeypatch.setattr("rkres_wagtail.opendata.catalogue.offers.find_spec", lambda name: None)
    assert client.get(address(world.committee, "ttl")).status_code == 404
    assert client.get(address(world.committee, "rdf")).status_code == 404
    assert client.get(address(world.committee, "jsonld")).status_code == 200
    html = client.get(f"{world.committee.get_url()}dane/").content.decode()
    assert "katalog.jsonld" in html and "katalog.ttl" not in html


def test_conditional_and_open_to_scripts(client, world):
    for file_format in PARSERS:
        first = client.get(address(world.committee, file_format))
        assert first["Access-Control-Allow-Origin"] == "*"
        again = client.get(
            address(world.committee, file_format), headers={"if-none-match": first["ETag"]}
        )
        assert again.status_code == 304
