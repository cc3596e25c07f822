"""A consultation whose form is public, and ways to fill in and import forms."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from rkres_wagtail.remarks.models import Remark
from rkres_wagtail.remarks.offline.blank import blank_form
from tests.factories.remarks import RemarkRulesFactory

CLAUSE = "<p>Administratorem danych jest Ośrodek. Dane przetwarzamy 12 miesięcy.</p>"


@pytest.fixture
def rules(consultation):
    return RemarkRulesFactory(consultation=consultation, privacy_clause=CLAUSE)


@pytest.fixture
def blank_docx(consultation, rules):
    return blank_form(consultation, "docx").data


@pytest.fixture
def blank_xlsx(consultation, rules):
    return blank_form(consultation, "xlsx").data


def fill_docx(data: bytes, rows, sender=(), change=None) -> bytes:
    """``rows`` are texts of all columns but the number; ``sender`` answers by row of its table."""
    file = docx.Document(io.BytesIO(data))
    people, table = file.tables[-2:]
    for at, answer in dict(sender).items():
        people.rows[at].cells[1].text = answer
    for at, texts in enumerate(rows, start=1):
        row = table.rows[at] if at < len(table.rows) else table.add_row()
        for cell, text in zip(row.cells[1:], texts, strict=True):
            cell.text = text
    if change:
        change(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def fill_xlsx(data: bytes, rows, sender=(), change=None) -> bytes:
    workbook = load_workbook(io.BytesIO(data))
    sheet = workbook.worksheets[0]
    column = [str(cell.value or "") for cell in sheet["A"]]
    head = column.index("Lp.") + 1
    first = next(at for at, text in enumerate(column, 1) if text.startswith("Kto zgłasza"))
    for at, answer in dict(sender).items():
        sheet.cell(first + at, 2, answer)
    for at, texts in enumerate(rows, start=1):
        for place, text in enumerate(texts, start=2):
            sheet.cell(head + at, place, text)
    if change:
        change(sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


class Office:
    """The clerk at the screens of an import."""

    def __init__(self, client, page):
        self.client, self.page = client, page
        self.url = reverse("rkres_remark_import", args=[page.pk])

    def drop(self, *files):
        """``(name, bytes)`` pairs; returns the preview."""
        uploads = [SimpleUploadedFile(name, data) for name, data in files]
        response = self.client.post(self.url, {"files": uploads}, follow=True)
        self.batch_url = response.redirect_chain[-1][0] if response.redirect_chain else ""
        return response

    def look(self):
        return self.client.get(self.batch_url)

    def apply(self, shown=None):
        html = (shown or self.look()).content.decode()
        seen = re.search(r'name="seen" value="(\w+)"', html)
        data = {"apply": "1", "seen": seen[1] if seen else ""}
        return self.client.post(self.batch_url, data, follow=True)

    def take(self, *files):
        """Drop and take over; returns the remarks."""
        shown = self.drop(*files)
        assert 'name="seen"' in shown.content.decode(), told(shown)
        self.apply(shown)
        return list(Remark.objects.of(self.page).select_related("submission").order_by("number"))

    def file_url(self, at: int = 0) -> str:
        found = re.findall(r'href="([^"]*remark-import-files/\d+/)"', self.look().content.decode())
        return list(dict.fromkeys(found))[at]

    def correct(self, at: int = 0, **fields):
        """Save the screen of one file as it is, with ``fields`` changed."""
        url = self.file_url(at)
        form = self.client.get(url).context["form"]
        data = {}
        for field in form:
            value = field.value()
            if value not in (None, "", False):
                data[field.html_name] = "on" if value is True else value
        data.update(fields)
        return self.client.post(url, {k: v for k, v in data.items() if v is not None}, follow=True)


def told(response) -> str:
    """The words of a screen, on one line."""
    html = response.content.decode()
    main = html[html.index("<main") :] if "<main" in html else html
    text = re.sub(r"<(script|style)[\s\S]*?</\1>|<[^>]*>", " ", main)
    return re.sub(r"[\s\xa0]+", " ", text).replace("&nbsp;", " ")


@pytest.fixture
def office(admin_client, consultation, rules):
    return Office(admin_client, consultation)
