"""Ways to the form: the consultation's page, each section, the summary; only while it is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rkres_wagtail import sub_addresses
from rkres_wagtail.consultations.models import Round
from rkres_wagtail.public import Gate
from tests.factories import ConsultationPageFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkRulesFactory
from tests.meetings.public import html_of, part, text_of

from .online import address

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def test_the_page_and_each_section_lead_to_the_form(client, consultation):
    RemarkRulesFactory(consultation=consultation, online=True)
    version = DocumentVersionFactory(consultation=consultation, number=1, sections=2)
    html = html_of(client, consultation)
    assert f'href="{address(consultation)}"' in part(html, "rkres-channels")
    assert f'href="{address(consultation)}"' in part(html, "rkres-summary")
    assert "formularz" in text_of(part(html, "rkres-summary")).lower()
    reader = client.get(f"{consultation.get_url()}dokument/").content.decode()
    for text in version.texts.select_related("identity"):
        assert f'href="{address(consultation)}?czesc={text.identity.anchor}"' in reader
        assert f"Zgłoś uwagę do tego fragmentu : {text.heading}" in text_of(reader)


def test_an_older_version_leads_to_a_form_for_it(client, consultation):
    RemarkRulesFactory(consultation=consultation, online=True)
    for number in (1, 2):
        DocumentVersionFactory(consultation=consultation, number=number, sections=1)
    old = client.get(f"{consultation.get_url()}dokument/wersja-1/").content.decode()
    new = client.get(f"{consultation.get_url()}dokument/wersja-2/").content.decode()
    assert "&amp;wersja=1" in old and "wersja=" not in new.split("rkres-section-answer")[1]


@pytest.mark.parametrize("how", ["off", "without", "announced", "closed", "decided"])
def test_there_is_no_way_to_a_form_that_is_not_open(client, consultations, how):
    rounds = [{how: True}] if how in ("announced", "closed") else [{}]
    outcome = "adopted" if how == "decided" else None
    page = ConsultationPageFactory(parent=consultations, rounds=rounds, outcome=outcome)
    if how != "without":
        rules = RemarkRulesFactory(consultation=page, online=True)
        rules.is_online = how != "off"
        rules.save()
    DocumentVersionFactory(consultation=page, number=1, sections=1)
    for shown in (page.get_url(), f"{page.get_url()}dokument/"):
        assert "uwagi/zglos" not in html_of(client, shown)


def test_time_alone_closes_the_ways(client, consultation):
    """The page is kept by caches until then at most."""
    RemarkRulesFactory(consultation=consultation, online=True)
    Round.objects.update(ends_at=timezone.now() + timedelta(seconds=20))
    response = client.get(consultation.get_url())
    assert int(response["Cache-Control"].split("max-age=")[1].split(",")[0]) <= 20


def test_sixty_sections_cost_as_much_as_two(client, consultations):
    costs = []
    for count in (2, 60):
        page = ConsultationPageFactory(parent=consultations, rounds=[{}])
        RemarkRulesFactory(consultation=page, online=True)
        DocumentVersionFactory(consultation=page, number=1, sections=count)
        url = f"{page.get_url()}dokument/"
        client.get(url)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            html = client.get(url).content.decode()
        assert html.count("rkres-section-answer") == count
        costs.append(len(queries))
    assert costs[-2] == costs[-1]


def test_whoever_asks_is_told_of_open_forms(consultation, consultations, site, locale):
    closed = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    RemarkRulesFactory(consultation=consultation, online=True)
    RemarkRulesFactory(consultation=closed, online=True)
    found = sub_addresses.found("remark_form", [consultation, closed], Gate(site, locale=locale))
    assert list(found) == [consultation.translation_key]
    assert found[consultation.translation_key]["until"] == consultation.course.rounds[0].ends_at


def test_many_are_asked_for_at_once(consultations, site, locale):
    costs = []
    for count in (2, 2, 8):
        pages = [ConsultationPageFactory(parent=consultations, rounds=[{}]) for _n in range(count)]
        for page in pages:
            RemarkRulesFactory(consultation=page, online=True)
        with CaptureQueriesContext(connection) as queries:
            found = sub_addresses.found("remark_form", pages, Gate(site, locale=locale))
        assert len(found) == count
        costs.append(len(queries))
    assert costs[-2] == costs[-1]
