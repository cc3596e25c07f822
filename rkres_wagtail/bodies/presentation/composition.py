"""Who sits in a body on a day (requirements 15–21): rows and totals from the same register.

Members who are not public are counted, without name, organisation, role or dates.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from ...conf import settings
from ..choices import ROLE_ORDER, Role
from ..models import Membership, Seat, Sector
from .places import LAST, Composition, Member, Place, SectorPart, member_of, role_labels
from .visibility import public_visibility


def composition(
    body,
    *,
    on: date,
    committee=None,
    visibility: str | None = None,
    page: object = 1,
    per_page: int | None = None,
) -> Composition:
    """Return who sits in ``body`` on the day ``on``, by sector (requirements 16, 17, 20).

    A body with seats is read whole; one without is cut into pages in the database. The
    caller has passed ``body`` through the gate; ``visibility`` is that of another page which
    shows it. Before its first and after its last day a body has no composition.
    """
    result = Composition(on=on, visibility=visibility or public_visibility(body))
    if not result.shows_numbers or not _exists(body, on):
        return result
    rows = Membership.objects.of(body).current(on)
    seats = list(Seat.objects.of(body).current(on).select_related("sector", "institution"))
    result.seats_count = len(seats)
    if not result.shows_names:
        result.parts = _numbers(rows, seats)
    elif seats:
        result.parts = _whole(list(rows.with_related()), seats, role_labels(committee))
    else:
        _fill_page(result, rows, role_labels(committee), page, per_page or settings.PER_PAGE)
    return result


def _exists(body, on: date) -> bool:
    first, last = body.active_from, body.active_to
    return (first is None or first <= on) and (last is None or on <= last)


# The whole list ---------------------------------------------------------------------------------


class _Parts:
    """Sectors being filled with places; totals are counted from what is put in."""

    def __init__(self) -> None:
        self._parts: dict[int | None, tuple[tuple, SectorPart]] = {}

    def of(self, sector: Sector | None) -> SectorPart:
        key = sector.pk if sector else None
        if key not in self._parts:
            rank = (sector.sort_order, sector.pk) if sector else (LAST, 0)
            part = SectorPart(sector.name, sector.description) if sector else SectorPart("")
            self._parts[key] = (rank, part)
        return self._parts[key][1]

    def add(self, sector: Sector | None, place: Place, *, members: int) -> None:
        part = self.of(sector)
        part.members_count += members
        part.hidden_count += place.is_hidden
        part.vacant_count += place.is_vacant
        if not place.is_hidden or place.is_seat or place.deputies:
            part.places.append(place)

    def in_order(self) -> list[SectorPart]:
        parts = [part for _rank, part in sorted(self._parts.values(), key=lambda each: each[0])]
        for part in parts:
            part.places = _folded(sorted(part.places, key=lambda place: place.rank))
        return parts


def _folded(places: list[Place]) -> list[Place]:
    """Vacant places of one name that stand together, as one that knows how many they are."""
    result: list[Place] = []
    for place in places:
        if result and place.is_like(result[-1]):
            result[-1].count += 1
        else:
            result.append(place)
    return result


def _whole(rows: list[Membership], seats: list[Seat], labels: dict[str, str]) -> list[SectorPart]:
    """Seats with their holders, then members without a seat, by sector."""
    holders = [row for row in rows if row.deputy_for_id is None]
    held = {row.pk for row in holders}
    deputies: dict[int, list[Member]] = defaultdict(list)
    alone: list[Membership] = []
    for row in rows:
        if row.deputy_for_id in held and row.is_public:
            deputies[row.deputy_for_id].append(member_of(row, labels))
        elif row.deputy_for_id is not None and row.is_public:
            alone.append(row)

    parts = _Parts()
    in_seats: dict[int, list[Membership]] = defaultdict(list)
    for row in holders:
        in_seats[row.seat_id or 0].append(row)
    for seat in seats:
        taken = in_seats.pop(seat.pk, ())
        for row in taken:
            place = _place(row, labels, seat=seat, deputies=deputies[row.pk])
            parts.add(row.sector or seat.sector, place, members=1)
        if not taken:
            substitutes = [row for row in alone if row.seat_id == seat.pk]
            alone = [row for row in alone if row.seat_id != seat.pk]
            names = [member_of(row, labels) for row in substitutes]
            parts.add(seat.sector, _place(None, labels, seat=seat, deputies=names), members=0)
    for row in (row for group in in_seats.values() for row in group):
        place = _place(row, labels, deputies=deputies[row.pk])
        parts.add(row.effective_sector, place, members=1)
    for row in alone:
        place = Place(deputies=[member_of(row, labels)], rank=_rank(row))
        parts.add(row.effective_sector, place, members=0)
    return parts.in_order()


def _place(row, labels, *, seat: Seat | None = None, deputies: list[Member]) -> Place:
    is_named = row is not None and row.is_public
    return Place(
        label=seat.label if seat else "",
        institution=seat.institution.name if seat and seat.institution else "",
        holder=member_of(row, labels) if is_named else None,
        is_hidden=row is not None and not row.is_public,
        deputies=deputies,
        is_seat=seat is not None,
        rank=_rank(row if is_named else None, seat),
    )


def _rank(row: Membership | None, seat: Seat | None = None) -> tuple:
    """Chair first, then seats in their order, then Polish alphabetical order."""
    role = ROLE_ORDER.get(row.role, LAST) if row else ROLE_ORDER[Role.MEMBER]
    seat_order = (seat.sort_order, seat.pk) if seat else (LAST, 0)
    if row is None:
        return (role, *seat_order, 0, "", 0)
    holder = row.person or row.organisation
    return (role, *seat_order, row.sort_order, holder.sort_key if holder else "", row.pk)


# Counts -----------------------------------------------------------------------------------------


def _counts(rows) -> _Parts:
    """Members by sector, counted in the database."""
    counted = list(
        rows.annotate(sector_key=Coalesce("sector", "seat__sector"))
        .order_by()
        .values_list("sector_key")
        .annotate(total=Count("pk"), hidden=Count("pk", filter=Q(is_public=False)))
    )
    sectors = Sector.objects.in_bulk([key for key, _total, _hidden in counted if key])
    parts = _Parts()
    for key, total, hidden in counted:
        part = parts.of(sectors.get(key))
        part.members_count += total
        part.hidden_count += hidden
    return parts


def _numbers(rows, seats: list[Seat]) -> list[SectorPart]:
    """Counts by sector for a body that publishes no names."""
    parts = _counts(rows.holders())
    held = set(rows.holders().exclude(seat=None).values_list("seat_id", flat=True))
    for seat in seats:
        if seat.pk not in held:
            parts.of(seat.sector).vacant_count += 1
    return parts.in_order()


# A page of a long list --------------------------------------------------------------------------


def _fill_page(result: Composition, rows, labels, number, per_page: int) -> None:
    """Put one page of the public holders into the parts, with their deputies.

    A deputy whose principal has left or is not public has a row of their own.
    """
    parts = _counts(rows.holders())
    public = rows.named()
    holders = public.holders().order_by().values("pk")
    listed = public.filter(Q(deputy_for=None) | ~Q(deputy_for__in=holders))
    page = Paginator(_ordered(listed.with_related()), per_page).get_page(number)
    shown = list(page.object_list)
    deputies: dict[int, list[Member]] = defaultdict(list)
    substitutes = public.filter(deputy_for__in=[row.pk for row in shown])
    for row in substitutes.with_related():
        deputies[row.deputy_for_id].append(member_of(row, labels))
    for row in shown:
        if row.deputy_for_id is None:
            place = _place(row, labels, deputies=deputies[row.pk])
        else:
            place = Place(deputies=[member_of(row, labels)], rank=_rank(row))
        parts.of(row.effective_sector).places.append(place)
    result.parts = parts.in_order()
    result.page = page if page.paginator.num_pages > 1 else None


def _ordered(rows):
    """By sector, role, the editors' order and the Polish alphabet, in the database."""
    ranks = [When(role=role, then=Value(rank)) for role, rank in ROLE_ORDER.items()]
    return rows.annotate(
        sector_order=Coalesce("sector__sort_order", "seat__sector__sort_order", Value(LAST)),
        sector_key=Coalesce("sector", "seat__sector", Value(0)),
        role_rank=Case(*ranks, default=Value(LAST), output_field=IntegerField()),
        name_key=Coalesce("person__sort_key", "organisation__sort_key", Value("")),
    ).order_by("sector_order", "sector_key", "role_rank", "sort_order", "name_key", "pk")
