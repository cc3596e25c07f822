"""The screens of answers in a real browser: axe, reflow, and the way without a script."""

from __future__ import annotations

import os

import pytest
from django.urls import reverse

from rkres_wagtail.consultations.report.services import start_report
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.remarks.answering.statuses import add_usual_statuses
from rkres_wagtail.remarks.models import Response
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.remarks import RemarkFactory, ResponseFactory
from tests.meetings.test_public_look import ENDLESS, overflow
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Prosimy o dopisanie spółdzielni socjalnych do rozdziału o celach programu."


@pytest.fixture
def consultation(live_site):
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    add_usual_statuses(committee)
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    page = ConsultationPageFactory(
        parent=index, title="Projekt programu rozwoju", rounds=[{"closed": True}]
    )
    version = DocumentVersionFactory(consultation=page, sections=3)
    sections = [text.identity for text in version.texts.all()]
    for number in range(4):
        RemarkFactory(
            consultation=page, content=WORDS, section=sections[number % 3], approved=number > 1,
            sender={"is_late": number == 0},
        )  # fmt: skip
    RemarkFactory(consultation=page, content=f"{WORDS} Dziękujemy.", proposed=ENDLESS)
    return page


@pytest.fixture
def answer(consultation):
    status = add_usual_statuses(consultation.committee) or None
    rows = [RemarkFactory(consultation=consultation, quote="Było.") for _each in range(2)]
    from rkres_wagtail.remarks.models import ResponseStatus

    status = ResponseStatus.objects.get(meaning="rejected")
    return ResponseFactory(
        consultation=consultation, remarks=rows, status=status, reasons="", position=ENDLESS
    )


@pytest.fixture
def user(consultation):
    user = create_user("sekretarz")
    user.groups.add(create_roles(consultation.committee)["secretariat"])
    return user


def test_accessible_at_both_widths(page, live_site, consultation, answer, user, browser_login, axe):
    report = start_report(consultation=consultation, user=user)
    browser_login(user)
    keys = "&".join(f"uwaga={each.pk}" for each in consultation_remarks(consultation))
    addresses = {
        "answer": f"{reverse('rkres_answer', args=[consultation.pk])}?{keys}",
        "response": reverse("rkres_response", args=[answer.pk]),
        "groups": reverse("rkres_remark_groups", args=[consultation.pk]),
        "gaps": reverse("rkres_report_gaps", args=[consultation.pk]),
        "statuses": reverse("wagtailsnippets_rkres_wagtail_responsestatus:list"),
        "report": reverse(
            "wagtailsnippets_rkres_wagtail_consultationreport:edit", args=[report.pk]
        ),
    }
    for name, address in addresses.items():
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{live_site.url}{address}")
            if folder := os.environ.get("RKRES_SHOTS"):
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
            assert overflow(page) <= 0, (address, width)
            axe(page, admin=True)


def consultation_remarks(consultation):
    from rkres_wagtail.remarks.models import Remark

    return Remark.objects.of(consultation)


def test_from_the_groups_to_one_answer_and_its_errors(
    new_context, live_site, consultation, user, client, axe
):
    client.force_login(user)
    context = new_context(java_script_enabled=False)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site.url}]
    )
    page = context.new_page()
    page.goto(live_site.url + reverse("rkres_remark_groups", args=[consultation.pk]))
    page.get_by_role("button", name="Zajmij jedno stanowisko wobec wybranych").first.click()
    assert "Jedno stanowisko wobec 5 uwag" in page.content().replace("\xa0", " ")
    page.get_by_label("Stanowisko", exact=True).fill("Dopiszemy.")
    first = Response.objects.create(consultation=consultation, position="Cudze słowa.")
    consultation_remarks(consultation).filter(number=1).update(response=first, edits=1)
    page.get_by_role("button", name="Zapisz").click()
    shown = page.get_by_role("alert").inner_text()
    assert "Nie zapisano" in shown
    assert page.get_by_label("Stanowisko", exact=True).input_value() == "Dopiszemy."
    assert page.get_by_text("Cudze słowa.").is_visible()
    page.get_by_role("button", name="Zapisz").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert "#" in page.url
    page.get_by_label("Nowe stanowisko dostaną tylko wybrane uwagi").check()
    page.get_by_role("button", name="Zapisz").click()
    assert Response.objects.get().remarks.count() == 5
