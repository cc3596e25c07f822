"""A table of HTML as the value of Wagtail's ``TableBlock``."""

from __future__ import annotations

from bs4 import Tag

from .rich import plain

#: Columns at most; further ones are joined to the last, so that no word is lost.
MAX_COLUMNS = 100


def table_value(table: Tag, caption: str = "") -> dict:
    """Data, merged cells and headers; as ``table.js`` of Wagtail saves them."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    grid, merged = _grid(rows)
    width = max(map(len, grid), default=0)
    data = [[row[at] if at < len(row) else "" for at in range(width)] for row in grid]
    has_head = len(data) > 1
    return {
        "data": [[cell or "" for cell in row] for row in data],
        "cell": [
            {"row": row, "col": column, "hidden": True}
            for span in merged
            for row in range(span["row"], span["row"] + span["rowspan"])
            for column in range(span["col"], span["col"] + span["colspan"])
            if (row, column) != (span["row"], span["col"])
        ],
        "mergeCells": merged,
        "first_row_is_table_header": has_head,
        "first_col_is_header": False,
        "table_header_choice": "row" if has_head else "neither",
        "table_caption": caption,
    }


def is_frame(table: Tag) -> bool:
    """Whether a table only draws a box around text."""
    return len(table.find_all(["td", "th"])) == 1


def _grid(rows):
    """Cells at their places; None where a merged cell reaches."""
    grid: list[list] = [[] for _row in rows]
    merged = []
    for at, row in enumerate(rows):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while column < len(grid[at]) and grid[at][column] is not _FREE:
                column += 1
            text = plain(cell)
            down = min(_span(cell, "rowspan"), len(rows) - at)
            across = min(_span(cell, "colspan"), max(1, MAX_COLUMNS - column))
            if column >= MAX_COLUMNS:
                grid[at][-1] = f"{grid[at][-1] or ''} {text}".strip()
                continue
            for lower in range(at, at + down):
                line = grid[lower]
                line += [_FREE] * (column + across - len(line))
                for place in range(column, column + across):
                    line[place] = None
            grid[at][column] = text
            if down > 1 or across > 1:
                merged.append({"row": at, "col": column, "rowspan": down, "colspan": across})
            column += across
    return [[None if cell is _FREE else cell for cell in line] for line in grid], merged


_FREE = object()


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name) or "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 5 else 1
