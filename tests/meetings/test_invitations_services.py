"""Who is invited, what they get, and that nobody gets anything twice."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from rkres_wagtail.meetings.invitations import services
from rkres_wagtail.meetings.invitations.invitees import invitees_of
from rkres_wagtail.meetings.invitations.messages import Writer
from rkres_wagtail.meetings.invitations.models import Invitation
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories import GroupPageFactory, OrganisationFactory, PersonFactory
from tests.factories.invitations import make_member

from .invitations import event, fresh, invite, mails

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def sitting(meeting):
    return meeting(confirmed=True, title="V posiedzenie", place_name="Sala 12")


@pytest.fixture
def member(committee):
    return make_member(committee)


def later(sitting, days: int = 7) -> When:
    when = sitting.when
    return When(
        when.date_precision,
        when.starts_on + timedelta(days=days),
        when.starts_time,
        None,
        when.ends_time,
    )


def publish(sitting, **fields):
    sitting = fresh(sitting)
    for name, value in fields.items():
        setattr(sitting, name, value)
    sitting.save_revision().publish()
    return fresh(sitting)


# Who ----------------------------------------------------------------------------------------------


def names(sitting) -> list[str]:
    return [each.person.last_name for each in invitees_of(sitting).people]


def test_members_and_their_deputies_of_all_bodies_once_each(committee, meeting):
    group = GroupPageFactory(parent=committee)
    other = GroupPageFactory(parent=committee)
    anna = make_member(committee, person__last_name="A")
    make_member(committee, person__last_name="B", deputy_for=anna)
    make_member(group, person=anna.person, email=None)
    make_member(group, person__last_name="C")
    make_member(other, person__last_name="Z")
    sitting = meeting(bodies=[committee, group], confirmed=True)
    found = invitees_of(sitting)
    assert names(sitting) == ["A", "B", "C"]
    assert len(found.people[0].seats) == 2
    assert found.people[1].is_deputy and not found.people[0].is_deputy
    assert found.people[0].deputies == [f"{found.people[1].person.first_name} B"]


def test_the_membership_of_the_day_counts_first_and_last_day_included(committee, meeting):
    day = local_today() + timedelta(days=10)
    sitting = meeting(confirmed=True, starts_on=day)
    one = timedelta(days=1)
    make_member(committee, person__last_name="Pierwszy dzień", starts_on=day)
    make_member(committee, person__last_name="Ostatni dzień", ends_on=day)
    make_member(committee, person__last_name="Za późno", starts_on=day + one)
    gone = make_member(committee, person__last_name="Za wcześnie", ends_on=day - one)
    make_member(committee, person__last_name="Zastępca nikogo", deputy_for=gone)
    assert names(sitting) == ["Ostatni dzień", "Pierwszy dzień"]


def test_who_cannot_be_reached_is_named(committee, sitting):
    make_member(committee, person=None, organisation=OrganisationFactory(name="Urząd"))
    make_member(committee, email=None, person__last_name="Bez adresu")
    wrong = make_member(committee, person__last_name="Zły adres")
    type(wrong.person.contact).objects.update(email="to nie adres")
    found = invitees_of(sitting)
    assert [each.person.last_name for each in found.unreachable] == ["Bez adresu", "Zły adres"]
    assert [row.holder_name for row in found.nameless] == ["Urząd"]
    assert found.reachable == []


# Inviting -----------------------------------------------------------------------------------------


def test_one_message_and_one_row(sitting, member, admin_user):
    (invitation,) = services.invite(
        meeting=sitting, people=[member.person], user=admin_user, message="Prosimy o punktualność."
    )
    assert (invitation.person, invitation.invited_by) == (member.person, admin_user)
    (mail,) = mails()
    assert mail.kind == "invitation"
    assert mail.key == f"invitation:{invitation.pk}:1"
    assert mail.recipient == member.person.contact.email
    assert mail.expires_at == sitting.when.over_at
    assert mail.about == invitation
    assert "Prosimy o punktualność." in mail.text and "Prosimy o punktualność." in mail.html


def test_twice_is_once(sitting, member, committee):
    invite(sitting, member)
    other = make_member(committee)
    assert len(invite(sitting, member, other)) == 1
    assert invite(sitting, member, other) == []
    assert len(mails()) == Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"live": False}, "szkicem"),
        ({"undated": True}, "dzień posiedzenia"),
        ({"month_only": True}, "dzień posiedzenia"),
        ({"past": True}, "zakończyło"),
        ({"bodies": []}, "Kto obraduje"),
    ],
)
def test_when_nobody_can_be_invited(committee, meeting, member, fields, words):
    sitting = meeting(**fields)
    with pytest.raises(ValidationError) as error:
        invite(sitting, member)
    assert words in " ".join(error.value.messages)
    assert not mails() and not Invitation.objects.exists()


def test_nobody_is_invited_to_a_cancelled_meeting(sitting, member):
    cancel_meeting(sitting, user=None, reason="Choroba")
    with pytest.raises(ValidationError, match="odwołane"):
        invite(sitting, member)


def test_who_is_no_member_is_refused_and_nobody_else_is_invited(sitting, member):
    stranger = PersonFactory(last_name="Obca")
    with pytest.raises(ValidationError, match="Obca"):
        services.invite(meeting=sitting, people=[member.person, stranger], user=None)
    assert not mails() and not Invitation.objects.exists()


def test_who_has_no_address_is_refused(sitting, committee):
    row = make_member(committee, email=None)
    with pytest.raises(ValidationError, match="adresu"):
        invite(sitting, row)


def test_a_deputy_is_invited_as_one(sitting, member, committee):
    deputy = make_member(committee, deputy_for=member)
    invite(sitting, deputy)
    assert "jako zastępcę" in mails()[0].text
    assert event(mails()[0])[0]["attendee"].params["ROLE"] == "OPT-PARTICIPANT"


# Changes ------------------------------------------------------------------------------------------


def test_moving_tells_the_invited_in_the_same_transaction(sitting, member):
    invite(sitting, member)
    move_meeting(sitting, later(sitting), user=None, reason="Brak sali")
    # The first has not left yet, so the person gets one whole invitation with what holds now.
    (mail,) = mails()
    assert mail.kind == "invitation" and mail.key.endswith(":2")
    assert OutgoingMessage.objects.get(key=f"{mail.key[:-1]}1").status == "withdrawn"


def sent() -> None:
    OutgoingMessage.objects.filter(status="waiting").update(status="sent", sent_at=timezone.now())


def test_a_move_after_the_invitation_arrived_is_a_change(sitting, member):
    invite(sitting, member)
    sent()
    new = later(sitting)
    move_meeting(sitting, new, user=None, reason="Brak sali")
    change = mails()[-1]
    assert change.kind == "invitation_change"
    assert change.subject == f"Zmiana: V posiedzenie – {new.days()}, 10:00".replace("\xa0", " ")
    assert "Brak sali" in change.text
    first, second = (event(mail)[0] for mail in mails())
    assert first["uid"] == second["uid"] == str(sitting.translation_key)
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second.decoded("dtstart") == new.starts_at


def test_moving_without_telling(sitting, member):
    invite(sitting, member)
    sent()
    move_meeting(sitting, later(sitting), user=None, reason="Brak sali", tell_invited=False)
    assert len(mails()) == 1
    assert [each.pk for each in services.tell_changes(meeting=sitting, user=None)]
    assert mails()[-1].kind == "invitation_change"
    assert services.tell_changes(meeting=sitting, user=None) == []
    assert len(mails()) == 2


def test_moving_back_to_what_was_told_sends_nothing(sitting, member):
    invite(sitting, member)
    sent()
    old = sitting.when
    move_meeting(sitting, later(sitting), user=None, reason="Brak sali", tell_invited=False)
    move_meeting(sitting, old, user=None, reason="Jest sala")
    assert len(mails()) == 1


def test_cancelling_tells(sitting, member):
    invite(sitting, member)
    sent()
    cancel_meeting(sitting, user=None, reason="Brak kworum")
    mail = mails()[-1]
    assert mail.kind == "invitation_cancelled"
    assert mail.subject.startswith("Odwołane: V posiedzenie")
    assert "Brak kworum" in mail.text and "Brak kworum" in mail.html
    found, calendar = event(mail)
    assert calendar["method"] == "CANCEL" and found["status"] == "CANCELLED"
    assert mail.attachments[0]["type"] == "text/calendar; charset=utf-8; method=CANCEL"
    assert services.tell_cancelled(meeting=sitting, user=None) == []


def test_who_has_got_nothing_yet_is_told_of_no_cancellation(sitting, member):
    invite(sitting, member)
    cancel_meeting(sitting, user=None, reason="Brak kworum")
    assert mails() == []


def test_a_cancelled_meeting_that_takes_place_after_all(sitting, member):
    invite(sitting, member)
    sent()
    cancel_meeting(sitting, user=None, reason="Brak kworum")
    sent()
    move_meeting(sitting, later(sitting), user=None, reason="Jednak")
    mail = mails()[-1]
    assert mail.kind == "invitation_change"
    assert "Jednak się odbędzie" in mail.text
    assert event(mail)[0]["sequence"] == 2


def test_moving_to_no_known_day_takes_the_entry_away(sitting, member):
    invite(sitting, member)
    sent()
    new = later(sitting)
    move_meeting(sitting, When(), user=None, reason="Brak sali")
    mail = mails()[-1]
    found, calendar = event(mail)
    assert calendar["method"] == "CANCEL"
    assert mail.kind == "invitation_change"
    assert "nieznany" in mail.subject
    assert "/zaproszenie/" not in mail.text
    sent()
    move_meeting(fresh(sitting), new, user=None, reason="Jest termin")
    found, calendar = event(mails()[-1])
    assert calendar["method"] == "REQUEST" and found["sequence"] == 2


def test_another_room_is_no_change_of_date_and_yet_a_higher_sequence(sitting, member, committee):
    invite(sitting, member)
    sent()
    sitting = publish(sitting, place_name="Sala 7")
    assert len(mails()) == 1
    (told,) = services.tell_changes(meeting=sitting, user=None)
    mail = mails()[-1]
    assert told.person == member.person
    assert "Sala 12" in mail.text and "Sala 7" in mail.text
    assert event(mail)[0]["sequence"] == 1
    assert "Sala 7" in event(mail)[0]["location"]
    # Somebody invited now joins in with the same number; the next move goes beyond it.
    sent()
    invite(sitting, make_member(committee))
    assert event(mails()[-1])[0]["sequence"] == 1
    sent()
    move_meeting(sitting, later(sitting), user=None, reason="X")
    assert [event(mail)[0]["sequence"] for mail in mails()[-2:]] == [2, 2]


@pytest.mark.parametrize(
    "fields",
    [
        {"meeting_form": "online"},
        {"access_url": "https://example.org/wejscie"},
        {"place_address": "ul. Inna 1"},
        {"title": "VI posiedzenie"},
    ],
)
def test_what_else_is_noticed(sitting, member, fields):
    invite(sitting, member)
    sent()
    sitting = publish(sitting, **fields)
    assert len(services.tell_changes(meeting=sitting, user=None)) == 1


def test_what_they_need_not_be_told(sitting, member):
    invite(sitting, member)
    sent()
    sitting = publish(sitting, lead="O czym będzie", description="<p>Zapraszamy.</p>")
    assert services.tell_changes(meeting=sitting, user=None) == []


def test_another_agenda_is_noticed_an_internal_item_is_not(meeting, member):
    sitting = meeting(confirmed=True, agenda=[{"title": "Otwarcie"}])
    invite(sitting, member)
    sent()
    sitting = fresh(sitting)
    model = sitting.agenda_items.model
    sitting.agenda_items.add(model(title="Tajne", is_internal=True, sort_order=5))
    sitting.save_revision().publish()
    assert services.tell_changes(meeting=sitting, user=None) == []
    sitting = fresh(sitting)
    sitting.agenda_items.add(model(title="Dyskusja", sort_order=1))
    sitting.save_revision().publish()
    assert len(services.tell_changes(meeting=sitting, user=None)) == 1
    assert "Dyskusja" in mails()[-1].text and "Tajne" not in mails()[-1].text


def test_nobody_is_told_once_it_is_over(sitting, member):
    invite(sitting, member)
    sent()
    after = sitting.when.over_at + timedelta(hours=1)
    sitting = publish(sitting, place_name="Sala 7")
    assert services.tell_changes(meeting=sitting, user=None, now=after) == []


def test_an_answer_to_another_date_no_longer_counts(sitting, member):
    (invitation,) = invite(sitting, member)
    services.record_reply(invitation=invitation, reply="excused", note="Urlop", user=None)
    sent()
    sitting = publish(sitting, place_name="Sala 7")
    services.tell_changes(meeting=sitting, user=None)
    assert fresh(invitation).reply == "excused"
    sent()
    move_meeting(sitting, later(sitting), user=None, reason="X")
    found = fresh(invitation)
    assert (found.reply, found.reply_note, found.replied_at) == ("", "", None)
    assert found.told["earlier"] == {"reply": "excused", "note": "Urlop"}
    assert "już się nie liczy" in mails()[-1].text


def test_an_answer_that_comes_while_people_are_told_is_kept(sitting, member, monkeypatch):
    (invitation,) = invite(sitting, member)
    sent()
    sitting = publish(sitting, place_name="Sala 7")
    write = Writer.mail

    def slow(writer, row, kind):
        Invitation.objects.filter(pk=row.pk).update(reply="excused", reply_note="Urlop")
        return write(writer, row, kind)

    monkeypatch.setattr(Writer, "mail", slow)
    services.tell_changes(meeting=sitting, user=None)
    found = fresh(invitation)
    assert (found.reply, found.reply_note) == ("excused", "Urlop")
    assert found.told["where"] == "Sala 7"


def test_an_answer_to_the_new_date_stands_when_the_message_comes_later(sitting, member, committee):
    told, other = invite(sitting, member, make_member(committee))
    sent()
    services.reply_by_link(invitation=other, reply="coming")
    when = later(sitting)
    move_meeting(sitting, when, user=None, reason="Brak sali", tell_invited=False)
    services.record_reply(invitation=told, reply="excused", note="Telefonicznie", user=None)
    services.tell_changes(meeting=fresh(sitting), user=None)
    assert (fresh(told).reply, fresh(told).reply_note) == ("excused", "Telefonicznie")
    assert fresh(other).reply == ""
    first, second = mails()[-2:]
    assert "już się nie liczy" not in first.text and "Brak sali" in first.text
    assert "już się nie liczy" in second.text
    sent()
    # Moved once more, it is an answer to another date, too.
    move_meeting(fresh(sitting), later(fresh(sitting)), user=None, reason="Znów brak sali")
    assert fresh(told).reply == ""


# One person ---------------------------------------------------------------------------------------


def test_taking_back_what_has_not_left_says_nothing(sitting, member):
    (invitation,) = invite(sitting, member)
    services.withdraw_invitation(invitation=invitation, user=None)
    assert mails() == []
    assert fresh(invitation).withdrawn_at is not None
    services.withdraw_invitation(invitation=invitation, user=None)
    assert mails() == []


def test_taking_back_tells_the_person_alone(sitting, member, committee):
    other = make_member(committee)
    invitation, _other = invite(sitting, member, other)
    sent()
    services.withdraw_invitation(invitation=invitation, user=None)
    mail = mails()[-1]
    assert len(mails()) == 3
    assert mail.recipient == member.person.contact.email
    found, calendar = event(mail)
    assert calendar["method"] == "CANCEL"
    # RFC 5546 §3.2.5: the event itself takes place.
    assert "status" not in found
    assert found["sequence"] == 1
    sent()
    # Not told of anything any more; invited again, the numbers go on.
    sitting = publish(sitting, place_name="Sala 7")
    assert [each.person for each in services.tell_changes(meeting=sitting, user=None)] == [
        other.person
    ]
    sent()
    (again,) = invite(sitting, member)
    assert again.pk == invitation.pk
    assert mails()[-1].kind == "invitation"
    assert event(mails()[-1])[0]["sequence"] == 2


def test_taking_back_without_a_word(sitting, member):
    (invitation,) = invite(sitting, member)
    sent()
    services.withdraw_invitation(invitation=invitation, user=None, tell=False)
    assert len(mails()) == 1


def test_taking_back_without_a_word_also_takes_back_what_has_not_left(sitting, member):
    (invitation,) = invite(sitting, member)
    services.withdraw_invitation(invitation=invitation, user=None, tell=False)
    assert mails() == []


def test_once_more_to_a_corrected_address(sitting, member):
    (invitation,) = invite(sitting, member)
    OutgoingMessage.objects.update(status="failed", error="550")
    contact = member.person.contact
    contact.email = "nowy@example.org"
    contact.save()
    services.repeat_invitation(invitation=invitation, user=None)
    (mail,) = mails()
    assert (mail.recipient, mail.kind) == ("nowy@example.org", "invitation")
    # The failed one cannot be sent again by mistake.
    assert OutgoingMessage.objects.filter(status="withdrawn").count() == 1


def test_a_translation_is_the_same_meeting(sitting, member):
    invite(sitting, member)
    assert Invitation.objects.of(sitting).count() == 1
    assert fresh(sitting).translation_key == sitting.translation_key


# Files for calendars ------------------------------------------------------------------------------


def test_the_entry(meeting, committee, settings):
    settings.DEFAULT_FROM_EMAIL = "OWES <nie-odpowiadaj@example.org>"
    row = make_member(
        committee, person__first_name='Łu"kasz', person__last_name="Ż;ak,", email="lu@example.org"
    )
    sitting = meeting(
        confirmed=True,
        starts_on=date(2031, 7, 1),
        starts_time=time(10),
        ends_time=time(13),
        meeting_form="hybrid",
        place_name="Sala 12",
        place_address="ul. Prosta 1",
        access_url="https://example.org/wejscie",
        contact_unit="Biuro",
        contact_email="biuro@example.org",
        agenda=[{"title": "Otwarcie"}, {"title": "Tajne", "is_internal": True}],
    )
    invite(sitting, row)
    (mail,) = mails()
    found, calendar = event(mail)
    text = mail.attachments[0]["content"]
    assert calendar["method"] == "REQUEST" and "BEGIN:VTIMEZONE" in text
    assert "\r\n" in text and "X-WR-CALNAME" not in text
    assert found["uid"] == str(sitting.translation_key)
    assert found.decoded("dtstart") == sitting.when.starts_at
    assert found.decoded("dtend") == sitting.when.ends_at
    assert found["location"] == "Sala 12, ul. Prosta 1"
    assert found["conference"] == "https://example.org/wejscie"
    assert "https://example.org/wejscie" in found["description"]
    assert "1. Otwarcie" in found["description"] and "Tajne" not in text
    # The link for the answer is no part of a calendar that others may see.
    assert "/zaproszenie/" not in text
    organiser, attendee = found["organizer"], found["attendee"]
    assert organiser == "mailto:biuro@example.org"
    assert organiser.params["SENT-BY"] == "mailto:nie-odpowiadaj@example.org"
    assert organiser.params["CN"] == "Biuro"
    assert attendee == "mailto:lu@example.org"
    assert attendee.params["CN"] == "Łu'kasz Ż;ak,"
    assert attendee.params["PARTSTAT"] == "NEEDS-ACTION"
    assert mail.reply_to == "biuro@example.org"


def test_the_public_calendar_never_goes_beyond(sitting, member, client):
    from tests.support.calendars import get

    invite(sitting, member)
    for number in range(3):
        sent()
        sitting = publish(sitting, place_name=f"Sala {number}")
        services.tell_changes(meeting=sitting, user=None)
        sent()
        move_meeting(sitting, later(sitting), user=None, reason="X")
        sitting = fresh(sitting)
        own = event(mails()[-1])[0]
        public = [
            line
            for line in get("meeting_ics", sitting).content.decode().splitlines()
            if line.startswith("SEQUENCE")
        ]
        assert int(own["sequence"]) >= int(public[0].split(":")[1])
    numbers = [int(event(mail)[0]["sequence"]) for mail in mails()]
    assert numbers == sorted(set(numbers))
