"""A table of the document as rows of cells with scopes and spans, whatever was stored."""

from __future__ import annotations

from dataclasses import dataclass

from ..document.words import one_space


@dataclass
class Cell:
    text: str
    scope: str = ""
    rowspan: int = 1
    colspan: int = 1


@dataclass
class Table:
    caption: str
    head: list[list[Cell]]
    body: list[list[Cell]]


def table_of(value: dict) -> Table:
    """Cells that a merged one covers are left out; an empty cell is never a header."""
    data = [row for row in value.get("data") or () if isinstance(row, list)]
    spans = _spans(value, data)
    covered = {
        (row + down, column + across)
        for (row, column), (height, width) in spans.items()
        for down in range(height)
        for across in range(width)
        if down or across
    }
    heads = _header_rows(value, data, spans)
    rows = [
        [
            _cell(value, cell, (row, column), spans, is_head=row < heads)
            for column, cell in enumerate(cells)
            if (row, column) not in covered
        ]
        for row, cells in enumerate(data)
    ]
    caption = one_space(str(value.get("table_caption") or ""))
    return Table(caption, rows[:heads], rows[heads:])


def _spans(value: dict, data: list) -> dict[tuple[int, int], tuple[int, int]]:
    """Place of a merged cell -> rows and columns it takes, within the table."""
    found = {}
    for each in value.get("mergeCells") or ():
        try:
            row, column = int(each["row"]), int(each["col"])
            height, width = int(each["rowspan"]), int(each["colspan"])
        except (KeyError, TypeError, ValueError):
            continue
        if not (0 <= row < len(data) and 0 <= column < len(data[row])):
            continue
        height = max(1, min(height, len(data) - row))
        width = max(1, min(width, len(data[row]) - column))
        found[row, column] = (height, width)
    return found


def _header_rows(value: dict, data: list, spans: dict) -> int:
    """One row of headers, or as many as its tallest cell takes."""
    if not value.get("first_row_is_table_header") or not data:
        return 0
    return max((height for (row, _), (height, _width) in spans.items() if row == 0), default=1)


def _cell(value: dict, text, place: tuple[int, int], spans: dict, *, is_head: bool) -> Cell:
    height, width = spans.get(place, (1, 1))
    cell = Cell(str(text if text is not None else "").strip(), rowspan=height, colspan=width)
    if cell.text and is_head:
        cell.scope = "colgroup" if width > 1 else "col"
    elif cell.text and place[1] == 0 and value.get("first_col_is_header"):
        cell.scope = "rowgroup" if height > 1 else "row"
    return cell
