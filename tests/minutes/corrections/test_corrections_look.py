"""The member's page and the office's screens in a real browser: axe, policy, reflow, no script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.minutes.choices import CorrectionState
from rkres_wagtail.minutes.corrections import replies, services
from rkres_wagtail.minutes.corrections.messages import link_path
from rkres_wagtail.minutes.models import MinutesApproval, MinutesCorrection
from tests.factories.corrections import TEXT, member, over, send
from tests.meetings.test_public_look import ENDLESS, LONG, overflow
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def examined(desk, reader) -> None:
    """One correction of each state, with words that are too long for any column."""
    texts = [("1. Sprawozdanie", LONG), ("", ENDLESS), ("Wolne wnioski", "Krótka."), ("", "Nowa.")]
    rows = replies.reply(reader=reader, corrections=texts)
    states = [CorrectionState.TAKEN, CorrectionState.PARTLY, CorrectionState.DECLINED]
    for row, state in zip(rows, states, strict=False):
        services.answer_correction(correction=row, state=state, answer=LONG, user=None)
    services.record_correction(minutes=desk.minutes, author=ENDLESS, text=LONG, user=None)


@pytest.fixture
def pages(live_site, desk) -> dict[str, str]:
    """Addresses of the page in all its states."""
    last = {"heading": ENDLESS[:250], "text": f"<h3>Śródtytuł</h3><p>{LONG}</p>"}
    desk.minutes.content = [*TEXT, ("text", last)]
    desk.minutes.save_revision(clean=False)
    closed = over(send(desk.minutes, desk.anna))
    reading = send(desk.minutes, desk.anna, desk.jan, has_internal=True)
    readers = {each.person: each for each in reading.readers.select_related("person", "reading")}
    examined(desk, readers[desk.anna])
    return {
        "answered": live_site.url + link_path(readers[desk.anna]) + "?wyslano=1",
        "fresh": live_site.url + link_path(readers[desk.jan]),
        "closed": live_site.url + link_path(closed.readers.get()),
    }


@pytest.mark.parametrize("width", [1280, 360])
def test_the_members_page_is_accessible_and_obeys_the_policy(strict_page, pages, axe, desk, width):
    page = strict_page
    page.set_viewport_size({"width": width, "height": 800})
    for kind, address in pages.items():
        assert page.goto(address).status == 200, kind
        assert page.locator("h1").count() == 1, kind
        for each in page.locator("details").all():
            each.evaluate("(e) => { e.open = true }")
        assert overflow(page) <= 0, (kind, width)
        axe(page)
    # With what was wrong on top.
    page.goto(pages["fresh"])
    page.get_by_role("button", name="Wyślij poprawki").click()
    assert page.get_by_role("alert").is_visible()
    assert page.title().startswith("Błąd:")
    axe(page)
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    assert page.goto(pages["answered"]).status == 410
    axe(page)


def test_a_member_reads_and_answers_on_a_phone_without_script(new_context, pages):
    page = new_context(java_script_enabled=False, has_touch=True).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(pages["fresh"])
    page.get_by_text("Popraw tę część: 1. Sprawozdanie").click()
    page.get_by_label("Poprawka do: 1. Sprawozdanie").fill("Brak liczby głosów.")
    page.get_by_label("Poprawka do całości").fill("Dopisać gości.")
    page.get_by_role("button", name="Wyślij poprawki").click()
    assert page.get_by_role("status").is_visible()
    assert page.get_by_role("heading", name="Twoje poprawki").is_visible()
    texts = MinutesCorrection.objects.filter(reader__person__first_name="Jan").order_by("pk")
    assert [row.text for row in texts] == ["Brak liczby głosów.", "Dopisać gości."]
    # The way back, and the same form once more.
    page.go_back()
    page.get_by_role("button", name="Wyślij poprawki").click()
    assert texts.count() == 2


def test_reflow_targets_and_dark(new_context, pages, axe):
    page = new_context().new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    script = """() => [...document.querySelectorAll(
        '.rkres :is(a, button, input, textarea, summary)')]
        .filter((e) => !e.closest('.rkres-text, p:not(.rkres-actions)') && e.offsetParent)
        .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    for kind, address in pages.items():
        page.goto(address)
        assert overflow(page) <= 0, kind
        assert page.evaluate(script) == [], kind
    for options in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = new_context(**options).new_page()
        for address in pages.values():
            page.goto(address)
            axe(page, context=".rkres")


@pytest.fixture
def screens(live_site, desk, pages, browser_login) -> list[str]:
    """Addresses of the office's screens, with the session of the secretariat."""
    user = create_user("sekretarz")
    user.groups.add(create_roles(desk.committee)["secretariat"])
    browser_login(user)
    reading = desk.minutes.readings.order_by("-pk").first()
    row = desk.minutes.corrections.order_by("pk").first()
    minutes = ("corrections", "record")
    return [
        *(reverse(f"rkres_minutes_{name}", args=[desk.minutes.pk]) for name in minutes),
        *(reverse(f"rkres_minutes_{n}", args=[reading.pk]) for n in ("extend", "end", "remind")),
        reverse("rkres_minutes_answer", args=[row.pk]),
    ]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_offices_screens_are_accessible_and_fit(page, live_site, desk, screens, axe, width):
    def look(path: str) -> None:
        assert page.goto(live_site.url + path).status == 200, path
        page.wait_for_load_state("networkidle")
        axe(page, admin=True)
        assert page.evaluate(outside) == [], path

    # Wagtail scrolls inside of the page, so that the page's own width tells nothing.
    outside = """() => [...document.querySelectorAll('.rkres-corr *')]
        .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1)
        .map((e) => e.outerHTML.slice(0, 100))"""
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": width, "height": 900})
    for path in screens:
        look(path)
    services.end_reading(reading=desk.minutes.readings.order_by("-pk").first(), user=None)
    member(desk.committee, email=f"{'a' * 60}@example.org", last_name=f"Zet{ENDLESS}"[:250])
    path = reverse("rkres_minutes_send", args=[desk.minutes.pk])
    look(path)
    page.get_by_role("button", name="Pokaż wiadomość").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Nic jeszcze nie wysłano. Wiadomość będzie brzmiała:").is_visible()
    axe(page, admin=True)
    look(reverse("wagtailsnippets_rkres_wagtail_minutes:edit", args=[desk.minutes.pk]))
