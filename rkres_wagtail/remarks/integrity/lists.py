"""Making lists of receipts: one when a round closes, dated supplements for what came later.

A list is due for every round that was held through this site, from the moment at which it closed;
the first request for a page that shows it, or ``rkres_remarks``, makes it. It has every remark
that came in before the closing and is on no list yet, also unconfirmed ones and junk: whoever has
a receipt finds its number. What is entered later is listed on the next day, so that there is at
most one supplement a day; while another round is open, later remarks wait for that one's list.
A round that was entered afterwards has none: nobody was there to seal anything when it closed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from ...consultations import caching
from ...consultations.course import Course, course_of, start_of_day, today_of
from ..models import Remark, RemarkManifest, RemarkRules
from ..services import locked_rules


def digest_of_list(previous: str, rows: Iterable) -> str:
    """SHA-256 of JSON: the digest of the list before (``""`` for the first), then the rows."""
    return hashlib.sha256(text_of_list(previous, rows).encode()).hexdigest()


def text_of_list(previous: str, rows: Iterable) -> str:
    """``["",[[1,"9f…"],[2,"03…"]]]``: what is hashed, without spaces."""
    return json.dumps([previous, [list(row) for row in rows]], separators=(",", ":"))


def lists_of(page) -> list[RemarkManifest]:
    return list(RemarkManifest.objects.of(page).order_by("position"))


def uses_register(page) -> bool:
    """Whether remarks on this consultation are kept here; otherwise there is nothing to list."""
    rules = RemarkRules.objects.of(page)
    return rules.filter(is_online=True).exists() or Remark.objects.of(page).exists()


def settle(page, *, now: datetime | None = None, supplements: bool = True) -> list[RemarkManifest]:
    """Make the lists of a consultation that are due and return them; mostly there is none.

    Safe in a GET: each list is made once, whoever asks at the same time, and never changed.
    ``supplements=False`` looks for the lists of rounds only.
    """
    now, page = now or timezone.now(), page.specific
    course = course_of(page, now=now)
    if not _plan(page, course, now, supplements):
        return []
    try:
        with transaction.atomic():
            # Numbers and texts stand still while the row is locked (``receive``, ``correct``).
            rules = locked_rules(page)
            course = course_of(page, now=now)
            made = [
                _make(rules.consultation_id, each, now)
                for each in _plan(page, course, now, supplements)
            ]
            transaction.on_commit(partial(caching.forget, page.translation_key))
    except IntegrityError:
        # Another process was quicker: its lists are the lists.
        return []
    return made


@dataclass(frozen=True)
class _Due:
    round: object
    closed_at: datetime
    is_supplement: bool
    rows: list


def _plan(page, course: Course, now: datetime, supplements: bool) -> list[_Due]:
    closings = closings_of(course, now)
    if not closings:
        return []
    known = RemarkManifest.objects.of(page)
    made = list(known if supplements else known.defer("rows"))
    waiting = [(at, each) for at, each in closings if not _is_listed(each, at, made)]
    if not (waiting or supplements) or not uses_register(page):
        return []
    if waiting and not supplements:
        made = list(known)
    listed = {number for each in made for number, _digest in each.rows}
    if not waiting and len(listed) == Remark.objects.of(page).count():
        return []
    open_rows = [row for row in _rows(page) if row[0] not in listed]
    plan = []
    for at, round in waiting:
        found = [row for row in open_rows if row[2] < at]
        plan.append(_Due(round, at, False, found))
        open_rows = [row for row in open_rows if row[2] >= at]
    if supplements:
        plan += _supplement(course, closings[-1], open_rows, now)
    return plan


def closings_of(course: Course, now: datetime) -> list[tuple[datetime, object]]:
    """When which rounds closed that were held here, in order."""
    held = [
        each
        for each in course.rounds
        if not course.is_called_off(each) and not each.was_recorded_afterwards
    ]
    found = [(course.closing_of(each), each) for each in held]
    return sorted((pair for pair in found if pair[0] <= now), key=lambda pair: pair[0])


def is_round_waiting(course: Course, made: list, now: datetime) -> bool:
    """Whether a round has closed of which ``made``, all lists that there are, has none."""
    return any(not _is_listed(each, at, made) for at, each in closings_of(course, now))


def _is_listed(round, closed_at: datetime, made: list) -> bool:
    """A round that closed once more (its dates were put right) is listed once more."""
    return any(
        each.round_id == round.pk and not each.is_supplement and each.closed_at >= closed_at
        for each in made
    )


def _supplement(course: Course, last: tuple, rows: list, now: datetime) -> list[_Due]:
    day = start_of_day(today_of(now))
    is_open = course.open_round(now) is not None
    rows = [row for row in rows if row[3] < day and (row[2] < last[0] or not is_open)]
    return [_Due(last[1], day, True, rows)] if rows else []


def _rows(page):
    """Number, seal, moment of receipt, moment of entry."""
    rows = Remark.objects.of(page).order_by("number")
    return rows.values_list("number", "digest", "submission__received_at", "created_at")


def _make(consultation_id: int, due: _Due, now: datetime) -> RemarkManifest:
    before = RemarkManifest.objects.filter(consultation_id=consultation_id)
    last = before.defer("rows").order_by("-position").first()
    rows = [[number, digest] for number, digest, *_moments in due.rows]
    return RemarkManifest.objects.create(
        consultation_id=consultation_id,
        round=due.round,
        is_supplement=due.is_supplement,
        position=last.position + 1 if last else 1,
        rows=rows,
        digest=digest_of_list(last.digest if last else "", rows),
        closed_at=due.closed_at,
        made_at=now,
    )


def rounds_with_lists(rounds: list) -> dict[int, int]:
    """For ``rounds.rules.register_answers``: a round whose list is made stays as it was."""
    keys = [each.pk for each in rounds]
    found = RemarkManifest.objects.filter(round_id__in=keys).order_by()
    return dict.fromkeys(found.values_list("round_id", flat=True), 1)
