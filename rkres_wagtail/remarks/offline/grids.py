"""What every kind of file comes to: tables of texts, and words in which an identifier may stand."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Grid:
    """One table: rows of texts with their numbers in the file, counted from 1.

    ``spans`` of a row are ``{column: width}`` of cells merged across; ``above`` its columns that
    are merged with the cell above.
    """

    rows: list[GridRow] = field(default_factory=list)


@dataclass
class GridRow:
    number: int
    texts: list[str]
    spans: dict[int, int] = field(default_factory=dict)
    above: frozenset[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        return not any(self.texts)

    def text(self, column: int) -> str:
        return self.texts[column] if column < len(self.texts) else ""


@dataclass
class Contents:
    """A file that could be opened. ``texts`` are searched for identifiers in their order."""

    kind: str
    grids: list[Grid] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def fill_down(grid: Grid) -> None:
    """Repeat what stands in cells merged downwards in each row that they reach."""
    last = None
    for row in grid.rows:
        for column in row.above if last is not None else ():
            if column < len(row.texts) and not row.texts[column]:
                row.texts[column] = last.text(column)
        last = row
