"""What one member has to read: open documents first, then what is over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...consultations.course import deadline, last_day_of, today_of
from ...consultations.querysets import consultations
from ...dates import long_date
from ...public import Gate
from ..choices import ReaderAnswer
from ..models import AssignedReader, ReadingLink
from . import links, rules

#: Documents that are over and still stand in the list.
_MOST_PAST = 50


@dataclass
class Item:
    """One document as its reader finds it; ``page`` as its own class."""

    reader: AssignedReader
    page: object
    now: datetime
    url: str = ""
    public_url: str = ""
    text_url: str = ""
    #: Numbers of the remarks that were sent.
    numbers: list[str] = field(default_factory=list)

    @property
    def assignment(self):
        return self.reader.assignment

    @cached_property
    def is_open(self) -> bool:
        is_published = rules.is_published(self.page, self.now)
        return is_published and rules.is_open(self.assignment, self.now)

    @property
    def is_withdrawn(self) -> bool:
        return self.assignment.withdrawn_at is not None

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def until(self) -> str:
        return deadline(self.assignment.due_at)

    @property
    def days_left(self) -> str:
        """In words: the last day is today, tomorrow, or in so many days."""
        days = (last_day_of(self.assignment.due_at) - today_of(self.now)).days
        if days <= 0:
            return _("today is the last day")
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}

    @property
    def has_answered(self) -> bool:
        return self.reader.answer != ReaderAnswer.NONE

    @property
    def answer(self) -> str:
        return capfirst(_WORDS[self.reader.answer]())

    @property
    def answered_on(self) -> str:
        at = self.reader.answered_at
        return long_date(today_of(at)) if at else ""

    @property
    def can_agree(self) -> bool:
        return self.is_open and self.reader.answer == ReaderAnswer.NONE

    @property
    def state(self) -> str:
        """Why it is over."""
        if self.is_withdrawn:
            return _("taken back by the office")
        if not rules.is_published(self.page, self.now):
            return _("the consultation is not published now")
        return _("the deadline has passed")


#: The answer in the words of who gave it.
_WORDS = {
    ReaderAnswer.NONE: lambda: _("you have not answered"),
    ReaderAnswer.NO_REMARKS: lambda: _("you have no remarks"),
    ReaderAnswer.REMARKS: lambda: _("you have sent remarks"),
}


@dataclass
class ReadingList:
    open: list[Item]
    past: list[Item]

    @property
    def newest_page(self):
        """The page whose language and site the list has."""
        return max([*self.open, *self.past], key=lambda item: item.reader.pk).page

    @property
    def is_empty(self) -> bool:
        return not self.open and not self.past


def readers_of(link: ReadingLink):
    rows = AssignedReader.objects.filter(person=link.person_id)
    return rows.select_related("assignment__body", "person")


def list_of(link: ReadingLink, request, now: datetime) -> ReadingList:
    """Everything that the person of ``link`` was asked to read; a constant number of queries."""
    rows = readers_of(link).order_by("-assignment__due_at", "-pk")
    waiting = rows.filter(assignment__withdrawn_at=None, assignment__due_at__gt=now)
    over = rows.exclude(pk__in=waiting.order_by().values("pk"))
    found = [*waiting, *over[:_MOST_PAST]]
    keys = {each.assignment.consultation_id for each in found}
    pages = {page.pk: page for page in consultations().filter(pk__in=keys).select_related("locale")}
    numbers, gate = numbers_of(found), Gate.of(request)
    items = []
    for reader in found:
        page = pages.get(reader.assignment.consultation_id)
        if page is None:
            continue
        item = Item(reader, page, now, links.document_path(link, reader))
        item.numbers = numbers.get(reader.pk, [])
        if gate.allows(page):
            item.public_url = page.get_url(request) or ""
        items.append(item)
    opened = [item for item in items if item.is_open]
    opened.sort(key=lambda item: (item.has_answered, item.assignment.due_at, item.reader.pk))
    return ReadingList(opened, [item for item in items if not item.is_open])


def numbers_of(readers: list[AssignedReader]) -> dict[int, list[str]]:
    """Numbers of the remarks of each reader, by its key; one query."""
    through = AssignedReader.submissions.through
    rows = through.objects.filter(assignedreader__in=readers).order_by()
    found: dict[int, list[str]] = {}
    values = rows.values_list("assignedreader_id", "submission__remarks__number")
    for key, number in sorted((key, number) for key, number in values if number is not None):
        found.setdefault(key, []).append(str(number))
    return found
