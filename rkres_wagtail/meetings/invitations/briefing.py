"""All that messages and the reply page say of one meeting, read once for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ...bodies.presentation.related import Contact
from ...feeds import one_line
from ...public import Gate
from ...typography import NBSP
from ..calendars import words
from ..models import MeetingChange
from ..presentation.agenda import AgendaPoint, agenda_points
from ..presentation.materials import MaterialLine, material_lines
from ..rules import chosen_bodies, public_items, public_materials

#: Whoever is invited may open every file that is not internal, whatever collection it is in.
_EVERY_FILE = SimpleNamespace(allows_document=lambda document: document is not None)


@dataclass(frozen=True)
class AgendaRow:
    """One point of the agenda in a mail."""

    number: str
    title: str
    depth: int = 0
    time: str = ""
    speaker: str = ""


@dataclass
class Briefing:
    """One meeting for those who are invited: the link to join, materials, the office."""

    page: object
    site: object
    now: object
    changes: list = field(default_factory=list)

    @classmethod
    def of(cls, page, now) -> Briefing:
        changes = list(MeetingChange.objects.of(page))
        return cls(page, page.get_site(), now, changes)

    @property
    def language(self) -> str:
        return self.page.locale.language_code

    @cached_property
    def bodies(self) -> list:
        return sorted(chosen_bodies(self.page), key=lambda body: body.path)

    @cached_property
    def who(self) -> list[str]:
        """Who meets; whoever is invited may know all of them."""
        outside = [str(block.value.get("name") or "") for block in self.page.outside_bodies]
        return [*(body.title for body in self.bodies), *filter(None, outside)]

    @cached_property
    def contact(self) -> Contact:
        """Whom to ask: the meeting's own office, else that of the first body, else none."""
        own = Contact.of_page(self.page)
        if own or not self.bodies:
            return own
        return Contact.of(self.bodies[0].specific, self.page.committee)

    @cached_property
    def public_url(self) -> str:
        """The page, where everybody may read it."""
        is_public = self.site is not None and Gate(self.site).allows(self.page)
        return self.page.full_url if is_public else ""

    @cached_property
    def place(self) -> list[str]:
        return [text for text in (self.page.place_name, self.page.place_address) if text]

    @property
    def form(self) -> str:
        return str(self.page.get_meeting_form_display())

    @property
    def when_brief(self) -> str:
        """``12 grudnia 2026, 10:00``: without the weekday and the end, for a subject."""
        when = self.page.when
        hour = when.hours().split("–")[0]
        return ", ".join(filter(None, (when.days(), hour))).replace(NBSP, " ")

    @cached_property
    def _items(self) -> list:
        return list(self.page.agenda_items.all())

    @cached_property
    def _materials(self) -> list:
        return public_materials(self.page.materials.all(), self._items)

    def points(self, address: Callable) -> tuple[list[AgendaPoint], list[MaterialLine]]:
        """The agenda with its materials, and those of the whole meeting."""
        lines = material_lines(self._materials, _EVERY_FILE, address=address)
        agenda = agenda_points(
            public_items(self._items), lines, gate=None, bodies=None, with_results=False
        )
        return agenda, lines.get(None, [])

    @cached_property
    def agenda(self) -> list[AgendaRow]:
        """The agenda point after point, without materials."""
        return list(_flat(self.points(lambda material: "")[0]))

    @cached_property
    def materials(self) -> list[tuple]:
        """Each with its line, whose address is empty where it is a file to be had by a link."""
        found = []
        gone = material_lines(self._materials, _EVERY_FILE, address=lambda material: material)
        for lines in gone.values():
            for line in lines:
                material = line.url if line.document else None
                found.append((line, material))
        return found

    @cached_property
    def description(self) -> str:
        """The text of the entry in a calendar."""
        text = words.description(
            self.page,
            changes=self.changes,
            names=[body.title for body in self.bodies],
            url=self.public_url,
            now=self.now,
        )
        rows = [text]
        if self.page.access_url and not words.join_url(self.page, self.now):
            rows.append(f"{capfirst(_('link to join online'))}: {self.page.access_url}")
        if self.agenda:
            rows.append(f"{_('Agenda')}:")
            rows += [f"{row.number} {row.title}" for row in self.agenda]
        return "\n".join(rows)

    @property
    def location(self) -> str:
        return words.location(self.page)


def _flat(points: list[AgendaPoint], depth: int = 0):
    for point in points:
        speaker = ", ".join(filter(None, (point.speaker, point.affiliation)))
        yield AgendaRow(point.number, one_line(point.title), depth, point.time, one_line(speaker))
        yield from _flat(point.points, depth + 1)
