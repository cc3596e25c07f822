"""Verbs of the office: who is asked, by which messages, and what may be changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.bodies.models import Membership, PersonContact
from rkres_wagtail.consultations.course import last_day
from rkres_wagtail.consultations.models import Round
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.choices import ReaderAnswer
from rkres_wagtail.participation.models import AssignedReader, Assignment, ReadingLink
from rkres_wagtail.participation.readers import answers, recording, rules, services
from rkres_wagtail.remarks.services import ChangedMeanwhile
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    MembershipFactory,
)

from .conftest import give, in_days, join, reader_of

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def mails(occasion: str = "") -> list[str]:
    """Addresses of the messages of an occasion that were not taken back."""
    rows = OutgoingMessage.objects.exclude(status="withdrawn").order_by("recipient")
    return list(rows.filter(key__contains=f":{occasion}").values_list("recipient", flat=True))


def fails(field: str, call, *args, **kwargs) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    if field:
        assert field in caught.value.error_dict
    return caught.value


ANNA, JAN = "annowska@example.invalid", "janowski@example.invalid"


# Giving ---------------------------------------------------------------------------------------


def test_each_member_gets_one_message_with_a_link_of_their_own(lab):
    assignment = give(lab, message="Prosimy o\nprzeczytanie rozdziału 2.")
    assert mails("sent") == [ANNA, JAN]
    first, second = OutgoingMessage.objects.order_by("recipient")
    assert first.kind == "document_to_read" and first.about == assignment
    assert first.reply_to == "biuro@example.invalid"
    assert first.expires_at == assignment.due_at
    for part in (first.text, first.html):
        assert "Projekt programu" in part and "przeczytanie rozdziału 2." in part
        assert "/do-konsultacji/" in part and lab.page.full_url in part
    assert str(assignment.due_at.year) in first.text
    links = [row.text.split("/do-konsultacji/")[1].split("/")[0] for row in (first, second)]
    assert len(set(links)) == 2


def test_who_has_no_address_is_asked_without_a_message(lab, assignment):
    row = reader_of(assignment, lab.ewa)
    assert row.told_at is None and row.answer == ReaderAnswer.NONE
    assert not ReadingLink.objects.filter(person=lab.ewa).exists()


def test_deputies_and_former_members_are_not_asked(lab):
    principal = Membership.objects.get(person=lab.anna)
    deputy = join(lab.body, "Zastępcza", deputy_for=principal)
    former = join(lab.body, "Dawny", past=True)
    future = join(lab.body, "Przyszły", future=True)
    give(lab)
    assert not AssignedReader.objects.filter(person__in=[deputy, former, future]).exists()


def test_two_seats_make_one_message(lab):
    MembershipFactory(body=lab.body, person=lab.anna)
    give(lab)
    assert mails("sent") == [ANNA, JAN]


def test_a_member_of_two_bodies_is_asked_once(lab, assignment):
    group = GroupPageFactory(parent=lab.body)
    MembershipFactory(body=group, person=lab.anna)
    zofia = join(group, "Zofiowska")
    second = give(lab, body=group)
    assert [each.person for each in second.readers.all()] == [zofia]
    assert mails("sent") == [ANNA, JAN, "zofiowska@example.invalid"]


def test_given_twice_it_is_refused(lab, assignment):
    fails("body", give, lab)
    assert Assignment.objects.count() == 1 and len(mails()) == 2


def test_once_over_it_may_be_given_again(lab, assignment):
    Assignment.objects.update(due_at=timezone.now())
    assert give(lab).readers.count() == 3


def test_on_the_last_day_of_the_round_it_ends_with_the_round(lab):
    found = Round.objects.get()
    assert give(lab, due_on=last_day(found)).due_at == found.ends_at


@pytest.mark.parametrize("days", [-1, 400, None])
def test_a_deadline_that_cannot_be(lab, days):
    fails("due_on", give, lab, due_on=None if days is None else in_days(days))
    assert not Assignment.objects.exists() and not mails()


def test_a_body_of_another_committee(lab, site_root):
    other = CommitteePageFactory(parent=site_root)
    join(other, "Obca")
    for body in (other, lab.index, None):
        fails("body", give, lab, body=body)
    assert not Assignment.objects.exists()


def test_a_body_without_members(lab):
    fails("body", give, lab, body=GroupPageFactory(parent=lab.committee))


def test_a_message_that_is_too_long(lab):
    fails("message", give, lab, message="x" * (rules.MAX_MESSAGE + 1))


@pytest.mark.parametrize("how", ["draft", "expired"])
def test_what_is_not_published_is_given_to_nobody(lab, how):
    change = {"live": False} if how == "draft" else {"expire_at": timezone.now()}
    type(lab.page).objects.update(**change)
    lab.page.refresh_from_db()
    fails("", give, lab)
    assert not Assignment.objects.exists()


def test_behind_a_password_it_may_be_given(lab):
    lab.page.view_restrictions.create(restriction_type="password", password="tajne")
    give(lab)
    message = OutgoingMessage.objects.first()
    assert lab.page.full_url not in message.text.replace("/do-konsultacji/", "")


@pytest.mark.parametrize(
    ("rounds", "days", "word"),
    [
        ([(-10, 12)], 10, ""),
        ([(-10, 12)], 20, "closes"),
        ([(20, 40)], 10, "begun"),
        ([], 10, "dates"),
    ],
)
def test_it_is_said_how_the_deadline_stands_to_the_round(lab, rounds, days, word):
    from django.utils import translation

    from rkres_wagtail.consultations.course import course_of

    Round.objects.all().delete()
    now = timezone.now()
    for first, last in rounds:
        Round.objects.create(
            consultation_id=lab.page.pk,
            starts_at=now + timedelta(days=first),
            ends_at=now + timedelta(days=last),
        )
    with translation.override("en"):
        said = rules.caution_of_due(course_of(lab.page), now + timedelta(days=days))
    assert (word in said) if word else said == ""


def test_the_history_names_nobody(lab, assignment, admin_user):
    answers.agree(reader=reader_of(assignment, lab.anna))
    services.remind(assignment=assignment, user=admin_user)
    entries = PageLogEntry.objects.filter(action__startswith="rkres_wagtail.document_to_read")
    assert {each.action.rsplit("_", 1)[1] for each in entries} == {"assign", "answer", "remind"}
    for each in entries:
        said = f"{each.data} {each.message}"
        assert not any(name in said for name in ("Annowska", "Janowski", "@", "Fundacja"))


# Adding, reminding --------------------------------------------------------------------------------


def test_new_members_and_new_addresses_are_told_once(lab, assignment):
    join(lab.body, "Nowa")
    PersonContact.objects.create(person=lab.ewa, email="ewicka@example.invalid")
    told = services.add_members(assignment=assignment, user=None)
    assert sorted(each.person.last_name for each in told) == ["Ewicka", "Nowa"]
    assert services.add_members(assignment=assignment, user=None) == []
    assert len(mails("sent")) == 4


def test_a_reminder_goes_once_to_who_has_not_answered(lab, assignment):
    answers.agree(reader=reader_of(assignment, lab.anna))
    services.remind(assignment=assignment, user=None)
    fails("", services.remind, assignment=assignment, user=None)
    assert mails("reminder") == [JAN]


def test_whose_contact_data_were_removed_gets_nothing(lab, assignment):
    PersonContact.objects.filter(person=lab.jan).delete()
    services.remind(assignment=assignment, user=None)
    assert mails("reminder") == [ANNA]


@pytest.mark.parametrize("verb", ["add_members", "remind"])
@pytest.mark.parametrize("state", ["over", "withdrawn"])
def test_nobody_is_asked_after_the_end(lab, assignment, verb, state):
    field = "due_at" if state == "over" else "withdrawn_at"
    Assignment.objects.update(**{field: timezone.now()})
    join(lab.body, "Nowa")
    fails("", getattr(services, verb), assignment=assignment, user=None)
    assert len(mails()) == 2


# Deadline, taking back ---------------------------------------------------------------------------


def change(assignment, **kwargs):
    data = {"due_on": in_days(11), "edits": 0, "user": None, **kwargs}
    return services.change_deadline(assignment=assignment, **data)


def test_another_deadline_is_told_and_replaces_what_was_not_sent(lab, assignment):
    OutgoingMessage.objects.filter(recipient=ANNA).update(status="sent")
    change(assignment)
    assert mails("sent") == [ANNA] and mails("deadline") == [ANNA, JAN]
    text = OutgoingMessage.objects.get(key__contains="deadline", recipient=JAN).text
    assert "/do-konsultacji/" in text
    assignment.refresh_from_db()
    change(assignment, due_on=in_days(12), edits=1)
    assert mails("deadline") == [ANNA, JAN]
    assert OutgoingMessage.objects.filter(key__contains="deadline", status="withdrawn").count() == 2


def test_of_two_who_change_it_one_is_told(lab, assignment):
    change(assignment)
    with pytest.raises(ChangedMeanwhile):
        change(assignment, due_on=in_days(12))
    assignment.refresh_from_db()
    assert rules.is_open(assignment) and assignment.edits == 1


def test_the_same_deadline_and_one_that_cannot_be(lab, assignment):
    fails("due_on", change, assignment, due_on=in_days(10))
    fails("due_on", change, assignment, due_on=in_days(-1))
    assert mails("deadline") == []


def test_a_deadline_that_passed_is_put_off(lab, assignment):
    Assignment.objects.update(due_at=timezone.now() - timedelta(days=1))
    change(assignment)
    answers.agree(reader=reader_of(assignment, lab.anna))


def test_taken_back_it_tells_who_knows_of_it_and_has_not_answered(lab, assignment):
    zofia = join(lab.body, "Zofiowska")
    services.add_members(assignment=assignment, user=None)
    OutgoingMessage.objects.exclude(recipient=JAN).update(status="sent")
    answers.agree(reader=reader_of(assignment, lab.anna))
    services.withdraw_assignment(assignment=assignment, edits=0, user=None)
    assert mails("withdrawn") == ["zofiowska@example.invalid"]
    assert OutgoingMessage.objects.get(recipient=JAN).status == "withdrawn"
    services.withdraw_assignment(assignment=assignment, edits=0, user=None)
    assert len(mails("withdrawn")) == 1
    assert reader_of(assignment, zofia).answer == ReaderAnswer.NONE
    for call in (change, lambda each: services.add_members(assignment=each, user=None)):
        fails("", call, assignment)


# Recording ----------------------------------------------------------------------------------------


def record(reader, **kwargs):
    data = {"answer": "no_remarks", "was": "none", "received_on": in_days(0), "user": None}
    return recording.record_answer(reader=reader, **{**data, **kwargs})


def test_an_answer_by_telephone(lab, assignment, admin_user):
    row = record(reader_of(assignment, lab.ewa), user=admin_user)
    assert row.answer == ReaderAnswer.NO_REMARKS and row.recorded_by == admin_user
    assert not rules.is_late(row)
    row = record(row, was="no_remarks", answer="none")
    assert row.answered_at is None and row.recorded_by is None


def test_after_the_deadline_it_is_late(lab, assignment, admin_user):
    now = timezone.now()
    Assignment.objects.update(due_at=now - timedelta(days=2), created_at=now - timedelta(days=20))
    late = record(reader_of(assignment, lab.ewa), user=admin_user)
    assert rules.is_late(reader_of(assignment, lab.ewa)) and late.answered_at
    record(reader_of(assignment, lab.jan), received_on=in_days(-5), user=admin_user)
    assert not rules.is_late(reader_of(assignment, lab.jan))


@pytest.mark.parametrize("days", [1, -5, None])
def test_a_day_that_cannot_be(lab, assignment, days):
    day = None if days is None else in_days(days)
    fails("received_on", record, reader_of(assignment, lab.ewa), received_on=day)


def test_what_a_member_answered_stands(lab, assignment, admin_user):
    answers.agree(reader=reader_of(assignment, lab.anna))
    row = reader_of(assignment, lab.anna)
    fails("", record, row, was="no_remarks", answer="none", user=admin_user)
    with pytest.raises(ChangedMeanwhile):
        record(row, was="none", answer="remarks", user=admin_user)
    fails("answer", record, reader_of(assignment, lab.jan), answer="perhaps")
    assert reader_of(assignment, lab.anna).answer == ReaderAnswer.NO_REMARKS
