"""Pages of programmes and screens of links as people meet them: axe, policy, reflow, no script."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from rkres_wagtail.programmes.choices import ProgrammeState
from rkres_wagtail.programmes.models import ProgrammeNode
from tests.factories import (
    CommitteePageFactory,
    IndicatorFactory,
    ProgrammeLinkFactory,
    ProgrammePageFactory,
    ReadingFactory,
)
from tests.meetings.public import document
from tests.meetings.test_public_look import ENDLESS, LONG, overflow
from tests.support.users import create_user

from .chain import Office, address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NODES = [
    {"level": 1, "number": "1", "title": LONG, "description": "<h3>Po co</h3><p>Opis.</p>"},
    {"level": 2, "number": "1.1", "title": ENDLESS},
    {"level": 3, "number": "1.1.1", "title": "Dotacje"},
    {"level": 4, "number": "1.1.1.1", "title": "Nabory", "kind": ENDLESS[:90]},
    {"level": 1, "number": "2", "title": "Usługi społeczne"},
]


@pytest.fixture
def office(live_site) -> Office:
    return Office(CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres"))


@pytest.fixture
def shown(office):
    before = ProgrammePageFactory(
        parent=office.committee, title=ENDLESS, slug="dawny", starts_year=2015, ends_year=2020
    )
    page = ProgrammePageFactory(
        parent=office.committee, title=LONG, slug="lpres", abbreviation="LPRES", nodes=NODES,
        lead=LONG, description=f"<p>{LONG}</p>", predecessor=before,
        state=ProgrammeState.AMENDED,
        files=[("file", {"document": document("Tekst"), "title": ""})],
        copies=[("copy", {"title": "BIP", "url": "https://a.invalid/"})],
    )  # fmt: skip
    nodes = list(ProgrammeNode.objects.of(page))
    other = ProgrammePageFactory(
        parent=office.committee, title="KPRES", slug="kpres", scope="national", nodes=1
    )
    nodes[0].points_to.add(ProgrammeNode.objects.of(other).get())
    for unit in ("miejsc", ""):
        IndicatorFactory(
            node=nodes[0], name=LONG, unit=unit, note=LONG, readings={2021: "20", 2022: "50"}
        )
    ReadingFactory(
        indicator=IndicatorFactory(node=nodes[0], target_value="35 tys."), year=2022, pending=True
    )
    decision = office.decision(title=LONG, slug="decyzja", sent=[{}])
    consultation, section, rows = office.reported(title=LONG, slug="projekt")
    office.made = [decision, consultation]
    for target in (decision, office.meeting(slug="spotkanie"), consultation):
        for end in ({"node": nodes[0]}, {"programme": page}):
            ProgrammeLinkFactory(target_page=target, note=LONG, **end)
    ProgrammeLinkFactory(node=nodes[0], section=section)
    ProgrammeLinkFactory(node=nodes[0], remark=rows[0])
    reports = page._meta.get_field("reports").related_model
    reports.objects.create(page=page, year=2022, document=document("Raport"), opinion=decision)
    return page


def public_addresses(shown, office) -> list[str]:
    node = ProgrammeNode.objects.of(shown).first()
    decision, consultation = office.made
    return [
        address(shown),
        address(shown, node),
        f"{office.committee.get_url()}programy/",
        office.committee.get_url(),
        decision.get_url(),
        f"{consultation.get_url()}raport/",
    ]


def test_the_public_pages(strict_page, axe, live_site, shown, office):
    for width in (1280, 360):
        strict_page.set_viewport_size({"width": width, "height": 900})
        for url in public_addresses(shown, office):
            assert strict_page.goto(live_site.url + quote(url)).status == 200, url
            assert strict_page.locator("h1").count() == 1, url
            for summary in strict_page.locator(".rkres-indicator details > summary").all():
                summary.click()
            assert overflow(strict_page) <= 0, (url, width)
            axe(strict_page)


def test_they_reflow_at_320_pixels_with_targets_large_enough(page, live_site, shown, office):
    page.set_viewport_size({"width": 320, "height": 700})
    script = """() => [...document.querySelectorAll('.rkres :is(a, button, input, summary)')]
        .filter((e) => !e.closest('svg, .rkres-text, p, .rkres-meta') && e.offsetParent)
        .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    for url in public_addresses(shown, office)[:3]:
        page.goto(live_site.url + quote(url))
        assert overflow(page) <= 0, url
        assert page.evaluate(script) == [], url


def test_the_screens_of_links(page, browser_login, axe, live_site, shown, office):
    browser_login(create_user("biuro", superuser=True))
    node = ProgrammeNode.objects.of(shown).first()
    decision, consultation = office.made
    base = f"/admin/rkres/programmes/{shown.pk}/links/"
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for url in (
            f"{base}?node={node.pk}",
            f"{base}page/",
            f"{base}remarks/?konsultacje={consultation.pk}&co=remarks",
            f"/admin/rkres/pages/{decision.pk}/programmes/",
        ):
            assert page.goto(f"{live_site.url}{url}").status == 200
            assert overflow(page) <= 0, (url, width)
            axe(page, admin=True)
