"""Blank forms: what they say, who gets them, and how they name themselves."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from rkres_wagtail.remarks.offline import blank, word_form
from rkres_wagtail.remarks.offline.identity import Identity, find
from tests.factories import ConsultationPageFactory, RoundFactory
from tests.factories.remarks import RemarkRulesFactory

from .conftest import CLAUSE, told

pytestmark = pytest.mark.django_db


def address(page, file_format="docx") -> str:
    return reverse("rkres_wagtail:remark_form", args=[page.pk, file_format])


def words_of(data: bytes) -> str:
    file = docx.Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in file.paragraphs]
    for table in file.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return " ".join(lines).replace("\xa0", " ")


def headings_of(data: bytes) -> list[str]:
    return [cell.text for cell in docx.Document(io.BytesIO(data)).tables[-1].rows[0].cells]


@pytest.mark.parametrize("file_format", ["docx", "xlsx"])
def test_the_public_downloads_the_form_of_an_open_consultation(
    client, consultation, rules, file_format
):
    response = client.get(address(consultation, file_format))
    assert response.status_code == 200
    assert response.content[:2] == b"PK"
    assert f".{file_format}" in response["Content-Disposition"]
    assert response["Content-Language"] == "pl"
    again = client.get(
        address(consultation, file_format), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_the_page_links_forms_with_type_and_size(client, consultation, rules):
    html = client.get(consultation.url).content.decode()
    for file_format in ("docx", "xlsx"):
        link = re.search(rf'<a href="{address(consultation, file_format)}">([^<]*)</a>', html)
        assert re.search(rf"\({file_format.upper()}, [\d,]+\s(KB|B|kB)\)", link[1]), link[1]


def test_a_draft_has_no_form(client, consultation, rules):
    consultation.unpublish()
    assert client.get(address(consultation)).status_code == 404


def test_a_private_consultation_has_no_public_form(client, consultation, rules):
    PageViewRestriction.objects.create(
        page=consultation.get_parent(), restriction_type="password", password="tajne"
    )
    assert client.get(address(consultation)).status_code == 404


def test_who_knows_the_password_meets_no_dead_link(client, consultation, rules):
    restriction = PageViewRestriction.objects.create(
        page=consultation, restriction_type="password", password="tajne"
    )
    session = client.session
    session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
    session.save()
    response = client.get(consultation.url)
    assert response.status_code == 200
    assert address(consultation) not in response.content.decode()


def test_another_page_or_format_is_not_found(client, consultation, rules):
    assert client.get(address(consultation.get_parent())).status_code == 404
    assert client.get(address(consultation, "pdf")).status_code == 404


def test_no_form_before_the_privacy_clause_is_written(client, consultation):
    RemarkRulesFactory(consultation=consultation, privacy_clause="<p> </p>")
    assert client.get(address(consultation)).status_code == 404
    assert address(consultation) not in client.get(consultation.url).content.decode()


def test_no_form_once_the_last_round_is_over(client, consultations):
    page = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    RemarkRulesFactory(consultation=page, privacy_clause=CLAUSE)
    assert client.get(address(page)).status_code == 404
    assert address(page) not in client.get(page.url).content.decode()


def test_an_announced_consultation_has_its_form(client, consultations):
    page = ConsultationPageFactory(parent=consultations, rounds=[{"announced": True}])
    RemarkRulesFactory(consultation=page, privacy_clause=CLAUSE)
    assert client.get(address(page)).status_code == 200
    assert address(page) in client.get(page.url).content.decode()


def test_columns_are_those_of_the_rules(consultation, rules):
    rules.quote, rules.justification = "no", "required"
    rules.save()
    found = headings_of(blank.blank_form(consultation, "docx").data)
    assert "Obecne brzmienie" not in found
    assert "Uzasadnienie (wymagane)" in found
    assert "Treść uwagi (wymagane)" in found
    assert "Brzmienie proponowane" in found


def test_rules_of_the_page_are_printed(consultation, rules):
    consultation.only_on_form = consultation.signature_required = True
    consultation.anonymous_accepted = False
    consultation.channels = [("email", {"email": "uwagi@example.org", "subject": "Konsultacje RP"})]
    consultation.save()
    words = words_of(blank.blank_form(consultation, "docx").data)
    for text in (
        "tylko na formularzu", "muszą być podpisane", "anonimowych nie rozpatrujemy",
        "uwagi@example.org", "Konsultacje RP", "Data i podpis", "Administratorem danych jest",
        "Uwagi można zgłaszać do", consultation.title,
    ):  # fmt: skip
        assert text in words, text


def test_the_docx_is_accessible(consultation, rules, blank_docx):
    file = docx.Document(io.BytesIO(blank_docx))
    assert file.core_properties.language == "pl-PL"
    assert consultation.title in file.core_properties.title
    names = [paragraph.style.name for paragraph in file.paragraphs]
    assert names.count("Heading 1") == 1 and "Heading 2" in names
    xml = file.tables[-1]._tbl.xml
    assert "w:tblHeader" in xml and "w:tblCaption" in xml and "w:tblDescription" in xml
    assert 'w:val="pl-PL"' in file.styles.element.xml


def test_the_identifier_stands_in_four_places_of_a_docx(consultation, rules, blank_docx):
    text = str(Identity(consultation.pk, rules.form_edition))
    file = docx.Document(io.BytesIO(blank_docx))
    visible = f"Identyfikator formularza: {text}, nie usuwać"
    assert any(visible in paragraph.text for paragraph in file.paragraphs)
    assert visible in file.sections[0].footer.paragraphs[0].text
    body = file.element.xml
    assert 'w:name="RkresForm"' in body and "w:vanish" in body
    with zipfile.ZipFile(io.BytesIO(blank_docx)) as archive:
        assert text in archive.read("docProps/custom.xml").decode()


def test_the_identifier_stands_in_four_places_of_an_xlsx(consultation, rules, blank_xlsx):
    text = str(Identity(consultation.pk, rules.form_edition))
    workbook = load_workbook(io.BytesIO(blank_xlsx))
    assert any(text in str(cell.value) for cell in workbook.worksheets[0]["A"])
    assert workbook["RkresForm"]["A1"].value == text
    assert workbook["RkresForm"].sheet_state == "hidden"
    assert workbook.defined_names["RkresForm"].attr_text == "RkresForm!$A$1"
    assert workbook.custom_doc_props["RkresForm"].value == text


def test_a_mistyped_identifier_is_of_no_consultation():
    text = str(Identity(57, 2))
    assert find([text]).identities == (Identity(57, 2),)
    assert find([text.replace("-", "–").lower()]).identities == (Identity(57, 2),)
    other = find([text.replace("57", "58")])
    assert other.identities == () and other.is_damaged


def test_without_the_extra_there_is_no_docx(client, admin_client, consultation, rules, monkeypatch):
    monkeypatch.setattr(word_form, "is_available", lambda: False)
    assert client.get(address(consultation)).status_code == 404
    html = client.get(consultation.url).content.decode()
    assert address(consultation) not in html
    assert address(consultation, "xlsx") in html
    office = reverse("rkres_remark_form_docx", args=[consultation.pk])
    assert admin_client.get(office).status_code == 404
    shown = told(admin_client.get(reverse("rkres_remark_import", args=[consultation.pk])))
    assert "rkres-wagtail[office]" in shown


def test_the_office_has_the_form_before_the_public(admin_client, client, consultation):
    consultation.unpublish()
    url = reverse("rkres_remark_form_xlsx", args=[consultation.pk])
    response = admin_client.get(url)
    assert response.status_code == 200 and "private" in response["Cache-Control"]
    assert client.get(url).status_code == 302


def test_the_link_costs_the_page_the_same_whatever_it_holds(client, consultation, rules):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(consultation.url)
    with CaptureQueriesContext(connection) as few:
        client.get(consultation.url)
    for _n in range(4):
        RoundFactory(consultation=consultation, announced=True)
    with CaptureQueriesContext(connection) as many:
        client.get(consultation.url)
    assert len(many) == len(few)
    rules.delete()
    with CaptureQueriesContext(connection) as without:
        client.get(consultation.url)
    assert len(many) - len(without) <= 1
