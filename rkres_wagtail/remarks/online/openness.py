"""Whether the form of a consultation takes remarks now; page, links and API ask here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.utils.html import strip_tags

from ...consultations.course import Course, course_of, courses_of
from ...consultations.models import ConsultationOutcome, Round
from ...public import Gate
from ..models import RemarkRules

OPEN, AHEAD, OVER = "open", "ahead", "over"
_ATTRIBUTE = "_rkres_wagtail_online_forms"


@dataclass(frozen=True)
class Opening:
    """The form of one consultation at ``now``; there is none unless the office switched it on."""

    rules: RemarkRules
    course: Course
    now: datetime
    #: False of a form that was given out and has been switched off since.
    is_kept: bool = True

    @property
    def state(self) -> str:
        if not self.is_kept:
            return OVER
        if self.course.open_round(self.now) is not None:
            return OPEN
        is_ahead = self.course.next_round(self.now) is not None
        is_dateless = not self.course.rounds and self.course.outcome is None
        return AHEAD if is_ahead or is_dateless else OVER

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def round(self):
        """The round that is open, or the one that will be."""
        return self.course.open_round(self.now) or self.course.next_round(self.now)


def opening_of(page, gate: Gate, course: Course | None = None) -> Opening | None:
    """The form of a consultation that has passed its gate; None where the office keeps none.

    Asked once a request, whoever asks: two queries, one where the ``course`` is known.
    """
    known = gate.__dict__.setdefault(_ATTRIBUTE, {})
    key = page.translation_key
    if key not in known:
        rules = RemarkRules.objects.of(page).first()
        known[key] = None
        if rules is not None and has_form(rules):
            known[key] = Opening(rules, course or _course_for_answers(page, gate.now), gate.now)
    return known[key]


def openings_of(pages: Iterable, gate: Gate) -> dict:
    """The same of many, by ``translation_key``; their own classes, a constant number of queries."""
    pages, known = list(pages), gate.__dict__.setdefault(_ATTRIBUTE, {})
    fresh = [each for each in pages if each.translation_key not in known]
    if len(fresh) == 1:
        opening_of(fresh[0], gate)
    elif fresh:
        rows = RemarkRules.objects.of_any(fresh).select_related("consultation")
        rules = {row.consultation.translation_key: row for row in rows if has_form(row)}
        courses = courses_of(
            [each for each in fresh if each.translation_key in rules], now=gate.now
        )
        for page in fresh:
            key = page.translation_key
            known[key] = Opening(rules[key], courses[key], gate.now) if key in rules else None
    return {each.translation_key: known[each.translation_key] for each in pages}


def has_form(rules: RemarkRules) -> bool:
    """Without a privacy clause nothing is collected, whatever the switch says (GDPR, art. 13)."""
    return rules.is_online and bool(strip_tags(rules.privacy_clause or "").strip())


def _course_for_answers(page, now: datetime) -> Course:
    """As much of the course as answering needs: one query while nothing is decided."""
    outcomes = ConsultationOutcome.objects.of(page)
    rounds = Round.objects.of(page).annotate(rkres_is_decided=Exists(outcomes))
    found = list(rounds.order_by("starts_at", "pk"))
    if not found or any(each.rkres_is_decided for each in found):
        return course_of(page, now=now)
    return Course(rounds=found, promised_on=page.report_due_on)
