"""Invented meetings around today, so that the demonstration's calendar is never empty.

Each is labelled as an example in its title and lead. The real meetings of the region come from its
profile and are not touched.

What is ahead is renewed at every ``make demo``: a kind of meeting that has none ahead gets
another. One that has passed stays where it was, as history. Moving it along would make
subscribers' calendars jump and leave a line "moved" for every run, and taking it away would break
the rule that a held meeting stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from holidays import country_holidays

from rkres_wagtail.bodies.pages import GroupPageMixin, TierPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.meetings.choices import DatePrecision, MeetingStatus
from rkres_wagtail.meetings.querysets import index_model, meeting_model
from rkres_wagtail.meetings.rules import dated_slug
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from rkres_wagtail.text import plain_slug

from . import demo_meeting_content as content
from .demo_meeting_files import add_materials, add_photo
from .demo_site import key_of

#: More of one kind than anyone's demonstration lives to see.
_MOST = 500
#: A report older than this makes room for a newer one.
_REPORT_DAYS = 90
TUESDAY, WEDNESDAY = 1, 2


@dataclass(frozen=True)
class Kind:
    """One kind of invented meeting: when it is from today, who meets, what becomes of it."""

    name: str
    when: Callable[[date], When]
    values: dict[str, Any]
    #: Places of the bodies in ``_bodies``; the first is the statutory body.
    bodies: tuple[int, ...] = (0,)
    status: str = MeetingStatus.CONFIRMED
    agenda: tuple[dict, ...] = ()
    tags: tuple[str, ...] = ()
    has_papers: bool = False
    #: What becomes of it once it is published: (page, today).
    then: Callable[[Any, date], None] | None = None


def _on(earliest: date, weekday: int) -> date:
    """The first such day of the week from ``earliest`` that is no holiday or near Christmas."""
    free = country_holidays("PL")
    day = earliest + timedelta(days=(weekday - earliest.weekday()) % 7)
    while day in free or (day.month == 12 and day.day > 22):
        day += timedelta(days=7)
    return day


def at(days: int, weekday: int, first: int, last: int) -> Callable[[date], When]:
    """From ``first`` to ``last`` o'clock, at least ``days`` days from today."""
    return lambda today: When(
        DatePrecision.MINUTE,
        _on(today + timedelta(days=days), weekday),
        time(first),
        None,
        time(last),
    )


def in_month(days: int) -> Callable[[date], When]:
    """The month that begins next after so many days."""

    def when(today: date) -> When:
        later = today + timedelta(days=days)
        return When(
            DatePrecision.MONTH, date(later.year + later.month // 12, later.month % 12 + 1, 1)
        )

    return when


def _move(page, today: date) -> None:
    there = at(34, TUESDAY, 12, 14)(today)
    move_meeting(page, there, user=None, reason=content.MOVED_BECAUSE)


def _cancel(page, today: date) -> None:
    cancel_meeting(page, user=None, reason=content.CANCELLED_BECAUSE)


KINDS = (
    Kind("odbyte", at(-26, WEDNESDAY, 10, 13), content.HELD, agenda=content.HELD_AGENDA,
         tags=("klauzule społeczne", "LPRES"), has_papers=True),
    Kind("odwolane", at(8, TUESDAY, 10, 12), content.CANCELLED, bodies=(3,),
         then=_cancel),
    Kind("najblizsze", at(13, WEDNESDAY, 10, 13), content.NEXT, agenda=content.NEXT_AGENDA,
         tags=("LPRES", "usługi społeczne")),
    Kind("przeniesione", at(20, TUESDAY, 12, 14), content.MOVED, bodies=(2,),
         tags=("promocja",), then=_move),
    Kind("wspolne", at(45, WEDNESDAY, 11, 14), content.JOINT, bodies=(0, 1),
         status=MeetingStatus.PLANNED, tags=("klauzule społeczne",)),
    Kind("zapowiedz", in_month(75), content.MONTH, bodies=(-1,), status=MeetingStatus.PLANNED),
)  # fmt: skip


@transaction.atomic
def announce_demo_meetings(committee) -> int:
    """Make the invented meetings that are missing around today; return how many were made."""
    listing, bodies, today = _listing(committee), _bodies(committee), local_today()
    made = 0
    for kind in KINDS:
        number, latest = _latest(kind, committee.locale)
        if latest is None or _is_stale(kind, latest, today):
            _announce(kind, number + 1, listing, bodies, today)
            made += 1
    return made


def _listing(committee):
    """The committee's list of meetings, which the region profile makes; else one is made."""
    lists = index_model()._default_manager.descendant_of(committee)
    listing = lists.order_by("depth", "path").first()
    if listing is None:
        committee.refresh_from_db()
        listing = committee.add_child(
            instance=index_model()(
                title="Posiedzenia", slug="posiedzenia", locale=committee.locale, live=False
            )
        )
        listing.save_revision().publish()
    return listing


def _bodies(committee) -> list:
    """The statutory body, then the groups that work, then the lowest tier."""
    groups = pages_of(GroupPageMixin).descendant_of(committee).order_by("path").specific()
    tiers = pages_of(TierPageMixin).descendant_of(committee).order_by("path")
    statutory = committee.statutory_body or committee
    working = [group for group in groups if not group.is_former]
    return [statutory, *working[:3], tiers.last() or statutory]


def _key(kind: Kind, number: int):
    return key_of(f"posiedzenie/{kind.name}/{number}")


def _latest(kind: Kind, locale) -> tuple[int, Any]:
    """Number and page of the last meeting of this kind that is still there."""
    numbers = {_key(kind, number): number for number in range(1, _MOST)}
    pages = meeting_model()._default_manager.filter(translation_key__in=numbers, locale=locale)
    found = {numbers[page.translation_key]: page for page in pages}
    return max(found.items(), default=(0, None))


def latest_of(name: str, locale):
    """The last meeting of the kind called ``name``; None where somebody took it away."""
    kind = next(each for each in KINDS if each.name == name)
    return _latest(kind, locale)[1]


def _is_stale(kind: Kind, page, today: date) -> bool:
    over_at = page.over_at
    if over_at is None:
        return False
    if kind.when(today).starts_on < today:
        return over_at < timezone.now() - timedelta(days=_REPORT_DAYS)
    return over_at <= timezone.now()


def _announce(kind: Kind, number: int, listing, bodies: list, today: date) -> None:
    when = kind.when(today)
    page = meeting_model()(
        slug=dated_slug(plain_slug(kind.values["title"], kind.name), when),
        locale=listing.locale,
        translation_key=_key(kind, number),
        live=False,
        status=kind.status,
        **kind.values,
    )
    when.apply(page)
    listing = type(listing)._default_manager.get(pk=listing.pk)
    listing.add_child(instance=page)
    page.bodies = [bodies[place] for place in kind.bodies if place < len(bodies)] or bodies[:1]
    for order, row in enumerate(kind.agenda):
        page.agenda_items.add(page.agenda_items.model(sort_order=order, **row))
    page.tags.set(kind.tags)
    if kind.has_papers:
        add_materials(page, today)
        add_photo(page)
    page.save_revision().publish()
    if kind.then is not None:
        kind.then(type(page)._default_manager.get(pk=page.pk), today)
