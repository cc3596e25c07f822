"""Organisations that a public composition or the committee's page names."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from ....bodies.models import Organisation, Seat
from ....bodies.presentation.people import public_memberships
from ....spreadsheets import Column
from ..scope import Scope
from .base import CHUNK, Question, Register, of, values

COLUMNS = [
    Column("id", pgettext_lazy("open data", "id"), of("pk")),
    Column("name", gettext_lazy("name"), of("name"), width=40),
    Column("short_name", gettext_lazy("short name"), of("short_name")),
    Column("kind", pgettext_lazy("open data", "code of the kind"), of("kind")),
    Column("kind_label", gettext_lazy("kind"), lambda row: str(row.get_kind_display())),
    Column("county", gettext_lazy("county"), lambda row: str(row.get_county_display())),
    Column("website", gettext_lazy("website"), of("website"), width=40),
]


def public_organisations(scope: Scope):
    """Of members, those whom they represent, owners of seats, and the committee's host."""
    rows = public_memberships(scope.family)
    seats = Seat.objects.filter(body__translation_key__in=list(scope.family.named))
    return Organisation.objects.filter(
        Q(Exists(rows.filter(organisation=OuterRef("pk"))))
        | Q(Exists(rows.filter(represents=OuterRef("pk"))))
        | Q(Exists(seats.filter(institution=OuterRef("pk"))))
        | Q(pk=scope.committee.host_organisation_id)
    )


def lines(question: Question) -> Iterator[Organisation]:
    return public_organisations(question.scope).order_by("sort_key", "pk").iterator(CHUNK)


def marks(question: Question) -> Iterator:
    names = ("name", "short_name", "kind", "county", "website")
    return values(public_organisations(question.scope), *names)


REGISTER = Register(
    slug="organisations",
    title=pgettext_lazy("open data", "Organisations"),
    description=gettext_lazy(
        "Organisations that have seats, members or delegates in the committee and its bodies, "
        "and the one that serves it."
    ),
    keywords=(pgettext_lazy("keyword", "organisations"),),
    columns=COLUMNS,
    lines=lines,
    marks=marks,
    things=public_organisations,
)
