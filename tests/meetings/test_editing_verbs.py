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
def page(meeting):
    return meeting(confirmed=True, starts_on=date(2027, 4, 6), starts_time=time(10), ends_time=None)


def url(verb, page) -> str:
    return reverse(f"rkres_meeting_{verb}", args=[page.pk])


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def test_moving(boss, page, admin_user):
    response = boss.post(url("move", page), NEW, follow=True)
    assert response.redirect_chain == [(edit_url(page), 302)]
    assert "Posiedzenie przeniesiono." in words(response)
    moved = fresh(page)
    assert (moved.starts_on, moved.starts_time) == (date(2027, 5, 6), time(11))
    change = MeetingChange.objects.of(page).last()
    assert (change.kind, change.reason, change.made_by) == ("moved", NEW["reason"], admin_user)
    # The editor shows the new date, and what the public reads of the old one.
    text = words(response)
    assert "6 maja 2027" in text
    assert "Przeniesiono z 6 kwietnia 2027, wtorek, 10:00 na 6 maja 2027, czwartek, 11:00" in text


def test_cancelling(boss, page):
    response = boss.post(url("cancel", page), {"reason": "Brak kworum"}, follow=True)
    text = words(response)
    assert "Posiedzenie odwołano." in text
    assert "Odwołano. Planowany termin: 6 kwietnia 2027, wtorek, 10:00. Powód: Brak kworum" in text
    cancelled = fresh(page)
    assert cancelled.status == "cancelled"
    assert cancelled.live
    # Nothing is left to cancel; it may still be moved.
    assert url("cancel", page) not in text
    assert url("move", page) in text
    again = boss.get(url("cancel", page), follow=True)
    assert "To posiedzenie zostało już odwołane." in words(again)
    boss.post(url("move", page), NEW)
    assert fresh(page).status == "confirmed"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_a_reason_is_asked_for_at_its_field(boss, page, verb, reason):
    response = boss.post(url(verb, page), {**NEW, "reason": reason})
    assert response.status_code == 200
    assert errors(response) == {"reason": ["Podaj powód; przeczytają go czytelnicy."]}
    assert MeetingChange.objects.of(page).count() == 1


def test_a_reason_that_is_too_long(boss, page):
    response = boss.post(url("cancel", page), {"reason": "a" * 1001})
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
def test_what_is_wrong_stands_at_its_field(boss, page, fields, wrong):
    response = boss.post(url("move", page), {**NEW, **fields})
    assert response.status_code == 200
    assert list(errors(response)) == [wrong]
    assert fresh(page).starts_on == date(2027, 4, 6)


def test_a_body_that_will_have_ended(boss, committee, listing):
    group = GroupPageFactory(parent=committee, title="Dawna", active_to=date(2027, 4, 30))
    page = MeetingPageFactory(
        parent=listing, confirmed=True, starts_on=date(2027, 4, 6), bodies=[group]
    )
    response = boss.post(url("move", page), NEW)
    assert "Dawna" in errors(response)["starts_on"][0]


def test_moving_to_no_known_day(boss, page):
    data = {**NEW, "date_precision": "unknown", "starts_on": "", "starts_time": ""}
    boss.post(url("move", page), data)
    assert fresh(page).status == "planned"
    # It stays settled: the form does not take another date.
    assert 'name="starts_on"' not in words(boss.get(edit_url(page)))


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_what_the_public_will_read_is_shown_first(boss, page, verb):
    response = boss.post(url(verb, page), {**NEW, "preview": "1"})
    text = words(response)
    assert "Powód: Choroba prelegenta" in text
    assert ("na 6 maja 2027" in text) is (verb == "move")
    assert "Na razie nic się nie zmieniło." in text
    assert MeetingChange.objects.of(page).count() == 1


def test_a_preview_of_what_cannot_be(boss, page):
    response = boss.post(url("move", page), {**NEW, "ends_time": "9:00", "preview": "1"})
    assert list(errors(response)) == ["ends_time"]


def test_the_form_begins_with_the_present_date(boss, page):
    text = words(boss.get(url("move", page)))
    assert 'value="06.04.2027"' in text
    assert 'value="10:00"' in text


def test_a_hostile_reason_is_text(boss, page):
    reason = "<script>alert(1)</script>"
    response = boss.post(url("cancel", page), {"reason": reason}, follow=True)
    assert reason not in response.content.decode()
    assert "&lt;script&gt;alert(1)" in response.content.decode()


def test_back_to_where_one_came_from(boss, page):
    listing = reverse("rkres_meetings:index")
    response = boss.get(url("cancel", page), {"next": listing})
    assert f'name="next" value="{listing}"' in words(response)
    done = boss.post(url("cancel", page), {"reason": "X", "next": listing})
    assert done.url == listing
    elsewhere = boss.get(url("move", page), {"next": "https://example.org/"})
    assert "example.org" not in words(elsewhere)


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_an_open_date_is_changed_in_the_form(boss, meeting, verb):
    page = meeting()
    response = boss.get(url(verb, page), follow=True)
    assert response.redirect_chain == [(edit_url(page), 302)]
    assert "nie został jeszcze potwierdzony" in words(response)
    assert boss.post(url(verb, page), NEW).status_code == 302
    assert MeetingChange.objects.of(page).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_what_is_no_meeting_is_not_found(boss, committee, verb):
    assert boss.get(url(verb, committee)).status_code == 404


def test_a_draft_of_the_old_date_is_brought_in_line(boss, page):
    draft = draft_of(page)
    draft.lead = "W toku"
    draft.save_revision()
    boss.post(url("move", page), NEW)
    after = draft_of(page)
    assert after.lead == "W toku"
    assert after.starts_on == date(2027, 5, 6)


# Buttons ------------------------------------------------------------------------------------------


def test_buttons_in_the_editor_and_in_both_listings(boss, page, listing, meeting):
    planned = meeting()
    for address in (
        edit_url(page),
        reverse("rkres_meetings:index"),
        reverse("wagtailadmin_explore", args=[listing.pk]),
    ):
        text = words(boss.get(address))
        for verb in ("move", "cancel"):
            assert url(verb, page) in text, address
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
def test_who_may_move_and_cancel(client, committee, page, verb, role, may):
    roles = create_roles(committee)
    client.force_login(user_of(*([roles[role]] if role else [])))
    assert (client.get(url(verb, page)).status_code == 200) is may
    client.post(url(verb, page), NEW)
    assert MeetingChange.objects.of(page).count() == (2 if may else 1)


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_anonymous_is_sent_to_the_login(client, page, verb):
    response = client.post(url(verb, page), NEW)
    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert MeetingChange.objects.of(page).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_the_office_of_another_committee_may_not(client, site_root, page, verb):
    other = CommitteePageFactory(parent=site_root)
    client.force_login(user_of(create_roles(other)["secretariat"]))
    client.post(url(verb, page), NEW)
    assert MeetingChange.objects.of(page).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_who_may_edit_but_not_publish_may_not(client, committee, page, verb):
    group = create_roles(committee)["editors"]
    group.page_permissions.exclude(permission__codename="change_page").delete()
    group.page_permissions.filter(permission__codename__startswith="publish").delete()
    client.force_login(user_of(group))
    editor = words(client.get(edit_url(page)))
    assert url(verb, page) not in editor
    assert "Może to zrobić tylko osoba, która może publikować tę stronę." in editor
    client.post(url(verb, page), NEW)
    assert MeetingChange.objects.of(page).count() == 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_a_page_that_somebody_else_locked(client, committee, page, admin_user, verb):
    page.locked, page.locked_by = True, admin_user
    page.save()
    client.force_login(user_of(create_roles(committee)["editors"]))
    client.post(url(verb, page), NEW)
    assert MeetingChange.objects.of(page).count() == 1


def test_lists_of_two_committees_stay_apart(client, committee, page, site_root):
    """The office of one committee sees its own meetings only."""
    other = CommitteePageFactory(parent=site_root)
    theirs = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=other), title="Obce")
    client.force_login(user_of(create_roles(committee)["editors"]))
    text = words(client.get(reverse("rkres_meetings:index")))
    assert page.title in text
    assert theirs.title not in text
