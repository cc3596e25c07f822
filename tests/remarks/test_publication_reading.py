"""The list before the report, remarks below sections, files, costs, and what renews them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rkres_wagtail.consultations.models import SectionLineage
from rkres_wagtail.remarks.models import Remark, RemarkTableFile, Response
from rkres_wagtail.remarks.publication import boxes, caching, files, pdf, word
from rkres_wagtail.remarks.services import receive_many, rules_of
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import (
    ConsultationReportFactory,
    DocumentVersionFactory,
    SectionTextFactory,
)
from tests.factories.remarks import (
    RemarkFactory,
    ResponseFactory,
    ResponseStatusFactory,
    SubmissionFactory,
)
from tests.meetings.public import html_of, part, text_of, words
from tests.test_front_caches import forgotten as forgotten_addresses

pytestmark = pytest.mark.django_db

forgotten = forgotten_addresses

needs_pdf = pytest.mark.skipif(
    not pdf.is_available(), reason="WeasyPrint does not load here: docs/how-to/documents.md"
)


@pytest.fixture
def closed(consultations):
    return ConsultationPageFactory(
        parent=consultations, title="Program 2030", slug="program", rounds=[{"closed": True}]
    )


@pytest.fixture
def report(closed):
    return ConsultationReportFactory(consultation=closed, remarks_count=None, authors_count=None)


def show_at_once(page, value: bool = True) -> None:
    rules = rules_of(page)
    rules.shows_at_once = value
    rules.save()


def below(page, name: str) -> str:
    return f"{page.get_url()}{name}/"


def table(page, kind: str = "csv") -> str:
    return f"/rkres/uwagi/{page.pk}.{kind}"


def fill(page, count: int, texts=(), **fields) -> list[Remark]:
    """``count`` approved remarks, spread over ``texts`` (sections) where given, all answered."""
    sendings = []
    for number in range(count):
        text = texts[number % len(texts)] if texts else None
        named = {"section": text.identity, "version": text.version} if text else {}
        remark = RemarkFactory.build(moderation="approved", **named, **fields)
        sendings.append((SubmissionFactory.build(organisation=f"Podmiot {number % 9}"), [remark]))
    receive_many(consultation=page, sendings=sendings)
    rows = list(Remark.objects.of(page).order_by("number"))[-count:]
    response = ResponseFactory(consultation=page)
    Remark.objects.filter(pk__in=[each.pk for each in rows]).update(response=response)
    return rows


# The list before the report -----------------------------------------------------------------------


def test_nothing_to_list_is_not_found(client, closed):
    assert client.get(below(closed, "uwagi")).status_code == 404
    show_at_once(closed)
    assert client.get(below(closed, "uwagi")).status_code == 404
    assert "rkres-remarks" not in html_of(client, closed.get_url())


def test_the_list_and_then_the_report_in_its_place(client, closed):
    show_at_once(closed)
    remark = RemarkFactory(consultation=closed, approved=True)
    html = html_of(client, below(closed, "uwagi"))
    assert remark.content in html and "Stanowisko" not in part(html, "rkres-remarks")
    assert f'<link rel="canonical" href="{closed.full_url}uwagi/">' in html
    home = html_of(client, closed.get_url())
    assert f'href="{below(closed, "uwagi")}"' in home
    ConsultationReportFactory(consultation=closed)
    response = client.get(below(closed, "uwagi"), {"kanal": "email"})
    assert response.status_code == 302
    assert response["Location"] == f"{below(closed, 'raport')}?kanal=email#rkres-remarks"


def test_progress_on_the_page_of_the_consultation(client, closed, report):
    remarks = fill(closed, 4)
    RemarkFactory(consultation=closed, approved=True)
    RemarkFactory(consultation=closed, approved=True, withdrawn=True)
    Remark.objects.filter(pk=remarks[0].pk).update(response=None)
    said = text_of(part(html_of(client, closed.get_url()), "rkres-remarks"))
    assert "Odniesiono się do 3 z 5 uwag." in said
    # Six came in: nobody need wonder where one has gone.
    assert "1 uwagę wycofano albo usunięto na wniosek zgłaszającego." in said


def test_the_reader_says_whose_a_remark_is_and_why_it_was_answered_so(client, closed, report):
    version = DocumentVersionFactory(consultation=closed, number=1, sections=1)
    text = version.texts.get()
    remark = RemarkFactory(
        consultation=closed, approved=True, section=text.identity, version=version
    )
    status = ResponseStatusFactory(committee=closed.committee, not_examined=True)
    ResponseFactory(
        consultation=closed, status=status, remarks=[remark], formal_reason="late",
        position="Uwagi nie rozpatrzono.", reasons="Wpłynęła dzień po terminie.",
    )  # fmt: skip
    said = text_of(html_of(client, below(closed, "dokument"))).replace("\xa0", " ")
    assert f"uwaga nr {remark.number}" in said and "uwagę nr" not in said
    assert "Nierozpatrzona – po terminie" in said
    assert "Wpłynęła dzień po terminie." in said


def test_the_list_stands_in_the_sitemap_while_it_is_one(closed):
    show_at_once(closed)
    RemarkFactory(consultation=closed, approved=True)
    addresses = [each["location"] for each in closed.get_sitemap_urls()]
    assert f"{closed.full_url}uwagi/" in addresses
    ConsultationReportFactory(consultation=closed)
    addresses = [each["location"] for each in closed.get_sitemap_urls()]
    assert f"{closed.full_url}uwagi/" not in addresses


# Below sections -----------------------------------------------------------------------------------


def test_a_remark_to_an_older_version_says_so(client, closed, report):
    old = DocumentVersionFactory(consultation=closed, number=1, sections=2)
    kept, gone = old.texts.all()
    new = DocumentVersionFactory(consultation=closed, number=2)
    SectionTextFactory(version=new, identity=kept.identity, position=0)
    SectionLineage.objects.create(
        version=new, kind="merge", source=gone.identity, target=kept.identity
    )
    first = RemarkFactory(
        consultation=closed, approved=True, section=kept.identity, version=old, content="Do starej"
    )
    RemarkFactory(
        consultation=closed,
        approved=True,
        section=gone.identity,
        version=old,
        content="Do nagrobka",
    )
    ResponseFactory(consultation=closed, remarks=[first], position="Dopisano.")
    html = html_of(client, below(closed, "dokument"))
    said = text_of(html)
    assert "uwaga dotyczy wersji 1" in said and "Do starej" in said and "Dopisano." in said
    assert f'{below(closed, "dokument")}porownanie/?od=1&amp;do=2"' in html
    assert "Do nagrobka" in part(html, "rkres-tombstones")
    older = text_of(html_of(client, f"{below(closed, 'dokument')}wersja-1/"))
    assert "Do starej" in older and "uwaga dotyczy wersji" not in older


def test_of_many_remarks_on_a_section_the_first_and_a_way_to_the_others(
    client, closed, report, monkeypatch
):
    monkeypatch.setattr(boxes, "SHOWN", 2)
    text = DocumentVersionFactory(consultation=closed, number=1, sections=1).texts.get()
    fill(closed, 5, [text])
    html = html_of(client, below(closed, "dokument"))
    assert html.count("rkres-remark-answer") == 2
    more = f"{below(closed, 'raport')}?jednostka={text.identity_id}"
    assert f'href="{more}#rkres-remarks"' in html
    assert html_of(client, more).count('id="uwaga-') == 5


def test_the_offices_draft_of_the_text_has_no_remarks(client, closed, report, admin_client):
    draft = DocumentVersionFactory(consultation=closed, number=1, draft=True, sections=1)
    text = draft.texts.get()
    fill(closed, 1, [text])
    context = {"page": closed, "version": draft, "is_draft": True, "request": object()}
    assert boxes.section_remarks(context) == ""


# Files --------------------------------------------------------------------------------------------


def test_a_file_is_sent_again_only_when_it_changed(client, closed, report):
    remarks = fill(closed, 3)
    for kind in ("csv", "xlsx"):
        first = client.get(table(closed, kind))
        assert first.status_code == 200 and first["Cache-Control"] == "public, no-cache"
        again = client.get(table(closed, kind), headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
    etag = client.get(table(closed))["ETag"]
    changes = [
        lambda: Remark.objects.filter(pk=remarks[0].pk).update(moderation="blocked"),
        lambda: Remark.objects.filter(pk=remarks[1].pk).update(withdrawn_at=timezone.now()),
        lambda: Remark.objects.filter(pk=remarks[2].pk).update(edits=5),
        lambda: Response.objects.update(edits=9),
        lambda: Response.objects.get().status.__class__.objects.update(name="przyjęta"),
        lambda: RemarkFactory(consultation=closed),
    ]
    for change in changes:
        change()
        response = client.get(table(closed), headers={"if-none-match": etag})
        assert response.status_code == 200
        etag = response["ETag"]


def test_files_are_offered_with_their_sizes(client, closed, report):
    fill(closed, 2)
    html = html_of(client, below(closed, "raport"))
    assert f'href="{table(closed)}"' in html and "DOCX: przygotowywany" in text_of(html)
    assert client.get(table(closed, "docx")).status_code == 503
    assert set(files.refresh(report).values()) <= {files.MADE, files.NOT_INSTALLED}
    said = text_of(html_of(client, below(closed, "raport")))
    assert "Pobierz tabelę (DOCX, " in said
    assert files.refresh(report)["docx"] == files.KEPT
    response = client.get(table(closed, "docx"))
    assert response.status_code == 200 and response["Content-Type"] == word.CONTENT_TYPE
    headers = {"if-none-match": response["ETag"]}
    assert client.get(table(closed, "docx"), headers=headers).status_code == 304


def test_nothing_stale_is_served(client, closed, report):
    remarks = fill(closed, 2)
    files.refresh(report)
    Remark.objects.filter(pk=remarks[0].pk).update(moderation="blocked", edits=1)
    assert client.get(table(closed, "docx")).status_code == 503
    call_command("rkres_files", verbosity=0)
    assert client.get(table(closed, "docx")).status_code == 200


def test_a_long_table_is_a_sheet_only(client, closed, report, monkeypatch):
    fill(closed, 3)
    for module in (files, __import__("rkres_wagtail.remarks.publication.exports", fromlist=["x"])):
        monkeypatch.setattr(module, "MOST_ROWS", 2)
    assert files.refresh(report) == {}
    assert client.get(table(closed, "pdf")).status_code == 404
    assert client.get(table(closed)).status_code == 200
    assert "DOCX" not in part(html_of(client, below(closed, "raport")), "rkres-remarks")


@needs_pdf
@pytest.mark.parametrize("count", [1, 45])
def test_the_pdf_is_accessible(closed, report, count):
    import page

    remarks = fill(closed, count, quote="Jest.", proposed="Ma być. " * 40, justification="Bo\ntak.")
    Remark.objects.filter(pk=remarks[0].pk).update(moderation="blocked")
    files.refresh(report)
    content = bytes(RemarkTableFile.objects.get(kind="pdf").content)
    checked = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.rule_id for failure in checked.failures] == []


@needs_pdf
def test_hostile_texts_make_files_all_the_same(closed, report):
    import page

    hostile = "\u202eodwrotnie مرحبا </td><img src='http://127.0.0.1:9/x'>" + "x" * 500
    fill(closed, 1, content=hostile, proposed="<p>" * 50, justification="&#0;&#xd800;")
    assert files.refresh(report) == {"docx": "made", "pdf": "made"}
    content = bytes(RemarkTableFile.objects.get(kind="pdf").content)
    checked = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.rule_id for failure in checked.failures] == []


def test_a_docx_that_a_screen_reader_finds_its_way_in(closed, report):
    from docx import Document
    from docx.oxml.ns import qn

    fill(closed, 3)
    files.refresh(report)
    content = bytes(RemarkTableFile.objects.get(kind="docx").content)
    document = Document(BytesIO(content))
    found = document.tables[0]
    assert len(found.rows) == 4
    assert found.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.core_properties.language == "pl-PL"
    assert words(document.paragraphs[0].text) == "Raport z konsultacji: Program 2030"


def test_a_file_that_cannot_be_made_breaks_nothing(closed, report, monkeypatch):
    fill(closed, 1)
    monkeypatch.setattr(word, "make", lambda document: 1 / 0)
    assert files.refresh(report)["docx"] == files.BROKEN


# The office's export ------------------------------------------------------------------------------


def office_address(page, kind: str = "csv") -> str:
    return f"/admin/rkres/uwagi/{page.pk}/eksport/?format={kind}"


def test_the_office_exports_everything(admin_client, closed):
    RemarkFactory(
        consultation=closed, content="=1+1", sender={"person": True, "email": "jw@example.org"}
    )
    RemarkFactory(consultation=closed, junk=True)
    response = admin_client.get(office_address(closed))
    said = b"".join(response).decode("utf-8-sig")
    assert "Joanna Wierzbicka-Testowa" in said and "jw@example.org" in said and "'=1+1" in said
    assert len(said.splitlines()) == 3
    sheet = admin_client.get(office_address(closed, "xlsx"))
    assert sheet.status_code == 200 and "spreadsheetml" in sheet["Content-Type"]


def test_the_offices_export_is_for_the_office(client, closed, django_user_model):
    RemarkFactory(consultation=closed)
    assert client.get(office_address(closed)).status_code == 302
    user = django_user_model.objects.create_user("gość", password="x", email="g@example.org")
    from django.contrib.auth.models import Permission

    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    response = client.get(office_address(closed))
    assert response.status_code in (302, 403) and not response.streaming


# Cost ---------------------------------------------------------------------------------------------


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        assert response.status_code == 200
        if response.streaming:
            list(response)
    return len(queries)


def own_cost(client, address: str) -> int:
    """Queries on tables of remarks, and on what only they need."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    names = ("rkres_wagtail_remark", "rkres_wagtail_submission", "rkres_wagtail_response")
    return sum(any(name in each["sql"] for name in names) for each in queries)


def test_the_text_costs_the_same_with_few_and_with_300_remarks(client, closed, report):
    version = DocumentVersionFactory(consultation=closed, number=1, sections=60)
    texts = list(version.texts.select_related("identity", "version"))
    fill(closed, 5, texts[:5])
    address = below(closed, "dokument")
    few, own = cost(client, address), own_cost(client, address)
    fill(closed, 295, texts)
    assert cost(client, address) == few
    # One of them for programmes that remarks fed.
    assert own_cost(client, address) == own <= 6
    assert html_of(client, address).count("rkres-remark-answer") == 300


def test_page_list_report_and_exports_cost_the_same(client, closed, report):
    version = DocumentVersionFactory(consultation=closed, number=1, sections=3)
    texts = list(version.texts.select_related("identity", "version"))
    addresses = [
        closed.get_url(), below(closed, "raport"), f"{below(closed, 'raport')}?kanal=email",
        table(closed), table(closed, "xlsx"), "/api/v2/remarks/?limit=20",
        f"/api/v2/pages/{closed.pk}/",
    ]  # fmt: skip
    fill(closed, 60, texts)
    few = {each: cost(client, each) for each in addresses}
    fill(closed, 1000, texts)
    assert {each: cost(client, each) for each in addresses} == few
    assert few[table(closed)] <= 10 and few[table(closed, "xlsx")] <= 10


def test_a_list_of_consultations_over_the_api_counts_all_at_once(client, consultations):
    def add(count: int) -> None:
        for _number in range(count):
            page = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
            ConsultationReportFactory(consultation=page)
            RemarkFactory(consultation=page, approved=True)

    address = "/api/v2/pages/?type=rkres_wagtail_pages.ConsultationPage&fields=report"
    rows = "/api/v2/remarks/"
    feed = f"/rkres/nowosci/{consultations.committee.pk}.atom"
    add(2)
    few = [cost(client, each) for each in (address, rows, feed)]
    add(8)
    assert [cost(client, each) for each in (address, rows, feed)] == few


# What renews ----------------------------------------------------------------------------------


def test_a_change_is_told_once_a_transaction(
    closed,
    report,
    forgotten,
    django_capture_on_commit_callbacks,
    monkeypatch,
):
    told = []
    monkeypatch.setattr(caching, "_tell", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        remarks = fill(closed, 5)
    assert told == [closed.pk]
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for each in remarks:
            each.refresh_from_db()
            each.edits += 1
            each.save()
        caching.changed(closed.pk)
    assert told == [closed.pk]


def test_a_savepoint_that_is_rolled_back_takes_nothing_with_it(
    closed, report, django_capture_on_commit_callbacks, monkeypatch
):
    told = []
    monkeypatch.setattr(caching, "_tell", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                caching.changed(closed.pk)
                raise ValueError
        except ValueError:
            caching.changed(closed.pk)
    assert told == [closed.pk]


def test_caches_forget_and_files_are_made_when_something_public_changes(
    closed,
    report,
    forgotten,
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        remark = RemarkFactory(consultation=closed, approved=True)
    assert any(address.endswith("/raport/") for address in forgotten)
    assert any(address.endswith("/uwagi/") for address in forgotten)
    basis = RemarkTableFile.objects.get(kind="docx").basis
    with django_capture_on_commit_callbacks(execute=True):
        remark.moderation, remark.edits = "blocked", 1
        remark.save()
    assert RemarkTableFile.objects.get(kind="docx").basis != basis


def test_nothing_is_told_of_what_is_not_public(
    closed,
    forgotten,
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        RemarkFactory(consultation=closed)
    assert forgotten == []


def test_words_of_remarks_find_the_consultation(closed, report):
    RemarkFactory(consultation=closed, approved=True, content="Spółdzielnie uczniowskie")
    assert "uczniowskie" in type(closed).objects.get(pk=closed.pk).public_remarks_text


# API ----------------------------------------------------------------------------------------------


def test_the_api_filters(client, closed, report):
    text = DocumentVersionFactory(consultation=closed, number=1, sections=1).texts.get()
    one = RemarkFactory(
        consultation=closed, approved=True, section=text.identity, version=text.version,
        sender={"channel": "post", "author_kind": "government", "organisation": "Gmina"},
    )  # fmt: skip
    two = RemarkFactory(consultation=closed, approved=True)
    status = ResponseStatusFactory(committee=closed.committee)
    ResponseFactory(consultation=closed, remarks=[one], status=status, position="Tak.")

    def ids(query: str) -> list[int]:
        return [each["id"] for each in client.get(f"/api/v2/remarks/?{query}").json()["items"]]

    assert ids("") == [one.pk, two.pk] and ids("order=-number") == [two.pk, one.pk]
    for query in ("meaning=accepted", "channel=post", "author_kind=government",
                  f"section={text.identity.anchor}"):  # fmt: skip
        assert ids(query) == [one.pk], query
    assert ids("meaning=unanswered") == [two.pk]
    assert ids("changed_since=2020-01-01") == [one.pk, two.pk]
    later = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d")
    assert ids(f"changed_since={later}") == []
    for query in ("meaning=x", "channel=gołąb", "section=1", "changed_since=wczoraj",
                  "changed_since=2026-01-01T10:00:00", "consultation=x"):  # fmt: skip
        assert client.get(f"/api/v2/remarks/?{query}").status_code == 400, query
    said = client.get(f"/api/v2/remarks/{one.pk}/").json()
    assert said["author"] == "Gmina" and said["meaning"] == "accepted" and said["version"] == 1
    assert said["position"] == "Tak." and said["section_heading"] == text.heading
    assert said["html_url"].endswith("/raport/")
