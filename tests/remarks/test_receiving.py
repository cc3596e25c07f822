"""What every way in shares: numbers, seals, entities, all or nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from rkres_wagtail.remarks.models import Remark, Response, Submission
from rkres_wagtail.remarks.querysets import GAPS
from rkres_wagtail.remarks.sealing import digest_of
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import ConsultationOutcomeFactory
from tests.factories.remarks import (
    RemarkFactory,
    ResponseFactory,
    ResponseStatusFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def test_numbers_follow_one_another_in_each_consultation(consultation, consultations):
    other = ConsultationPageFactory(parent=consultations, rounds=[{}])
    first = SubmissionFactory(consultation=consultation, remarks=[{}, {}])
    RemarkFactory(consultation=other)
    last = RemarkFactory(consultation=consultation)
    assert [each.number for each in first.remarks.all()] == [1, 2]
    assert last.number == 3
    assert last.receipt_number == f"{consultation.pk}/3"


def test_the_same_request_makes_no_second_submission(consultation):
    key = uuid.uuid4()
    first = SubmissionFactory(consultation=consultation, request_key=key)
    again = SubmissionFactory(consultation=consultation, request_key=key)
    assert again.pk == first.pk
    assert (Submission.objects.count(), Remark.objects.count()) == (1, 1)


def test_one_bad_remark_keeps_all_of_them_out(consultation):
    with pytest.raises(ValidationError) as caught:
        SubmissionFactory(consultation=consultation, remarks=[{}, {"content": "a" * 200_000}])
    assert "content" in caught.value.message_dict
    assert not Submission.objects.exists()


def test_entities_are_counted_once(consultation):
    send = {"consultation": consultation}
    numbers = [
        SubmissionFactory(**send, organisation="Fundacja Łąka").entity,
        SubmissionFactory(**send, organisation="FUNDACJA  ŁĄKA").entity,
        SubmissionFactory(**send, person=True).entity,
        SubmissionFactory(**send, person=True, email="a@example.org").entity,
        SubmissionFactory(**send, person=True, name="", email="A@example.org").entity,
        SubmissionFactory(**send, person=True, name="").entity,
        SubmissionFactory(**send, person=True, name="").entity,
    ]
    assert numbers == [1, 1, 2, 3, 3, 4, 5]


def test_late_by_one_second(consultation):
    round = consultation.course.rounds[0]
    end = round.ends_at
    in_time = SubmissionFactory(consultation=consultation, received_at=end - timedelta(seconds=1))
    late = SubmissionFactory(consultation=consultation, received_at=end)
    assert (in_time.is_late, late.is_late) == (False, True)
    assert in_time.round == late.round == round


def test_a_seal_says_nothing_of_the_author_and_everything_of_the_words(consultation):
    remark = RemarkFactory(consultation=consultation, sender={"name": "Jan Przykładowy"})
    remark.submission.name = ""
    assert digest_of(remark) == remark.digest
    remark.content += "."
    assert digest_of(remark) != remark.digest


@pytest.mark.parametrize("position", ["", " \n", "Tak."])
@pytest.mark.parametrize("reasons", ["", "\t", "Bo tak."])
@pytest.mark.parametrize("formal", ["", "late"])
@pytest.mark.parametrize("trait", ["", "partly", "rejected", "explained", "not_examined", None])
def test_the_register_and_the_row_agree_on_gaps(consultation, trait, formal, reasons, position):
    committee = consultation.committee
    status = (
        None
        if trait is None
        else ResponseStatusFactory(committee=committee, **({trait: True} if trait else {}))
    )
    remark = RemarkFactory(consultation=consultation)
    response = ResponseFactory(
        consultation=consultation, status=status, position=position, reasons=reasons,
        formal_reason=formal, remarks=[remark],
    )  # fmt: skip
    found = Remark.objects.with_gap().filter(pk=remark.pk).exists()
    assert found == bool(Response.objects.get(pk=response.pk).gap)
    assert response.gap in (*GAPS, "")


def test_without_an_answer_there_is_a_gap_unless_nobody_waits_for_one(consultation):
    waiting = RemarkFactory(consultation=consultation)
    RemarkFactory(consultation=consultation, withdrawn=True)
    RemarkFactory(consultation=consultation, junk=True)
    RemarkFactory(consultation=consultation, sender={"unconfirmed": True})
    assert list(Remark.objects.with_gap()) == [waiting]
    assert Remark.objects.counted().count() == 2


def test_a_letter_entered_after_the_outcome_belongs_to_its_round(consultations):
    held = ConsultationPageFactory(parent=consultations, rounds=[{"overdue": True}])
    round = held.course.rounds[0]
    ConsultationOutcomeFactory(consultation=held)
    came = round.ends_at - timedelta(days=1)
    letter = SubmissionFactory(consultation=held, received_at=came)
    assert (letter.round, letter.is_late) == (round, False)


def test_letters_that_no_file_may_hold_are_left_out(consultation):
    letters = "".join(map(chr, (0, 7, 0x1B, 0x7F, 0xD800, 0xFFFE, 0xFFFF)))
    remark = RemarkFactory(consultation=consultation, content=f"Uwa{letters}ga", place=letters)
    assert (remark.content, remark.place) == ("Uwaga", "")
    assert remark.digest == digest_of(remark)
