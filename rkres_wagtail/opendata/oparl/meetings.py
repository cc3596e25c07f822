"""Meeting with its AgendaItems, Files and Location (chapters 3.10, 3.11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from ...decisions.querysets import public_decisions
from ...meetings.api_papers import agenda
from ...meetings.choices import MaterialKind, MeetingStatus
from ...meetings.published import Published, load
from ...meetings.querysets import meetings as all_meetings
from ...meetings.when import moment
from ...minutes.choices import FileKind
from ...minutes.documents.files import MAKERS
from ...minutes.models import MinutesFile
from ..zones import day, written
from .files import Files, once
from .kinds import AGENDA_ITEM, CONSULTATION, LOCATION, MEETING, as_uuid
from .objects import Built
from .places import place
from .world import World

#: ``meetingState`` in the words that the specification recommends.
STATES = {
    MeetingStatus.PLANNED: "terminiert",
    MeetingStatus.CONFIRMED: "eingeladen",
    MeetingStatus.CANCELLED: "terminiert",
    MeetingStatus.HELD: "durchgeführt",
}


def meetings(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    wanted = None if keys is None else [key for each in keys if (key := as_uuid(each))]
    pages = all_meetings().select_related("host_organisation")
    for chunk in world.chunks(pages, wanted):
        load(chunk, world.gate)
        decided = _decided(world, chunk)
        pdf = _with_pdf(chunk, world)
        built = (_Meeting(world, page, decided[page.translation_key], pdf) for page in chunk)
        yield [each.built() for each in built if each.committee_key]


def _decided(world: World, pages: list) -> dict[UUID, dict[str, UUID]]:
    """Decisions taken at the meetings: item of the agenda -> ``translation_key``."""
    found: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    rows = public_decisions(world.gate, any_locale=True).filter(
        meeting__translation_key__in=[page.translation_key for page in pages],
        item_uuid__isnull=False,
    )
    rows = rows.order_by("-pk").values_list(
        "meeting__translation_key", "item_uuid", "translation_key"
    )
    for meeting, item, decision in rows:
        found[meeting][str(item)] = decision
    return found


def _with_pdf(pages: list, world: World) -> set[int]:
    """Public minutes of the meetings of which a PDF has been made."""
    ids = {facts["id"] for facts in Published.of(pages[0], world.gate).minutes.values()}
    rows = MinutesFile.objects.filter(minutes__in=ids, kind=FileKind.PDF) if ids else ()
    return set(rows.values_list("minutes_id", flat=True)) if ids else set()


class _Meeting:
    """One meeting on its way to OParl."""

    def __init__(self, world: World, page, decided: dict[str, UUID], with_pdf: set[int]):
        self.world, self.page = world, page
        self.key: UUID = page.translation_key
        self.committee_key = world.committee_key(page)
        self.address = world.address(MEETING, self.key.hex)
        self.published = Published.of(page, world.gate)
        self.files = Files(
            world, f"m{self.key.hex}", self.committee_key, {"meeting": [self.address]}
        )
        self._decided, self._with_pdf = decided, with_pdf
        self._materials = self.published.public_materials(page)

    def built(self) -> Built:
        page, when = self.page, self.page.when
        state = page.state(self.world.gate.now)
        invitation, protocol, others = self._papers()
        facts = {
            "name": page.title,
            "meetingState": STATES[state],
            "cancelled": state == MeetingStatus.CANCELLED,
            "start": written(when.starts_at) if when.has_hour else None,
            "end": written(when.ends_at) if when.has_hour else None,
            "location": place(
                LOCATION, f"m{self.key.hex}", self.committee_key,
                page.place_name, page.place_address, {"meetings": [self.address]},
            ),
            "organization": self.world.organizations(self.published.bodies(page)),
            "invitation": invitation,
            "resultsProtocol": protocol,
            "auxiliaryFile": others,
            "agendaItem": self._items(),
            "keyword": self.published.tags[page.pk],
            "web": self.world.web(page.full_url),
        }  # fmt: skip
        born = page.first_published_at
        return Built(MEETING, self.key.hex, self.committee_key, facts, born=born)

    # Files -----------------------------------------------------------------------------------

    def _papers(self) -> tuple[Built | None, Built | None, list[Built]]:
        """Invitation, minutes, and the rest of what belongs to the whole meeting."""
        minutes = self._minutes()
        others = minutes[1:]
        invitation, protocol = None, minutes[0] if minutes else None
        for row in self._materials:
            if row.item_uuid:
                continue
            file = self._file(row, self.files)
            if row.kind == MaterialKind.AGENDA and invitation is None:
                invitation = file
            elif row.kind == MaterialKind.MINUTES and protocol is None:
                protocol = file
            else:
                others.append(file)
        return invitation, protocol, once(others, invitation, protocol)

    @staticmethod
    def _file(row, files: Files) -> Built:
        if row.document_id:
            return files.document(row.document, row.label)
        return files.link(row.url, row.label)

    def _minutes(self) -> list[Built]:
        """The published minutes: the page first, then the files that are made of it."""
        facts = self.published.minutes.get(self.key)
        if facts is None:
            return []
        url = f"{self.page.full_url}{self.page.reverse_subpage('minutes')}"
        kinds = [
            kind
            for kind in MAKERS
            if MAKERS[kind].is_available()
            and (kind != FileKind.PDF or facts["id"] in self._with_pdf)
        ]
        shown = {"title": gettext("Minutes"), "date": day(facts["approved_on"])}
        derived = [self.files.address(str(kind)) for kind in kinds]
        master = self.files.text("html", url, derivativeFile=derived, **shown)
        made = []
        for kind in kinds:
            address = reverse("rkres_wagtail:minutes_file", args=[facts["id"], str(kind)])
            of = self.files.address("html")
            made.append(
                self.files.text(
                    str(kind), address, MAKERS[kind].CONTENT_TYPE, masterFile=of, **shown
                )
            )
        return [master, *made]

    # Agenda ----------------------------------------------------------------------------------

    def _items(self) -> list[Built]:
        items = self.published.public_items(self.page)
        told = agenda(self.page, self.world.gate)
        return [
            self._item(order, item, shown)
            for order, (item, shown) in enumerate(zip(items, told, strict=True))
        ]

    def _item(self, order: int, item, shown: dict) -> Built:
        key = f"{self.key.hex}-{item.uuid.hex}"
        address = self.world.address(AGENDA_ITEM, key)
        materials = [row for row in self._materials if str(row.item_uuid) == str(item.uuid)]
        # A part of the item's name will do: files are told apart within one meeting.
        own = Files(
            self.world,
            f"m{self.key.hex}-{item.uuid.hex[:12]}",
            self.committee_key,
            {"agendaItem": [address]},
        )
        files = [self._file(row, own) for row in materials]
        start, end = self._hours(item)
        facts = {
            "number": shown["number"],
            "order": order,
            "name": item.title,
            "public": True,
            "consultation": self._consultation(item),
            "result": _result(shown),
            "auxiliaryFile": once(files),
            "start": written(start),
            "end": written(end),
        }
        return Built(AGENDA_ITEM, key, self.committee_key, facts, back={"meeting": self.address})

    def _consultation(self, item) -> str | None:
        """That of the decision which was taken on the item."""
        decision = self._decided.get(str(item.uuid))
        if decision is None:
            return None
        return self.world.address(CONSULTATION, f"{decision.hex}-{self.key.hex}")

    def _hours(self, item):
        """Known only where the meeting has one day."""
        when = self.page.when
        if item.starts_time is None or not when.has_hour or when.ends_on is not None:
            return None, None
        start = moment(when.starts_on, item.starts_time)
        return start, start + timedelta(minutes=item.duration) if item.duration else None


def _result(shown: dict) -> str:
    label, note = shown["result_label"], shown["result_note"]
    return f"{label}: {note}" if label and note else label or ""
