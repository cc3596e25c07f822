"""A consultation in another language of the site has the same rounds, text and report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from tests.factories import GroupPageFactory
from tests.factories.consultations import ConsultationReportFactory
from tests.meetings.public import html_of, part, text_of, titles
from tests.meetings.test_public_languages import translate

from .states import a_round
from .test_public_boxes import hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(db):
    return Locale.objects.get_or_create(language_code="en")[0]


def test_both_languages_show_the_same_facts(
    client, consultation, index, committee, version, meeting, english
):
    group = GroupPageFactory(parent=committee, title="Grupa ds. mediów")
    page = consultation(
        title="Program", rounds=[a_round("2020-10-16", "2020-11-02")], body=group, audience=group
    )
    hold(page, meeting(title="Spotkanie"))
    version(page, number=1, sections=[{"title": "Cele"}])
    ConsultationReportFactory(consultation=page, counted_from="numbers")
    english_committee = translate(committee, english, "Committee")
    translate(group, english, "Media group")
    english_index = translate(index, english, "Consultations")
    english_page = translate(page, english, "Programme")
    html = html_of(client, english_page)
    text = text_of(html)
    for said in (
        "Programme", "from 16 October 2020 until 2 November 2020, 23:59", "18 days",
        "report published", "7 remarks came in from 2 entities", "Cele", "Spotkanie",
        "Consultation for members: Media group",
    ):  # fmt: skip
        assert said in text, said
    assert "Grupa ds." not in text
    assert f'href="{english_page.get_url()}raport/"' in html
    assert f'href="{english_page.get_url()}dokument/"' in html
    assert titles(html_of(client, english_index)) == ["Programme"]
    assert titles(html_of(client, index)) == ["Program"]
    box = part(html_of(client, english_committee), "rkres-latest-consultations")
    assert titles(box) == ["Programme"]


def test_rounds_extended_in_one_language_are_extended_in_both(client, consultation, index, english):
    from rkres_wagtail.consultations.models import Round
    from tests.factories.consultations import ExtensionFactory

    page = consultation(title="Program", rounds=[{}])
    translated = translate(page, english, "Programme")
    ExtensionFactory(round=Round.objects.of(translated).get(), reason="Prosili radni")
    for each in (page, translated):
        assert "Prosili radni" in html_of(client, each)
    assert "19 days left" in text_of(html_of(client, translated))
    assert "zostało 19 dni" in text_of(html_of(client, page))


def test_days_that_are_published_in_one_language_hold_in_all(client, consultation, english, index):
    translate(index, english, "Consultations")
    page = consultation(title="Program", rounds=[{"overdue": True}])
    translated = translate(page, english, "Programme")
    draft = type(translated).objects.get(pk=translated.pk)
    draft.title = "New programme"
    draft.save_revision()
    page = type(page).objects.get(pk=page.pk)
    page.report_due_on = timezone.localdate() + timedelta(days=9)
    page.announced_on = date(2020, 1, 2)
    page.save_revision().publish()
    for each in (page, translated):
        each = type(each).objects.get(pk=each.pk)
        assert each.announced_on == date(2020, 1, 2)
        assert each.state() == "analysed"
    assert "announced on 2 january 2020" in text_of(html_of(client, translated)).lower()
    type(draft).objects.get(pk=draft.pk).get_latest_revision().publish()
    for each in (page, translated):
        assert type(each).objects.get(pk=each.pk).report_due_on == page.report_due_on
