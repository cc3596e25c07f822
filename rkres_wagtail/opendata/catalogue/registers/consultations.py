"""Consultations of a committee: one line for each round, with what the report counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext_lazy, pgettext_lazy

from ....consultations.api_loading import Facts, load, report_days
from ....consultations.choices import ConsultationState, CountedFrom
from ....consultations.clock import Length, length
from ....consultations.course import Course, courses_of, first_day, last_day
from ....consultations.models import ConsultationKind, DocumentVersion
from ....consultations.querysets import public_consultations
from ....consultations.report import numbers
from ....remarks.models import Remark, Response, ResponseStatus, Submission
from ....remarks.publication.listing import file_address
from ....remarks.publication.public_views import found as with_remarks
from ....representations import absolute
from ....spreadsheets import Column
from ...zones import written
from ..scope import Scope
from .base import Question, Register, chunks, of, values


@dataclass(frozen=True)
class Line:
    """A consultation and one of its rounds; or none, while no round is known."""

    page: Any
    course: Course
    body: str
    state: str
    url: str
    remarks_url: str
    round: Any = None
    number: int | None = None

    @property
    def first_day(self):
        return first_day(self.round) if self.round else None

    @property
    def last_day(self):
        return last_day(self.round) if self.round else None

    @property
    def length(self) -> Length | None:
        return length(self.first_day, self.last_day) if self.round else None

    @property
    def extensions(self) -> int | None:
        return len(self.round.extensions.all()) if self.round else None

    @property
    def closed_early_at(self):
        is_cut = self.round is not None and self.course.is_cut(self.round)
        return written(self.course.outcome.recorded_at) if is_cut else None

    @property
    def report(self):
        return self.course.report

    @property
    def report_url(self) -> str:
        has_address = self.report is not None and self.url
        return f"{self.url}{self.page.reverse_subpage('report')}" if has_address else ""

    @property
    def results(self) -> str:
        """``uwzględniona: 6; nieuwzględniona: 1``."""
        if self.report is None:
            return ""
        rows = numbers.results_of(self.report).rows
        return "; ".join(f"{label}: {count}" for label, count in rows)


def _moment(name: str):
    return lambda line: written(getattr(line.round, name)) if line.round else None


def _counted(count):
    return lambda line: count(line.report) if line.report is not None else None


COLUMNS = [
    Column("id", pgettext_lazy("open data", "id"), of("page", "pk")),
    Column("title", gettext_lazy("title"), of("page", "title"), width=50),
    Column("kind", gettext_lazy("kind"), lambda line: str(line.page.kind or "")),
    Column("state", gettext_lazy("state"), of("state")),
    Column("body", gettext_lazy("body"), of("body"), width=30),
    Column("authority", gettext_lazy("who decides"), of("page", "authority"), width=30),
    Column("announced_on", pgettext_lazy("open data", "announced on"), of("page", "announced_on")),
    Column("round", pgettext_lazy("open data", "round"), of("number")),
    Column("round_title", pgettext_lazy("open data", "name of the round"), of("round", "title")),
    Column("first_day", pgettext_lazy("open data", "first day"), of("first_day")),
    Column("last_day", pgettext_lazy("open data", "last day"), of("last_day")),
    Column("opens_at", pgettext_lazy("open data", "opens at"), _moment("starts_at")),
    Column("closes_at", pgettext_lazy("open data", "closes at"), _moment("ends_at")),
    Column(
        "days_inclusive",
        pgettext_lazy("open data", "days with the first and the last"),
        of("length", "inclusive"),
    ),
    Column(
        "days_exclusive",
        pgettext_lazy("open data", "days without the first"),
        of("length", "exclusive"),
    ),
    Column("extensions", pgettext_lazy("open data", "how often extended"), of("extensions")),
    Column(
        "closed_early_at",
        pgettext_lazy("open data", "closed before its time"),
        of("closed_early_at"),
    ),
    Column("report_due_on", pgettext_lazy("open data", "report due on"), of("course", "due_on")),
    Column("remarks_count", gettext_lazy("number of remarks"), _counted(numbers.remarks_count)),
    Column(
        "authors_count", gettext_lazy("from how many entities"), _counted(numbers.authors_count)
    ),
    Column("results", pgettext_lazy("open data", "results"), of("results"), width=40),
    Column(
        "outcome",
        gettext_lazy("outcome"),
        lambda line: str(line.course.outcome.get_kind_display()) if line.course.outcome else "",
    ),
    Column(
        "decided_on",
        pgettext_lazy("open data", "decided on"),
        of("course", "outcome", "decided_on"),
    ),
    Column("report_url", pgettext_lazy("open data", "address of the report"), of("report_url")),
    Column(
        "remarks_url",
        pgettext_lazy("open data", "remarks as CSV"),
        of("remarks_url"),
        width=40,
    ),
    Column("url", gettext_lazy("address"), of("url"), width=40),
]


def found(scope: Scope):
    """Public consultations below the committee."""
    return scope.pages(public_consultations)


def lines(question: Question) -> Iterator[Line]:
    scope = question.scope
    for pages in chunks(found(scope).select_related("kind").order_by("-pk")):
        load(pages, scope.gate)
        listed = with_remarks(pages, scope.gate)
        for page in pages:
            yield from _lines(page, scope, page.translation_key in listed)


def _lines(page, scope: Scope, is_listed: bool) -> Iterator[Line]:
    facts = Facts.of(page, scope.gate)
    course, body = facts.course(page), facts.body(page)
    has_remarks = is_listed or has_table(course)
    line = Line(
        page,
        course,
        body.title if body else "",
        str(ConsultationState(course.state(scope.gate.now)).label),
        scope.address(page),
        absolute(file_address(page, "csv"), scope.gate) if has_remarks else "",
    )
    for number, row in enumerate(course.rounds, start=1):
        yield Line(**{**vars(line), "round": row, "number": number})
    if not course.rounds:
        yield line


def has_table(course: Course) -> bool:
    """Whether the report has come out with a table of remarks (not with numbers only)."""
    return course.report is not None and course.report.counted_from == CountedFrom.REGISTER


def marks(question: Question) -> Iterator:
    """Plain rows, and the states that a moment makes of them."""
    scope = question.scope
    for pages in chunks(found(scope).order_by("pk")):
        yield from _course_marks(pages, scope)
        yield from _remark_marks([page.translation_key for page in pages])
        yield sorted(map(str, with_remarks(pages, scope.gate)))
    yield from values(ConsultationKind.objects.of(scope.committee), "name")
    yield from values(ResponseStatus.objects.of(scope.committee), "name")


def _course_marks(pages: list, scope: Scope) -> Iterator:
    gate = scope.gate
    courses = courses_of(pages, now=gate.now, report_days=report_days(gate))
    for page in pages:
        course = courses[page.translation_key]
        yield page.pk, page.last_published_at, page.kind_id, course.state(gate.now), course.due_on
        for row in course.rounds:
            yield row.pk, row.changed_at, [each.pk for each in row.extensions.all()]
        if course.outcome is not None:
            yield course.outcome.pk, course.outcome.changed_at
        if course.report is not None:
            yield course.report.pk, course.report.last_published_at


def _remark_marks(keys: list) -> Iterator:
    """Whatever the numbers of a report are counted from."""
    for model in (Remark, Response, Submission):
        rows = model.objects.filter(consultation__translation_key__in=keys)
        yield rows.aggregate(Count("pk"), Max("pk"), Sum("edits"))
    remarks = Remark.objects.filter(consultation__translation_key__in=keys)
    yield remarks.aggregate(Max("changed_at"), Sum("response"), Count("withdrawn_at"))


def version_marks(scope: Scope) -> Iterator:
    """Published texts, which bring files of their own."""
    keys = found(scope).order_by().values("translation_key")
    rows = DocumentVersion.objects.published(scope.gate.now)
    yield from values(rows.filter(consultation__translation_key__in=keys), "changed_at")


REGISTER = Register(
    slug="consultations",
    title=pgettext_lazy("open data", "Consultations"),
    description=gettext_lazy(
        "Consultations with each of their rounds: dates, days by both ways of counting, state, "
        "numbers of the report, and where the remarks are. One row for each round."
    ),
    keywords=(pgettext_lazy("keyword", "consultations"), pgettext_lazy("keyword", "remarks")),
    columns=COLUMNS,
    lines=lines,
    marks=marks,
    things=found,
    stamp="last_published_at",
)
