"""The minutes as data: what HTML, DOCX and PDF are made of, so that they say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ...meetings.presentation.cards import is_number_told, number_label
from ...meetings.presentation.places import PublicBodies
from ...meetings.rules import chosen_bodies, public_items
from ...public import Gate
from ..models import Minutes
from .approval import Approval, approval_of
from .attendance import BodyAttendance, attendance_of
from .html import html_of
from .links import Links
from .rich import Block, blocks_of, clean, soup_of, words_of

#: Counts up whenever the same data is written in another way: the files are then made anew.
FORMAT = 1


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """A part of the text; ``outcome`` is what came of an item of the agenda."""

    anchor: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    outcome: tuple[Block, ...] = ()
    is_internal: bool = False

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def html(self) -> SafeString:
        return html_of(self.blocks)

    @property
    def outcome_html(self) -> SafeString:
        return html_of(self.outcome)


@dataclass(frozen=True)
class Labels:
    """Words around the text, in the language in which the document was made."""

    attendance: str
    body: str
    members: str
    quorum: str
    guests: str
    outcome: str
    internal: str
    copy: str


@dataclass(frozen=True)
class MinutesDocument:
    """One copy of the minutes: the public one, or with ``is_internal`` the office's own."""

    language: str
    title: str
    facts: tuple[Fact, ...]
    approval: Approval
    attendance: tuple[BodyAttendance, ...]
    sections: tuple[Section, ...]
    labels: Labels
    is_internal: bool = False

    @property
    def basis(self) -> str:
        """Digest of everything that a file is made of; another one means it is stale."""
        return sha256(f"{FORMAT} {self!r}".encode()).hexdigest()

    def lines(self) -> Iterator[str]:
        """All that is said, in the order of every format."""
        yield self.title
        if self.is_internal:
            yield self.labels.copy
        if self.approval.text:
            yield self.approval.text
        for fact in self.facts:
            yield from (fact.label, fact.value)
        yield from self._attendance_lines()
        for section in self.sections:
            yield section.heading
            if section.is_internal:
                yield self.labels.internal
            yield from words_of(section.blocks)
            if section.outcome:
                yield self.labels.outcome
                yield from words_of(section.outcome)

    def _attendance_lines(self) -> Iterator[str]:
        labels = self.labels
        if not self.attendance:
            return
        yield from (labels.attendance, labels.body, labels.members, labels.quorum)
        for row in self.attendance:
            yield from (row.body, row.numbers, row.quorum)
        for row in self.attendance:
            if row.names or row.guests:
                yield row.body
            for names in row.names:
                yield from (names.label, *names.names)
            if row.guests:
                yield from (labels.guests, *row.guests)


def minutes_document(
    minutes: Minutes, *, internal: bool, gate: Gate, meeting=None
) -> MinutesDocument:
    """What is read of ``minutes`` (also unsaved ones), in the active language.

    ``meeting`` is the language version of its page that is shown; the one that the minutes name
    otherwise. Links pass the ``gate`` in every copy. Without ``internal`` there is nothing of
    internal parts, guests, sheets that are open and names that nobody agreed to. The number of
    queries does not depend on the length.
    """
    meeting = meeting or minutes.meeting.specific
    bodies = PublicBodies(gate, meeting.locale_id)
    return MinutesDocument(
        language=get_language() or "pl",
        title=clean(_("Minutes: %(meeting)s") % {"meeting": meeting.title}),
        facts=tuple(_facts(minutes, meeting, bodies, internal=internal)),
        approval=approval_of(minutes, gate, internal=internal),
        attendance=attendance_of(meeting, bodies, internal=internal),
        sections=tuple(_sections(minutes, gate, internal=internal)),
        labels=_labels(),
        is_internal=internal,
    )


def _labels() -> Labels:
    return Labels(
        attendance=pgettext("minutes", "Attendance"),
        body=capfirst(pgettext("minutes", "Body")),
        members=pgettext("minutes", "Members who took part"),
        quorum=pgettext("minutes", "Quorum"),
        guests=pgettext("minutes", "Guests"),
        outcome=pgettext("minutes", "Outcome"),
        internal=pgettext("minutes", "Internal part: not in the public copy."),
        copy=_("The office's own copy, with internal parts. Not for publication."),
    )


def _facts(minutes: Minutes, meeting, bodies: PublicBodies, *, internal: bool) -> Iterator[Fact]:
    number = number_label(meeting.number, meeting.get_parent().specific)
    who = chosen_bodies(meeting)
    if not internal:
        who = bodies.shown(body.translation_key for body in who)
    outside = [block.value["name"] for block in meeting.outside_bodies]
    rows = (
        (_("Number"), "" if is_number_told(number, meeting.title) else number),
        (_("Date"), meeting.when.text()),
        (_("Place"), ", ".join(filter(None, (meeting.place_name, meeting.place_address)))),
        (pgettext("meeting", "Form"), meeting.get_meeting_form_display()),
        (_("Who met"), "; ".join([*(body.title for body in who), *outside])),
        (_("Chaired by"), minutes.chaired_by),
        (_("Minutes taken by"), minutes.taken_by),
    )
    for label, value in rows:
        if text := clean(value):
            yield Fact(clean(label), capfirst(text))


def _sections(minutes: Minutes, gate: Gate, *, internal: bool) -> Iterator[Section]:
    """The opening, the parts and the closing, as far as this copy has them."""
    parts = [
        ("", _("Opening"), minutes.opening, "", False),
        *_parts(minutes, internal=internal),
        ("", _("Closing"), minutes.closing, "", False),
    ]
    soups = [(soup_of(text), soup_of(outcome)) for _n, _t, text, outcome, _i in parts]
    links = Links(gate, (soup for pair in soups for soup in pair))
    for place, (part, (text, outcome)) in enumerate(zip(parts, soups, strict=True)):
        number, title, _text, _outcome, is_internal = part
        blocks = blocks_of(text, links.href)
        if place in (0, len(parts) - 1) and not blocks:
            continue
        yield Section(
            anchor=f"czesc-{place}",
            number=clean(number),
            title=clean(title) or pgettext("minutes", "Item"),
            blocks=blocks,
            outcome=blocks_of(outcome, links.href, level=4),
            is_internal=is_internal,
        )


def _parts(minutes: Minutes, *, internal: bool) -> Iterator[tuple[str, str, str, str, bool]]:
    """Number, title, text, outcome and whether it is internal, of each part in this copy."""
    content = list(minutes.content or ())
    hidden = set() if internal else _internal_items(minutes, content)
    for block in content:
        value = block.value
        is_internal = bool(value.get("is_internal"))
        if not internal and (is_internal or str(value.get("item_uuid") or "") in hidden):
            continue
        if block.block_type == "item":
            yield (
                value.get("number"), value.get("title"), _source(value.get("discussion")),
                _source(value.get("outcome")), is_internal,
            )  # fmt: skip
        else:
            yield "", value.get("heading"), _source(value.get("text")), "", is_internal


def _source(value) -> str:
    return str(getattr(value, "source", value) or "")


def _internal_items(minutes: Minutes, content: list) -> set[str]:
    """Items that the agenda calls internal (by now), though the minutes do not."""
    named = {str(block.value.get("item_uuid") or "") for block in content} - {""}
    meeting = minutes.meeting.specific if named else None
    if meeting is None or not hasattr(meeting, "agenda_items"):
        return set()
    items = list(meeting.agenda_items.all())
    return {str(item.uuid) for item in items} - {str(item.uuid) for item in public_items(items)}
