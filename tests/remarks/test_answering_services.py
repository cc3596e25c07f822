"""Answers: one for many remarks, joined, replaced, taken away; the second editor is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from rkres_wagtail.remarks import services as receiving
from rkres_wagtail.remarks.answering import services
from rkres_wagtail.remarks.answering.services import AlreadyAnswered, Existing
from rkres_wagtail.remarks.choices import Meaning
from rkres_wagtail.remarks.models import Remark, Response
from rkres_wagtail.remarks.services import ChangedMeanwhile
from tests.factories import CommitteePageFactory, ConsultationPageFactory
from tests.factories.consultations import ConsultationReportFactory
from tests.factories.remarks import (
    RemarkFactory,
    ResponseFactory,
    ResponseStatusFactory,
    SubmissionFactory,
)
from tests.support.users import create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return create_user("redaktor")


@pytest.fixture
def accepted(consultations):
    return ResponseStatusFactory(committee=consultations.committee)


@pytest.fixture
def rejected(consultations):
    return ResponseStatusFactory(committee=consultations.committee, rejected=True)


def edits(*remarks) -> dict:
    return {each.pk: each.edits for each in remarks}


def fresh(*remarks) -> list[Remark]:
    return [Remark.objects.select_related("response").get(pk=each.pk) for each in remarks]


def test_one_answer_serves_many_and_each_is_logged(consultation, accepted, editor):
    remarks = [RemarkFactory(consultation=consultation) for _each in range(3)]
    response = services.answer(
        consultation=consultation, remarks=remarks, status=accepted, position="Tak.\x00",
        user=editor, edits=edits(*remarks),
    )  # fmt: skip
    assert {each.response for each in fresh(*remarks)} == {response}
    assert Response.objects.count() == 1 and response.position == "Tak."
    for each in remarks:
        (entry,) = ModelLogEntry.objects.for_instance(each)
        assert entry.user == editor and "Tak." in entry.message
        assert "Stowarzyszenie" not in str(entry.data)
    assert ModelLogEntry.objects.for_instance(response).count() == 1


def test_another_consultation_or_withdrawn_ones_are_refused(consultation, consultations, editor):
    other = ConsultationPageFactory(parent=consultations)
    mine, strange = RemarkFactory(consultation=consultation), RemarkFactory(consultation=other)
    withdrawn = RemarkFactory(consultation=consultation, withdrawn=True)
    for remarks in ([mine, strange], [withdrawn], []):
        with pytest.raises(ValidationError):
            services.answer(
                consultation=consultation, remarks=remarks, user=editor, edits=edits(*remarks)
            )
    assert not Response.objects.exists()


def test_a_status_of_another_committee_is_refused(consultation, editor):
    strange = ResponseStatusFactory(committee=CommitteePageFactory(slug="inny"), name="obca")
    remark = RemarkFactory(consultation=consultation)
    with pytest.raises(ValidationError) as caught:
        services.answer(
            consultation=consultation, remarks=[remark], status=strange, user=editor,
            edits=edits(remark),
        )  # fmt: skip
    assert "status" in caught.value.message_dict


def test_a_formal_reason_stays_only_with_what_was_not_examined(
    consultation, consultations, accepted, editor
):
    remark = RemarkFactory(consultation=consultation)
    response = services.answer(
        consultation=consultation, remarks=[remark], status=accepted, position="Tak.",
        formal_reason="late", user=editor, edits=edits(remark),
    )  # fmt: skip
    assert response.formal_reason == ""


def test_an_answer_that_is_there_is_never_overwritten_silently(consultation, accepted, editor):
    one, two, three = (RemarkFactory(consultation=consultation) for _each in range(3))
    old = ResponseFactory(consultation=consultation, remarks=[one, two], position="Dawne.")

    def answer(existing):
        remarks = fresh(one, three)
        return services.answer(
            consultation=consultation, remarks=remarks, status=accepted, position="Nowe.",
            user=editor, edits=edits(*remarks), existing=existing,
        )  # fmt: skip

    with pytest.raises(AlreadyAnswered):
        answer("")
    assert fresh(one)[0].response == old
    new = answer(Existing.REPLACE)
    assert [each.response for each in fresh(one, two, three)] == [new, old, new]
    joined = answer(Existing.JOIN)
    assert [each.response for each in fresh(one, two, three)] == [joined, old, joined]
    remarks = fresh(one, two)
    joined = services.answer(
        consultation=consultation, remarks=remarks, status=accepted, position="Wspólne.",
        user=editor, edits=edits(*remarks), existing=Existing.JOIN,
    )  # fmt: skip
    assert [each.response for each in fresh(one, two, three)] == [joined] * 3
    assert list(Response.objects.all()) == [joined], "answers to nothing are deleted"


def test_the_second_of_two_editors_is_told_and_nothing_is_saved(consultation, accepted, editor):
    remarks = [RemarkFactory(consultation=consultation) for _each in range(2)]
    seen = edits(*remarks)
    first = services.answer(
        consultation=consultation, remarks=remarks[:1], status=accepted, position="Pierwszy.",
        user=editor, edits=seen,
    )  # fmt: skip
    for existing in ("", Existing.REPLACE):
        remarks = fresh(*remarks)
        for each in remarks:
            each.response = each.response if existing else None
        with pytest.raises(ChangedMeanwhile):
            services.answer(
                consultation=consultation, remarks=remarks, status=accepted, position="Drugi.",
                user=editor, edits=seen, existing=existing,
            )  # fmt: skip
    assert [each.response for each in fresh(*remarks)] == [first, None]
    assert list(Response.objects.all()) == [first]


def test_changing_an_answer_tells_who_is_about_to_replace_it(consultation, accepted, editor):
    remark = RemarkFactory(consultation=consultation)
    response = ResponseFactory(consultation=consultation, remarks=[remark])
    (seen,) = fresh(remark)
    services.change_response(
        response=response, status=accepted, position="Zmienione.", user=editor, edits=0
    )
    with pytest.raises(ChangedMeanwhile):
        services.answer(
            consultation=consultation, remarks=[seen], status=accepted, position="Inne.",
            user=editor, edits=edits(seen), existing=Existing.REPLACE,
        )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        services.change_response(response=response, position="Spóźnione.", user=editor, edits=0)
    response.refresh_from_db()
    assert response.position == "Zmienione." and response.changed_by == editor


def test_giving_a_remark_away_tells_who_writes_in_the_old_answer(consultation, accepted, editor):
    one, two = (RemarkFactory(consultation=consultation) for _each in range(2))
    old = ResponseFactory(consultation=consultation, remarks=[one, two])
    remarks = fresh(one)
    services.answer(
        consultation=consultation, remarks=remarks, status=accepted, position="Inne.",
        user=editor, edits=edits(*remarks), existing=Existing.REPLACE,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        services.change_response(response=old, position="Dla obu.", user=editor, edits=0)


def test_the_same_words_again_are_no_change(consultation, editor):
    remark = RemarkFactory(consultation=consultation)
    row = ResponseFactory(consultation=consultation, remarks=[remark])
    services.change_response(
        response=row, status=row.status, position=row.position, reasons=row.reasons,
        user=editor, edits=0,
    )  # fmt: skip
    assert not ModelLogEntry.objects.for_instance(row).exists()


def test_taken_away_and_added(consultation, editor):
    one, two, three = (RemarkFactory(consultation=consultation) for _each in range(3))
    row = ResponseFactory(consultation=consultation, remarks=[one, two])
    (seen,) = fresh(one)
    services.detach(response=row, remarks=[seen], user=editor, edits=edits(seen))
    assert [each.response for each in fresh(one, two)] == [None, row]
    assert "Zapis zostanie" in ModelLogEntry.objects.for_instance(one).get().message
    other = ResponseFactory(consultation=consultation, remarks=[three])
    remarks = fresh(one, three)
    row.refresh_from_db()
    with pytest.raises(AlreadyAnswered):
        services.attach(response=row, remarks=remarks, user=editor, edits=edits(*remarks))
    services.attach(
        response=row, remarks=remarks, user=editor, edits=edits(*remarks), replaces=True
    )
    assert {each.response for each in fresh(one, two, three)} == {row}
    assert not Response.objects.filter(pk=other.pk).exists()
    remarks = fresh(one, two, three)
    services.detach(response=row, remarks=remarks, user=editor, edits=edits(*remarks))
    assert not Response.objects.exists()


def test_once_the_report_is_public_every_answer_stays_whole(
    consultation, accepted, rejected, editor
):
    remark = RemarkFactory(consultation=consultation, approved=True)
    row = ResponseFactory(consultation=consultation, remarks=[remark])
    ConsultationReportFactory(consultation=consultation)
    with pytest.raises(ValidationError) as caught:
        services.change_response(
            response=row, status=rejected, position="Nie.", user=editor, edits=0
        )
    assert "reasons" in caught.value.message_dict
    (seen,) = fresh(remark)
    with pytest.raises(ValidationError):
        services.detach(response=row, remarks=[seen], user=editor, edits=edits(seen))
    row.refresh_from_db()
    assert row.status == accepted and fresh(remark)[0].response == row
    services.change_response(
        response=row, status=rejected, position="Nie.", reasons="Bo tak stanowi ustawa.",
        user=editor, edits=row.edits,
    )  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_remarks(consultation, accepted, editor):
    def queries(count: int) -> int:
        sendings = [(SubmissionFactory.build(), [RemarkFactory.build() for _each in range(count)])]
        receiving.receive_many(consultation=consultation, sendings=sendings)
        keys = Remark.objects.filter(response=None).values_list("pk", flat=True)
        remarks = list(
            Remark.objects.filter(pk__in=list(keys)).select_related("submission", "consultation")
        )
        with CaptureQueriesContext(
            connection,
        ) as caught:
            services.answer(
                consultation=consultation, remarks=remarks, status=accepted, position="Tak.",
                user=editor, edits=edits(*remarks),
            )  # fmt: skip
        assert not Remark.objects.filter(response=None).exists()
        # SQLite takes about a hundred rows of the history at once; other databases, all.
        return len([each for each in caught if "modellogentry" not in each["sql"]])

    queries(2)
    assert queries(20) == queries(500)


@pytest.mark.parametrize("meaning", Meaning.values)
def test_what_is_missing_may_be_written_later(consultation, consultations, editor, meaning):
    status = ResponseStatusFactory(committee=consultations.committee, name=meaning, meaning=meaning)
    remark = RemarkFactory(consultation=consultation)
    row = services.answer(
        consultation=consultation, remarks=[remark], status=status, user=editor,
        edits=edits(remark),
    )  # fmt: skip
    assert row.gap == ("formal_reason" if meaning == "not_examined" else "position")
    assert Remark.objects.with_gap().count() == 1
