"""A table of remarks with its filters, counted and cut into pages by the database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import count
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...conf import settings
from ...public import Gate
from ...public_filters import PAGE_PARAMETER
from . import words
from .charts import Breakdown, breakdown
from .counting import Tally, tally_of
from .filters import AUTHOR, CHANNEL, SECTION, STATUS, Offer, RemarkFilterForm
from .rows import Row, rows_of
from .sections import Headings

ANCHOR = "rkres-remarks"


class Register:
    """What a reader of ``page`` finds of its remarks; ``remarks`` are the rows to show.

    Costs five queries, however many there are: tally (two), headings, one page of rows; where a
    filter is on, also their number and their places.
    """

    def __init__(self, page, request, remarks, *, has_answers: bool, address: str):
        self.page, self.request = page, request
        self.now = Gate.of(request).now
        self.remarks, self.has_answers, self.address = remarks, has_answers, address

    @cached_property
    def tally(self) -> Tally:
        return tally_of(self.page, self.remarks)

    @cached_property
    def headings(self) -> Headings:
        return Headings(self.page, self.now)

    @cached_property
    def offer(self) -> Offer:
        return Offer(self.tally, self.headings, self.has_answers)

    @cached_property
    def form(self) -> RemarkFilterForm:
        return RemarkFilterForm(self.request.GET, self.offer)

    @cached_property
    def listed(self):
        rows = self.form.apply(self.remarks).for_table()
        paginator = Paginator(rows, settings.PER_PAGE)
        if not self.form.chosen:
            paginator.count = self.tally.total
        return paginator.get_page(self.request.GET.get(PAGE_PARAMETER))

    @cached_property
    def rows(self) -> list[Row]:
        return rows_of(
            self.listed, self.headings, has_answers=self.has_answers, ordinals=self._ordinals
        )

    @property
    def _ordinals(self) -> Iterable[int]:
        """Places of the listed rows in the whole table, also where a filter leaves gaps."""
        if not self.form.chosen:
            return count(self.listed.start_index())
        numbers = list(self.remarks.order_by("number").values_list("number", flat=True))
        return [bisect_left(numbers, each.number) + 1 for each in self.listed]

    def address_with(self, **chosen) -> str:
        return f"{self.address}?{urlencode(chosen)}#{ANCHOR}"

    def context(self) -> dict:
        """For ``_remarks_table.html``."""
        found = self.listed.paginator.count
        return {
            "request": self.request,
            "consultation": getattr(self.page, "source", self.page),
            "rows": self.rows,
            "list_page": self.listed,
            "page_parameter": PAGE_PARAMETER,
            "form": self.form,
            "is_filtered": bool(self.form.chosen),
            "total": self.tally.total,
            "count_text": words.remarks_count(found),
            "total_text": words.remarks_count(self.tally.total),
            "has_answers": self.has_answers,
            "action": f"{self.address}#{ANCHOR}",
        }

    # Totals -------------------------------------------------------------------------------------

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        """Every way of counting; the total of each is the number of rows."""
        if not self.tally.total:
            return []
        tally = self.tally
        found = []
        if self.has_answers:
            found.append(
                self._of("status", _("What became of the remarks"), _("How they were answered"),
                         tally.verdicts(), STATUS)
            )  # fmt: skip
        found += [
            self._of("channel", _("How the remarks came in"), _("Way"), tally.channels(), CHANNEL),
            self._of("author", _("Who sent the remarks"), _("Who"), tally.author_kinds(), AUTHOR),
        ]
        if len(self.offer.sections) > 1:
            title, column = _("Which parts they are about"), _("Part of the document")
            found.append(self._of("section", title, column, self.offer.sections, SECTION))
        return found

    def _of(self, key: str, title: str, column: str, lines, parameter: str) -> Breakdown:
        rows = [
            (label, count, self.address_with(**{parameter: value})) for value, label, count in lines
        ]
        return breakdown(key, title, column, rows)


def file_address(page, kind: str) -> str:
    """Where the table is as a file; empty where the site has not mounted our addresses."""
    try:
        return reverse("rkres_wagtail:remark_table", args=[page.pk, kind])
    except NoReverseMatch:
        return ""
