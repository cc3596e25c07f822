"""Who was asked and who answered what: rows of the office's screen, and their file."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...meetings.when import zone
from ...remarks.models import Remark, Submission
from ...spreadsheets import Column
from ..choices import ReaderAnswer
from ..models import AssignedReader, Assignment
from . import rules
from .people import address_of, members_of, name_of


@dataclass
class ReaderRow:
    reader: AssignedReader
    seat: str = ""
    has_left: bool = False
    remarks: list[Remark] = field(default_factory=list)

    @property
    def person(self):
        return self.reader.person

    @property
    def name(self) -> str:
        return name_of(self.person)

    @property
    def has_address(self) -> bool:
        return bool(address_of(self.person))

    @property
    def has_answered(self) -> bool:
        return self.reader.answer != ReaderAnswer.NONE

    @property
    def answer(self) -> str:
        return capfirst(str(self.reader.get_answer_display()))

    @property
    def is_late(self) -> bool:
        return rules.is_late(self.reader)

    @property
    def is_recorded(self) -> bool:
        """Whether the office wrote the answer down."""
        return self.has_answered and self.reader.recorded_by_id is not None

    @property
    def can_record(self) -> bool:
        return self.is_recorded or not self.has_answered

    @property
    def numbers(self) -> str:
        return ", ".join(str(each.number) for each in self.remarks)


def rows_of(assignment: Assignment) -> list[ReaderRow]:
    """Everybody who was asked, by name; a constant number of queries."""
    remarks = Prefetch("remarks", Remark.objects.order_by("number").only("number", "submission"))
    sendings = Submission.objects.order_by("received_at", "pk").prefetch_related(remarks)
    readers = AssignedReader.objects.filter(assignment=assignment)
    readers = readers.select_related("person__contact", "recorded_by")
    found = list(readers.prefetch_related(Prefetch("submissions", sendings)))
    seats = {row.person_id: row for row in members_of(assignment.body) if row.person_id}
    rows = []
    for reader in found:
        reader.assignment = assignment
        seat = seats.get(reader.person_id)
        organisation = (seat.represents or seat.organisation) if seat else None
        rows.append(
            ReaderRow(
                reader,
                seat=organisation.name if organisation else "",
                has_left=seat is None,
                remarks=[each for one in reader.submissions.all() for each in one.remarks.all()],
            )
        )
    return sorted(rows, key=lambda row: (row.person.sort_key, row.person.pk))


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _moment(value) -> object:
    """For a cell: without a zone, which spreadsheets do not know."""
    return timezone.make_naive(value, zone()).replace(microsecond=0) if value else ""


#: The file of the table; addresses are no part of it.
COLUMNS = [
    Column("person", gettext_lazy("Person"), lambda row: row.name, width=28),
    Column("organisation", gettext_lazy("Organisation"), lambda row: row.seat, width=32),
    Column("answer", gettext_lazy("Answer"), lambda row: row.answer, width=18),
    Column("answered_at", gettext_lazy("Answered on"), lambda row: _moment(row.reader.answered_at)),
    Column("late", gettext_lazy("After the deadline"), lambda row: _yes(row.is_late), width=14),
    Column("remarks", gettext_lazy("Numbers of remarks"), lambda row: row.numbers, width=22),
    Column(
        "recorded", gettext_lazy("Written down by the office"), lambda row: _yes(row.is_recorded)
    ),
    Column("told_at", gettext_lazy("Told on"), lambda row: _moment(row.reader.told_at)),
    Column("reminded_at", gettext_lazy("Reminded on"), lambda row: _moment(row.reader.reminded_at)),
    Column("left", gettext_lazy("No longer a member"), lambda row: _yes(row.has_left), width=14),
]
