"""What becomes of one row of a list, as the preview shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ...bodies.imports.cells import CellError, key_of
from ...uploads import BadCell
from ..indicators.rules import clean_line
from .reading import Cells, heading_of


class Status(models.TextChoices):
    NEW = "new", pgettext_lazy("row of an import", "is added")
    CHANGED = "changed", pgettext_lazy("row of an import", "is changed")
    SAME = "same", pgettext_lazy("row of an import", "stays as it is")
    WRONG = "wrong", pgettext_lazy("row of an import", "has errors")


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(eq=False)
class PlannedRow:
    """One row; ``item`` is the element or indicator that it names."""

    kind: str
    number: int
    cells: Cells
    status: str = Status.SAME
    name: str = ""
    place: str = ""
    changes: list[Change] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return Status(self.status).label

    @property
    def error_lines(self) -> list[str]:
        """E.g. "Row 7, column “Under”: …"."""
        where = _("Row %(row)d, column “%(column)s”: %(message)s")
        return [
            where % {"row": self.number, "column": column, "message": message}
            for column, message in self.errors
        ]

    def wrong(self, key: str | int, message: str) -> None:
        self.errors.append((heading_of(self.kind, key), message))

    def text(self, key: str | int, limit: int) -> str:
        """One line of a cell; what is wrong with it is noted, and nothing returned."""
        return self.read(key, lambda text: _short(clean_line(text), limit)) or ""

    def read(self, key: str | int, reader):
        """What ``reader`` makes of a cell's text; None where there is none, or it is wrong."""
        value = self.cells.get(key)
        if value in (None, ""):
            return None
        try:
            if isinstance(value, BadCell):
                raise CellError(value.message)
            return reader(value)
        except CellError as error:
            self.wrong(key, str(error))
            return None


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellError(
            _("At most %(limit)d characters; there are %(count)d.")
            % {"limit": limit, "count": len(text)}
        )
    return text


def match_key(text: str) -> str:
    """What numbers and names are compared by: “1.2.” is “1.2”, “ŁÓDŹ” is “łódź”."""
    return key_of(text) or text.strip().casefold()
