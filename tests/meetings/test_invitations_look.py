"""Invitations in a real browser: the reply page of a phone, the office's screen, a whole story."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.invitations import services
from rkres_wagtail.meetings.invitations.models import Invitation
from rkres_wagtail.meetings.services import cancel_meeting
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories import (
    CommitteePageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    OrganisationFactory,
)
from tests.factories.invitations import make_member
from tests.support.users import create_user

from .invitations import address
from .public import document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 360)
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
LONG = (
    "Wspólne posiedzenie Regionalnego Komitetu Rozwoju Ekonomii Społecznej oraz Wojewódzkiej "
    "Rady Działalności Pożytku Publicznego w sprawie usług społecznych"
)


@pytest.fixture(autouse=True)
def _no_tasks(settings):
    settings.TASKS = DUMMY


@pytest.fixture
def sitting(live_site):
    committee = CommitteePageFactory(
        title="Regionalny Komitet Rozwoju Ekonomii Społecznej",
        slug="rkres",
        contact_unit="Biuro Komitetu",
        contact_phone="68 000 00 00",
        contact_email="biuro@example.org",
    )
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    keys = [uuid.uuid4() for _number in range(3)]
    return MeetingPageFactory(
        parent=listing,
        title=LONG,
        confirmed=True,
        meeting_form="hybrid",
        place_name="Sala 12",
        place_address="ul. Prosta 1, Zielona Góra",
        access_url="https://example.invalid/wejscie",
        lead="O usługach społecznych.",
        agenda=[
            {"title": "Otwarcie", "uuid": keys[0], "duration": 10},
            {"title": LONG, "uuid": keys[1], "speaker": "Anna Łącka", "affiliation": "ROPS"},
            {"title": "Szczegół", "uuid": keys[2], "level": 2},
        ],
        materials=[
            {"document": document("Projekt"), "kind": "draft", "item_uuid": keys[1]},
            {"document": document("Skan"), "access": "not_accessible"},
        ],
    )


@pytest.fixture
def people(sitting):
    """Invited in every state, and those who cannot be."""
    committee = sitting.bodies.first()
    anna = make_member(
        committee, person__first_name="Anna", person__last_name="Łącka", role="chair"
    )
    jan = make_member(
        committee, person__first_name="Jan", person__last_name="Żuraw", deputy_for=anna
    )
    ewa = make_member(committee, person__first_name="Ewa", person__last_name="Ostrowska")
    failed = make_member(committee, person__first_name="Adam", person__last_name="Śliwa")
    make_member(committee, person__first_name="Zofia", person__last_name="Nowa")
    make_member(committee, person__first_name="Michał", person__last_name="Bezadresu", email=None)
    make_member(
        committee, person=None, organisation=OrganisationFactory(name="Urząd Marszałkowski")
    )
    found = services.invite(
        meeting=sitting, people=[each.person for each in (anna, jan, ewa, failed)], user=None
    )
    OutgoingMessage.objects.update(status="sent", sent_at=timezone.now())
    last = OutgoingMessage.objects.order_by("pk").last()
    OutgoingMessage.objects.filter(pk=last.pk).update(
        status="failed", error="550 5.1.1 <osoba@example.invalid>: user unknown"
    )
    services.record_reply(invitation=found[0], reply="coming", user=None)
    services.record_reply(
        invitation=found[2], reply="excused", note="Urlop wypoczynkowy", user=None
    )
    return found


@pytest.fixture
def office(sitting, browser_login):
    user = create_user("sekretariat")
    user.groups.add(create_roles(sitting.bodies.first().specific)["secretariat"])
    browser_login(user)
    return user


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def shoot(page, name: str) -> None:
    import os

    if folder := os.environ.get("RKRES_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


# The reply page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_the_reply_page(strict_page, live_site, people, axe, width):
    page = strict_page
    page.set_viewport_size({"width": width, "height": 800})
    url = live_site.url + address(people[1])
    page.goto(url)
    axe(page)
    shoot(page, f"reply-{width}")
    assert overflow(page) <= 0
    page.get_by_role("button", name="Wyślij odpowiedź").click()
    assert page.get_by_text("Odpowiedź nie została zapisana.").is_visible()
    axe(page)
    shoot(page, f"reply-error-{width}")
    page.get_by_label("Wezmę udział zdalnie").check()
    page.get_by_role("button", name="Wyślij odpowiedź").click()
    assert page.get_by_text("Dziękujemy, odpowiedź została zapisana.").is_visible()
    axe(page)
    shoot(page, f"reply-done-{width}")
    assert Invitation.objects.get(pk=people[1].pk).reply == "remote"


def test_closed_and_cancelled(page, live_site, people, sitting, axe):
    services.withdraw_invitation(invitation=people[1], user=None)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.goto(live_site.url + address(people[1])).status == 410
        axe(page)
        shoot(page, f"closed-{width}")
    cancel_meeting(sitting, user=None, reason="Brak kworum")
    page.goto(live_site.url + address(people[0]))
    axe(page)
    shoot(page, "cancelled-360")


def test_in_the_dark_and_in_forced_colours(new_context, live_site, people, axe):
    for options in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = new_context(**options).new_page()
        page.goto(live_site.url + address(people[1]))
        axe(page, context=".rkres")


def test_without_script_and_at_320_pixels(new_context, live_site, people):
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(live_site.url + address(people[1]))
    page.get_by_label("Proszę o usprawiedliwienie nieobecności").check()
    page.get_by_label("Uwagi dla biura").fill("Urlop")
    page.get_by_role("button", name="Wyślij odpowiedź").click()
    found = Invitation.objects.get(pk=people[1].pk)
    assert (found.reply, found.reply_note) == ("excused", "Urlop")


# The office ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_the_screen_is_accessible_and_fits(page, live_site, sitting, people, office, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    sitting.place_name = "Sala 7"
    sitting.save_revision().publish()
    screen = live_site.url + reverse("rkres_meeting_invitations", args=[sitting.pk])
    page.goto(screen)
    page.wait_for_load_state("networkidle")
    axe(page, admin=True)
    shoot(page, f"screen-{width}")
    assert overflow(page) <= 0
    page.get_by_role("button", name="Zobacz wiadomość").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", name="Podgląd wiadomości").is_visible()
    axe(page, admin=True)
    shoot(page, f"preview-{width}")
    assert overflow(page) <= 0
    for verb in ("reply", "again", "withdraw"):
        page.goto(live_site.url + reverse(f"rkres_invitation_{_name(verb)}", args=[people[0].pk]))
        page.wait_for_load_state("networkidle")
        axe(page, admin=True)
        shoot(page, f"verb-{verb}-{width}")
        assert overflow(page) <= 0
    for verb in ("move", "cancel"):
        page.goto(live_site.url + reverse(f"rkres_meeting_{verb}", args=[sitting.pk]))
        page.wait_for_load_state("networkidle")
        assert page.get_by_label("Powiadom zaproszonych (4 osoby)").is_checked()
        axe(page, admin=True)
        shoot(page, f"meeting-{verb}-{width}")
    page.goto(live_site.url + reverse("wagtailadmin_pages:edit", args=[sitting.pk]))
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Zaproszono: 4 z 6.").is_visible()
    axe(page, admin=True)
    shoot(page, f"editor-{width}")


def _name(verb: str) -> str:
    return {"again": "repeat"}.get(verb, verb)


def test_the_secretary_invites_and_tells_of_another_room(page, live_site, sitting, people, office):
    page.goto(live_site.url + reverse("wagtailadmin_pages:edit", args=[sitting.pk]))
    page.get_by_role("link", name="Zaproszenia i odpowiedzi").click()
    # The one who was not invited yet is ticked.
    page.get_by_label("Własny akapit").fill("Prosimy o punktualność.")
    page.get_by_role("button", name="Zobacz wiadomość").click()
    expect(page.locator(".rkres-mail__text")).to_contain_text("Prosimy o punktualność.")
    page.get_by_role("button", name="Wyślij do zaznaczonych").click()
    expect(page.get_by_text("Zaproszono 1 osobę")).to_be_visible()
    assert Invitation.objects.count() == 5
    assert "Prosimy o punktualność." in OutgoingMessage.objects.order_by("pk").last().text
    sitting.place_name = "Sala 7"
    sitting.save_revision().publish()
    page.reload()
    page.get_by_role("button", name="Wyślij aktualizację").click()
    expect(page.get_by_text("Powiadomiono 5 osób")).to_be_visible()
    assert page.get_by_role("button", name="Wyślij aktualizację").count() == 0
