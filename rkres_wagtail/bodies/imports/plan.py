"""A filled list of members: from rows of a table to a plan of what would be added.

Nothing here writes. ``plan_import`` is used twice, for the preview and, under a lock, by
``services.import_memberships``; when both come to the same ``digest``, what the clerk saw is
what happens.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...uploads import BadCell, Table, UnreadableTable
from ..choices import EndReason, Role
from ..models import Membership
from ..register.columns import IMPORT_COLUMNS, MEMBERSHIP_COLUMNS, period_of
from ..rules import check_holder_and_dates, check_not_own_deputy, overlap
from .cells import CellError, key_of, read_choice, read_date, read_flag, read_text
from .headings import column_keys
from .matching import Register

NEW, PRESENT, REPEATED, WRONG = "new", "present", "repeated", "wrong"


@dataclass
class PlannedRow:
    """What would become of one row of the list."""

    number: int
    cells: dict
    status: str = NEW
    errors: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    person: object = None
    organisation: object = None
    represents: object = None
    membership: Membership | None = None

    @property
    def is_new(self) -> bool:
        return self.status == NEW

    @property
    def error_lines(self) -> list[str]:
        """E.g. "Row 7, column “from”: …"."""
        where = _("Row %(row)d, column “%(column)s”: %(message)s")
        return [
            where % {"row": self.number, "column": column, "message": message}
            for column, message in self.errors
        ]

    @property
    def holder_name(self) -> str:
        if self.membership:
            return self.membership.holder_name
        names = [_shown(self.cells.get(name)) for name in ("last_name", "first_name")]
        return " ".join(filter(None, names)) or _shown(self.cells.get("organisation"))

    @property
    def period(self) -> str:
        return period_of(self.membership) if self.membership else ""


@dataclass
class Plan:
    body: object
    rows: list[PlannedRow]

    def _count(self, status: str) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def new(self) -> int:
        return self._count(NEW)

    @property
    def skipped(self) -> int:
        return self._count(PRESENT) + self._count(REPEATED)

    @property
    def errors(self) -> int:
        return self._count(WRONG)

    @cached_property
    def digest(self) -> str:
        """The outcome in short: the same list and register give the same one."""
        outcome = [
            [row.number, row.status, getattr(row.person, "pk", None), row.period]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(outcome).encode()).hexdigest()


def _shown(value) -> str:
    if isinstance(value, BadCell):
        return value.text
    return "" if value is None else str(value)


# From a table to rows -------------------------------------------------------------------------


def is_heading(values: tuple) -> bool:
    """Whether a row of the file looks like the heading: it names two columns or more."""
    known = column_keys()
    return sum(key_of(value) in known for value in values if isinstance(value, str)) >= 2


def rows_of(table: Table) -> list[tuple[int, dict]]:
    """Return ``(row number, {column key: value})`` of each row; refuse a wrong heading."""
    known, columns, unknown = column_keys(), {}, []
    for index, title in enumerate(table.heading.values):
        if title in (None, "") or key_of(title) in ("lp", "l p", "no", "nr"):
            continue
        key = known.get(key_of(title)) if isinstance(title, str) else None
        if key is None:
            unknown.append(_shown(title))
        elif key in columns.values():
            raise UnreadableTable(_("The column “%(name)s” occurs twice.") % {"name": title})
        else:
            columns[index] = key
    headings = ", ".join(str(column.heading) for column in IMPORT_COLUMNS)
    if unknown:
        raise UnreadableTable(
            _("Unknown columns: %(unknown)s. The list may have these: %(known)s.")
            % {"unknown": ", ".join(unknown), "known": headings}
        )
    present = set(columns.values())
    if "organisation" not in present and not {"first_name", "last_name"} <= present:
        raise UnreadableTable(
            _("The first row must name the columns: first name and last name, or organisation.")
        )
    if not table.rows:
        raise UnreadableTable(_("There is no row beneath the heading."))
    return [
        (row.number, {key: row.values[i] for i, key in columns.items() if i < len(row.values)})
        for row in table.rows
    ]


# From rows to a plan --------------------------------------------------------------------------


def plan_import(*, body, rows, user=None, public: bool = True) -> Plan:
    """Say what each row would add to the register of ``body`` (its canonical page).

    ``public`` is for rows that do not say it themselves. ``user`` decides whether people and
    organisations may be added.
    """
    planner = _Planner(body, user, public)
    planned = [planner.plan(number, cells) for number, cells in rows]
    planner.bind_deputies(planned)
    planner.compare(planned)
    return Plan(body, planned)


class _Planner:
    def __init__(self, body, user, public: bool):
        self.body, self.user, self.public = body, user, public
        self.register = Register(body)
        self.headings = {column.key: str(column.heading) for column in MEMBERSHIP_COLUMNS}

    def plan(self, number: int, cells: dict) -> PlannedRow:
        row = PlannedRow(number, cells)
        values = {name: self._read(row, name, reader) for name, reader in self._readers().items()}
        self._check_body(row)
        row.person = self._read(row, "last_name", lambda value: self._person(row))
        row.organisation = self._read(row, "organisation", self.register.organisation)
        row.represents = self._read(row, "represents", self.register.organisation)
        self._check_may_add(row)
        role, shown = values.pop("role") or (Role.MEMBER, "")
        values["role_label"] = values["role_label"] or shown
        if values["is_public"] is None:
            values["is_public"] = self.public
        membership = Membership(
            body=self.body,
            role=role,
            person=row.person,
            organisation=row.organisation,
            represents=row.represents,
            **{
                name: "" if value is None and name in _TEXTS else value
                for name, value in values.items()
            },
        )
        if not row.errors:
            row.membership = membership
            self._check(row, check_holder_and_dates)
        row.status = WRONG if row.errors else NEW
        return row

    def _readers(self) -> dict:
        text = Membership._meta.get_field
        return {
            "position": lambda v: read_text(v, text("position").max_length),
            "role": self.register.role,
            "role_label": lambda v: read_text(v, text("role_label").max_length),
            "sector": self.register.sector,
            "term": self.register.term,
            "seat": self.register.seat,
            "starts_on": read_date,
            "ends_on": read_date,
            "is_public": read_flag,
            "end_reason": lambda v: read_choice(v, EndReason),
            "office_note": lambda v: read_text(v, 10_000),
        }

    def _read(self, row: PlannedRow, name: str, reader):
        value = row.cells.get(name)
        try:
            if isinstance(value, BadCell):
                raise CellError(value.message)
            return reader(value)
        except CellError as error:
            row.errors.append((self.headings[name], str(error)))
            return None

    def _check_body(self, row: PlannedRow) -> None:
        title = row.cells.get("body")
        if title and key_of(title) != key_of(self.body.title):
            row.errors.append(
                (self.headings["body"], _("This row belongs to another body: %s.") % _shown(title))
            )

    def _person(self, row: PlannedRow):
        names = {}
        for name in ("academic_title", "first_name", "person_id"):
            value = row.cells.get(name)
            if isinstance(value, BadCell):
                row.errors.append((self.headings[name], value.message))
                value = None
            names[name] = value
        return self.register.person(last_name=row.cells.get("last_name"), notes=row.notes, **names)

    def _check_may_add(self, row: PlannedRow) -> None:
        if self.user is None:
            return
        for name in ("person", "organisation", "represents"):
            item = getattr(row, name)
            if item is None or item.pk:
                continue
            if not self.user.has_perm(f"rkres_wagtail.add_{item._meta.model_name}"):
                name = "last_name" if name == "person" else name
                row.errors.append(
                    (self.headings[name], _("Not in the register, and you may not add new ones."))
                )

    def _check(self, row: PlannedRow, rule) -> None:
        try:
            rule(row.membership)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                heading = self.headings.get("last_name" if name == "person" else name, name)
                row.errors += [(heading, message) for message in messages]

    def bind_deputies(self, planned: list[PlannedRow]) -> None:
        """Find whom each deputy stands in for, among members and the rows of the list."""
        members = defaultdict(list)
        for membership in self.register.memberships:
            if membership.deputy_for_id is None:
                members[key_of(membership.holder_name)].append(membership)
        for row in planned:
            if row.membership and not row.cells.get("deputy_for"):
                self._add_member(members, row.membership)
        for row in planned:
            name = row.cells.get("deputy_for")
            if row.membership is None or not name:
                continue
            found = members.get(key_of(name)) or members.get(_turned(name), [])
            found = [one for one in found if overlap(one, row.membership)]
            if len({key_of(one.holder_name) for one in found}) == 1 and not isinstance(
                name, BadCell
            ):
                row.membership.deputy_for = found[0]
                self._check(row, check_not_own_deputy)
            else:
                text = _("No member of this body has this name in that time: %s.") % _shown(name)
                row.errors.append((self.headings["deputy_for"], text))
            if row.errors:
                row.status, row.membership = WRONG, None

    @staticmethod
    def _add_member(members, membership) -> None:
        same = members[key_of(membership.holder_name)]
        if not any(overlap(one, membership) for one in same):
            same.append(membership)

    def compare(self, planned: list[PlannedRow]) -> None:
        """Recognise who is there already, whom the list names twice, and seats taken."""
        by_holder, by_seat = defaultdict(list), defaultdict(list)
        for membership in self.register.memberships:
            by_holder[_holder(membership)].append((None, membership))
            if membership.seat_id and membership.deputy_for_id is None:
                by_seat[membership.seat_id].append((None, membership))
        for row in planned:
            if not row.is_new:
                continue
            mine = row.membership
            same = by_holder[_holder(mine)]
            twin = next((pair for pair in same if overlap(pair[1], mine)), None)
            if twin:
                row.status = PRESENT if twin[0] is None else REPEATED
                if twin[0]:
                    row.notes.append(_("The same as row %d.") % twin[0])
                continue
            same.append((row.number, mine))
            self._take_seat(row, by_seat)

    def _take_seat(self, row: PlannedRow, by_seat) -> None:
        mine = row.membership
        if mine.seat is None or mine.deputy_for is not None:
            return
        # Seats of one name are as good as each other: the first free one is taken.
        for seat in self.register.seats_like(mine.seat):
            if not any(overlap(other, mine) for _number, other in by_seat[seat.pk]):
                mine.seat = seat
                by_seat[seat.pk].append((row.number, mine))
                return
        other = next(one for _number, one in by_seat[mine.seat.pk] if overlap(one, mine))
        row.status = WRONG
        row.errors.append(
            (
                self.headings["seat"],
                _("In that time the seat is held by %(name)s.") % {"name": other.holder_name},
            )
        )


_TEXTS = {"position", "role_label", "end_reason", "office_note"}


def _holder(membership) -> tuple:
    """Who holds a row: a person, or the institution itself."""
    item = membership.person or membership.organisation
    return (type(item).__name__, item.pk or id(item), membership.deputy_for is not None)


def _turned(name) -> str:
    """The key of "Anna Nowak" as of "Nowak Anna"."""
    words = key_of(name).split()
    return " ".join([*words[1:], words[0]]) if len(words) > 1 else ""
