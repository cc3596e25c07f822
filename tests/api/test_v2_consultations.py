"""Consultations over API v2: what it says, what it never says, what it costs."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from rkres_wagtail.consultations.models import Round
from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
    ConsultationOutcomeFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DocumentVersionFactory,
    ExtensionFactory,
    LegalActFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.consultations import VersionFileFactory
from tests.factories.remarks import RemarkRulesFactory

from .conftest import SECRET

pytestmark = pytest.mark.django_db

TYPE = "rkres_wagtail_pages.ConsultationPage"
INDEX = "rkres_wagtail_pages.ConsultationIndexPage"
WARSAW = ZoneInfo("Europe/Warsaw")


def document(title, **values):
    made = get_document_model()(title=title, **values)
    made.file.save("plik.pdf", ContentFile(b"abc"))
    made.get_file_hash()
    made.get_file_size()
    made.save()
    return made


@pytest.fixture
def index(world):
    ConsultationKindFactory(committee=world.committee, name="projekt", description=SECRET)
    ConsultationKindFactory(committee=world.other, name=SECRET)
    return ConsultationIndexPageFactory(parent=world.committee, slug="konsultacje", lead="O czym")


@pytest.fixture
def room(world, index, private_collection):
    """One consultation with everything, public and not."""
    listing = MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia")
    open_one = MeetingPageFactory(parent=listing, title="Otwarte spotkanie")
    closed = MeetingPageFactory(parent=listing, title=SECRET, private=True)
    page = ConsultationPageFactory(
        parent=index, title="Jawna", body=world.group, only_on_form=True, receipt_date_counts=True,
        invited="Gminy\n\nSpółdzielnie", initiating_act=world.act,
        rounds=[{"closed": True, "title": "I tura"}, {}],
        channels=[("email", {"email": "a@b.example", "subject": "Uwagi", "note": ""})],
        copies=[("copy", {"title": "BIP", "url": "https://bip.example/"})],
        forms=[("file", {"document": document("Formularz"), "title": ""}),
               ("file", {"document": document(SECRET, collection=private_collection),
                         "title": SECRET})],
    )  # fmt: skip
    for meeting in (open_one, closed):
        page.hearings.add(page.hearings.model(meeting=meeting, note="sala 5"))
    page.save_revision().publish()
    ExtensionFactory(round=Round.objects.of(page).last(), reason="Prośby")
    table = {
        "data": [["Cel", "Kwota"], ["1", "<b>5</b>"]], "table_caption": "Kwoty",
        "first_row_is_table_header": True,
    }  # fmt: skip
    version = DocumentVersionFactory(
        consultation=page, number=1, changes="Pierwszy tekst",
        sections=[
            {"number": "1", "title": "Cele", "level": 1,
             "content": [("text", RichText("<p>Cel <b>pierwszy</b></p>")), ("table", table),
                         ("note", {"number": "1", "text": RichText("<p>Przypis</p>")})]},
            {"number": "1.1", "title": "Zatrudnienie", "level": 2},
        ],
    )  # fmt: skip
    VersionFileFactory(version=version, document=document("Projekt"))
    VersionFileFactory(
        version=version, document=document(SECRET, collection=private_collection), title=SECRET
    )
    DocumentVersionFactory(
        consultation=page, number=2, published_at=None, changes=SECRET,
        sections=[{"title": SECRET, "words": SECRET}],
    )  # fmt: skip
    ConsultationReportFactory(consultation=page, draft=True, lead=SECRET)
    secret = {"title": f"{SECRET} konsultacje", "lead": SECRET, "rounds": [{}], "report": True}
    for how in ("draft", "private", "expired"):
        hidden = ConsultationPageFactory(parent=index, **{how: True}, **secret)
        DocumentVersionFactory(consultation=hidden, number=1, title=SECRET, sections=1)
    ConsultationPageFactory(
        parent=index, title="Połowiczna", body=world.draft, audience=world.draft,
        initiating_act=world.secret_act,
    )  # fmt: skip
    return page


def detail(get, page) -> dict:
    response = get(f"pages/{page.pk}/")
    assert response.status_code == 200, response.content
    return response.json()


def test_every_field(get, room):
    said = detail(get, room)
    assert said["kind"]["name"] == "projekt" and said["body"]["title"] == "Grupa"
    assert said["audience"] is None and said["for_everyone"] is True
    assert (said["state"], said["state_label"], said["is_open"]) == ("open", "otwarte", True)
    last = Round.objects.of(room).last()
    assert said["days_left"] == (last.ends_at.astimezone(WARSAW).date() - timezone.localdate()).days
    assert datetime.fromisoformat(said["closes_at"]) == last.ends_at
    assert said["closes_text"].startswith("do ")
    first, second = said["rounds"]
    assert (first["title"], first["is_open"], first["extensions"]) == ("I tura", False, [])
    assert first["days_inclusive"] == first["days_exclusive"] + 1
    (extension,) = second["extensions"]
    assert extension["reason"] == "Prośby"
    assert extension["closes_at"] == second["closes_at"] > extension["old_closes_at"]
    assert said["invited"] == ["Gminy", "Spółdzielnie"] and said["notified"] == []
    assert "23/278/15" in said["initiating_act"]["title"]
    assert said["only_on_form"] is True and said["receipt_date_counts"] is True
    assert said["anonymous_accepted"] is None
    (channel,) = said["channels"]
    assert (channel["type"], channel["email"], channel["subject"]) == (
        "email", "a@b.example", "Uwagi",
    )  # fmt: skip
    assert [each["title"] for each in said["forms"]] == ["Formularz"]
    assert said["copies"] == [{"title": "BIP", "url": "https://bip.example/"}]
    (hearing,) = said["hearings"]
    assert (hearing["title"], hearing["note"]) == ("Otwarte spotkanie", "sala 5")
    assert said["report"] is None and said["outcome"] is None
    (version,) = said["versions"]
    assert (version["number"], version["sections_count"]) == (1, 2)
    assert version["html_url"].endswith("/dokument/wersja-1/")
    (file,) = version["files"]
    assert (file["title"], file["format"], file["file_size"]) == ("Projekt", "pdf", 3)
    assert file["sha1"] == "a9993e364706816aba3e25717850c26c9cd0d89d"


def test_the_form_on_the_site_stands_first_while_it_is_open(get, index):
    email = ("email", {"email": "a@b.example", "subject": "", "note": ""})
    opened = ConsultationPageFactory(parent=index, rounds=[{}], channels=[email])
    over = ConsultationPageFactory(parent=index, rounds=[{"closed": True}])
    assert [each["type"] for each in detail(get, opened)["channels"]] == ["email"]
    for page in (opened, over):
        RemarkRulesFactory(consultation=page, online=True)
    own, by_mail = detail(get, opened)["channels"]
    assert own == {
        "type": "online_form", "label": "Formularz internetowy", "note": "",
        "url": f"{opened.full_url}uwagi/zglos/",
    }  # fmt: skip
    assert by_mail["type"] == "email"
    assert detail(get, over)["channels"] == []


def test_report_and_outcome(get, index, world):
    page = ConsultationPageFactory(parent=index, rounds=[{"closed": True}])
    ConsultationReportFactory(
        counted_from="numbers",
        consultation=page,
        results=[("result", {"label": "uwzględnione", "count": 6})],
    )
    assert detail(get, page)["state"] == "reported"
    act = LegalActFactory(body=world.committee, number="XLIII/733/21")
    ConsultationOutcomeFactory(consultation=page, act=act, note="Przyjęto")
    said = detail(get, page)
    assert said["state"] == "adopted" and said["days_left"] is None
    assert said["report"]["remarks_count"] == 7 and said["report"]["authors_count"] == 2
    assert said["report"]["results"] == [{"label": "uwzględnione", "count": 6}]
    assert said["report"]["html_url"].endswith("/raport/")
    assert "XLIII/733/21" in said["outcome"]["act"]["title"]


def test_hidden_relations(listed, room):
    by_title = {item["title"]: item for item in listed("pages", type=TYPE, fields="*")}
    assert set(by_title) == {"Jawna", "Połowiczna"}
    half = by_title["Połowiczna"]
    assert half["body"] is None and half["audience"] is None and half["for_everyone"] is False
    assert half["initiating_act"] is None and half["state"] == "announced"


def test_nothing_secret_anywhere(get, room, index):
    addresses = [
        ("pages/", {"type": TYPE, "fields": "*"}),
        ("pages/", {"type": INDEX, "fields": "*"}),
        ("pages/", {"type": TYPE, "search": SECRET}),
        ("pages/", {"fields": "*"}),
        ("consultation-kinds/", {"fields": "*"}),
        ("document-versions/", {"fields": "*"}),
        (f"pages/{room.pk}/", {}),
        (f"pages/{index.pk}/", {}),
    ]
    for path, params in addresses:
        response = get(path, **params)
        assert response.status_code == 200
        assert SECRET not in response.content.decode().replace(f"search={SECRET}", ""), path


@pytest.mark.parametrize("field", ["rounds", "audience", "initiating_act", "versions", "forms"])
def test_what_is_cut_down_is_no_filter(get, room, field):
    assert get("pages/", type=TYPE, **{field: "1"}).status_code == 400
    assert get("pages/", type=TYPE, order=field).status_code == 400


def test_filters(get, listed, room, index, world):
    past = {
        "starts_at": datetime(2020, 12, 16, tzinfo=WARSAW),
        "ends_at": datetime(2021, 1, 1, tzinfo=WARSAW),
    }
    old = ConsultationPageFactory(parent=index, title="Dawna", rounds=[past], outcome="unknown")

    def titles(**params):
        return {item["title"] for item in listed("pages", type=TYPE, **params)}

    assert titles(state="open") == {"Jawna"}
    assert titles(state="open,unknown") == {"Jawna", "Dawna"}
    assert titles(body=world.group.pk) == {"Jawna"}
    assert titles(kind=old.kind_id, year="2020") == {"Dawna"}
    # It closed at midnight: not a moment of the new year.
    assert titles(year="2021") == set()
    for bad in (
        {"state": "otwarte"}, {"state": ""}, {"kind": "x"}, {"body": world.draft.pk},
        {"year": "20201"}, {"year": "MMXX"}, {"year": "9" * 11},
    ):  # fmt: skip
        response = get("pages/", type=TYPE, **bad)
        assert response.status_code == 400, bad
        assert next(iter(bad)) in response.json()["message"]
    assert get("pages/", state="open").status_code == 400


def test_the_boundary_to_the_second(get, listed, index):
    ends_at = datetime(2026, 11, 3, tzinfo=WARSAW)
    starts_at = ends_at - timedelta(days=20)
    row = {"starts_at": starts_at, "ends_at": ends_at}
    with freeze_time(starts_at - timedelta(days=5)):
        page = ConsultationPageFactory(parent=index, rounds=[row])
    moments = [
        (starts_at - timedelta(seconds=1), "announced"), (starts_at, "open"),
        (ends_at - timedelta(seconds=1), "open"), (ends_at, "analysed"),
        (ends_at + timedelta(days=30) - timedelta(seconds=1), "analysed"),
        (ends_at + timedelta(days=30), "overdue"),
    ]  # fmt: skip
    for moment, state in moments:
        with freeze_time(moment):
            said = detail(get, page)
            assert said["state"] == state and said["is_open"] == (state == "open"), moment
            assert [item["id"] for item in listed("pages", type=TYPE, state=state)] == [page.pk]


def test_kinds_of_public_committees(listed, index, world):
    (kind,) = listed("consultation-kinds", fields="*", committee=world.committee.pk)
    assert kind["name"] == "projekt" and kind["committee"]["title"] == "Komitet"
    assert "description" not in kind and "minimum_days" in kind


def test_versions_and_their_sections(get, listed, room):
    (row,) = listed("document-versions", consultation=room.pk, fields="*")
    assert row["consultation"]["title"] == "Jawna" and row["changes"] == "Pierwszy tekst"
    said = get(f"document-versions/{row['id']}/").json()
    first, second = said["sections"]
    assert first["anchor"].startswith("czesc-") and len(first["digest"]) == 64
    assert (first["number"], first["title"], first["level"]) == ("1", "Cele", 1)
    assert "<b>pierwszy</b>" in first["html"] and "<table" in first["html"]
    assert "<b>5</b>" not in first["html"]
    assert first["text"].split("\n") == [
        "Cel pierwszy", "Kwoty", "Cel | Kwota", "1 | <b>5</b>", "1 Przypis",
    ]  # fmt: skip
    assert second["level"] == 2
    assert not listed("document-versions", consultation=999999)
    assert get("document-versions/", consultation="x").status_code == 400
    assert get("document-versions/", kind="inny").status_code == 400


def test_links_to_what_is_not_public_have_no_address(get, index):
    page, draft = (ConsultationPageFactory(parent=index) for _number in range(2))
    draft.unpublish()
    links = (
        f'<p><a linktype="page" id="{draft.pk}">a</a> <a linktype="page" id="{page.pk}">b</a></p>'
    )
    note = {"number": "1", "text": RichText(links)}
    content = [("text", RichText(links)), ("table", {"data": [["c"]]}), ("note", note)]
    made = DocumentVersionFactory(consultation=page, number=1, sections=[{"content": content}])
    (section,) = get(f"document-versions/{made.pk}/").json()["sections"]
    assert section["html"].count("href=") == section["html"].count(page.get_url()) == 2
    assert section["html"].count("<a>a</a>") == 2


def test_unpublished_and_hidden_versions_are_not_found(get, room):
    from rkres_wagtail.consultations.models import DocumentVersion

    hidden = DocumentVersion.objects.exclude(consultation=room).first()
    draft = DocumentVersion.objects.drafts().first()
    for each in (hidden, draft):
        assert get(f"document-versions/{each.pk}/").status_code == 404


def test_list_page(get, index):
    said = detail(get, index)
    assert said["body"]["title"] == "Komitet" and said["lead"] == "O czym"
    assert said["calendar_url"].endswith(".ics") and said["news_url"].endswith(".atom")


@pytest.mark.parametrize("path", ["pages/", "document-versions/"])
def test_cost_does_not_grow(get, room, index, world, path):
    params = {"type": TYPE} if path == "pages/" else {}

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = get(path, fields="*", limit=20, **params)
            assert response.status_code == 200
        return len(queries)

    ConsultationPageFactory(parent=index, rounds=[{"closed": True}], report=True)
    RemarkRulesFactory(consultation=room, online=True)
    cost()
    few = cost()
    for _number in range(12):
        page = ConsultationPageFactory(
            parent=index, body=world.group, rounds=[{}, {"closed": True}], report=True,
            initiating_act=world.act,
        )  # fmt: skip
        ExtensionFactory(round=Round.objects.of(page).first())
        RemarkRulesFactory(consultation=page, online=True)
        version = DocumentVersionFactory(consultation=page, number=1, sections=2)
        VersionFileFactory(version=version, document=document("Projekt"))
    assert cost() == few


def test_a_version_of_many_sections_costs_as_one_of_few(get, index):
    def cost(version) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get(f"document-versions/{version.pk}/").status_code == 200
        return len(queries)

    page = ConsultationPageFactory(parent=index)
    small = DocumentVersionFactory(consultation=page, number=1, sections=2)
    large = DocumentVersionFactory(consultation=page, number=2, sections=60)
    cost(small)
    assert cost(small) == cost(large)
