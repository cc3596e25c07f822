"""The report counts itself: its sentence, its tables, its rows; and what is known as numbers."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from rkres_wagtail.remarks.choices import Channel, Meaning
from rkres_wagtail.remarks.models import Remark
from rkres_wagtail.remarks.publication.charts import breakdown
from rkres_wagtail.remarks.publication.counting import (
    VERDICTS,
    tally_of,
    verdict_of,
    with_verdict,
)
from rkres_wagtail.remarks.publication.words import opening
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import (
    ConsultationReportFactory,
    DocumentVersionFactory,
    ExtensionFactory,
)
from tests.factories.remarks import (
    RemarkFactory,
    ResponseFactory,
    ResponseStatusFactory,
    SubmissionFactory,
)
from tests.meetings.public import html_of, part, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(consultations):
    return ConsultationPageFactory(
        parent=consultations, title="Program 2030", slug="program", rounds=[{"closed": True}]
    )


@pytest.fixture
def report(closed):
    """From the register, with nothing typed."""
    return ConsultationReportFactory(
        consultation=closed, remarks_count=None, authors_count=None, counted_from="register"
    )


def address(page, query: str = "") -> str:
    return f"{page.get_url()}raport/{query}"


def answer(page, remarks, trait: str = "", **fields):
    status = ResponseStatusFactory(committee=page.committee, **({trait: True} if trait else {}))
    return ResponseFactory(consultation=page, status=status, remarks=remarks, **fields)


# The sentence -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "authors", "channels", "sentence"),
    [
        (0, 0, [], "Nie wpłynęły żadne uwagi."),
        (1, 1, [("email", 1)], "Wpłynęła 1 uwaga od 1 podmiotu, e-mailem."),
        (2, 1, [("meeting", 2)], "Wpłynęły 2 uwagi od 1 podmiotu, obie na posiedzeniach."),
        (5, 2, [("post", 5)], "Wpłynęło 5 uwag od 2 podmiotów, wszystkie pocztą."),
        (22, 5, [("online", 22)],
         "Wpłynęły 22 uwagi od 5 podmiotów, wszystkie formularzem internetowym."),
        (
            281, 51, [("meeting", 26), ("online", 249), ("post", 6)],
            "Wpłynęło 281 uwag od 51 podmiotów: 249 formularzem internetowym, "
            "26 na posiedzeniach, 6 pocztą.",
        ),
        (
            23, 4, [("meeting", 1), ("e_delivery", 22)],
            "Wpłynęły 23 uwagi od 4 podmiotów: 22 przez ePUAP lub e-Doręczenia, "
            "1 na posiedzeniu.",
        ),
    ],
)  # fmt: skip
def test_the_opening_sentence_in_good_polish(count, authors, channels, sentence):
    assert opening(count, authors, channels) == sentence


def test_words_that_have_a_capital_of_their_own_keep_it(client, closed, report):
    RemarkFactory(consultation=closed, approved=True, sender={"channel": "e_delivery"})
    said = text_of(html_of(client, address(closed)))
    assert "ePUAP lub e-Doręczenia: 1" in said and "EPUAP" not in said


def test_the_words_of_a_bar_fit_a_phone_whatever_the_numbers_are():
    long = "Usunięta na żądanie zgłaszającego, o czym wiadomo od dawna"
    for count in (1, 1234):
        (bar,) = breakdown("status", "", "", [(long, count, "")]).bars
        assert len(bar.text) <= 42 and bar.text.endswith(f": {count} (100%)")


def test_the_form_on_the_site_is_among_the_ways_if_remarks_came_by_it(client, closed, report):
    closed.channels = [("email", {"email": "a@b.example", "subject": "", "note": ""})]
    closed.save_revision().publish()
    RemarkFactory(consultation=closed, approved=True, sender={"channel": "email"})
    said = text_of(html_of(client, address(closed)))
    assert "Uwagi można było zgłosić: pocztą elektroniczną." in said
    RemarkFactory(consultation=closed, approved=True, sender={"channel": "online"})
    said = text_of(html_of(client, address(closed)))
    assert "zgłosić: przez formularz internetowy, pocztą elektroniczną." in said


def test_files_stand_before_a_table_that_may_be_long(client, closed, report):
    RemarkFactory(consultation=closed, approved=True)
    html = part(html_of(client, address(closed)), "rkres-remarks")
    assert html.index(f"/rkres/uwagi/{closed.pk}.csv") < html.index("<table")


def test_every_channel_has_its_words():
    said = {opening(5, 2, [(channel, 5)]) for channel in Channel.values}
    assert len(said) == len(Channel.values)


def test_mazowieckie_2024(client, consultations):
    """Seven remarks of two entities: six accepted, one taken as a recommendation."""
    ended = timezone.now() - timedelta(days=60)
    page = ConsultationPageFactory(
        parent=consultations,
        rounds=[{"starts_at": ended - timedelta(days=35), "ends_at": ended}],
        legal_basis="Art. 5 ust. 2 ustawy o działalności pożytku publicznego",
    )
    kwargs = {"consultation": page, "received_at": ended - timedelta(days=1)}
    first = SubmissionFactory(**kwargs, remarks=[{"moderation": "approved"}] * 4)
    second = SubmissionFactory(**kwargs, remarks=[{"moderation": "approved"}] * 3)
    remarks = [*first.remarks.all(), *second.remarks.all()]
    answer(page, remarks[:6])
    answer(page, remarks[6:], "recommended")
    ConsultationReportFactory(
        consultation=page,
        remarks_count=None,
        authors_count=None,
        first_published_at=ended + timedelta(days=28),
        last_published_at=ended + timedelta(days=28),
    )
    html = html_of(client, address(page))
    said = text_of(html)
    assert "Wpłynęło 7 uwag od 2 podmiotów, wszystkie e-mailem." in said
    assert "Uwzględniona: 6 (85,7%)" in said and "Przyjęta jako rekomendacja: 1 (14,3%)" in said
    assert "w terminie" in said and "Art. 5 ust. 2" in said
    assert [int(row.th.get_text().split()[-1]) for row in rows(html)] == list(range(1, 8))


def test_podkarpackie_2021_no_remarks_and_yet_a_report(client, closed, report):
    said = text_of(html_of(client, address(closed)))
    assert "Nie wpłynęły żadne uwagi." in said
    assert "Uwagi w liczbach" not in said and "Pobierz" not in said
    assert "Nie wpłynęły żadne uwagi" in text_of(html_of(client, closed.get_url()))


def test_apowm_known_only_as_numbers(client, closed):
    """188 remarks, of which nothing is known but numbers: marked as such, and no row appears."""
    labels = {"uwzględnione": 121, "częściowo": 11, "odrzucone": 35, "wyjaśnione": 21}
    RemarkFactory(consultation=closed, approved=True, content="Nikt tego nie czyta")
    ConsultationReportFactory(
        consultation=closed,
        counted_from="numbers",
        remarks_count=188,
        authors_count=None,
        results=[("result", {"label": label, "count": n}) for label, n in labels.items()],
    )
    html = html_of(client, address(closed))
    said = text_of(html)
    assert "Wpłynęło 188 uwag." in said and "Razem 188" in said
    assert "samych uwag nie opublikowano" in said
    assert "Nikt tego" not in said and not rows(html)


# Totals are rows ----------------------------------------------------------------------------------


def rows(html: str):
    table = BeautifulSoup(html, "html.parser").select_one(".rkres-table--remarks")
    return table.tbody.find_all("tr", recursive=False) if table else []


def totals(html: str) -> list[int]:
    found = BeautifulSoup(html, "html.parser").select(".rkres-chart-box table")
    for table in found:
        counts = [int(row.td.get_text()) for row in table.tbody.find_all("tr")]
        assert sum(counts) == int(table.tfoot.td.get_text())
    return [int(table.tfoot.td.get_text()) for table in found]


def random_register(page, dice: random.Random, count: int, sections=()) -> None:
    traits = ("", "", "partly", "rejected", "explained", "recommended", "not_examined")
    for _number in range(count):
        kind = dice.choice(["person", "organisation", "government", "internal"])
        sender = {
            "channel": dice.choice(Channel.values),
            "author_kind": kind,
            "organisation": f"Podmiot {dice.randint(1, 4)}" if kind != "person" else "",
            "name": f"Osoba {dice.randint(1, 3)}" if kind == "person" else "",
            "needs_confirmation": dice.random() < 0.15,
        }
        if dice.random() < 0.3:
            sender["confirmed_at"] = timezone.now()
        remark = RemarkFactory(
            consultation=page,
            sender=sender,
            moderation=dice.choice(["approved", "approved", "pending", "blocked", "junk"]),
            withdrawn_at=timezone.now() if dice.random() < 0.15 else None,
            erased_at=timezone.now() if dice.random() < 0.1 else None,
            section=dice.choice([None, *sections]),
        )
        if dice.random() < 0.7:
            answer(
                page,
                [remark],
                dice.choice(traits),
                position=dice.choice(["Tak.", "Tak.", " "]),
                reasons=dice.choice(["Bo tak.", ""]),
                formal_reason=dice.choice(["", "late"]),
            )


@pytest.mark.parametrize("seed", range(8))
def test_totals_of_every_table_are_the_rows(client, closed, report, seed, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 500
    dice = random.Random(seed)
    version = DocumentVersionFactory(consultation=closed, number=1, sections=3)
    sections = [text.identity for text in version.texts.all()]
    random_register(closed, dice, 25, sections)
    html = html_of(client, address(closed))
    counted = Remark.objects.of(closed).counted()
    entities = {each.submission.entity for each in counted.select_related("submission")}
    assert len(rows(html)) == counted.count()
    assert set(totals(html)) <= {counted.count()}
    assert len(totals(html)) == (4 if counted else 0)
    opening_sentence = BeautifulSoup(html, "html.parser").select_one(".rkres-lead").get_text()
    said = [int(each) for each in re.findall(r"\d+", opening_sentence.replace("\xa0", " "))]
    assert said[:2] == [counted.count(), len(entities)]
    if len(said) > 2:
        assert sum(said[2:]) == said[0]
    # Each filter shows as many rows as the table says.
    for table in BeautifulSoup(html, "html.parser").select(".rkres-chart-box table"):
        for row in table.tbody.find_all("tr"):
            query = row.th.a["href"]
            assert len(rows(html_of(client, query.split("#")[0]))) == int(row.td.get_text())


@pytest.mark.parametrize("seed", range(3))
def test_the_database_and_the_row_agree_on_what_became_of_a_remark(closed, seed):
    random_register(closed, random.Random(seed), 40)
    found = with_verdict(Remark.objects.of(closed)).select_related("response__status")
    for remark in found:
        assert remark.verdict == verdict_of(remark) and remark.verdict in VERDICTS


def test_remarks_after_publication_are_counted_as_they_come(client, closed, report):
    assert "Nie wpłynęły żadne" in text_of(html_of(client, address(closed)))
    RemarkFactory(consultation=closed, approved=True)
    said = text_of(html_of(client, address(closed)))
    assert "Wpłynęła 1 uwaga od 1 podmiotu" in said and "Bez stanowiska: 1 (100%)" in said


def test_junk_and_unconfirmed_are_in_no_total(closed, report):
    RemarkFactory(consultation=closed, junk=True)
    RemarkFactory(consultation=closed, approved=True, sender={"unconfirmed": True})
    assert tally_of(closed, Remark.objects.of(closed).counted()).total == 0


def test_a_rejection_without_reasons_is_not_published(client, closed, report):
    """An answer that lacks something is none yet, also where the report came out before."""
    remark = RemarkFactory(consultation=closed, approved=True)
    answer(closed, [remark], "rejected", reasons="", position="Nie i już.")
    said = text_of(html_of(client, address(closed)))
    assert "Nie i już" not in said and "Bez stanowiska: 1" in said


# What the page has --------------------------------------------------------------------------------


def test_the_order_of_the_sections(client, closed, report):
    type(closed).objects.filter(pk=closed.pk).update(legal_basis="Ustawa")
    ExtensionFactory(round=closed.course.rounds[0])
    type(report).objects.filter(pk=report.pk).update(
        main_changes="<p>Dopisano rozdział 5.</p>",
        text="<p>Przebieg.</p>",
        incomplete_reason="Trwa uzgadnianie.",
    )
    answer(closed, [RemarkFactory(consultation=closed, approved=True)])
    html = html_of(client, address(closed))
    ids = ["rkres-report-basis", "rkres-report-course", "rkres-statistics",
           "rkres-report-changes", "rkres-report-text", "rkres-remarks"]  # fmt: skip
    places = [html.index(f'id="{each}"') for each in ids]
    assert places == sorted(places)
    assert "Trwa uzgadnianie." in html and "Dopisano rozdział 5." in html
    assert "rzedłużon" in part(html, "rkres-report-course")


def test_a_row_says_everything(client, closed, report):
    version = DocumentVersionFactory(consultation=closed, number=1, sections=1)
    text = version.texts.get()
    remark = RemarkFactory(
        consultation=closed, approved=True, section=text.identity, version=version,
        place="akapit 2", quote="Jest tak.", content="Za mało.", proposed="Ma być siak.",
        justification="Bo wieś.", sender={"organisation": "Fundacja Łąka", "channel": "meeting"},
    )  # fmt: skip
    answer(closed, [remark], "rejected", position="Bez zmian.", reasons="Brak środków.")
    said = text_of(str(rows(html_of(client, address(closed)))[0]))
    for words in (
        "1", "Fundacja Łąka", remark.receipt_number, text.heading, "akapit 2", "Jest tak.",
        "Za mało.", "Ma być siak.", "Bo wieś.", "Nieuwzględniona", "Bez zmian.", "Brak środków.",
    ):  # fmt: skip
        assert words in said


def test_one_answer_to_many_stands_at_each(client, closed, report):
    remarks = [RemarkFactory(consultation=closed, approved=True) for _number in range(3)]
    answer(closed, remarks, position="Wspólna odpowiedź.")
    html = html_of(client, address(closed))
    assert html.count("Wspólna odpowiedź.") == 3


def test_long_texts_are_folded_and_whole(client, closed, report):
    words = "słowo " * 2000
    RemarkFactory(consultation=closed, approved=True, content=f"{words}koniec")
    row = rows(html_of(client, address(closed)))[0]
    assert row.details.summary and "koniec" in row.details.get_text()


def test_pages_of_the_table(client, closed, report, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    SubmissionFactory(consultation=closed, remarks=[{"moderation": "approved"}] * 5)
    html = html_of(client, address(closed, "?strona=3"))
    assert [row.th.get_text().split()[-1] for row in rows(html)] == ["5"]
    assert "Strona 3 z 3" in text_of(html)


def test_impossible_filters_are_told_and_left_out(client, closed, report):
    RemarkFactory(consultation=closed, approved=True, sender={"channel": "post"})
    RemarkFactory(consultation=closed, approved=True)
    html = html_of(client, address(closed, "?kanal=gołąb&strona=x&jednostka=99999999999999999999"))
    assert len(rows(html)) == 2 and "pominięto" in html


def test_statuses_are_named_in_the_committees_words(client, closed, report):
    answer(closed, [RemarkFactory(consultation=closed, approved=True)], "explained")
    html = html_of(client, address(closed))
    assert "Wyjaśniona" in html and str(Meaning.EXPLAINED)


def test_numbers_of_the_register_stand_wherever_typed_ones_did(client, closed, report):
    type(report).objects.filter(pk=report.pk).update(remarks_count=999, authors_count=998)
    SubmissionFactory(consultation=closed, remarks=[{"moderation": "approved"}] * 3)
    home = text_of(html_of(client, closed.get_url()))
    assert "Wpłynęły 3 uwagi od 1 podmiotu" in home and "999" not in home
    feed = client.get(f"/rkres/nowosci/{closed.committee.pk}.atom").content.decode()
    assert "Liczba uwag: 3" in feed and "999" not in feed
    api = client.get(f"/api/v2/pages/{closed.pk}/").json()["report"]
    assert (api["remarks_count"], api["authors_count"]) == (3, 1)
    assert api["by_channel"] == {"email": 3} and api["by_meaning"] == {"unanswered": 3}
    assert api["opening"] == "Wpłynęły 3 uwagi od 1 podmiotu, wszystkie e-mailem."


def test_the_first_column_counts_rows_whatever_numbers_the_remarks_have(client, closed, report):
    """Junk has a number, too; the table, filtered or not, counts its own rows."""
    RemarkFactory(consultation=closed, junk=True)
    for channel in ("email", "post", "email"):
        RemarkFactory(consultation=closed, approved=True, sender={"channel": channel})

    def ordinals(query=""):
        return [
            row.th.get_text().split()[-1] for row in rows(html_of(client, address(closed, query)))
        ]

    assert ordinals() == ["1", "2", "3"]
    assert ordinals("?kanal=email") == ["1", "3"]
    export = b"".join(client.get(f"/rkres/uwagi/{closed.pk}.csv").streaming_content).decode()
    assert [line.split(";")[0] for line in export.splitlines()[1:]] == ["1", "2", "3"]
