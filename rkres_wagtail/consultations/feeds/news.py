"""Consultations as news: what was announced, opened, extended, amended, reported, decided.

An opening appears by time alone. What was recorded when it was long over is no news but once, as
the announcement of its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import uuid5

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...dates import long_date
from ...feeds import Entry, NewsItem, Scope, stale_after
from ..choices import OutcomeKind
from ..course import Course, courses_of, is_cut, period_of, report_days_of, until_deadline
from ..models import (
    ConsultationOutcome,
    ConsultationReport,
    DocumentVersion,
    Extension,
    Round,
)
from ..report import numbers
from . import words
from .scope import consultations_of


class ConsultationNews:
    """The provider of the consultations room (``feeds.NewsProvider``)."""

    def items(self, scope: Scope, limit: int) -> Iterable[NewsItem]:
        """The newest of each kind; a constant number of queries."""
        pages = consultations_of(scope).select_related("kind", "locale")
        newest = list(pages.order_by(F("first_published_at").desc(nulls_last=True), "-pk")[:limit])
        if not newest:
            return
        rows = dict(_rows(scope, pages, limit))
        keys = {each.consultation.translation_key for found in rows.values() for each in found}
        known = {page.translation_key: page for page in newest}
        missing = keys - known.keys()
        if missing:
            found = pages.filter(translation_key__in=missing)
            known |= {page.translation_key: page for page in found}
        everything = list(known.values())
        days = report_days_of(everything[0]) if everything else None
        courses = courses_of(everything, now=scope.gate.now, report_days=days)
        for page in newest:
            yield from _announcements(scope, page, courses[page.translation_key])
        for make, found in rows.items():
            for each in found:
                page = known.get(each.consultation.translation_key)
                if page is not None:
                    yield from make(scope, page, courses[page.translation_key], each)


def _rows(scope: Scope, pages, limit: int) -> Iterator[tuple]:
    """What makes the entries of rows -> the newest of them."""
    now = scope.gate.now
    keys = {"consultation__translation_key__in": pages.order_by().values("translation_key")}

    def chosen(rows, *order):
        return list(rows.select_related("consultation").order_by(*order)[:limit])

    # Not what is history: entered when it was over.
    begun = Round.objects.filter(**keys, starts_at__lte=now, recorded_at__lt=F("ends_at"))
    yield _openings, chosen(begun, "-starts_at", "-pk")
    extended = Extension.objects.filter(
        round__consultation__translation_key__in=keys["consultation__translation_key__in"],
        recorded_at__lte=now,
        round__recorded_at__lt=F("old_ends_at"),
    )
    extended = extended.select_related("round__consultation").order_by("-recorded_at", "-pk")
    yield _extensions, [_with_consultation(each) for each in extended[:limit]]
    versions = DocumentVersion.objects.published(now).filter(**keys)
    yield _versions, chosen(versions, "-published_at", "-pk")
    reports = ConsultationReport.objects.published(now).filter(
        **keys, first_published_at__isnull=False
    )
    reports = chosen(reports, "-first_published_at", "-pk")
    numbers.prepare(reports)
    yield _reports, reports
    outcomes = ConsultationOutcome.objects.filter(**keys).exclude(kind=OutcomeKind.UNKNOWN)
    yield _outcomes, chosen(outcomes, "-recorded_at", "-pk")


def _with_consultation(extension: Extension) -> Extension:
    extension.consultation = extension.round.consultation
    return extension


# Items ------------------------------------------------------------------------------------------


def _published_at(page) -> datetime:
    return page.first_published_at or page.last_published_at or datetime(2000, 1, 1, tzinfo=UTC)


def _item(page, at: datetime, build, *arguments) -> NewsItem:
    return NewsItem(label=page.title, at=at, build=partial(build, page, *arguments))


def _announcements(scope: Scope, page, course: Course) -> Iterator[NewsItem]:
    """Where the page was there before the first round, or only afterwards."""
    at = _published_at(page)
    live = [each for each in course.rounds if not each.was_recorded_afterwards]
    if not live or live[0].starts_at > at:
        yield _item(page, at, _announced, at, scope, course)


def _openings(scope: Scope, page, course: Course, row: Round) -> Iterator[NewsItem]:
    at = max(row.starts_at, _published_at(page))
    if is_cut(row.ends_at, course.outcome) and course.outcome.recorded_at <= at:
        # It was called off before anybody could read that it is open.
        return
    round = next((each for each in course.rounds if each.pk == row.pk), row)
    yield _item(page, at, _opened, at, scope, round)


def _extensions(scope: Scope, page, course: Course, row: Extension) -> Iterator[NewsItem]:
    yield _item(page, row.recorded_at, _extended, row.recorded_at, scope, row)


def _versions(scope: Scope, page, course: Course, row: DocumentVersion) -> Iterator[NewsItem]:
    """Not the first text, with which it begins, nor those of what is only history."""
    live = [each for each in course.rounds if not each.was_recorded_afterwards]
    if row.number > 1 and (live or not course.rounds):
        yield _item(page, row.published_at, _new_version, row.published_at, scope, row)


def _reports(scope: Scope, page, course: Course, row: ConsultationReport) -> Iterator[NewsItem]:
    yield _item(page, row.first_published_at, _reported, row.first_published_at, scope, row)


def _outcomes(scope: Scope, page, course: Course, row: ConsultationOutcome) -> Iterator[NewsItem]:
    yield _item(page, row.recorded_at, _decided, row.recorded_at, scope, row)


# Entries ----------------------------------------------------------------------------------------


def _entry(
    scope: Scope,
    page,
    at: datetime,
    *,
    key: str,
    title: str,
    text: str,
    updated: datetime | None = None,
    below: str = "",
    stale_at: datetime | None = None,
) -> Entry:
    id = uuid5(page.translation_key, key) if key else page.translation_key
    word = pgettext("feed", "consultation")
    return Entry(
        id=f"urn:uuid:{id}",
        title=words.plain(title % {"title": page.title}),
        url=(page.get_full_url(scope.request) or "") + below,
        published_at=at,
        updated_at=max(at, updated) if updated else at,
        text=words.plain(*text.split("\n")),
        categories=(word, *([str(page.kind)] if page.kind else [])),
        topic="consultations",
        page=page,
        stale_at=stale_at,
    )


def _announced(page, at: datetime, scope: Scope, course: Course) -> Entry:
    periods = "\n".join(words.row(_("consultation"), period_of(each)) for each in course.rounds)
    is_history = bool(course.rounds) and all(each.was_recorded_afterwards for each in course.rounds)
    title = _("Consultation: %(title)s") if is_history else _("Consultation announced: %(title)s")
    return _entry(
        scope, page, at, key="", title=title,
        text=f"{page.lead}\n{periods}", updated=page.last_published_at,
        stale_at=max((each.ends_at for each in course.rounds), default=None),
    )  # fmt: skip


def _opened(page, at: datetime, scope: Scope, round: Round) -> Entry:
    # As it was told on that day; what came later is news of its own.
    first = next(iter(round.extensions.all()), None)
    ends_at = first.old_ends_at if first else round.ends_at
    text = [page.lead, round.title, _("You can answer %(until)s.") % {
        "until": until_deadline(ends_at)
    }]  # fmt: skip
    return _entry(
        scope, page, at, key=f"round {round.pk}", title=_("Consultation open: %(title)s"),
        text="\n".join([*text, *words.how_to_answer(page)]), stale_at=round.ends_at,
    )  # fmt: skip


def _extended(page, at: datetime, scope: Scope, row: Extension) -> Entry:
    return _entry(
        scope, page, at, key=f"extension {row.pk}",
        title=_("Consultation extended: %(title)s"), text=words.extension_line(row),
        stale_at=row.round.ends_at,
    )  # fmt: skip


def _new_version(page, at: datetime, scope: Scope, row: DocumentVersion) -> Entry:
    title = _("New text: %(title)s")
    erratum = ""
    if row.is_erratum:
        title = _("Erratum: %(title)s")
        erratum = _("The text was changed while the consultation was open.")
    named = _("Version %(number)d: %(kind)s") % {
        "number": row.number,
        "kind": row.get_kind_display(),
    }
    below = page.reverse_subpage("document_version", kwargs={"number": row.number})
    return _entry(
        scope, page, at, key=f"version {row.pk}", title=title,
        text="\n".join([named, erratum, row.changes]), updated=row.changed_at, below=below,
    )  # fmt: skip


def _reported(page, at: datetime, scope: Scope, row: ConsultationReport) -> Entry:
    elsewhere = ""
    if row.published_on:
        elsewhere = words.row(_("published on"), long_date(row.published_on))
    count, said = numbers.remarks_count(row), ""
    if count is not None:
        said = words.row(_("number of remarks"), str(count))
    return _entry(
        scope, page, at, key=f"report {row.pk}", title=_("Report published: %(title)s"),
        text="\n".join([row.lead, said, elsewhere]), updated=row.last_published_at,
        below=page.reverse_subpage("report"), stale_at=stale_after(row.published_on),
    )  # fmt: skip


def _decided(page, at: datetime, scope: Scope, row: ConsultationOutcome) -> Entry:
    title = _("Document adopted: %(title)s")
    if row.kind == OutcomeKind.ABANDONED:
        title = _("Document abandoned: %(title)s")
    return _entry(
        scope, page, at, key=f"outcome {row.pk}", title=title, text=words.outcome_line(row),
        updated=row.changed_at, stale_at=stale_after(row.decided_on),
    )  # fmt: skip
