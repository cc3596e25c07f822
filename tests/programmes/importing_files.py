"""Files for tests of the import: what a clerk's spreadsheet would hold."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile

TREE = ("Poziom", "Numer", "Nazwa", "Nadrzędny", "Opis")
INDICATORS = (
    "Element",
    "Lp.",
    "Nazwa wskaźnika",
    "Jednostka",
    "Wartość bazowa",
    "Rok bazowy",
    "Wartość docelowa",
    "Rok docelowy",
    "Źródło danych",
    "Wartość wskaźnika",
    "Stan na rok",
)


def xlsx(*sheets, formats=None) -> SimpleUploadedFile:
    """A workbook of ``(heading, rows)``; ``formats`` is cell -> number format of the first."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, (heading, rows) in enumerate(sheets):
        sheet = workbook.create_sheet(f"Arkusz {number}")
        sheet.append(list(heading))
        for row in rows:
            sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        workbook.worksheets[0][cell].number_format = number_format
    output = io.BytesIO()
    workbook.save(output)
    return SimpleUploadedFile("program.xlsx", output.getvalue())


def csv(heading, rows, encoding: str = "utf-8-sig", delimiter: str = ";") -> SimpleUploadedFile:
    lines = [delimiter.join(map(str, row)) for row in [heading, *rows]]
    return SimpleUploadedFile("program.csv", "\r\n".join(lines).encode(encoding))


def raw(data: bytes, name: str = "program.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
