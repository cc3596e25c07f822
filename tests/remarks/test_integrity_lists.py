"""Lists of receipts: made once when a round has closed, chained, never changed afterwards."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from rkres_wagtail.consultations.models import Round
from rkres_wagtail.consultations.rounds.outcome_services import record_outcome
from rkres_wagtail.consultations.rounds.services import extend_round
from rkres_wagtail.remarks import services
from rkres_wagtail.remarks.integrity import lists
from rkres_wagtail.remarks.models import Remark, RemarkManifest
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import RoundFactory
from tests.factories.remarks import RemarkFactory, RemarkRulesFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def end(consultation):
    return consultation.course.rounds[0].ends_at


def at(moment):
    return freeze_time(moment)


def test_nothing_is_listed_before_the_closing(consultation, end):
    RemarkFactory(consultation=consultation)
    assert lists.settle(consultation, now=end - SECOND) == []
    assert not RemarkManifest.objects.exists()


def test_a_list_has_every_receipt_until_the_closing_and_no_author(consultation, end):
    send = {"consultation": consultation}
    kept = [
        RemarkFactory(**send, sender={"name": "Joanna Wierzbicka-Testowa"}),
        RemarkFactory(**send, junk=True),
        RemarkFactory(**send, sender={"unconfirmed": True}),
        RemarkFactory(**send, withdrawn=True),
        RemarkFactory(**send, sender={"received_at": end - SECOND}),
    ]
    with at(end):
        late = RemarkFactory(**send)
    (made,) = lists.settle(consultation, now=end)
    assert made.rows == [[each.number, each.digest] for each in kept]
    assert late.number not in [row[0] for row in made.rows]
    assert "Wierzbicka" not in json.dumps(made.rows)
    assert (made.position, made.is_supplement, made.closed_at) == (1, False, end)


def test_the_digest_is_that_of_the_documented_text(consultation, end):
    remark = RemarkFactory(consultation=consultation)
    (made,) = lists.settle(consultation, now=end)
    text = f'["",[[{remark.number},"{remark.digest}"]]]'
    assert made.digest == sha256(text.encode()).hexdigest()


def test_asking_again_makes_no_second_list(consultation, end):
    RemarkFactory(consultation=consultation)
    lists.settle(consultation, now=end)
    assert lists.settle(consultation, now=end + SECOND) == []
    assert lists.settle(consultation, now=end + 90 * DAY) == []
    assert RemarkManifest.objects.count() == 1


def test_of_two_processes_one_makes_the_list(consultation, end, monkeypatch):
    RemarkFactory(consultation=consultation)

    def beaten(*args, **kwargs):
        raise IntegrityError

    with monkeypatch.context() as patch:
        patch.setattr(RemarkManifest.objects, "create", beaten)
        assert lists.settle(consultation, now=end) == []
    assert len(lists.settle(consultation, now=end)) == 1


def test_a_process_that_dies_leaves_no_half_of_it(consultation, end, monkeypatch):
    second = {"starts_at": end, "ends_at": end + DAY, "recorded_at": end - 10 * DAY}
    RoundFactory(consultation=consultation, **second)
    RemarkFactory(consultation=consultation)
    make, calls = lists._make, []

    def dying(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return make(*args)

    with monkeypatch.context() as patch:
        patch.setattr(lists, "_make", dying)
        with pytest.raises(KeyboardInterrupt):
            lists.settle(consultation, now=end + DAY)
    assert not RemarkManifest.objects.exists()
    assert len(lists.settle(consultation, now=end + DAY)) == 2


def test_letters_entered_later_stand_on_one_dated_supplement_a_day(consultation, end):
    with at(end - DAY):
        first = RemarkFactory(consultation=consultation)
    (main,) = lists.settle(consultation, now=end)
    with at(end + 2 * DAY):
        letter = RemarkFactory(consultation=consultation, sender={"received_at": end - DAY})
        late = RemarkFactory(consultation=consultation, sender={"received_at": end + DAY})
        assert lists.settle(consultation) == []
    with at(end + 3 * DAY):
        (supplement,) = lists.settle(consultation)
        assert lists.settle(consultation) == []
    assert supplement.is_supplement and supplement.position == 2
    assert [row[0] for row in supplement.rows] == [letter.number, late.number]
    assert [row[0] for row in main.rows] == [first.number]
    expected = lists.digest_of_list(main.digest, supplement.rows)
    assert supplement.digest == expected != lists.digest_of_list("", supplement.rows)


def test_the_next_round_has_a_list_of_its_own(consultation, end):
    RoundFactory(
        consultation=consultation, starts_at=end + DAY, ends_at=end + 10 * DAY, recorded_at=end
    )
    with at(end - DAY):
        one = RemarkFactory(consultation=consultation)
    lists.settle(consultation, now=end)
    with at(end + 2 * DAY):
        two = RemarkFactory(consultation=consultation)
    with at(end + 4 * DAY):
        assert lists.settle(consultation) == []
    (made,) = lists.settle(consultation, now=end + 10 * DAY)
    assert [row[0] for row in made.rows] == [two.number] != [one.number]
    assert not made.is_supplement


def test_an_extended_round_is_listed_at_its_new_end(consultation, end):
    RemarkFactory(consultation=consultation)
    round = Round.objects.get()
    extend_round(round=round, ends_at=end + 5 * DAY, reason="Święta.", user=None)
    assert lists.settle(consultation, now=end) == []
    (made,) = lists.settle(consultation, now=round.ends_at)
    assert made.closed_at == round.ends_at


def test_a_round_cut_short_is_listed_when_it_was_cut(consultation):
    RemarkFactory(consultation=consultation)
    record_outcome(consultation=consultation, kind="abandoned", user=None)
    (made,) = lists.settle(consultation, now=timezone.now())
    assert len(made.rows) == 1


def test_history_entered_afterwards_has_no_list(consultations):
    now = timezone.now()
    page = ConsultationPageFactory(
        parent=consultations, rounds=[{"closed": True, "recorded_at": now}]
    )
    RemarkFactory(consultation=page, sender={"received_at": now - 20 * DAY})
    assert lists.settle(page, now=now + DAY) == []


def test_without_a_register_there_is_no_list_with_one_there_is_an_empty_one(consultation, end):
    assert lists.settle(consultation, now=end) == []
    RemarkRulesFactory(consultation=consultation, online=True)
    (made,) = lists.settle(consultation, now=end)
    assert made.rows == []


def test_once_sealed_a_remark_is_neither_corrected_nor_taken_back_in_a_later_round(
    consultation, end
):
    RoundFactory(
        consultation=consultation, starts_at=end + DAY, ends_at=end + 10 * DAY, recorded_at=end
    )
    with at(end - DAY):
        remark = RemarkFactory(consultation=consultation)
    during = end + 2 * DAY
    for is_listed in (False, True):
        if is_listed:
            lists.settle(consultation, now=during)
        for verb in (
            services.withdraw,
            lambda **kw: services.correct(texts={"content": "x"}, **kw),
        ):
            with pytest.raises(ValidationError):
                verb(remark=remark, now=during)
    assert Remark.objects.get().digest == remark.digest


def test_a_late_letter_on_a_supplement_is_sealed_in_the_next_round_too(consultation, end):
    RoundFactory(
        consultation=consultation, starts_at=end + 5 * DAY, ends_at=end + 9 * DAY, recorded_at=end
    )
    with at(end + DAY):
        letter = RemarkFactory(consultation=consultation)
    with at(end + 2 * DAY):
        assert lists.settle(consultation)[1].rows == [[letter.number, letter.digest]]
    with at(end + 6 * DAY), pytest.raises(ValidationError):
        services.correct(remark=letter, texts={"content": "Co innego."})


def test_in_its_own_round_a_remark_is_corrected_as_before(consultation):
    remark = RemarkFactory(consultation=consultation)
    changed = services.correct(remark=remark, texts={"content": "Co innego."})
    assert changed.content == "Co innego."


def test_a_round_with_a_list_is_neither_moved_nor_removed(consultations):
    from rkres_wagtail.consultations.rounds.services import remove_round

    now = timezone.now()
    times = {
        "starts_at": now - 2 * timedelta(hours=1),
        "ends_at": now,
        "recorded_at": now - DAY / 2,
    }
    page = ConsultationPageFactory(parent=consultations, rounds=[times])
    RemarkRulesFactory(consultation=page, online=True)
    lists.settle(page, now=now)
    with pytest.raises(ValidationError):
        remove_round(round=Round.objects.get(), reason="Pomyłka.", user=None)


def test_the_command_makes_lists_of_all_consultations_once(consultation, end, settings):
    RemarkFactory(consultation=consultation)
    with at(end + DAY):
        out = StringIO()
        call_command("rkres_remarks", stdout=out)
        call_command("rkres_remarks", stdout=out)
    assert RemarkManifest.objects.count() == 1


def test_many_remarks_cost_no_more_queries(consultations):
    costs = []
    for count in (1, 150):
        page = ConsultationPageFactory(parent=consultations, rounds=[{}])
        SubmissionFactory(consultation=page, remarks=[{}] * count)
        with CaptureQueriesContext(connection) as queries:
            (made,) = lists.settle(page, now=page.course.rounds[0].ends_at)
        assert len(made.rows) == count
        costs.append(len(queries))
    assert costs[0] == costs[1]
