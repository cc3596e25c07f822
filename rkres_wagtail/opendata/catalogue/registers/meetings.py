"""Meetings of the bodies of a committee, and the public items of their agendas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy, pgettext_lazy

from ....meetings import api_papers
from ....meetings.choices import MeetingStatus
from ....meetings.models import MeetingChange
from ....meetings.presentation.cards import number_label
from ....meetings.published import Published, load
from ....meetings.querysets import is_past, latest_first, public_meetings
from ....meetings.when import WHEN_FIELDS
from ....minutes.published import public_minutes
from ....spreadsheets import Column
from ....typography import NBSP
from ...facts import first_day
from ..scope import Scope
from .base import Question, Register, chunks, of, values, yes_no


@dataclass(frozen=True)
class Line:
    """A meeting; ``item`` is one item of its agenda, as the API says it."""

    page: Any
    number: str
    bodies: str
    state: str
    url: str
    minutes_url: str = ""
    item: dict[str, Any] | None = None

    @property
    def outside_bodies(self) -> str:
        return "; ".join(block.value["name"] for block in self.page.outside_bodies)

    @property
    def date_text(self) -> str:
        return self.page.when.text().replace(NBSP, " ")


def _shown(name: str):
    """The word of a choice."""
    return lambda line: str(getattr(line.page, f"get_{name}_display")())


_WHO_AND_WHEN = [
    Column("id", pgettext_lazy("open data", "id"), of("page", "pk")),
    Column("title", gettext_lazy("title"), of("page", "title"), width=40),
    Column("number", gettext_lazy("number"), of("number")),
    Column("bodies", gettext_lazy("who meets"), of("bodies"), width=40),
    Column("starts_on", gettext_lazy("date"), lambda line: first_day(line.page.when)),
]
COLUMNS = [
    *_WHO_AND_WHEN,
    Column("starts_time", pgettext_lazy("open data", "begins at"), of("page", "starts_time")),
    Column("ends_on", pgettext_lazy("open data", "last day"), of("page", "ends_on")),
    Column("ends_time", pgettext_lazy("open data", "ends at"), of("page", "ends_time")),
    Column("date_precision", pgettext_lazy("open data", "what is known"), _shown("date_precision")),
    Column("date_text", pgettext_lazy("open data", "date in words"), of("date_text"), width=30),
    Column("state", gettext_lazy("state"), of("state")),
    Column("meeting_form", gettext_lazy("form"), _shown("meeting_form")),
    Column("place_name", gettext_lazy("place"), of("page", "place_name"), width=30),
    Column(
        "place_address", pgettext_lazy("open data", "postal address"), of("page", "place_address")
    ),
    Column("outside_bodies", gettext_lazy("jointly with outside bodies"), of("outside_bodies")),
    Column(
        "is_open",
        pgettext_lazy("open data", "open to the public"),
        lambda line: yes_no(line.page.is_open),
    ),
    Column("lead", gettext_lazy("what it is about"), of("page", "lead"), width=50),
    Column("minutes_url", pgettext_lazy("open data", "address of the minutes"), of("minutes_url")),
    Column("url", gettext_lazy("address"), of("url"), width=40),
]


def _item(name: str):
    return lambda line: line.item[name]


def _where_to(line) -> str:
    page = line.item["postponed_to"] or line.item["referred_to"]
    return page["title"] if page else ""


AGENDA_COLUMNS = [
    Column("meeting_id", pgettext_lazy("open data", "id of the meeting"), of("page", "pk")),
    Column("meeting", gettext_lazy("meeting"), of("page", "title"), width=40),
    *_WHO_AND_WHEN[2:],
    Column("item", gettext_lazy("item"), _item("number")),
    Column("level", gettext_lazy("level"), _item("level")),
    Column("title", gettext_lazy("title"), _item("title"), width=50),
    Column("speaker", gettext_lazy("speaker"), _item("speaker")),
    Column("affiliation", gettext_lazy("speaker's organisation"), _item("affiliation")),
    Column("starts_time", pgettext_lazy("open data", "begins at"), _item("starts_time")),
    Column("duration", pgettext_lazy("duration", "minutes"), _item("duration")),
    Column("result", gettext_lazy("result"), _item("result_label")),
    Column("where_to", pgettext_lazy("open data", "postponed or referred to"), _where_to, width=30),
    Column("result_note", gettext_lazy("about the result"), _item("result_note"), width=40),
    Column("url", gettext_lazy("address"), of("url"), width=40),
]


def found(scope: Scope):
    """Public meetings below the committee."""
    return scope.pages(public_meetings)


def lines(question: Question) -> Iterator[Line]:
    scope = question.scope
    for pages in chunks(found(scope).order_by(*latest_first())):
        load(pages, scope.gate)
        for page in pages:
            yield _line(page, scope)


def _line(page, scope: Scope, item: dict | None = None) -> Line:
    published = Published.of(page, scope.gate)
    url = scope.address(page)
    has_minutes = page.translation_key in published.minutes
    return Line(
        page,
        number_label(page.number, published.index(page)),
        "; ".join(body.title for body in published.bodies(page)),
        str(MeetingStatus(page.state(scope.gate.now)).label),
        url,
        f"{url}{page.reverse_subpage('minutes')}" if has_minutes and url else "",
        item,
    )


def agenda_lines(question: Question) -> Iterator[Line]:
    scope = question.scope
    for pages in chunks(found(scope).order_by(*latest_first())):
        load(pages, scope.gate)
        for page in pages:
            for item in api_papers.agenda(page, scope.gate):
                yield _line(page, scope, item)


def marks(question: Question) -> Iterator:
    """Plain rows; what hangs on a page changes with its publication, or has a row of its own."""
    scope = question.scope
    yield from values(found(scope), *WHEN_FIELDS, "status", "number", "last_published_at")
    yield found(scope).filter(is_past(scope.gate.now)).count()
    every = public_meetings(scope.gate, any_locale=True).order_by()
    yield every.aggregate(Count("pk"), Max("last_published_at"))
    yield MeetingChange.objects.aggregate(Count("pk"), Max("made_at"))
    yield public_minutes(scope.gate).aggregate(Count("pk"), Max("pk"))


REGISTER = Register(
    slug="meetings",
    title=pgettext_lazy("open data", "Meetings"),
    description=gettext_lazy(
        "Meetings ahead and past: when, where, in what form, who meets, whether they were "
        "moved or cancelled, and where the minutes are."
    ),
    keywords=(pgettext_lazy("keyword", "meetings"), pgettext_lazy("keyword", "calendar")),
    columns=COLUMNS,
    lines=lines,
    marks=marks,
    things=found,
    stamp="last_published_at",
)

AGENDA = Register(
    slug="agenda",
    title=pgettext_lazy("open data", "Agendas"),
    description=gettext_lazy(
        "Public items of the agendas of all meetings, with speakers and what came of each."
    ),
    keywords=(pgettext_lazy("keyword", "agenda"),),
    columns=AGENDA_COLUMNS,
    lines=agenda_lines,
    marks=marks,
)
