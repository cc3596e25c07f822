"""Przenieś and Odwołaj: the screens, who may open them, what they say."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.urls import reverse

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.models import MeetingChange
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.meetings.form_data import draft_of, edit_url
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

NEW = {
    "date_precision": "minute",
    "starts_on": "06.05.2027",
    "starts_time": "11:00",
    "ends_on": "",
    "ends_time": "",
    "reason": "Choroba prelegenta",
}


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def sitting(meeting):
    return meeting(confirmed=True, starts_on=date(2027, 4, 6), starts_time=time(10), ends_time=None)


def url(verb, sitting) -> str:
    return reverse(f"rkres_meeting_{verb}", args=[sitting.pk])


def fresh(sitting):
    return type(sitting).objects.get(pk=sitting.pk)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def test_moving(boss, sitting, admin_user):
    response = boss.post(url("move", sitting), NEW, follow=True)
    assert response.redirect_chain == [(edit_url(sitting), 302)]
    assert "Posiedzenie przeniesiono." in words(response)
    moved = fresh(sitting)
    assert (moved.starts_on, moved.starts_time) == (date(2027, 5, 6), time(11))
    change = MeetingChange.objects.of(sitting).last()
    assert (change.kind, change.reason, change.made_by) == ("moved", NEW["reason"], admin_user)
    # The editor shows the new date, and what the public reads of the old one.
    text = words(response)
    assert "6 maja 2027" in text
    assert "Przeniesiono z 6 kwietnia 2027, wtorek, 10:00 na 6 maja 2027, czwartek, 11:00" in text


def test_cancelling(boss, sitting):
    response = boss.post(url("cancel", sitting), {"reason": "Brak kworum"}, follow=True)
    text = words(response)
    assert "Posiedzenie odwołano." in text
    assert "Odwołano. Planowany termin: 6 kwietnia 2027, wtorek, 10:00. Powód: Brak kworum" in text
    cancelled = fresh(sitting)
    assert cancelled.status == "cancelled"
    assert cancelled.live
    # Nothing is left to cancel; it may still be moved.
    assert url("cancel", sitting) not in text
    assert url("move", sitting) in text
    again = boss.get(url("cancel", sitting), follow=True)
    assert "To posiedzenie zostało już odwołane." in words(again)
    boss.post(url("move", sitting), NEW)
    assert fresh(sitting).status == "confirmed"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_a_reason_is_asked_for_at_its_field(boss, sitting, verb, reason):
    response = boss.post(url(verb, sitting), {**NEW, "reason": reason})
    assert response.status_code == 200
    assert errors(response) == {"reason": ["Podaj powód; przeczytają go czytelnicy."]}
    assert MeetingChange.objects.of(sitting).count() == 1


def test_a_reason_that_is_too_long(boss, sitting):
    response = boss.post(url("cancel", sitting), {"reason": "a" * 1001})
    assert list(errors(response)) == ["reason"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "31.02.2027"}, "starts_on"),
        ({"starts_on": "6 maja"}, "starts_on"),
        ({"starts_on": "01.01.0203"}, "starts_on"),
        ({"starts_time": ""}, "starts_time"),
        ({"starts_time": "25:00"}, "starts_time"),
        ({"ends_time": "9:00"}, "ends_time"),
        ({"ends_on": "05.05.2027"}, "ends_on"),
        ({"date_precision": "month"}, "starts_time"),
        ({"date_precision": "x"}, "date_precision"),
        ({"starts_on": "28.03.2027", "starts_time": "2:30"}, "starts_time"),
        ({"starts_on": "06.04.2027", "starts_time": "10:00"}, "starts_on"),
    ],
)
def test_what_is_wrong_stands_at_its_field(boss, sitting, fields, wrong):
    response = boss.post(url("move", sitting), {**NEW, **fields})
    assert response.status_code == 200
    assert list(errors(response)) == [wrong]
    assert fresh(sitting).starts_on == date(2027, 4, 6)


def test_a_body_that_will_have_ended(boss, committee, listing):
    group = GroupPageFactory(parent=committee, title="Dawna", active_to=date(2027, 4, 30))
    sitting = MeetingPageFactory(
        parent=listing, confirmed=True, starts_on=date(2027, 4, 6), bodies=[group]
    )
    response = boss.post(url("move", sitting), NEW)
    assert "Dawna" in errors(response)["starts_on"][0]


def test_moving_to_no_known_day(boss, sitting):
    data = {**NEW, "date_precision": "unknown", "starts_on": "", "starts_time": ""}
    boss.post(url("move", sitting), data)
    assert fresh(sitting).status == "planned"
    # It stays settled: the form does not take another date.
    assert 'name="starts_on"' not in words(boss.get(edit_url(sitting)))


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_what_the_public_will_read_is_shown_first(boss, sitting, verb):
    response = boss.post(url(verb, sitting), {**NEW, "preview": "1"})
    text = words(response)
    assert "Powód: Choroba prelegenta" in text
    assert ("na 6 maja 2027" in text) is (verb == "move")
    assert "Na razie nic się nie zmieniło." in text
    assert MeetingChange.objects.of(sitting).count() == 1


def test_a_preview_of_what_cannot_be(boss, sitting):
    response = boss.post(url("move", sitting), {**NEW, "ends_time": "9:00", "preview": "1"})
    assert list(errors(response)) == ["ends_time"]


def test_the_form_begins_with_the_present_date(boss, sitting):
    text = words(boss.get(url("move", sitting)))
    assert 'value="06.04.2027"' in text
    assert 'value="10:00"' in text


def test_a_hostile_reason_is_text(boss, sitting):
    reason = "<script>alert(1)</script>"
    response = boss.post(url("cancel", sitting), {"reason": reason}, follow=True)
    assert reason not in response.content.decode()
    assert "&lt;script&gt;alert(1)" in response.content.decode()


def test_back_to_where_one_came_from(boss, sitting):
    listing = reverse("rkres_meetings:index")
    response = boss.get(url("cancel", sitting), {"next": listing})
    assert f'name="next" value="{listing}"' in words(response)
    done = boss.post(url("cancel", sitting), {"reason": "X", "next": listing})
    assert done.url == listing
    elsewhere = boss.get(url("move", sitting), {"next": "https://example.org/"})
    assert "example.org" not in words(elsewhere)


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_an_open_date_is_changed_in_the_form(boss, meeting, verb):
    sitting = meeting()
    response = boss.get(url(verb, sitting), follow=True)
    assert response.redirect_chain == [(edit_url(sitting), 302)]
    assert "nie został jeszcze potwierdzony" in words(response)
    assert boss.post(url(verb, sitting), NEW).status_code == 302
    assert MeetingChange.objects.of(sitting).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_what_is_no_meeting_is_not_found(boss, committee, verb):
    assert boss.get(url(verb, committee)).status_code == 404


def test_a_draft_of_the_old_date_is_brought_in_line(boss, sitting):
    draft = draft_of(sitting)
    draft.lead = "W toku"
    draft.save_revision()
    boss.post(url("move", sitting), NEW)
    after = draft_of(sitting)
    assert after.lead == "W toku"
    assert after.starts_on == date(2027, 5, 6)


# Buttons ------------------------------------------------------------------------------------------


def test_buttons_in_the_editor_and_in_both_listings(boss, sitting, listing, meeting):
    planned = meeting()
    for address in (
        edit_url(sitting),
        reverse("rkres_meetings:index"),
        reverse("wagtailadmin_explore", args=[listing.pk]),
    ):
        text = words(boss.get(address))
        for verb in ("move", "cancel"):
            assert url(verb, sitting) in text, address
            assert url(verb, planned) not in text, address


# Who may ------------------------------------------------------------------------------------------


def user_of(*groups, name="ktos"):
    from django.contrib.auth.models import Permission

    user = create_user(name)
    user.groups.set(groups)
    if not groups:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.mark.parametrize("verb", ["move", "cancel"])
@pytest.mark.parametrize(
    ("role", "may"),
    [("editors", True), ("secretariat", True), ("moderators", False), (None, False)],
)
def test_who_may_move_and_cancel(client, committee, sitting, verb, role, may):
    roles = create_roles(committee)
    client.force_login(user_of(*([roles[role]] if role else [])))
    assert (client.get(url(verb, sitting)).status_code == 200) is may
    client.post(url(verb, sitting), NEW)
    assert MeetingChange.objects.of(sitting).count() == (2 if may else 1)


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_anonymous_is_sent_to_the_login(client, sitting, verb):
    response = client.post(url(verb, sitting), NEW)
    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert MeetingChange.objects.of(sitting).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_the_office_of_another_committee_may_not(client, site_root, sitting, verb):
    other = CommitteePageFactory(parent=site_root)
    client.force_login(user_of(create_roles(other)["secretariat"]))
    client.post(url(verb, sitting), NEW)
    assert MeetingChange.objects.of(sitting).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_who_may_edit_but_not_publish_may_not(client, committee, sitting, verb):
    group = create_roles(committee)["editors"]
    group.page_permissions.exclude(permission__codename__startswith="change_").delete()
    group.page_permissions.filter(permission__codename__startswith="publish").delete()
    client.force_login(user_of(group))
    editor = words(client.get(edit_url(sitting)))
    assert url(verb, sitting) not in editor
    assert "Może to zrobić tylko osoba, która może publikować tę stronę." in editor
    client.post(url(verb, sitting), NEW)
    assert MeetingChange.objects.of(sitting).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_a_page_that_somebody_else_locked(client, committee, sitting, admin_user, verb):
    sitting.locked, sitting.locked_by = True, admin_user
    sitting.save()
    client.force_login(user_of(create_roles(committee)["editors"]))
    client.post(url(verb, sitting), NEW)
    assert MeetingChange.objects.of(sitting).count() == 1


def test_lists_of_two_committees_stay_apart(client, committee, sitting, site_root):
    """The office of one committee sees its own meetings only."""
    other = CommitteePageFactory(parent=site_root)
    theirs = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=other), title="Obce")
    client.force_login(user_of(create_roles(committee)["editors"]))
    text = words(client.get(reverse("rkres_meetings:index")))
    assert sitting.title in text
    assert theirs.title not in text
