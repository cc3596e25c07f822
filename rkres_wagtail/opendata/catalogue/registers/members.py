"""Who sits and sat in the bodies of a committee, as it publishes it, and what is vacant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ....bodies.models import Membership, Seat
from ....bodies.presentation.people import public_memberships
from ....bodies.presentation.places import Member, member_of, public_name, role_labels
from ....bodies.querysets import today
from ....spreadsheets import Column
from ..scope import Scope
from .base import CHUNK, Question, Register, values, yes_no


@dataclass(frozen=True)
class Line:
    """A membership that may be named, or a seat that nobody holds."""

    body: Any
    row: Membership | None = None
    member: Member | None = None
    seat: Seat | None = None
    is_current: bool = True
    profile_url: str = ""

    @property
    def holder(self) -> str:
        if self.member is None:
            return pgettext("open data", "vacant seat")
        return _("institution") if self.member.is_institution else _("person")

    @property
    def sector(self) -> str:
        found = self.row.effective_sector if self.row else self.seat.sector
        return found.name if found else ""

    @property
    def deputy_for(self) -> str:
        principal = self.row.deputy_for if self.row else None
        if principal is None or (principal.starts and principal.starts > today()):
            return ""
        return public_name(principal)


def _member(name: str):
    return lambda line: getattr(line.member, name) if line.member else None


COLUMNS = [
    Column("body", gettext_lazy("body"), lambda line: line.body.title, width=30),
    Column("body_id", pgettext_lazy("open data", "id of the body"), lambda line: line.body.pk),
    Column("holder", pgettext_lazy("open data", "who holds the seat"), lambda line: line.holder),
    Column(
        "name", pgettext_lazy("open data", "name of the person or institution"), _member("name")
    ),
    Column("role", pgettext_lazy("open data", "code of the role"), _member("role")),
    Column("role_label", gettext_lazy("role"), _member("role_label")),
    Column("position", gettext_lazy("own post"), _member("position")),
    Column("organisation", gettext_lazy("own organisation"), _member("organisation")),
    Column("represents", gettext_lazy("represents"), _member("represents")),
    Column("sector", gettext_lazy("sector"), lambda line: line.sector),
    Column("seat", gettext_lazy("seat"), lambda line: line.seat.label if line.seat else ""),
    Column(
        "term",
        gettext_lazy("term"),
        lambda line: line.row.term.label if line.row and line.row.term else "",
    ),
    Column("deputy_for", gettext_lazy("deputy of"), lambda line: line.deputy_for),
    Column("starts_on", gettext_lazy("from"), _member("since")),
    Column("ends_on", gettext_lazy("to"), _member("until")),
    Column(
        "is_current", pgettext_lazy("open data", "current"), lambda line: yes_no(line.is_current)
    ),
    Column("url", gettext_lazy("address"), lambda line: line.profile_url, width=40),
]


def _bodies(question: Question) -> dict:
    """Bodies that publish names; those that existed on the day that was asked for."""
    named = question.scope.family.named
    if question.on is None:
        return named
    return {key: body for key, body in named.items() if _exists(body, question.on)}


def _exists(body, on: date) -> bool:
    first, last = body.active_from, body.active_to
    return (first is None or first <= on) and (last is None or on <= last)


def _rows(question: Question):
    rows = public_memberships(question.scope.family)
    if question.on is not None:
        rows = rows.current(question.on)
    return rows.filter(body__translation_key__in=list(_bodies(question)))


def lines(question: Question) -> Iterator[Line]:
    """Memberships, the latest first in each body; then vacant seats. Three queries."""
    scope, bodies = question.scope, _bodies(question)
    labels, day = role_labels(scope.committee), question.on or today()
    latest_first = Coalesce("starts_on", "term__starts_on").desc(nulls_last=True)
    rows = _rows(question).with_related().select_related("body", "deputy_for__term")
    home = scope.address(scope.committee)
    for row in rows.order_by("body__path", latest_first, "sort_order", "pk").iterator(CHUNK):
        body = bodies[row.body.translation_key]
        member = member_of(row, labels, body=body)
        yield Line(
            body,
            row,
            member,
            row.seat,
            row.is_current(day) and _exists(body, day),
            _profile(scope, home, member),
        )
    for seat in _vacant(question, day):
        yield Line(bodies[seat.body.translation_key], seat=seat)


def _profile(scope: Scope, home: str, member: Member) -> str:
    if not (home and member.slug):
        return ""
    return f"{home}{scope.committee.reverse_subpage('person', kwargs={'slug': member.slug})}"


def _vacant(question: Question, day: date):
    """Seats of the day that nobody holds, somebody unnamed included."""
    keys = [key for key, body in _bodies(question).items() if _exists(body, day)]
    held = Membership.objects.current(day).holders().filter(body__translation_key__in=keys)
    seats = Seat.objects.current(day).filter(body__translation_key__in=keys)
    free = seats.exclude(pk__in=held.exclude(seat=None).values("seat"))
    related = free.select_related("body", "sector", "institution")
    return related.order_by("body__path", "sort_order", "pk").iterator(CHUNK)


_NAMES = (
    "person__academic_title", "person__first_name", "person__last_name", "person__slug",
    "person__has_public_profile", "organisation__name", "represents__name", "sector__name",
    "seat__name", "seat__sector__name", "seat__institution__name", "term__name",
    "term__ordinal", "term__starts_on", "term__ends_on", "deputy_for__is_public",
    "deputy_for__updated_at", "deputy_for__person__last_name", "deputy_for__person__first_name",
    "deputy_for__organisation__name",
)  # fmt: skip


def marks(question: Question) -> Iterator:
    yield from values(_rows(question), "updated_at", "body", *_NAMES)
    for seat in _vacant(question, question.on or today()):
        yield seat.pk, seat.label, seat.sector_id and seat.sector.name
    yield sorted(role_labels(question.scope.committee).items())


REGISTER = Register(
    slug="members",
    title=pgettext_lazy("open data", "Members"),
    description=gettext_lazy(
        "Who sits and sat in the committee and its bodies, in what role, for whom, from when to "
        "when; and seats that are vacant. Only what the pages of the bodies publish."
    ),
    keywords=(gettext_lazy("members"), pgettext_lazy("keyword", "composition")),
    columns=COLUMNS,
    lines=lines,
    marks=marks,
    things=lambda scope: public_memberships(scope.family),
    stamp="updated_at",
    takes_day=True,
)
