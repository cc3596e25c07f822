"""The office's screens: what they show, do and refuse, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.invitations import services
from rkres_wagtail.meetings.invitations.models import Invitation
from rkres_wagtail.meetings.invitations.summary import outdated_count
from rkres_wagtail.meetings.when import local_today
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories import CommitteePageFactory, OrganisationFactory
from tests.factories.invitations import make_member
from tests.meetings.form_data import edit_url
from tests.support.users import create_user

from .invitations import fresh, invite, mails, words

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def office(client, committee):
    """A client logged in as the secretariat of the committee."""
    user = create_user("sekretariat")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def sitting(meeting):
    return meeting(confirmed=True, title="V posiedzenie", place_name="Sala 12")


@pytest.fixture
def member(committee):
    return make_member(committee, person__first_name="Anna", person__last_name="Łącka")


def screen(page) -> str:
    return reverse("rkres_meeting_invitations", args=[page.pk])


def sent() -> None:
    OutgoingMessage.objects.filter(status="waiting").update(status="sent", sent_at=timezone.now())


def ticked(html: str) -> list[str]:
    import re

    return re.findall(r'name="person" value="(\d+)"[^>]* checked', html)


# Seeing and sending -------------------------------------------------------------------------------


def test_who_is_not_invited_yet_is_ticked(office, sitting, member, committee):
    other = make_member(committee)
    make_member(committee, email=None, person__last_name="Bezadresu")
    make_member(committee, person=None, organisation=OrganisationFactory(name="Urząd"))
    invite(sitting, member)
    response = office.get(screen(sitting))
    assert ticked(response.content.decode()) == [str(other.person.pk)]
    text = words(response)
    assert "Zaproszono: 1 z 3." in text
    assert "Bezadresu: brak poprawnego adresu e-mail" in text
    assert "Urząd: instytucja zasiada bez wskazania osoby" in text
    # Whether there is an address, never which.
    assert member.person.contact.email not in response.content.decode()


def test_a_look_at_the_message_stores_nothing(office, sitting, member):
    data = {"step": "preview", "person": member.person.pk, "message": "Prosimy o punktualność."}
    response = office.post(screen(sitting), data)
    text = words(response)
    assert "Zaproszenie: V posiedzenie" in text and "Prosimy o punktualność." in text
    assert "posiedzenie.ics" in text
    assert ticked(response.content.decode()) == [str(member.person.pk)]
    assert not mails() and not Invitation.objects.exists()


def test_sending(office, sitting, member, committee):
    make_member(committee)
    data = {"step": "send", "person": member.person.pk, "message": "Prosimy."}
    response = office.post(screen(sitting), data, follow=True)
    assert "Zaproszono 1 osobę" in words(response)
    (invitation,) = Invitation.objects.all()
    assert (invitation.person, invitation.invited_by) == (member.person, office.user)
    assert len(mails()) == 1
    office.post(screen(sitting), data)
    assert len(mails()) == 1
    entry = PageLogEntry.objects.filter(action="rkres_wagtail.invite").get()
    assert entry.formatter.format_message(entry) == "Zaproszono 1 osobę"
    assert entry.data == {"count": 1}


def test_nobody_ticked(office, sitting, member):
    for step in ("send", "preview"):
        response = office.post(screen(sitting), {"step": step})
        assert response.status_code == 422
        assert "Zaznacz przynajmniej jedną osobę." in words(response)
    assert not mails()


def test_people_of_elsewhere_cannot_be_slipped_in(office, sitting, member, site_root):
    other = make_member(CommitteePageFactory())
    data = {"step": "send", "person": [other.person.pk, "x", "-1", "999999"]}
    assert office.post(screen(sitting), data).status_code == 422
    assert not mails()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"live": False}, "jest szkicem"),
        ({"undated": True}, "dzień posiedzenia"),
        ({"past": True}, "już się zakończyło"),
        ({"bodies": []}, "nie ma kogo zaprosić"),
    ],
)
def test_what_is_in_the_way_is_said_plainly(office, meeting, member, fields, reason):
    page = meeting(**fields)
    response = office.get(screen(page))
    assert reason in words(response)
    assert 'value="send"' not in response.content.decode()
    response = office.post(screen(page), {"step": "send", "person": member.person.pk})
    assert response.status_code == 422
    assert not mails()


def test_trouble_with_the_mail_is_seen_and_put_right(office, sitting, member):
    (invitation,) = invite(sitting, member)
    OutgoingMessage.objects.update(status="failed", error="550 user unknown")
    text = words(office.get(screen(sitting)))
    assert "1 wiadomość nie dotarła" in text and "550 user unknown" in text
    again = reverse("rkres_invitation_repeat", args=[invitation.pk])
    assert "Zaproszenie jest ponownie" in words(office.post(again, {}, follow=True))
    assert [mail.key for mail in mails()] == [f"invitation:{invitation.pk}:2"]
    assert "nie dotarła" not in words(office.get(screen(sitting)))


def test_an_update_is_looked_at_and_sent(office, sitting, member):
    invite(sitting, member)
    sent()
    page = fresh(sitting)
    page.place_name = "Sala 7"
    page.save_revision().publish()
    text = words(office.get(screen(page)))
    assert "1 zaproszona osoba zna nieaktualne informacje" in text
    assert "było: Sala 12, jest: Sala 7" in text
    text = words(office.post(screen(page), {"step": "update-preview"}))
    assert "Zmiana: V posiedzenie" in text
    assert len(mails()) == 1
    assert "Powiadomiono 1 osobę" in words(
        office.post(screen(page), {"step": "update"}, follow=True)
    )
    assert "Nic nie wysłano" in words(office.post(screen(page), {"step": "update"}, follow=True))
    assert len(mails()) == 2


# One person ---------------------------------------------------------------------------------------


def test_an_answer_by_telephone(office, sitting, member):
    (invitation,) = invite(sitting, member)
    url = reverse("rkres_invitation_reply", args=[invitation.pk])
    office.post(url, {"reply": "excused", "note": "Urlop"})
    found = fresh(invitation)
    assert (found.reply, found.reply_note, found.replied_by) == ("excused", "Urlop", office.user)
    text = words(office.get(screen(sitting)))
    assert "prosi o usprawiedliwienie" in text and "Urlop" in text
    assert "odnotowało biuro" in text
    assert "Odpowiedzi: 1 (prosi o usprawiedliwienie: 1)" in text
    office.post(url, {"reply": "", "note": ""})
    assert fresh(invitation).replied_at is None
    # Editors read the history of the page: neither name nor answer is in it.
    for entry in PageLogEntry.objects.filter(action="rkres_wagtail.invitation_reply"):
        assert entry.data == {"invitation": invitation.pk}
        assert entry.message == "Odnotuj odpowiedź na zaproszenie"
    entries = [*ModelLogEntry.objects.all(), *PageLogEntry.objects.all()]
    assert "Urlop" not in " ".join(str(entry.data) for entry in entries)
    assert office.post(url, {"reply": "maybe"}).status_code == 200
    assert fresh(invitation).reply == ""


def test_taking_back(office, sitting, member):
    (invitation,) = invite(sitting, member)
    sent()
    url = reverse("rkres_invitation_withdraw", args=[invitation.pk])
    assert 'name="tell"' in office.get(url).content.decode()
    office.post(url, {"tell": "on"})
    assert fresh(invitation).withdrawn_at is not None
    assert mails()[-1].subject.startswith("Cofnięte zaproszenie")
    response = office.get(url, follow=True)
    assert "zostało cofnięte" in words(response)
    assert ticked(office.get(screen(sitting)).content.decode()) == [str(member.person.pk)]


def test_somebody_who_is_no_member_any_more_stays_in_the_table(office, sitting, member):
    invite(sitting, member)
    member.ends_on = local_today()
    member.save()
    text = words(office.get(screen(sitting)))
    assert "w tym dniu już nie jest członkiem" in text and "Zaproszono: 1 z 1." in text


# Around -------------------------------------------------------------------------------------------


def test_the_editor_shows_numbers_and_the_way(office, sitting, member):
    html = words(office.get(edit_url(sitting)))
    assert "Zaproszono: 0 z 1." in html and "Zaproś członków i zastępców" in html
    assert screen(sitting) in office.get(edit_url(sitting)).content.decode()


def test_editors_see_nothing_of_it(editor, sitting, member):
    (invitation,) = invite(sitting, member)
    response = editor.get(edit_url(sitting))
    assert response.status_code == 200
    assert "Zaproszono:" not in words(response)
    assert screen(sitting) not in response.content.decode()
    assert editor.get(screen(sitting)).status_code == 302
    for name in ("reply", "repeat", "withdraw"):
        url = reverse(f"rkres_invitation_{name}", args=[invitation.pk])
        assert editor.post(url, {"reply": "coming"}).status_code == 302
    found = fresh(invitation)
    assert (found.reply, found.withdrawn_at) == ("", None)


def test_who_may_only_read_sends_nothing(office, sitting, member):
    from django.contrib.auth.models import Permission

    group = office.user.groups.get()
    group.permissions.remove(Permission.objects.get(codename="change_invitation"))
    response = office.get(screen(sitting))
    assert response.status_code == 200
    assert 'value="send"' not in response.content.decode()
    data = {"step": "send", "person": member.person.pk}
    assert office.post(screen(sitting), data).status_code == 302
    assert not mails()


def test_the_secretariat_of_another_committee(office, site_root, member):
    from tests.factories import MeetingIndexPageFactory, MeetingPageFactory

    other = CommitteePageFactory(slug="inny")
    row = make_member(other)
    page = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=other), confirmed=True)
    (invitation,) = invite(page, row)
    assert office.get(screen(page)).status_code == 302
    assert office.get(reverse("rkres_invitation_reply", args=[invitation.pk])).status_code == 302


def test_a_word_after_publishing(office, sitting, member):
    from tests.meetings.form_data import stored_data

    invite(sitting, member)
    sent()
    data = stored_data(sitting, **{"place_name": "Sala 7", "action-publish": "1"})
    response = office.post(edit_url(sitting), data, follow=True)
    assert "zna inne informacje, niż teraz podaje strona" in words(response)
    assert screen(sitting) in response.content.decode()
    assert len(mails()) == 1


def test_the_page_in_another_language_knows_what_they_were_told(admin_client, sitting, member):
    from wagtail.models import Locale

    invite(sitting, member)
    sent()
    english = Locale.objects.get_or_create(language_code="en")[0]
    twin = sitting.copy_for_translation(english, copy_parents=True)
    twin.title = "Meeting V"
    twin.save_revision().publish()
    overview = admin_client.get(screen(twin)).context["overview"]
    assert (overview.to_tell, outdated_count(twin)) == (0, 0)
    sitting = fresh(sitting)
    sitting.place_name = "Sala 7"
    sitting.save_revision().publish()
    response = admin_client.post(screen(twin), {"step": "update-preview"})
    assert response.context["overview"].to_tell == 1
    assert response.context["shown"].subject.startswith("Zmiana: V posiedzenie")


def test_once_it_is_over_there_is_nothing_to_tell(office, sitting, member):
    invite(sitting, member)
    sent()
    past = local_today() - timedelta(days=3)
    type(sitting).objects.filter(pk=sitting.pk).update(
        starts_on=past, starts_at=None, over_at=timezone.now() - timedelta(days=2)
    )
    assert outdated_count(fresh(sitting)) == 0
    assert 'value="update"' not in office.get(screen(sitting)).content.decode()


def test_who_has_lost_their_address_is_marked_and_not_told(office, sitting, member):
    invite(sitting, member)
    sent()
    member.person.contact.delete()
    sitting.place_name = "Sala 7"
    sitting.save_revision().publish()
    response = office.get(screen(sitting))
    assert response.context["overview"].rows[0].is_outdated
    assert 'value="update"' not in response.content.decode()


@pytest.mark.parametrize("verb", ["move", "cancel"])
@pytest.mark.parametrize("tells", [True, False])
def test_moving_and_cancelling_ask_whether_to_tell(office, sitting, member, verb, tells):
    url = reverse(f"rkres_meeting_{verb}", args=[sitting.pk])
    assert "tell_invited" not in office.get(url).content.decode()
    invite(sitting, member)
    sent()
    html = office.get(url).content.decode()
    assert "Powiadom zaproszonych (1 osoba)" in words(office.get(url))
    assert 'name="tell_invited"' in html and "checked" in html.split('name="tell_invited"')[1][:120]
    new = local_today().replace(year=local_today().year + 1)
    data = {
        "date_precision": "minute",
        "starts_on": new.strftime("%d.%m.%Y"),
        "starts_time": "11:00",
        "reason": "Choroba",
        **({"tell_invited": "on"} if tells else {}),
    }
    office.post(url, {**data, "preview": "1"})
    assert len(mails()) == 1
    office.post(url, data)
    assert len(mails()) == 1 + tells


def test_deletion_is_explained(admin_client, sitting, member):
    from rkres_wagtail import deletion

    invite(sitting, member)
    assert "1 zaproszenie" in deletion.explain([sitting])
    assert "1 zaproszenie" in deletion.explain([member.person])
    url = reverse("wagtailadmin_pages:delete", args=[sitting.pk])
    assert "1 zaproszenie" in words(admin_client.get(url, follow=True))
    admin_client.post(url)
    assert fresh(sitting).pk == sitting.pk


# Cost ---------------------------------------------------------------------------------------------


@pytest.fixture
def selects():
    """Count the SELECTs of a call, without those of savepoints."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(call) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in captured)

    return count


def grow(committee, page, number: int, *, invited: bool) -> list:
    rows = [make_member(committee) for _number in range(number)]
    if invited:
        found = invite(page, *rows)
        for each in found:
            services.record_reply(invitation=each, reply="coming", user=None)
    return rows


@pytest.mark.parametrize("invited", [True, False])
def test_the_screen_costs_the_same_for_many(office, sitting, committee, selects, invited):
    grow(committee, sitting, 3, invited=invited)
    office.get(screen(sitting))
    office.get(edit_url(sitting))
    few = selects(lambda: office.get(screen(sitting)))
    editing = selects(lambda: office.get(edit_url(sitting)))
    grow(committee, sitting, 30, invited=invited)
    assert selects(lambda: office.get(screen(sitting))) == few
    assert selects(lambda: office.get(edit_url(sitting))) == editing


def test_sending_asks_for_each_person_only_whether_the_message_exists(sitting, committee, selects):
    """The outbox looks for the key of each message; whatever else is read is read once."""
    grow(committee, sitting, 1, invited=True)
    first = grow(committee, sitting, 2, invited=False)
    few = selects(lambda: invite(sitting, *first))
    many = grow(committee, sitting, 22, invited=False)
    assert selects(lambda: invite(sitting, *many)) - few == 20
    sent()
    page = fresh(sitting)
    page.place_name = "Sala 7"
    page.save_revision().publish()
    told = selects(lambda: services.tell_changes(meeting=page, user=None))
    assert told <= few + 23


def test_the_reply_page_costs_the_same_for_many(client, sitting, committee, selects):
    from .invitations import address

    rows = grow(committee, sitting, 2, invited=False)
    (invitation, _other) = invite(sitting, *rows)
    client.get(address(invitation))
    few = selects(lambda: client.get(address(invitation)))
    grow(committee, sitting, 20, invited=True)
    assert selects(lambda: client.get(address(invitation))) == few
