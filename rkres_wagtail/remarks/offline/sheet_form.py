"""The blank form as an XLSX: one sheet to fill in, and the identifier where programs keep it."""

from __future__ import annotations

from io import BytesIO

from ...spreadsheets import XLSX_TYPE, neutralise, sheet_title
from .content import FormContent
from .identity import BOOKMARK, PROPERTY, SHEET

CONTENT_TYPE = XLSX_TYPE
#: Rows with borders; people may go on below.
_ROWS = 30
_WIDTHS = {"number": 34, "place": 32, "quote": 32, "content": 40, "proposed": 34,
           "justification": 34}  # fmt: skip


def is_available() -> bool:
    return True


def make(content: FormContent) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    _Writer(workbook, content).write()
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


class _Writer:
    """Columns A and B hold labels and fields above the table of remarks."""

    def __init__(self, workbook, content: FormContent):
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.workbook, self.content, self.sheet = workbook, content, workbook.active
        self.row = 0
        self.wrap = Alignment(wrap_text=True, vertical="top", horizontal="left")
        self.bold = Font(bold=True)
        side = Side(style="thin", color="595959")
        self.border = Border(left=side, right=side, top=side, bottom=side)
        self.fill = PatternFill("solid", start_color="E7E6E6")

    def write(self) -> None:
        from openpyxl.styles import Font

        content, sheet = self.content, self.sheet
        sheet.title = sheet_title(content.title)
        self._line(content.title).font = Font(bold=True, size=16)
        sheet.row_dimensions[self.row].height = 24
        self._line(content.subject).font = self.bold
        for line in (*content.dates, content.identity_line, *content.hints):
            self._line(line)
        for label, address in content.addresses:
            self._line(f"{label}: {address}")
        for line in content.rules:
            self._line(line)
        self.row += 1
        self._line(content.word("sender")).font = Font(bold=True, size=13)
        self._sender()
        if content.word("signature"):
            self._line(f"{content.word('signature')}: {'.' * 60}")
        if content.privacy:
            self.row += 1
            self._line(content.word("privacy")).font = Font(bold=True, size=13)
            for line in content.privacy:
                self._line(line)
        self.row += 1
        self._line(content.word("remarks")).font = Font(bold=True, size=13)
        # Last: whatever stands below it would be read as a remark.
        self._remarks()
        self._set_up()
        self._identify()

    def _line(self, text: str):
        """A line across the table; a merged cell does not grow with its words by itself."""
        self.row += 1
        sheet, width = self.sheet, len(self.content.columns)
        cell = sheet.cell(self.row, 1, neutralise(text))
        sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=max(2, width)
        )
        cell.alignment = self.wrap
        letters = sum(_WIDTHS[name] for name, _label in self.content.columns)
        sheet.row_dimensions[self.row].height = 16 * (1 + len(text) // max(60, letters - 20))
        return cell

    def _sender(self) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        content = self.content
        lists = {
            "kind": content.kinds,
            "is_name_public": content.yes_no,
            "wants_result": content.yes_no,
        }
        for name, label in content.fields:
            self.row += 1
            # In a sheet the answer is chosen from a list.
            label = label.partition(" (")[0] if name == "kind" else label
            self.sheet.cell(self.row, 1, neutralise(label))
            self.sheet.row_dimensions[self.row].height = 16 * (1 + len(label) // 30)
            pair = (self.sheet.cell(self.row, 1), self.sheet.cell(self.row, 2))
            pair[0].font = self.bold
            for cell in pair:
                cell.border, cell.alignment = self.border, self.wrap
            if name in lists:
                choices = '"' + ",".join(lists[name]) + '"'
                validation = DataValidation(type="list", formula1=choices, allow_blank=True)
                validation.prompt = ", ".join(lists[name])
                validation.showInputMessage, validation.showErrorMessage = True, False
                self.sheet.add_data_validation(validation)
                validation.add(pair[1])

    def _remarks(self) -> None:
        from openpyxl.utils import get_column_letter

        self.row += 1
        columns, head = self.content.columns, self.row
        for at, (name, label) in enumerate(columns, start=1):
            cell = self.sheet.cell(head, at, neutralise(label))
            cell.font, cell.fill = self.bold, self.fill
            self.sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[name]
        for row in range(head, head + _ROWS + 1):
            for at in range(1, len(columns) + 1):
                cell = self.sheet.cell(row, at)
                cell.alignment, cell.border = self.wrap, self.border
            if row > head:
                self.sheet.row_dimensions[row].height = 32
                self.sheet.cell(row, 1, row - head)
        self.sheet.print_title_rows = f"{head}:{head}"
        self.row = head + _ROWS

    def _set_up(self) -> None:
        content, sheet = self.content, self.sheet
        properties = self.workbook.properties
        properties.title = f"{content.title}: {content.subject}"[:255]
        properties.language, properties.creator = content.lang, ""
        properties.identifier = content.identity
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _identify(self) -> None:
        from openpyxl.packaging.custom import StringProperty
        from openpyxl.workbook.defined_name import DefinedName

        identity = self.content.identity
        hidden = self.workbook.create_sheet(SHEET)
        hidden["A1"] = identity
        hidden.sheet_state = "hidden"
        name = DefinedName(BOOKMARK, attr_text=f"{SHEET}!$A$1", comment=identity)
        self.workbook.defined_names[BOOKMARK] = name
        self.workbook.custom_doc_props.append(StringProperty(name=PROPERTY, value=identity))
