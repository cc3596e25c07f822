"""Numbers of a report: totals are counted from the table, never typed (DESIGN, rule 2).

Where the report is counted from the register, the room of remarks counts
(``register_figures``); otherwise they are what is known of the result: numbers and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import CountedFrom

_ATTRIBUTE = "_rkres_figures"


@dataclass(frozen=True)
class Results:
    """How many remarks were answered in which way; ``rows`` are pairs of words and a number."""

    rows: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for _label, count in self.rows)


@dataclass(frozen=True)
class Figures:
    """What the register counts for one report; ``opening`` is its sentence."""

    remarks: int
    authors: int
    opening: str
    results: Results
    #: Words of a channel and a number; their sum is ``remarks``.
    channels: list[tuple[str, int]] = field(default_factory=list)
    #: The same by keys that do not change with the language.
    by_meaning: dict[str, int] = field(default_factory=dict)
    by_channel: dict[str, int] = field(default_factory=dict)
    by_author: dict[str, int] = field(default_factory=dict)


_providers: list[Callable[[list], dict]] = []


def register_figures(provider: Callable[[list], dict]) -> None:
    """Let ``provider(reports)`` count for reports that are counted from the register.

    It gives ``Figures`` by ``report.pk`` in a constant number of queries.
    """
    _providers[:] = [provider]


def is_counted(report) -> bool:
    """Whether the numbers of ``report`` are those of the register's rows."""
    return report.counted_from == CountedFrom.REGISTER and bool(_providers)


def prepare(reports: Iterable) -> None:
    """Count for all of ``reports`` at once; without it each is counted when it is asked."""
    counted = [each for each in reports if each is not None and is_counted(each)]
    if not counted:
        return
    found = _providers[0](counted)
    for each in counted:
        setattr(each, _ATTRIBUTE, found[each.pk])


def figures_of(report) -> Figures | None:
    """What the register counts; None where only typed numbers are known."""
    if not is_counted(report):
        return None
    if not hasattr(report, _ATTRIBUTE):
        prepare([report])
    return getattr(report, _ATTRIBUTE)


def remarks_count(report) -> int | None:
    """How many remarks came in; None where nobody knows."""
    figures = figures_of(report)
    return report.remarks_count if figures is None else figures.remarks


def authors_count(report) -> int | None:
    figures = figures_of(report)
    return report.authors_count if figures is None else figures.authors


def results_of(report) -> Results:
    """Rows of the table: counted ones, or those that are stored, without what has no number."""
    figures = figures_of(report)
    return _typed_results(report) if figures is None else figures.results


def _typed_results(report) -> Results:
    rows = []
    for block in report.results or ():
        label, count = block.value.get("label"), block.value.get("count")
        if isinstance(count, int):
            rows.append((label or "", count))
    return Results(rows)


def caution(report) -> str:
    """What an editor should look at again: the table does not add up; empty where it does.

    What is counted from the register always does.
    """
    if is_counted(report):
        return ""
    results = results_of(report)
    if (report.authors_count or 0) > (report.remarks_count or 0) > 0:
        return _("There are more entities than remarks. Check both numbers.")
    if not results.rows or report.remarks_count is None or results.total == report.remarks_count:
        return ""
    return _(
        "The table adds up to %(total)d, the number of remarks is %(count)d. Check both; the "
        "public reads both."
    ) % {"total": results.total, "count": report.remarks_count}


def typed_in_vain(report) -> str:
    """What an editor reads who typed numbers beside those of the register; else empty."""
    if report.counted_from != CountedFrom.REGISTER:
        return ""
    typed = report.remarks_count is not None or report.authors_count is not None
    if not typed and not _typed_results(report).rows:
        return ""
    return _(
        "The numbers are counted from the register, so the public does not read those that are "
        "typed here. Remove them, or choose that the numbers come from here."
    )


def opening(report) -> str:
    """``7 remarks came in from 2 entities.``; nothing where no number is known."""
    figures = figures_of(report)
    if figures is not None:
        return figures.opening
    count, authors = report.remarks_count, report.authors_count
    if count is None:
        return ""
    if count == 0:
        return _("No remark came in.")
    return f"{came_in(count, authors)}."


def came_in(count: int, authors: int | None) -> str:
    """``7 remarks came in from 2 entities``."""
    came = ngettext("%(count)d remark came in", "%(count)d remarks came in", count)
    came %= {"count": count}
    if not authors:
        return came
    by = ngettext("from %(count)d entity", "from %(count)d entities", authors) % {"count": authors}
    return f"{came} {by}"


def days_late(count: int) -> str:
    return ngettext("%(days)d day late", "%(days)d days late", count) % {"days": count}
