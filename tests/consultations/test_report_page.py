"""The report as the public reads it, and what publishing it does."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from rkres_wagtail.consultations.models import ConsultationReport
from tests.factories.consultations import ConsultationReportFactory
from tests.meetings.public import document, html_of, part, text_of
from tests.meetings.test_public_languages import translate

pytestmark = pytest.mark.django_db

RESULTS = [
    ("result", {"label": label, "count": count})
    for label, count in (("uwzględniono", 6), ("odrzucono", 1))
]


@pytest.fixture
def closed(consultation):
    return consultation(title="Program 2030", slug="program", rounds=[{"closed": True}])


@pytest.fixture
def report(closed):
    def make(**kwargs):
        kwargs = {"counted_from": "numbers", **kwargs}
        return ConsultationReportFactory(consultation=closed, **kwargs)

    return make


def address(page) -> str:
    return f"{page.get_url()}raport/"


def test_what_it_says(client, closed, report, version):
    report(results=RESULTS, text="<p>Spotkania odbyły się w powiatach.</p>")
    version(closed, number=1, sections=1)
    html = html_of(client, address(closed))
    said = text_of(html)
    assert "Raport z konsultacji: Program 2030" in said
    assert "Wpłynęło 7 uwag od 2 podmiotów." in said
    assert "Uwzględniono 6 Odrzucono 1 Razem 7" in said
    assert "w terminie" in said and "Spotkania odbyły się" in said
    assert "Tabela obejmuje" not in said
    assert f'href="{closed.get_url()}dokument/"' in html
    assert f'<link rel="canonical" href="{closed.full_url}raport/">' in html


@pytest.mark.parametrize(
    ("remarks", "authors", "sentence"),
    [
        (0, None, "Nie wpłynęła żadna uwaga."),
        (0, 0, "Nie wpłynęła żadna uwaga."),
        (1, 1, "Wpłynęła 1 uwaga od 1 podmiotu."),
        (2, 1, "Wpłynęły 2 uwagi od 1 podmiotu."),
        (5, 3, "Wpłynęło 5 uwag od 3 podmiotów."),
        (22, 0, "Wpłynęły 22 uwagi."),
        (112, None, "Wpłynęło 112 uwag."),
    ],
)
def test_the_opening_sentence_in_good_polish(client, closed, report, remarks, authors, sentence):
    report(remarks_count=remarks, authors_count=authors)
    assert sentence in text_of(html_of(client, address(closed)))


def test_numbers_that_do_not_add_up_are_told(client, closed, report):
    report(results=RESULTS, remarks_count=9)
    said = text_of(html_of(client, address(closed)))
    assert "Tabela obejmuje 7; podana liczba wszystkich uwag to 9." in said


def test_nothing_is_known_of_numbers(client, closed, report):
    report(remarks_count=None, authors_count=None, lead="")
    said = text_of(html_of(client, address(closed)))
    assert "Wpłynę" not in said and "Razem" not in said


def test_how_late_it_was(client, consultation):
    page = consultation(rounds=[{"overdue": True}])
    ConsultationReportFactory(consultation=page, counted_from="numbers")
    late = page.course.due_on
    days = (timezone.localdate(timezone.now() - timedelta(days=1)) - late).days
    assert f"{days} dni po terminie (termin minął" in text_of(html_of(client, address(page)))


def test_a_report_from_elsewhere_has_its_own_day(client, closed, report):
    report(published_on=timezone.localdate() - timedelta(days=5), name="Protokół z konsultacji")
    said = text_of(html_of(client, address(closed)))
    assert "Protokół z konsultacji: Program 2030" in said and "w terminie" in said


# Leaks -------------------------------------------------------------------------------------------


def test_what_is_not_published_is_not_there(client, closed, report):
    assert client.get(address(closed)).status_code == 404
    made = report(draft=True)
    assert client.get(address(closed)).status_code == 404
    made.save_revision().publish()
    assert client.get(address(closed)).status_code == 200
    ConsultationReport.objects.get(pk=made.pk).unpublish()
    assert client.get(address(closed)).status_code == 404


def test_a_draft_change_is_not_read(client, closed, report):
    made = report()
    made.lead = "Tajna zmiana"
    made.save_revision()
    assert "Tajna" not in html_of(client, address(closed))


def test_one_that_is_past_its_time_is_gone_before_the_scheduler_ran(client, closed, report):
    made = report(expire_at=timezone.now() + timedelta(seconds=30))
    response = client.get(address(closed))
    seconds = int(response.headers["Cache-Control"].split("max-age=")[1].split(",")[0])
    assert response.status_code == 200 and seconds <= 30
    assert closed.public_report_text == ""
    ConsultationReport.objects.filter(pk=made.pk).update(expire_at=timezone.now())
    assert client.get(address(closed)).status_code == 404
    assert closed.course.state(timezone.now()) == "analysed"


def test_a_page_that_is_hidden_hides_its_report(client, closed, report):
    report()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert client.get(address(closed)).status_code == 302
    PageViewRestriction.objects.all().delete()
    type(closed).objects.filter(pk=closed.pk).update(live=False)
    assert client.get(address(closed)).status_code == 404


def test_files_pass_the_gate(client, closed, report):
    shut = Collection.get_first_root_node().add_child(name="Zamknięte")
    CollectionViewRestriction.objects.create(collection=shut, restriction_type="login")
    report(
        files=[
            ("file", {"document": document("Raport PDF"), "title": ""}),
            ("file", {"document": document("Tajny", collection=shut), "title": "Tajny"}),
        ]
    )
    said = text_of(html_of(client, address(closed)))
    assert "Raport PDF (PDF," in said and "Tajny" not in said


# State -------------------------------------------------------------------------------------------


def test_publishing_flips_the_state_and_back(closed, report):
    made = report(draft=True)
    assert closed.course.state(timezone.now()) == "analysed"
    made.save_revision().publish()
    assert closed.course.state(timezone.now()) == "reported"
    ConsultationReport.objects.get(pk=made.pk).unpublish()
    assert closed.course.state(timezone.now()) == "analysed"


def test_publishing_at_a_set_time(client, closed, report):
    made = report(draft=True)
    made.go_live_at = timezone.now() + timedelta(seconds=3)
    made.save_revision().publish()
    call_command("publish_scheduled")
    assert client.get(address(closed)).status_code == 404
    assert closed.course.state(timezone.now()) == "analysed"
    time.sleep(3.1)
    call_command("publish_scheduled")
    assert client.get(address(closed)).status_code == 200
    assert closed.course.state(timezone.now()) == "reported"


def test_index_and_caches_learn_of_it(
    closed, report, monkeypatch, django_capture_on_commit_callbacks
):
    from rkres_wagtail.consultations.report import upkeep

    told = []
    monkeypatch.setattr(upkeep.caching, "forget", told.append)
    monkeypatch.setattr(
        upkeep.index, "insert_or_update_object", lambda page: told.append(page.public_report_text)
    )
    made = report(draft=True, lead="Słowo klucz")
    with django_capture_on_commit_callbacks(execute=True):
        made.save_revision().publish()
    assert len(told) == 2 and "Słowo klucz" in told[0] and told[1] == closed.translation_key
    with django_capture_on_commit_callbacks(execute=True):
        ConsultationReport.objects.get(pk=made.pk).unpublish()
    assert told[2:] == ["", closed.translation_key]


# Languages, cost ---------------------------------------------------------------------------------


def test_below_a_translated_page(client, committee, index, closed, report):
    report(results=RESULTS, lead="Uwzględniono prawie wszystko.")
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page, title in ((committee, "Committee"), (index, "Consultations")):
        translate(page, english, title)
    page = translate(closed, english, "Programme 2030")
    html = html_of(client, address(page))
    said = text_of(html)
    assert "Report on the consultation: Programme 2030" in said
    assert "7 remarks came in from 2 entities." in said and "Total 7" in said
    assert "Uwzględniono prawie wszystko." in said and 'lang="pl"' in html


def test_cost_does_not_grow_with_results_and_files(client, closed, report):
    made = report(results=RESULTS)
    costs = []
    for count in (2, 30):
        made.results = RESULTS * count
        made.files = [("file", {"document": document(), "title": ""}) for _ in range(count)]
        made.save()
        html_of(client, address(closed))
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            html_of(client, address(closed))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_interim_report_is_linked_and_settles_nothing(client, consultation):
    page = consultation(rounds=[{"overdue": True}, {"closed": True}])
    long_ago = timezone.now() - timedelta(days=50)
    ConsultationReportFactory(consultation=page, first_published_at=long_ago)
    html = html_of(client, page)
    assert f'href="{page.get_url()}raport/"' in part(html, "rkres-result")
    text = text_of(html)
    assert "raport cząstkowy" in text and "analiza uwag" in text
    assert "Trwa analiza uwag. Raport pojawi się tutaj do" in text
