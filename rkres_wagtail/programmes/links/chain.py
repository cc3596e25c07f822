"""What fed one element, or the whole programme, in the lists of its page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from ...consultations.course import ONE_DAY, start_of_day, today_of
from ...consultations.presentation import rows as consultation_rows
from ...consultations.presentation import serving
from ...consultations.querysets import public_consultations
from ...decisions.presentation import rows as decision_rows
from ...decisions.querysets import public_decisions
from ...meetings.presentation import cards as meeting_cards
from ...meetings.querysets import public_meetings
from ...remarks.publication.filters import SECTION
from ...remarks.publication.listing import ANCHOR
from ...remarks.publication.rows import rows_of as remark_rows_of
from . import words
from .ends import CONSULTATION, DECISION, MEETING, Ends


@dataclass(frozen=True)
class PageEnd:
    """A linked page in its row (of its own room), and in what way it fed the programme."""

    row: object
    notes: list[str]


@dataclass(frozen=True)
class SectionEnd:
    """A linked section: how many remarks, what became of them, and where they are read."""

    heading: str
    consultation: str
    text: str
    url: str
    notes: list[str]


@dataclass(frozen=True)
class RemarkEnd:
    """One linked remark that the public may read."""

    row: object
    consultation: str
    url: str
    notes: list[str]


@dataclass
class Chain:
    """Everything public that fed an element; falsy where there is nothing."""

    decisions: list[PageEnd] = field(default_factory=list)
    meetings: list[PageEnd] = field(default_factory=list)
    consultations: list[PageEnd] = field(default_factory=list)
    sections: list[SectionEnd] = field(default_factory=list)
    remarks: list[RemarkEnd] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.decisions, self.meetings, self.consultations, self.sections, self.remarks))


def chain_of(links, page, request, bodies, gate) -> Chain:
    """``links`` is a queryset, ``page`` the programme; the queries do not grow with the links."""
    ends = Ends(links, gate)
    if not ends.rows:
        return Chain()
    found = _PageEnds(ends, page, request, bodies, gate)
    return Chain(
        decisions=found.decisions(),
        meetings=found.meetings(),
        consultations=found.consultations(),
        sections=_sections(ends, request),
        remarks=_remarks(ends, request),
    )


class _PageEnds:
    def __init__(self, ends: Ends, page, request, bodies, gate):
        self.page, self.request, self.bodies, self.gate = page, request, bodies, gate
        self.notes: dict = defaultdict(list)
        self.keys: dict[str, set] = defaultdict(set)
        for row in ends.rows:
            kind = ends.kind_of(row) if row.target_page_id else ""
            if kind:
                key = row.target_page.translation_key
                self.keys[kind].add(key)
                if row.note and row.note not in self.notes[key]:
                    self.notes[key].append(row.note)

    def _shown(self, kind: str, public, for_rows) -> list:
        """Each once, in the programme's language where there is one."""
        if not self.keys[kind]:
            return []
        rows = for_rows(public(self.gate, any_locale=True))
        found: dict = {}
        pages = rows.filter(translation_key__in=self.keys[kind])
        for each in sorted(pages, key=lambda each: each.locale_id != self.page.locale_id):
            found.setdefault(each.translation_key, each)
        serving.note(self.request, [each.expire_at for each in found.values()])
        return list(found.values())

    def _ends(self, rows) -> list[PageEnd]:
        return [PageEnd(row, self.notes[row.page.translation_key]) for row in rows]

    def decisions(self) -> list[PageEnd]:
        pages = self._shown(DECISION, public_decisions, decision_rows.for_rows)
        pages.sort(key=lambda each: (str(each.adopted_on or ""), each.pk), reverse=True)
        rows = decision_rows.rows_of(pages, self.request, self.bodies, self.gate)
        if any(row.is_waiting for row in rows):
            # Days of waiting are counted.
            serving.note(self.request, [start_of_day(today_of(self.gate.now) + ONE_DAY)])
        return self._ends(rows)

    def meetings(self) -> list[PageEnd]:
        pages = self._shown(MEETING, public_meetings, meeting_cards.for_cards)
        pages.sort(
            key=lambda each: each.starts_at.timestamp() if each.starts_at else 0, reverse=True
        )
        serving.note(self.request, [each.when.over_at for each in pages])
        made = meeting_cards.cards(pages, self.request, self.bodies, now=self.gate.now)
        return self._ends(made)

    def consultations(self) -> list[PageEnd]:
        pages = self._shown(CONSULTATION, public_consultations, consultation_rows.for_rows)
        pages.sort(key=lambda each: each.pk, reverse=True)
        rows = consultation_rows.rows_of(pages, self.request, self.bodies, self.gate)
        for row in rows:
            serving.note(self.request, serving.moments_of(row.course, self.gate.now))
        return self._ends(rows)


def _sections(ends: Ends, request) -> list[SectionEnd]:
    notes: dict = defaultdict(list)
    for row in ends.rows:
        if row.section_id and ends.heading_of(row.section_id):
            notes[row.section].extend([row.note] if row.note else [])
    found = []
    for section, said in notes.items():
        page = ends.consultations[section.consultation_id]
        count = ends.sections[section.pk]
        found.append(
            SectionEnd(
                heading=ends.heading_of(section.pk),
                consultation=page.title,
                text=words.answered(count) if count.total else "",
                url=_section_url(page, section, count.total, ends, request),
                notes=said,
            )
        )
    return found


def _section_url(page, section, has_remarks: int, ends: Ends, request) -> str:
    """The table of remarks on the section; before there is one, the section in the text."""
    base = page.get_url(request) or ""
    if not has_remarks:
        return f"{base}{page.reverse_subpage('document')}#{section.anchor}"
    return f"{_table(page, ends, request)}?{urlencode({SECTION: section.pk})}#{ANCHOR}"


def _table(page, ends: Ends, request) -> str:
    is_answered = page.translation_key in ends.answered
    name = "report" if is_answered else "remarks"
    return f"{page.get_url(request) or ''}{page.reverse_subpage(name)}"


def _remarks(ends: Ends, request) -> list[RemarkEnd]:
    notes: dict = defaultdict(list)
    for row in ends.rows:
        if row.remark_id in ends.remarks:
            notes[row.remark_id].extend([row.note] if row.note else [])
    found = []
    for pk, said in notes.items():
        remark = ends.remarks[pk]
        page = ends.consultations[remark.consultation_id]
        has_answers = page.translation_key in ends.answered
        (row,) = remark_rows_of([remark], ends.headings, has_answers=has_answers)
        url = _table(page, ends, request)
        if ends.heading_of(remark.section_id):
            # Among those on its section it is near the top.
            url = f"{url}?{urlencode({SECTION: remark.section_id})}"
        found.append(RemarkEnd(row, page.title, f"{url}#{row.anchor}", said))
    return found
