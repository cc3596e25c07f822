"""Invented consultations: one that is always open, one that is over, one to come, one being read.

Each is labelled as an example in its title and lead; the region's real consultation comes from its
profile and is not touched. At every ``make demo`` the days of those that nobody has touched are
moved on, so that one is open today; one that an editor has touched stays, and another is made when
it has closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from rkres_wagtail.bodies.choices import ActKind, ActPurpose
from rkres_wagtail.bodies.models import LegalAct
from rkres_wagtail.consultations.choices import ConsultationState, OutcomeKind, VersionKind
from rkres_wagtail.consultations.course import course_of, start_of_day
from rkres_wagtail.consultations.document import services as document
from rkres_wagtail.consultations.models import (
    ConsultationKind,
    ConsultationOutcome,
    ConsultationReport,
    DocumentVersion,
    Extension,
    Round,
)
from rkres_wagtail.consultations.querysets import consultation_model, index_model
from rkres_wagtail.consultations.rounds.outcome_services import record_outcome
from rkres_wagtail.consultations.rounds.services import add_round, extend_round
from rkres_wagtail.consultations.services import add_usual_kinds

from . import demo_consultation_texts as texts
from . import demo_remark_texts as words
from .demo_meeting_files import form_to_fill_in
from .demo_meetings import latest_of
from .demo_remarks import Register, is_untouched, renew_remarks
from .demo_site import key_of

#: More of one kind than anyone's demonstration lives to see.
_MOST = 500


@dataclass(frozen=True)
class Span:
    """Days from today: first, last as announced, and the last one that holds, where extended."""

    first: int
    last: int
    extended_to: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Example:
    """``kind`` is a place among the committee's kinds, ``versions`` days of publication."""

    name: str
    kind: int
    values: dict[str, Any]
    rounds: tuple[Span, ...]
    announced: int
    versions: tuple[int, ...] = ()
    then: Callable[[Any], None] | None = None
    #: Days of the report and of the outcome.
    reported: int | None = None
    decided: int | None = None
    has_hearing: bool = False
    register: Register | None = None
    #: Over for good: nothing that time does to it makes another one necessary.
    is_over: bool = False


def _write_first(page, sections: tuple, title: str = "") -> DocumentVersion:
    version = document.create_version(consultation=page, title=title, user=None)
    for number, level, heading, content in sections:
        document.add_section(
            version=version, title=heading, number=number, level=level, content=content, user=None
        )
    return document.publish_version(version=version, user=None)


def _write_programme(page) -> None:
    """Two texts: in the second a section is split, one is gone, two say something else."""
    first = _write_first(page, texts.SECTIONS, texts.DOCUMENT)
    second = document.create_version(
        consultation=page, title=texts.DOCUMENT, based_on=first, user=None
    )

    def section(title: str):
        return second.texts.get(title=title)

    document.split_section(
        section=section(texts.SERVICES), at_block=1, title=texts.TRAVEL, number="3.3", user=None
    )
    document.change_section(section=section(texts.SERVICES), title=texts.SERVICES_AFTER, user=None)
    document.remove_section(section=section(texts.CARD), user=None)
    for title, content in texts.AFTER.items():
        document.change_section(section=section(title), content=content, user=None)
    document.publish_version(version=second, changes=texts.CHANGES, user=None)


def _write_standard(page) -> None:
    """The text, then the report and what became of the document."""
    first = _write_first(page, texts.OVER_SECTIONS)
    second = document.create_version(
        consultation=page, kind=VersionKind.ADOPTED, based_on=first, user=None
    )
    document.publish_version(version=second, changes=texts.OUTCOME, user=None)
    report = ConsultationReport(consultation_id=page.pk, live=False, **texts.REPORT)
    report.save()
    report.save_revision().publish()
    act, _made = LegalAct.objects.get_or_create(
        number=texts.ACT_NUMBER,
        body_id=page.body_id,
        defaults={
            "kind": ActKind.RESOLUTION,
            "purpose": ActPurpose.OTHER,
            "issuer": texts.ACT_ISSUER,
            "title": texts.ACT_TITLE,
            "issued_on": timezone.localdate(),
        },
    )
    record_outcome(
        consultation=page, kind=OutcomeKind.ADOPTED, decided_on=timezone.localdate(), act=act,
        note=texts.OUTCOME, user=None,
    )  # fmt: skip


def _write_plan(page) -> None:
    _write_first(page, texts.ANALYSED_SECTIONS)


EXAMPLES = (
    Example(
        "konsultacje-otwarte", 1, texts.OPEN,
        (Span(-75, -54, title=texts.ROUNDS[0]), Span(-14, 7, 21, texts.ROUNDS[1])),
        -80, versions=(-75, -15), then=_write_programme, has_hearing=True,
        register=Register(words.OPEN, rules={
            "is_online": True, "shows_at_once": True, "privacy_clause": words.PRIVACY,
        }),
    ),
    Example(
        "konsultacje-zakonczone", 5, texts.OVER, (Span(-130, -95),), -135,
        versions=(-130, -40), then=_write_standard, reported=-68, decided=-40, is_over=True,
        register=Register(words.OVER, words.OVER_ANSWERS),
    ),
    Example("konsultacje-zapowiedziane", 3, texts.ANNOUNCED, (Span(12, 47),), -2),
    Example(
        "konsultacje-rozpatrywane", 1, texts.ANALYSED, (Span(-50, -12),), -55, versions=(-50,),
        then=_write_plan, register=Register(words.ANALYSED, words.ANALYSED_ANSWERS), is_over=True,
    ),
)  # fmt: skip


@transaction.atomic
def consult_demo(committee) -> int:
    """Bring the invented consultations of ``committee`` up to date; return how many were made."""
    index = index_model()._default_manager.descendant_of(committee).order_by("path").first()
    if index is None:
        return 0
    add_usual_kinds(committee)
    return sum(_renew(index, example, committee) for example in EXAMPLES)


def _renew(index, example: Example, committee) -> int:
    number, page = _latest(example, index.locale)
    if page is None or (not _is_untouched(page) and _is_stale(page, example)):
        page = _make(index, example, committee, number + 1)
        _date(page, example)
        _fill(page, example, committee)
        return 1
    if _is_untouched(page):
        _date(page, example)
        _meet(page, example)
        _fill(page, example, committee)
    return 0


def _fill(page, example: Example, committee) -> None:
    if example.register is not None:
        renew_remarks(page, example.register, committee, _at)


def _key(example: Example, number: int):
    return key_of(f"{example.name}/{number}")


def _latest(example: Example, locale) -> tuple[int, Any]:
    """Number and page of the last one of its kind that is still there."""
    numbers = {_key(example, number): number for number in range(1, _MOST)}
    pages = consultation_model()._default_manager.filter(translation_key__in=numbers, locale=locale)
    found = {numbers[page.translation_key]: page for page in pages}
    return max(found.items(), default=(0, None))


def _is_untouched(page) -> bool:
    """Whether nobody but this program has written the page, its rounds or its texts."""
    revision = page.latest_revision
    rows = (
        Round.objects.of(page).filter(recorded_by__isnull=False),
        Extension.objects.filter(round__in=Round.objects.of(page), recorded_by__isnull=False),
        ConsultationOutcome.objects.of(page).filter(recorded_by__isnull=False),
        DocumentVersion.objects.of(page).filter(created_by__isnull=False),
    )
    by_somebody = revision is not None and revision.user_id is not None
    return not by_somebody and not any(found.exists() for found in rows) and is_untouched(page)


def _is_stale(page, example: Example) -> bool:
    """Whether it no longer shows what it is there to show."""
    state = course_of(page).state(timezone.now())
    if example.is_over:
        return False
    is_ahead = example.rounds[0].first > 0
    return state != (ConsultationState.ANNOUNCED if is_ahead else ConsultationState.OPEN)


def _make(index, example: Example, committee, number: int):
    kinds = list(ConsultationKind.objects.of(committee))
    values = dict(example.values)
    if number > 1:
        values["slug"] += f"-{number}"
    page = consultation_model()(
        translation_key=_key(example, number),
        locale=index.locale,
        kind=kinds[min(example.kind, len(kinds)) - 1],
        body_id=(committee.statutory_body or committee).pk,
        live=False,
        **values,
    )
    if values.get("only_on_form"):
        form = form_to_fill_in(texts.FORM_TITLE, texts.FORM)
        page.forms = [("file", {"document": form, "title": ""})]
    index = type(index)._default_manager.get(pk=index.pk)
    index.add_child(instance=page)
    page.tags.set(["przykład fikcyjny"])
    page.save_revision().publish()
    _meet(page, example)
    # Before the rounds: a text of an open one would be an erratum.
    if example.then is not None:
        example.then(page)
    for span in example.rounds:
        made = add_round(
            consultation=page, starts_at=_at(span.first), ends_at=_at(span.last + 1),
            title=span.title, user=None,
        )  # fmt: skip
        if span.extended_to is not None:
            ends_at = _at(span.extended_to + 1)
            extend_round(round=made, ends_at=ends_at, reason=texts.EXTENDED_BECAUSE, user=None)
    return type(page)._default_manager.get(pk=page.pk)


def _meet(page, example: Example) -> None:
    """Let it be discussed at the next invented meeting."""
    meeting = latest_of("najblizsze", page.locale) if example.has_hearing else None
    if meeting is None or [row.meeting_id for row in page.hearings.all()] == [meeting.pk]:
        return
    page = type(page)._default_manager.get(pk=page.pk)
    page.hearings = [page.hearings.model(meeting_id=meeting.pk, note=texts.HEARING_NOTE)]
    page.save_revision().publish()


# Days -------------------------------------------------------------------------------------------


def _at(days: int, hour: int = 0) -> datetime:
    """The beginning of a day so many days from today, or that hour of it."""
    return start_of_day(_day(days)) + timedelta(hours=hour)


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _date(page, example: Example) -> None:
    """Give it the days that it would have today; nothing is written on the same day again."""
    pages = type(page)._default_manager.filter(pk=page.pk)
    pages.update(first_published_at=_at(example.announced, 9))
    rounds = Round.objects.of(page).order_by("starts_at", "pk")
    for row, span in zip(rounds, example.rounds, strict=False):
        _date_round(row, span, example)
    versions = DocumentVersion.objects.of(page).order_by("number")
    for row, days in zip(versions, example.versions, strict=False):
        DocumentVersion.objects.filter(pk=row.pk).update(published_at=_at(days))
    if example.reported is not None:
        at = _at(example.reported, 10)
        reports = ConsultationReport.objects.of(page)
        reports.update(first_published_at=at, last_published_at=at)
    if example.decided is not None:
        day = _day(example.decided)
        outcomes = ConsultationOutcome.objects.of(page)
        LegalAct.objects.filter(pk__in=outcomes.values("act")).update(issued_on=day)
        outcomes.update(decided_on=day, recorded_at=_at(example.decided, 12))


def _date_round(row: Round, span: Span, example: Example) -> None:
    last = span.last if span.extended_to is None else span.extended_to
    values = {
        "starts_at": _at(span.first),
        "ends_at": _at(last + 1),
        # Never later than it was: the numbers of calendars' entries only rise.
        "recorded_at": min(row.recorded_at, _at(example.announced, 9)),
    }
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    Round.objects.filter(pk=row.pk).update(**values, changed_at=timezone.now())
    row.extensions.update(
        old_ends_at=_at(span.last + 1), new_ends_at=_at(last + 1), recorded_at=_at(-3, 11)
    )
