"""A form that an office program has opened and saved gives the same remarks."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from rkres_wagtail.remarks.models import Remark

from .conftest import fill_docx, fill_xlsx, told
from .test_import_screens import SENDER

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine"),
]

ROWS = [
    ("Rozdział 2", "Wsparcie „OWES”", "Dopisać spółdzielnie\nsocjalne 🌱.", "Nowe", "Bo <b> & to."),
    ("", "", "Za mało o wsi.", "", ""),
] + [("", "", f"Uwaga numer {n}.", "", "") for n in range(3, 14)]
WORD, OLD_WORD, TEXT = "docx:MS Word 2007 XML", "doc:MS Word 97", "odt:writer8"
SHEET, OLD_SHEET, OPEN_SHEET = "xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods:calc8"


def convert(folder, data: bytes, start: str, filters) -> bytes:
    """``data`` saved by LibreOffice in each of the formats in turn; a profile of its own."""
    path = folder / f"formularz.{start}"
    path.write_bytes(data)
    for step, name in enumerate(filters):
        target = folder / f"krok-{step}"
        command = [
            SOFFICE, f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless",
            "--convert-to", name, "--outdir", str(target), str(path),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        path = target / f"formularz.{name.partition(':')[0]}"
    return path.read_bytes()


@pytest.mark.parametrize(
    "filters",
    [(WORD,), (TEXT, WORD), (OLD_WORD, WORD)],
    ids=["docx", "odt", "doc"],
)
def test_a_docx_form_survives_an_office_program(office, blank_docx, tmp_path, filters):
    filled = fill_docx(blank_docx, ROWS, SENDER)
    check(office, "uwagi.docx", convert(tmp_path, filled, "docx", filters))


@pytest.mark.parametrize(
    "filters",
    [(SHEET,), (OPEN_SHEET, SHEET), (OLD_SHEET, SHEET)],
    ids=["xlsx", "ods", "xls"],
)
def test_an_xlsx_form_survives_an_office_program(office, blank_xlsx, tmp_path, filters):
    answers = {**SENDER, 0: "organizacja", 4: "nie", 5: "tak"}
    filled = fill_xlsx(blank_xlsx, ROWS, answers)
    check(office, "uwagi.xlsx", convert(tmp_path, filled, "xlsx", filters))


def check(office, name: str, data: bytes) -> None:
    shown = office.drop((name, data))
    words = told(shown)
    # It was known by its identifier: nothing is said of guessing.
    assert "rozpoznano po nagłówkach" not in words and "nie jest wczytywana" not in words
    office.apply(shown)
    remarks = Remark.objects.select_related("submission").order_by("number")
    found = [(r.place, r.quote, r.content, r.proposed, r.justification) for r in remarks]
    assert found == ROWS
    sender = remarks[0].submission
    assert (sender.author_kind, sender.name) == ("organisation", "Anna Przykładowa")
    assert (sender.organisation, sender.email) == ("Fundacja Testowa", "biuro@example.org")
    assert (sender.is_name_public, sender.wants_result) == (False, True)
