"""From the Forum to the Laboratorium as people walk it: a phone, no script, one error."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from rkres_wagtail.participation.joining import links
from rkres_wagtail.participation.models import Declaration
from rkres_wagtail.remarks.choices import Asked
from tests.factories import CallPageFactory, CommitteePageFactory, SectorFactory, TierPageFactory
from tests.factories.participation import DeclarationFactory, JoiningOfferFactory
from tests.meetings.test_public_look import ENDLESS, overflow

from .joining import PDF, address, link_in, mails, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tiers(live_site, settings):
    """Komitet, Laboratorium, Forum of one committee, each with its form."""
    settings.RKRES_WAGTAIL_REMARK_MIN_SECONDS = 0
    cache.clear()
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    found = []
    for number, name in enumerate(("Komitet", "Laboratorium", "Forum"), 1):
        page = TierPageFactory(
            parent=committee, title=name, slug=name.lower(), position=number,
            time_needed=f"{number} spotkania w roku",
        )  # fmt: skip
        JoiningOfferFactory(
            target=page, online=True, sector=Asked.OPTIONAL, attachment=Asked.OPTIONAL,
            attachment_label="Rekomendacja organizacji", contact_email="biuro@example.org",
        )  # fmt: skip
        found.append(page)
    SectorFactory(committee=committee, name="spółdzielnie socjalne")
    return found


def test_from_the_forum_to_the_laboratorium_without_script(new_context, live_site, tiers):
    _komitet, laboratorium, forum = tiers
    tab = new_context(java_script_enabled=False).new_page()
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.set_default_timeout(20_000)
    tab.goto(f"{live_site.url}{forum.get_url()}")
    tab.locator(f'a.rkres-button[href$="{address(forum)}"]').click()
    tab.locator("main").get_by_role("link", name="Laboratorium").click()
    assert tab.url.endswith(address(laboratorium))

    tab.locator("#id_first_name").fill("Janina")
    tab.locator("#id_last_name").fill("Wymyślona")
    tab.locator("#id_email").fill("janina@example")
    tab.locator("#id_motivation").fill("Znam powiat.")
    tab.locator("#id_attachment").set_input_files(
        {"name": "rekomendacja.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    tab.locator("#id_sector").select_option(label="spółdzielnie socjalne")
    tab.locator("button.rkres-button--main").click()
    problems = tab.locator("#rkres-problems")
    assert problems.is_visible() and problems.locator("li").count() == 3
    problems.locator('a[href="#id_agreed"]').click()
    assert tab.locator(":target").get_attribute("id") == "id_agreed"
    tab.locator("#id_agreed").check()
    assert tab.locator("#id_motivation").input_value() == "Znam powiat."
    tab.locator("#id_email").fill("janina@example.org")
    tab.locator("#id_attachment").set_input_files(
        {"name": "rekomendacja.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    tab.locator("button.rkres-button--main").click()
    assert tab.locator("#rkres-wyslano").is_visible()
    tab.reload()
    row = Declaration.objects.get()
    assert row.target_id == laboratorium.pk and row.files.get().name == "rekomendacja.pdf"

    tab.goto(f"{live_site.url}{link_in(mails('confirm')[0])}")
    assert tab.get_by_text("Janina Wymyślona").is_visible()
    tab.locator("button.rkres-button--main").click()
    assert tab.get_by_text(said("Thank you. Your declaration is confirmed.")).is_visible()

    Declaration.objects.update(decided_at=timezone.now(), is_accepted=True, address_key="")
    tab.goto(f"{live_site.url}{link_in(mails('received')[0])}")
    tab.locator("a.rkres-button--main", has_text="Laboratorium").click()
    assert tab.url.endswith(laboratorium.get_url())


@pytest.mark.parametrize("width", [1280, 360])
def test_no_barriers_on_any_screen(live_site, strict_page, axe, tiers, width):
    committee = tiers[0].committee
    call = CallPageFactory(parent=committee, slug="nabor")
    ahead = CallPageFactory(parent=committee, slug="zapowiedziany", announced=True)
    for page in (call, ahead):
        JoiningOfferFactory(target=page, online=True)
    rows = [
        DeclarationFactory(target=tiers[1], consent=None, motivation=ENDLESS, **trait)
        for trait in ({}, {"unconfirmed": True}, {"accepted": True}, {"rejected": True})
    ]
    paths = [committee.get_url(), tiers[1].get_url(), address(tiers[1]), address(call)]
    paths += [f"{address(tiers[1])}?wyslano=1", address(ahead)]
    paths += [links.own_path(row) for row in rows]
    paths += [f"{links.own_path(rows[0])}?wycofaj=1", links.confirmation_path(rows[1])]
    strict_page.set_viewport_size({"width": width, "height": 900})
    for path in paths:
        strict_page.goto(f"{live_site.url}{path}")
        assert strict_page.locator("h1").count() == 1, path
        axe(strict_page)
        assert overflow(strict_page) <= 0, path
    strict_page.goto(f"{live_site.url}{address(tiers[1])}")
    strict_page.locator("#id_first_name").fill(ENDLESS[:100])
    strict_page.locator("button.rkres-button--main").click()
    assert strict_page.locator("#rkres-problems").is_visible()
    axe(strict_page)
    assert overflow(strict_page) <= 0
