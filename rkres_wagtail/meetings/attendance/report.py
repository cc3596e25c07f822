"""Committee › Attendance: one body over one term, on the screen and as a table."""

from __future__ import annotations

from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from ...bodies.models import Term
from ...bodies.querysets import today
from ...bodies.tables import WIDE, ListingMixin
from ...bodies.tree import committee_of
from ...menu import ORDER
from ...text import plain_slug
from . import report_tables
from .permissions import bodies_for, may_see_any
from .tally import Tally, tally

URL_NAME = "rkres_attendance_report"
LABEL = gettext_lazy("Attendance")


class AttendanceReportView(ListingMixin, ReportView):
    """Members with their numbers; below them the meetings with theirs."""

    page_title = LABEL
    header_icon = "group"
    template_name = "rkres_wagtail/meetings/admin/attendance/report.html"
    results_template_name = "rkres_wagtail/meetings/admin/attendance/report_results.html"
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    is_searchable = False
    columns = [
        Column("name", label=gettext_lazy("Member"), width="26%"),
        Column("meetings", label=gettext_lazy("Meetings"), width="8%"),
        Column("present", label=pgettext_lazy("number of", "Present"), accessor="numbers.present"),
        Column("remote", label=pgettext_lazy("number of", "Online"), accessor="numbers.remote"),
        Column(
            "substitutes",
            label=pgettext_lazy("number of", "By a substitute"),
            accessor="numbers.substitutes",
        ),
        Column("excused", label=pgettext_lazy("number of", "Excused"), accessor="numbers.excused"),
        Column(
            "unexcused",
            label=pgettext_lazy("number of", "Without excuse"),
            accessor="numbers.unexcused",
        ),
        Column(
            "percent", label=gettext_lazy("Attendance rate"), accessor=report_tables.percent_text
        ),
        Column("longest", label=gettext_lazy("Longest run of absences"), classname=WIDE),
        Column("current", label=gettext_lazy("Run now"), classname=WIDE),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_see_any(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    # What is chosen ---------------------------------------------------------------------------

    @cached_property
    def bodies(self) -> list:
        return bodies_for(self.request.user)

    @cached_property
    def body(self):
        """The one asked for; else the statutory body of the first committee."""
        asked = self.request.GET.get("body", "")
        chosen = next((body for body in self.bodies if str(body.pk) == asked), None)
        return chosen or self._statutory() or next(iter(self.bodies), None)

    def _statutory(self):
        first = next(iter(self.bodies), None)
        committee = committee_of(first) if first is not None else None
        if committee is None:
            return None
        statutory = getattr(committee.specific, "statutory_body", None) or committee
        key = statutory.translation_key
        return next((body for body in self.bodies if body.translation_key == key), None)

    @cached_property
    def terms(self) -> list[Term]:
        committee = committee_of(self.body) if self.body is not None else None
        return list(Term.objects.of(committee)) if committee is not None else []

    @cached_property
    def term(self) -> Term | None:
        """The one asked for; else the current, else the latest that has begun, else the first."""
        asked = self.request.GET.get("term", "")
        now = today()
        begun = [each for each in self.terms if each.starts_on <= now]
        candidates = (
            [each for each in self.terms if str(each.pk) == asked],
            [each for each in begun if each.is_current(now)],
            begun,
            self.terms[-1:],
        )
        return next((found[0] for found in candidates if found), None)

    @cached_property
    def tally(self) -> Tally:
        if self.body is None or self.term is None:
            return Tally()
        return tally(self.body, first=self.term.starts_on, last=self.term.ends_on)

    def get_queryset(self):
        return self.tally.members

    # The table --------------------------------------------------------------------------------

    def get_filename(self):
        parts = [_("attendance"), self.body.title if self.body else "", str(self.term or "")]
        return plain_slug(" ".join(parts), "obecnosc")

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Members; with ``?table=meetings`` the meetings. No cell is a formula."""
        table = self.request.GET.get("table")
        return report_tables.response(
            spreadsheet_format, self.get_filename(), self.tally, of_meetings=table == "meetings"
        )

    @property
    def no_results_message(self):
        if self.body is None:
            return _("There is no body whose attendance you may see.")
        if self.term is None:
            return _("The committee has no term yet. Add one in the menu “Committee”.")
        return _("No attendance of a meeting in this term has been closed yet.")

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        query = {
            "body": self.body.pk if self.body else "",
            "term": self.term.pk if self.term else "",
        }
        meetings_url = {**query, "export": "xlsx", "table": "meetings"}
        return context | {
            "bodies": self.bodies,
            "body": self.body,
            "terms": self.terms,
            "term": self.term,
            "tally": self.tally,
            "members_url": f"{self.index_url}?{urlencode({**query, 'export': 'xlsx'})}",
            "members_csv_url": f"{self.index_url}?{urlencode({**query, 'export': 'csv'})}",
            "meetings_url": f"{self.index_url}?{urlencode(meetings_url)}",
        }


class AttendanceMenuItem(MenuItem):
    """For whoever may read attendance."""

    def is_shown(self, request) -> bool:
        return may_see_any(request.user)


def menu_item() -> AttendanceMenuItem:
    return AttendanceMenuItem(
        LABEL,
        reverse(URL_NAME),
        name="rkres-attendance",
        icon_name="group",
        order=ORDER["attendance"],
    )
