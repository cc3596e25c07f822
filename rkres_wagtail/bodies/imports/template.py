"""The spreadsheet that offices fill in: heading, lists to choose from, instructions."""

from __future__ import annotations

import tempfile

from django.http import FileResponse
from django.utils.translation import gettext as _

from ...conf import settings
from ...spreadsheets import XLSX_TYPE, neutralise, sheet_title
from ...text import plain_slug
from ..choices import EndReason, Role
from ..register.columns import IMPORT_COLUMNS, yes_no
from .matching import Register

#: Rows of the sheet in which the lists to choose from work.
LISTED_ROWS = 1000


def template_response(body=None, *, office: bool = False) -> FileResponse:
    """Answer with the template for ``body``; its committee's terms and sectors are listed."""
    output = tempfile.TemporaryFile()
    _workbook(body, office).save(output)
    output.seek(0)
    name = plain_slug(f"{_('members')} {body.title if body else ''}", "lista", length=60)
    return FileResponse(output, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def _workbook(body, office: bool):
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = sheet_title(_("Members"))
    columns = [column for column in IMPORT_COLUMNS if office or not column.office]
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(1, index, str(column.heading))
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = column.width
        if column.key in ("starts_on", "ends_on"):
            for row in range(2, 102):
                sheet.cell(row, index).number_format = "dd.mm.yyyy"
    sheet.freeze_panes = "A2"
    _add_lists(workbook, sheet, columns, _choices(body))
    help_sheet = workbook.create_sheet(sheet_title(_("Instructions")))
    help_sheet.column_dimensions["A"].width = 26
    help_sheet.column_dimensions["B"].width = 90
    lines = [
        (_("How to fill in the list"), ""),
        (_("Body"), body.title if body else ""),
        ("", _("One row is one member. Do not change the names of the columns.")),
        ("", _("Dates as 30.05.2023. No formulas and no merged cells.")),
        ("", _("At most %(count)d rows in one file.") % {"count": settings.IMPORT_MAX_ROWS}),
        ("", _("Who is in the register already, in this body and time, is skipped.")),
        *((str(column.heading), str(column.help_text)) for column in columns),
    ]
    for row, (first, second) in enumerate(lines, start=1):
        help_sheet.cell(row, 1, neutralise(first)).font = Font(bold=True)
        help_sheet.cell(row, 2, neutralise(second)).alignment = Alignment(wrap_text=True)
    return workbook


def _choices(body) -> dict[str, list[str]]:
    choices = {
        "role": [str(label) for label in Role.labels],
        "end_reason": [str(label) for label in EndReason.labels],
        "is_public": [yes_no(True), yes_no(False)],
    }
    if body is not None:
        register = Register(body)
        choices["sector"] = [sector.name for sector in register.sectors]
        choices["term"] = [str(term.label) for term in register.terms]
        choices["seat"] = list(dict.fromkeys(str(seat.label) for seat in register.seats))
    return {key: found for key, found in choices.items() if found}


def _add_lists(workbook, sheet, columns, choices) -> None:
    """Put the lists on a hidden sheet: in the cell itself they may have 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    hidden = workbook.create_sheet(sheet_title(_("Lists")))
    hidden.sheet_state = "hidden"
    listed = [(i, column) for i, column in enumerate(columns, 1) if column.key in choices]
    for position, (index, column) in enumerate(listed, start=1):
        for row, text in enumerate(choices[column.key], start=1):
            hidden.cell(row, position, neutralise(text))
        letter = get_column_letter(position)
        validation = DataValidation(
            type="list",
            formula1=f"'{hidden.title}'!${letter}$1:${letter}${len(choices[column.key])}",
            allow_blank=True,
            # A wording of its own is allowed: the import says what it does not know.
            showErrorMessage=False,
        )
        sheet.add_data_validation(validation)
        target = get_column_letter(index)
        validation.add(f"{target}2:{target}{LISTED_ROWS + 1}")
