"""Verbs of rounds and outcomes: the rules hold whoever calls them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.consultations.choices import OutcomeKind
from rkres_wagtail.consultations.course import course_of
from rkres_wagtail.consultations.models import ConsultationOutcome, Extension, Round
from rkres_wagtail.consultations.rounds import rules
from rkres_wagtail.consultations.rounds.outcome_services import record_outcome, revoke_outcome
from rkres_wagtail.consultations.rounds.services import (
    add_round,
    change_round,
    extend_round,
    remove_round,
)
from tests.factories import (
    CommitteePageFactory,
    ExtensionFactory,
    LegalActFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def _now():
    return timezone.now().replace(second=0, microsecond=0)


def _actions(page) -> list[str]:
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="rkres_wagtail.")
    return [entry.action.partition(".")[2] for entry in entries.order_by("timestamp", "pk")]


def _refused(function, **kwargs) -> dict:
    with pytest.raises(ValidationError) as caught:
        function(user=None, **kwargs)
    error = caught.value
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


# Days and hours ---------------------------------------------------------------------------------


def test_a_day_without_hours_is_a_whole_day():
    day = date(2026, 10, 25)  # clocks go back that night: a day of 25 hours
    assert rules.opening_of(day) == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert rules.closing_of(day) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_a_minute_before_midnight_is_the_end_of_the_day():
    day = date(2026, 10, 20)
    assert rules.closing_of(day, time(23, 59)) == rules.closing_of(day)
    assert rules.closing_of(day, time(23, 59, 59)) == rules.closing_of(day)
    assert rules.closing_of(day, time(16)) == datetime(2026, 10, 20, 14, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_refused():
    night = date(2026, 3, 29)
    for function in (rules.opening_of, rules.closing_of):
        with pytest.raises(ValidationError, match="Tej nocy"):
            function(night, time(2, 30))
    assert rules.closing_of(night, time(3)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_the_first_counts():
    night = date(2026, 10, 25)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    # Moments of two zones are never equal in that hour (PEP 495), hence the conversion.
    assert rules.closing_of(night, time(2, 30)).astimezone(UTC) == first
    assert rules.closing_of(night, time(2, 30, fold=1)).astimezone(UTC) == first


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31), "2026-01-01", None])
def test_a_day_that_nobody_means(day):
    for function in (rules.opening_of, rules.closing_of):
        with pytest.raises(ValidationError):
            function(day)


@pytest.mark.parametrize(
    "value",
    [None, "2026-01-01", 5, date(2026, 1, 1), datetime(2026, 1, 1), datetime(1, 1, 1, tzinfo=UTC)],
)
def test_a_moment_of_a_wrong_type_is_refused(consultation, value):
    page = consultation()
    assert set(_refused(add_round, consultation=page, starts_at=value, ends_at=value)) == {
        "starts_at",
        "ends_at",
    }
    assert not Round.objects.exists()


# Adding -----------------------------------------------------------------------------------------


def test_a_round_is_added_to_the_minute_and_logged(consultation, admin_user):
    page, start = consultation(), _now() + DAY
    row = add_round(
        consultation=page,
        starts_at=start + timedelta(seconds=42),
        ends_at=start + 35 * DAY,
        title="  Druga   tura ",
        user=admin_user,
    )
    row.refresh_from_db()
    assert (row.starts_at, row.title, row.recorded_by) == (start, "Druga tura", admin_user)
    assert _actions(page) == ["round_add"]


def test_a_round_must_not_close_before_it_opens(consultation):
    page, start = consultation(), _now() + DAY
    for end in (start, start - DAY):
        assert "ends_at" in _refused(add_round, consultation=page, starts_at=start, ends_at=end)


def test_rounds_touch_but_do_not_overlap(consultation):
    page, start = consultation(), _now()
    RoundFactory(consultation=page, starts_at=start, ends_at=start + 10 * DAY)
    for first, last, name in (
        (start + 9 * DAY, start + 20 * DAY, "starts_at"),
        (start - 5 * DAY, start + timedelta(minutes=1), "ends_at"),
        (start - DAY, start + 20 * DAY, "ends_at"),
        (start + DAY, start + 2 * DAY, "starts_at"),
        (start, start + 10 * DAY, "starts_at"),
    ):
        assert name in _refused(add_round, consultation=page, starts_at=first, ends_at=last)
    add_round(consultation=page, starts_at=start + 10 * DAY, ends_at=start + 11 * DAY, user=None)
    add_round(consultation=page, starts_at=start - DAY, ends_at=start, user=None)
    other = consultation()
    add_round(consultation=other, starts_at=start, ends_at=start + DAY, user=None)


def test_added_twice_is_refused(consultation):
    page, start = consultation(), _now() + DAY
    values = {"consultation": page, "starts_at": start, "ends_at": start + DAY}
    add_round(**values, user=None)
    assert _refused(add_round, **values)
    assert Round.objects.count() == 1


def test_a_name_is_not_too_long(consultation):
    start = _now()
    refused = _refused(
        add_round,
        consultation=consultation(),
        starts_at=start,
        ends_at=start + DAY,
        title="x" * 256,
    )
    assert "title" in refused


# Changing and removing --------------------------------------------------------------------------


def test_what_has_not_begun_may_be_changed_and_removed(consultation):
    page = consultation(rounds=[{"announced": True}])
    row = Round.objects.get()
    start = _now() + 3 * DAY
    dates = {"starts_at": start, "ends_at": start + 40 * DAY}
    change_round(round=row, **dates, reason="Zmiana sali.", user=None)
    assert Round.objects.get().starts_at == start
    # Another name moves nothing, so it needs no reason.
    change_round(round=row, **dates, title="I tura", user=None)
    remove_round(round=row, reason="Brak projektu.", user=None)
    assert not Round.objects.exists()
    assert _actions(page) == ["round_change", "round_change", "round_remove"]
    entries = PageLogEntry.objects.filter(page=page.pk).order_by("timestamp", "pk")
    told = [entry.data.get("reason") for entry in entries if "round_" in entry.action]
    assert told == ["Zmiana sali.", None, "Brak projektu."]


@pytest.mark.parametrize("reason", ["", "  ", None, "x" * 1001])
def test_dates_that_the_public_has_read_change_with_a_reason(consultation, reason):
    consultation(rounds=[{"announced": True}])
    row = Round.objects.get()
    dates = {"starts_at": row.starts_at, "ends_at": row.ends_at - 9 * DAY}
    assert "reason" in _refused(change_round, round=row, **dates, reason=reason)
    assert "reason" in _refused(remove_round, round=row, reason=reason)
    assert Round.objects.get().changed_at == row.changed_at


def test_a_fresh_slip_is_corrected_with_a_reason(consultation, monkeypatch):
    page = consultation(rounds=[{"recorded_at": _now() - DAY + timedelta(minutes=9)}])
    row = Round.objects.get()
    dates = {"starts_at": row.starts_at, "ends_at": row.ends_at - 9 * DAY}
    assert "reason" in _refused(change_round, round=row, **dates)
    change_round(round=row, **dates, reason="Pomyłka w roku.", user=None)
    monkeypatch.setattr(rules, "_answers", [lambda rounds: {each.pk: 1 for each in rounds}])
    _refused(remove_round, round=row, reason="Pomyłka.")
    monkeypatch.setattr(rules, "_answers", [])
    later = row.recorded_at + DAY
    monkeypatch.setattr(timezone, "now", lambda: later)
    _refused(remove_round, round=row, reason="Pomyłka.")
    monkeypatch.setattr(timezone, "now", lambda: later - SECOND)
    remove_round(round=row, reason="Pomyłka.", user=None)
    assert _actions(page) == ["round_change", "round_remove"]


@pytest.mark.parametrize("trait", [{}, {"closed": True}])
def test_what_has_begun_stays(consultation, trait):
    consultation(rounds=[trait])
    row = Round.objects.get()
    _refused(remove_round, round=row)
    _refused(change_round, round=row, starts_at=row.starts_at, ends_at=row.ends_at + DAY)
    assert Round.objects.get().ends_at == row.ends_at


def test_a_page_that_nobody_saw_asked_nobody(consultation):
    consultation(rounds=[{}], live=False, first_published_at=None)
    remove_round(round=Round.objects.get(), user=None)
    assert not Round.objects.exists()


def test_history_may_be_corrected_but_stays_history(consultation):
    consultation(rounds=[{"closed": True, "recorded_at": _now() - DAY}])
    row = Round.objects.get()
    change_round(round=row, starts_at=row.starts_at, ends_at=_now() - 9 * DAY, user=None)
    refused = _refused(change_round, round=row, starts_at=row.starts_at, ends_at=_now() + DAY)
    assert "historyczną" in refused["ends_at"][0]
    extend_round(round=row, ends_at=_now() - 8 * DAY, reason="Na prośbę organizacji.", user=None)
    change_round(round=row, starts_at=row.starts_at, ends_at=_now() - 7 * DAY, user=None)
    assert Extension.objects.get().new_ends_at == row.ends_at
    refused = _refused(change_round, round=row, starts_at=row.starts_at, ends_at=_now() - 9 * DAY)
    assert "ends_at" in refused
    remove_round(round=row, user=None)
    assert not Extension.objects.exists()


# Extending --------------------------------------------------------------------------------------


def test_an_extension_keeps_the_old_end(consultation, admin_user):
    page = consultation(rounds=[{}])
    row = Round.objects.get()
    old, new = row.ends_at, _now() + 20 * DAY
    made = extend_round(round=row, ends_at=new, reason=" Bo święta. ", user=admin_user)
    made.refresh_from_db()
    assert (made.old_ends_at, made.new_ends_at, made.reason) == (old, new, "Bo święta.")
    assert Round.objects.get().ends_at == row.ends_at == new
    assert course_of(page).ends_at == new
    assert _actions(page) == ["round_extend"]


def test_an_extension_must_be_later_and_needs_a_reason(consultation):
    consultation(rounds=[{}])
    row = Round.objects.get()
    for end in (row.ends_at, row.ends_at - DAY, _now() - DAY):
        assert "ends_at" in _refused(extend_round, round=row, ends_at=end, reason="Bo tak.")
    for reason in ("", "  ", None, "x" * 1001):
        assert "reason" in _refused(
            extend_round, round=row, ends_at=row.ends_at + DAY, reason=reason
        )
    assert not Extension.objects.exists()


def test_a_round_that_is_over_is_not_extended(consultation, monkeypatch):
    """The closing second is no part of the round: on it nothing can be extended any more."""
    consultation(rounds=[{}])
    row = Round.objects.get()
    new = row.ends_at + DAY
    monkeypatch.setattr(timezone, "now", lambda: row.ends_at)
    refused = _refused(extend_round, round=row, ends_at=new, reason="Bo święta.")
    assert "kolejną turę" in refused["ends_at"][0]
    monkeypatch.setattr(timezone, "now", lambda: row.ends_at - SECOND)
    extend_round(round=row, ends_at=new, reason="Bo święta.", user=None)


def test_an_extension_does_not_run_into_the_next_round(consultation):
    page = consultation(rounds=[{}])
    row = Round.objects.get()
    RoundFactory(consultation=page, starts_at=row.ends_at + DAY, ends_at=row.ends_at + 9 * DAY)
    end = row.ends_at.replace(second=0, microsecond=0)
    assert "ends_at" in _refused(extend_round, round=row, ends_at=end + 2 * DAY, reason="Bo tak.")
    extend_round(round=row, ends_at=end + DAY, reason="Bo tak.", user=None)


def test_the_second_clerk_is_told(consultation):
    consultation(rounds=[{}])
    mine, theirs = Round.objects.get(), Round.objects.get()
    extend_round(round=theirs, ends_at=theirs.ends_at + 5 * DAY, reason="Bo tak.", user=None)
    refused = _refused(extend_round, round=mine, ends_at=mine.ends_at + 9 * DAY, reason="Bo tak.")
    assert "międzyczasie zmieniono" in refused[""][0]
    _refused(remove_round, round=Round(pk=10**6, consultation=mine.consultation))
    assert Extension.objects.count() == 1


# Outcome ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("trait", [{}, {"announced": True}])
def test_only_abandoning_ends_what_is_pending(consultation, trait):
    page = consultation(rounds=[trait])
    for kind in (OutcomeKind.ADOPTED, OutcomeKind.UNKNOWN):
        assert "kind" in _refused(record_outcome, consultation=page, kind=kind)
    record_outcome(consultation=page, kind=OutcomeKind.ABANDONED, note="Nie ma.", user=None)
    assert page.course.state(timezone.now()) == "abandoned"
    row = Round.objects.get()
    _refused(extend_round, round=row, ends_at=row.ends_at + DAY, reason="Bo tak.")
    _refused(add_round, consultation=page, starts_at=row.ends_at, ends_at=row.ends_at + DAY)
    assert _actions(page) == ["outcome_record"]


def test_an_outcome_is_recorded_once_and_revoked_with_a_reason(consultation):
    page = consultation(rounds=[{"closed": True}])
    record_outcome(consultation=page, kind=OutcomeKind.UNKNOWN, user=None)
    row = record_outcome(
        consultation=page, kind=OutcomeKind.ADOPTED, decided_on=timezone.localdate(), user=None
    )
    assert ConsultationOutcome.objects.get() == row
    assert row.kind == OutcomeKind.ADOPTED
    _refused(record_outcome, consultation=page, kind=OutcomeKind.ABANDONED)
    assert "reason" in _refused(revoke_outcome, consultation=page, reason=" ")
    revoke_outcome(consultation=page, reason="Pomyłka.", user=None)
    _refused(revoke_outcome, consultation=page, reason="Pomyłka.")
    assert page.course.state(timezone.now()) == "analysed"


def test_the_day_and_the_act_of_an_outcome(consultation, committee):
    page = consultation(rounds=[{"closed": True}])
    today = timezone.localdate()
    for day in (today + DAY, today - 60 * DAY, date(1, 1, 1), "dziś"):
        assert "decided_on" in _refused(
            record_outcome, consultation=page, kind=OutcomeKind.ADOPTED, decided_on=day
        )
    act = LegalActFactory(body=committee)
    assert {"act"} == set(
        _refused(record_outcome, consultation=page, kind=OutcomeKind.UNKNOWN, act=act)
    )
    strange = LegalActFactory(body=CommitteePageFactory(title="Inny", slug="inny"))
    assert {"act"} == set(
        _refused(record_outcome, consultation=page, kind=OutcomeKind.ADOPTED, act=strange)
    )
    assert "kind" in _refused(record_outcome, consultation=page, kind="<script>")
    record_outcome(consultation=page, kind=OutcomeKind.ADOPTED, act=act, user=None)


def test_a_changed_announcement_keeps_its_extensions(consultation):
    consultation(rounds=[{"announced": True}])
    row = Round.objects.get()
    ExtensionFactory(round=row)
    row.refresh_from_db()
    refused = _refused(
        change_round, round=row, starts_at=row.starts_at, ends_at=row.ends_at - 8 * DAY
    )
    assert "ends_at" in refused
