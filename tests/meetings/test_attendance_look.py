"""The screens of attendance and the public line as people meet them: axe, width, keys, paper."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from rkres_wagtail.bodies.choices import QuorumRule
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.attendance.models import AttendanceSheet, Presence
from rkres_wagtail.meetings.invitations.models import Invitation, Reply
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    TermFactory,
)
from tests.factories.attendance import closed_sheet, open_sheet
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 360)
LONG = "Stowarzyszenie na rzecz Rozwoju Ekonomii Społecznej i Solidarnej w Gminach Pogranicza"


def shot(page, name: str) -> None:
    """A picture to look at, where ``RKRES_SHOTS`` names a folder."""
    folder = os.environ.get("RKRES_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def room(live_site, site_root):
    """A committee of nine with deputies, replies, absences, and a joint meeting with a group."""
    committee = CommitteePageFactory(
        title="Regionalny Komitet Rozwoju", slug="rkres", parent=site_root,
        quorum_rule=QuorumRule.MORE_THAN_HALF, attendance_names_public=True,
    )  # fmt: skip
    group = GroupPageFactory(parent=committee, title="Grupa robocza ds. klauzul", slug="grupa")
    TermFactory(committee=committee)
    start = date(2020, 1, 1)
    people = [
        MembershipFactory(
            body=committee, starts_on=start, chair=number == 0,
            organisation=OrganisationFactory(name=LONG if number == 1 else f"Fundacja {number}"),
        )
        for number in range(9)
    ]  # fmt: skip
    MembershipFactory(body=committee, deputy_for=people[1], starts_on=start)
    MembershipFactory(body=group, person=people[0].person, starts_on=start)
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    for days in (200, 100, 60):
        page = MeetingPageFactory(parent=listing, starts_on=date.today() - timedelta(days=days))
        absences = {people[2]: "unexcused", people[3]: "excused", people[4]: "remote"}
        if days != 200:
            absences[people[5]] = "unexcused"
        closed_sheet(page, absences)
    held = MeetingPageFactory(
        parent=listing, past=True, slug="dzis", title="Posiedzenie próbne",
        place_name="Urząd Marszałkowski, sala 12", place_address="ul. Przykładowa 1, Zielona Góra",
    )  # fmt: skip
    for number, reply in enumerate((Reply.COMING, Reply.DEPUTY, Reply.EXCUSED)):
        Invitation.objects.create(
            meeting=held, person=people[number].person, reply=reply, reply_note="Dziękuję"
        )
    joint = MeetingPageFactory(parent=listing, slug="wspolne", bodies=[committee, group], past=True)
    closed_sheet(joint, {people[4]: "remote", people[2]: "unexcused"}, committee)
    closed_sheet(joint, {}, group)
    user = create_user("sekretariat")
    user.groups.add(create_roles(committee)["secretariat"])
    return {
        "committee": committee, "held": held, "joint": joint, "user": user, "closed": page,
        "people": people,
    }  # fmt: skip


@pytest.fixture
def desk(page, room, browser_login):
    browser_login(room["user"])
    return page


def overflow(page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def addresses(room) -> dict[str, str]:
    held, committee = room["held"], room["committee"]

    def sheet(name, meeting):
        return reverse(f"rkres_attendance{name}", args=[meeting.pk, committee.pk])

    return {
        "empty": sheet("_sheet", held),
        "closed": sheet("_sheet", room["closed"]),
        "reopen": sheet("_reopen", room["closed"]),
        "joint": reverse("rkres_attendance", args=[room["joint"].pk]),
        "report": reverse("rkres_attendance_report"),
        "editor": reverse("wagtailadmin_pages:edit", args=[held.pk]) + "#tab-obecnosc",
        "home": reverse("wagtailadmin_home"),
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_screens_are_accessible_and_fit(desk, live_site, room, axe, width):
    desk.set_viewport_size({"width": width, "height": 900})
    for name, path in addresses(room).items():
        desk.goto(live_site.url + path)
        desk.wait_for_load_state("networkidle")
        shot(desk, f"{name}-{width}")
        axe(desk, admin=True)
        assert overflow(desk) <= 0, name
    open_sheet(room["held"])
    desk.goto(live_site.url + addresses(room)["empty"])
    shot(desk, f"form-{width}")
    axe(desk, admin=True)
    assert overflow(desk) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_public_line(strict_page, live_site, room, axe, width):
    strict_page.set_viewport_size({"width": width, "height": 900})
    for name in ("joint", "closed"):
        strict_page.goto(live_site.url + room[name].get_url())
        shot(strict_page, f"public-{name}-{width}")
        strict_page.locator(".rkres-attendance summary").first.click()
        shot(strict_page, f"public-{name}-{width}-names")
        axe(strict_page)
        assert overflow(strict_page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_to_sign(desk, live_site, room, axe, width):
    desk.set_viewport_size({"width": width, "height": 900})
    path = reverse("rkres_attendance_print", args=[room["held"].pk, room["committee"].pk])
    desk.goto(live_site.url + path)
    shot(desk, f"print-{width}")
    axe(desk)
    assert overflow(desk) <= 0
    desk.emulate_media(media="print")
    assert not desk.get_by_role("link", name="Wróć do obecności").is_visible()
    if os.environ.get("RKRES_SHOTS") and width == 1280:
        desk.pdf(path=str(Path(os.environ["RKRES_SHOTS"]) / "print.pdf"), prefer_css_page_size=True)


def test_a_clerk_fills_it_in_without_script_and_mouse(new_context, live_site, room, client):
    """Prepare, choose with the arrow keys, mark the others, close."""
    client.force_login(room["user"])
    context = new_context(java_script_enabled=False)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site.url}]
    )
    page = context.new_page()
    page.goto(live_site.url + addresses(room)["empty"])
    page.get_by_role("button", name="Przygotuj listę obecności").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Zaznacz pozostałych jako obecnych").wait_for()
    group = page.get_by_role("group").filter(has_text="Fundacja 3")
    group.get_by_role("radio").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Zaznacz pozostałych jako obecnych").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Zapisano.").wait_for()
    rows = AttendanceSheet.objects.of(room["held"]).get().rows
    assert rows.filter(presence=Presence.PRESENT).count() == 7
    assert rows.get(membership=room["people"][2]).presence == Presence.EXCUSED
    assert rows.get(membership=room["people"][3]).presence == Presence.UNEXCUSED
    page.get_by_role("button", name="Zapisz i zamknij listę obecności").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Otwórz ponownie, aby poprawić").wait_for()
    assert AttendanceSheet.objects.of(room["held"]).get().is_closed
    page.goto(live_site.url + room["held"].get_url())
    said = page.locator(".rkres-attendance").inner_text().replace("\xa0", " ")
    assert "7 z 9, kworum było" in said
