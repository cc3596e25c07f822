"""A meeting in a row of a list: date, title, who meets, where, state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import pgettext

from ...numerals import roman
from ..choices import ChangeKind, MeetingForm, MeetingStatus, Numbering
from ..models import MeetingChange
from ..querysets import meeting_model
from .dateblocks import DateBlock, dateblock, machine_date
from .places import PublicBodies

#: Long texts that no list shows.
_HEAVY = ("description", "report", "photos", "services")


@dataclass(frozen=True)
class StateTag:
    """A state in a word; ``shape`` names the mark that stands before it."""

    word: str
    shape: str


def state_tags(page, now: datetime, *, is_moved: bool, is_over: bool | None = None):
    """The state of a meeting, and that its date is a new one while that matters."""
    state = page.state(now)
    if is_over is not None and page.status != MeetingStatus.CANCELLED:
        # The editor previews the other phase.
        state = MeetingStatus.HELD if is_over else page.status
    tags = [StateTag(str(MeetingStatus(state).label), str(state))]
    if is_moved and state in (MeetingStatus.PLANNED, MeetingStatus.CONFIRMED):
        tags.append(StateTag(pgettext("meeting", "moved"), "moved"))
    return tags


@dataclass
class Card:
    page: object
    url: str
    tags: list[StateTag]
    bodies: list = field(default_factory=list)
    number: str = ""
    is_past: bool = False

    @cached_property
    def when(self):
        return self.page.when

    @cached_property
    def date(self) -> DateBlock:
        return dateblock(self.when)

    @property
    def machine(self) -> str:
        return machine_date(self.when)

    @property
    def hours(self) -> str:
        """``sobota, 10:00–13:00``; the whole line where it runs over several days by the hour."""
        if self.when.has_hour and self.when.ends_on:
            return self.when.text()
        return ", ".join(part for part in (self.when.weekday(), self.when.hours()) if part)

    @property
    def is_number_told(self) -> bool:
        return is_number_told(self.number, self.page.title)

    @property
    def is_cancelled(self) -> bool:
        return self.page.status == MeetingStatus.CANCELLED

    @property
    def place(self) -> str:
        """``OWES, sala 12 (hybrydowo)``; of an online meeting, only that it is online."""
        label = str(MeetingForm(self.page.meeting_form).label)
        if self.page.meeting_form == MeetingForm.ONLINE:
            return label
        parts = [part for part in (self.page.place_name, self.page.place_address) if part]
        place = parts[0] if parts else ""
        if self.page.meeting_form == MeetingForm.HYBRID:
            return f"{place} ({label})" if place else label
        return place

    @property
    def outside_bodies(self) -> list[str]:
        return [block.value["name"] for block in self.page.outside_bodies]

    @property
    def year(self) -> int | None:
        return self.page.starts_on.year if self.page.starts_on else None


def number_label(number: int | None, index) -> str:
    """``V`` or ``5``, as the list of meetings says; without a query, unlike the page's own."""
    if not number:
        return ""
    is_arabic = getattr(index, "numbering", "") == Numbering.ARABIC
    return str(number) if is_arabic else roman(number)


def is_number_told(label: str, title: str) -> bool:
    """Whether a title such as "V posiedzenie" already says the number."""
    return label in title.replace(".", " ").split()


def for_cards(queryset):
    """Meetings with what their cards need: whether the date was moved, without long texts."""
    names = {each.name for each in meeting_model()._meta.get_fields()}
    moved = MeetingChange.objects.filter(
        meeting__translation_key=OuterRef("translation_key"), kind=ChangeKind.MOVED
    )
    return queryset.annotate(rkres_is_moved=Exists(moved)).defer(
        *(name for name in _HEAVY if name in names)
    )


def cards(
    pages: Iterable, request, bodies: PublicBodies, *, now: datetime, index=None, own=None
) -> list[Card]:
    """Cards of ``pages`` (see ``for_cards``), in their order; one query for who meets.

    A meeting of ``own`` alone does not name it: the page says whose it is.
    """
    pages = list(pages)
    keys = defaultdict(list)
    if pages:
        rows = meeting_model()._default_manager.filter(pk__in=[page.pk for page in pages])
        for pk, key in rows.order_by().values_list("pk", "bodies__translation_key"):
            keys[pk].append(key)
    return [
        Card(
            page,
            page.get_url(request) or "",
            state_tags(page, now, is_moved=page.rkres_is_moved),
            _unless_own(bodies.shown(keys[page.pk]), own, page),
            number_label(page.number, index),
            page.is_over(now),
        )
        for page in pages
    ]


def _unless_own(bodies: list, own, page) -> list:
    is_own = own is not None and [body.pk for body in bodies] == [own.pk]
    return [] if is_own and not page.outside_bodies else bodies
