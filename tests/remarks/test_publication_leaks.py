"""No output tells what the public may not read: pages, reader, files, API, index."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import PageViewRestriction

from rkres_wagtail.remarks.choices import AuthorKind
from rkres_wagtail.remarks.models import Remark, Submission
from rkres_wagtail.remarks.publication import files
from rkres_wagtail.remarks.services import rules_of
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import ConsultationReportFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory, ResponseStatusFactory
from tests.support.pdf_text import pdf_text

pytestmark = pytest.mark.django_db

PERSON, SECRET = "Joanna Wierzbicka-Testowa", "TAJNE"
EVERY_WORD = {name: f"{SECRET} {name}" for name in ("content", "quote", "proposed")} | {
    "justification": f"{SECRET} justification", "place": f"{SECRET} place",
}  # fmt: skip


@pytest.fixture
def home(consultations):
    return ConsultationPageFactory(parent=consultations, slug="program", rounds=[{"closed": True}])


@pytest.fixture
def section(home):
    return DocumentVersionFactory(consultation=home, number=1, sections=1).texts.get()


@pytest.fixture
def report(home):
    return ConsultationReportFactory(
        consultation=home, remarks_count=None, authors_count=None, lead="Wnioski."
    )


@pytest.fixture
def register(home, section):
    """One of each that must not be read, and one that may."""

    def make(**fields):
        sender = {"organisation": f"{SECRET} podmiot", "email": "tajne@example.org"}
        kwargs = {**EVERY_WORD, **fields}
        kwargs["sender"] = {**sender, **fields.get("sender", {})}
        return RemarkFactory(
            consultation=home, section=section.identity, version=section.version, **kwargs
        )

    hidden = [
        make(moderation="pending"),
        make(blocked=True),
        make(approved=True, withdrawn=True),
        make(approved=True, erased_at=timezone.now()),
        make(junk=True),
        make(approved=True, sender={"unconfirmed": True}),
    ]
    status = ResponseStatusFactory(committee=home.committee)
    ResponseFactory(
        consultation=home, status=status, remarks=hidden[:2],
        position=f"{SECRET} position", reasons=f"{SECRET} reasons",
    )  # fmt: skip
    private = make(
        approved=True, content="Jawna uwaga. tel. 600 100 200 proszę", quote="", proposed="",
        justification="", place="", hidden_passages="600 100 200\nproszę",
        sender={"organisation": "", "name": PERSON, "author_kind": AuthorKind.PERSON},
    )  # fmt: skip
    ResponseFactory(consultation=home, status=status, remarks=[private], position="Jawne tak.")
    return {"hidden": hidden, "private": private}


def outputs(client, home) -> dict[str, str]:
    """Everything that anybody may ask for; what is not there says nothing."""
    base = home.get_url()
    found = {}
    for name in ("", "raport/", "uwagi/", "dokument/", "raport/?zglaszajacy=person"):
        response = client.get(f"{base}{name}", follow=True)
        found[f"page {name}"] = response.content.decode() if response.status_code == 200 else ""
    for kind in ("csv", "xlsx", "docx", "pdf"):
        response = client.get(f"/rkres/uwagi/{home.pk}.{kind}")
        found[kind] = _read(kind, response) if response.status_code == 200 else ""
    for address in ("remarks/", f"remarks/?consultation={home.pk}", f"pages/{home.pk}/"):
        response = client.get(f"/api/v2/{address}")
        found[f"api {address}"] = response.content.decode()
    for each in Remark.objects.all():
        response = client.get(f"/api/v2/remarks/{each.pk}/")
        found[f"api {each.pk}"] = response.content.decode()
    found["index"] = type(home).objects.get(pk=home.pk).public_remarks_text
    return found


def _read(kind: str, response) -> str:
    content = b"".join(response) if response.streaming else response.content
    if kind == "csv":
        return content.decode("utf-8-sig")
    if kind == "pdf":
        return pdf_text(content)
    if kind == "docx":
        from docx import Document

        table = Document(BytesIO(content)).tables[0]
        return " ".join(cell.text for row in table.rows for cell in row.cells)
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(content)).active
    return " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)


def assert_nowhere(found: dict[str, str], *secrets: str) -> None:
    for name, said in found.items():
        for secret in secrets:
            assert secret not in said, (name, secret)


def test_with_the_report_only_readable_words_and_a_neutral_trace(client, home, report, register):
    files.refresh(report)
    found = outputs(client, home)
    assert_nowhere(found, SECRET, PERSON, "600 100 200", "proszę", "tajne@")
    for name in ("page raport/", "page dokument/", "csv", "xlsx", "docx", "pdf", "index"):
        assert "Jawna uwaga" in found[name], name
        assert "Jawne tak" in found[name], name
    for name in ("page raport/", "csv", "xlsx", "docx", "pdf"):
        assert "Uwagę wycofał zgłaszający" in found[name], name
    assert "[…]" in found["csv"]
    assert "Jeszcze niezatwierdzona" in found["csv"] and "Treści nie pokazano" in found["csv"]
    # Junk and unconfirmed ones leave no trace, in no file.
    assert len(found["csv"].splitlines()) == 1 + 5


def test_a_private_person_who_agreed_is_named(client, home, report, register):
    Submission.objects.filter(pk=register["private"].submission_id).update(is_name_public=True)
    found = outputs(client, home)
    assert PERSON in found["page raport/"] and PERSON in found["csv"]
    assert PERSON in found[f"api {register['private'].pk}"]


@pytest.mark.parametrize("state", ["none", "draft", "expired", "numbers", "private", "unpublished"])
def test_before_and_without_the_report_nothing(client, home, register, state):
    if state != "none":
        report = ConsultationReportFactory(
            consultation=home,
            draft=state == "draft",
            counted_from="numbers" if state == "numbers" else "register",
            remarks_count=7 if state == "numbers" else None,
            expire_at=timezone.now() - timedelta(hours=1) if state == "expired" else None,
        )
        if state == "private":
            PageViewRestriction.objects.create(page=home, restriction_type="login")
        if state == "unpublished":
            type(home).objects.filter(pk=home.pk).update(live=False)
            home.refresh_from_db()
        assert files.refresh(report) == {}
    found = outputs(client, home)
    if state in ("private", "unpublished"):
        # The index is asked only through the gate.
        del found["index"]
    assert_nowhere(found, SECRET, PERSON, "Jawna uwaga", "Jawne tak", "Bez stanowiska")
    assert client.get(f"{home.get_url()}uwagi/").status_code in (302, 404)
    assert client.get("/api/v2/remarks/").json()["items"] == []
    for kind in ("csv", "xlsx", "docx", "pdf"):
        assert client.get(f"/rkres/uwagi/{home.pk}.{kind}").status_code == 404


def test_shown_at_once_without_answers_and_traces(client, home, register):
    rules = rules_of(home)
    rules.shows_at_once = True
    rules.save()
    found = outputs(client, home)
    assert_nowhere(found, SECRET, PERSON, "600 100 200", "Jawne tak", "Wycofana przez")
    for name in ("page uwagi/", "page dokument/", "csv", "xlsx", "index"):
        assert "Jawna uwaga" in found[name], name
    assert "Opublikowano tu: 1 uwaga" in found["page "].replace("\xa0", " ")
    assert client.get(f"/api/v2/remarks/{register['private'].pk}/").json()["meaning"] is None
    assert client.get("/api/v2/remarks/?meaning=accepted").json()["items"] == []
    for kind in ("docx", "pdf"):
        assert client.get(f"/rkres/uwagi/{home.pk}.{kind}").status_code == 404


def test_a_draft_version_names_no_section(client, home, report, section):
    draft = DocumentVersionFactory(
        consultation=home, number=9, draft=True, sections=[{"title": SECRET}]
    )
    text = draft.texts.get()
    RemarkFactory(consultation=home, approved=True, section=text.identity, version=draft)
    files.refresh(report)
    assert_nowhere(outputs(client, home), SECRET)


def test_numbers_alone_authorise_nothing_in_the_api(client, home, report, register):
    hidden = register["hidden"]
    assert [client.get(f"/api/v2/remarks/{each.pk}/").status_code for each in hidden] == [404] * 6


def test_of_a_trace_only_its_status_is_told(client, home, report, register):
    status = capfirst("uwzględniona")
    said = client.get(f"{home.get_url()}raport/").content.decode()
    assert said.count(f"<strong>{status}</strong>") == 3


def test_script_and_formula_in_every_field(client, home, report):
    nasty = "=HYPERLINK(1)<script>alert(1)</script>"
    fields = dict.fromkeys(("content", "quote", "proposed", "justification", "place"), nasty)
    remark = RemarkFactory(
        consultation=home, approved=True, **fields, sender={"organisation": nasty}
    )
    status = ResponseStatusFactory(committee=home.committee, name=nasty)
    ResponseFactory(
        consultation=home, status=status, remarks=[remark], position=nasty, reasons=nasty
    )
    files.refresh(report)
    found = outputs(client, home)
    for name in ("page raport/", "page "):
        assert "<script>alert" not in found[name]
    cells = found["csv"].splitlines()[1].split(";")
    assert sum(cell.startswith(("'=", "\"'=")) for cell in cells) == 9
    assert not any(cell.startswith(("=", '"=')) for cell in cells)
