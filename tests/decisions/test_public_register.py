"""The register of decisions: counts, filters, table, files; and a decision's own page."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone

from rkres_wagtail.decisions.choices import DispatchState, Voting
from tests.factories import GroupPageFactory
from tests.meetings.public import document, html_of, text_of, words
from tests.meetings.public import part as part_of
from tests.support.database import committed

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def part(html: str, key: str) -> str:
    return words(part_of(html, key))


def today():
    return timezone.localdate()


def rows_of(client, register, **query) -> list[dict]:
    response = client.get(f"/rkres/rejestr/{register.pk}.csv", query)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


# The register -------------------------------------------------------------------------------------


def test_empty_says_what_will_be_here(client, register):
    text = text_of(html_of(client, register))
    assert "pojawią się tutaj" in text


@pytest.mark.parametrize(
    ("count", "waiting", "said"),
    [
        (1, 0, "1 uchwała lub stanowisko"),
        (2, 1, "2 uchwały i stanowiska, 1 czeka na odpowiedź"),
        (5, 3, "5 uchwał i stanowisk, 3 czekają na odpowiedź"),
        (6, 5, "6 uchwał i stanowisk, 5 czeka na odpowiedź"),
    ],
)
def test_counts_in_words(client, register, decision, count, waiting, said):
    for number in range(count):
        decision(sent=[{}] if number < waiting else [])
    assert said in text_of(html_of(client, register))


def test_row_tells_all_facts(client, register, decision):
    decision(
        title="O klauzulach społecznych",
        number="3/2026",
        adopted_on=date(2026, 3, 2),
        sent=[
            {"addressee": "Ministerstwo Rodziny", "sent_on": today() - timedelta(days=12)},
            {"addressee": "Zarząd Województwa", "answered": True},
        ],
    )
    text = text_of(html_of(client, register))
    assert "2 marca 2026" in text
    assert "Stanowisko nr 3/2026" in text
    assert "O klauzulach społecznych" in text
    assert "Ministerstwo Rodziny : czeka na odpowiedź od 12 dni" in text
    assert "Zarząd Województwa : przyjęta" in text


@pytest.mark.parametrize(
    ("days", "said"), [(0, "od dzisiaj"), (1, "od 1 dnia"), (2, "od 2 dni"), (22, "od 22 dni")]
)
def test_waiting_is_computed(client, register, decision, days, said):
    decision(sent=[{"sent_on": today() - timedelta(days=days)}])
    assert f"czeka na odpowiedź {said}" in text_of(html_of(client, register))


def test_latest_first_and_undated_last(client, register, decision):
    decision(title="Starsza", adopted_on=date(2020, 1, 1))
    decision(title="Bez daty", adopted_on=None)
    decision(title="Nowsza", adopted_on=date(2024, 1, 1))
    text = text_of(html_of(client, register))
    assert text.index("Nowsza") < text.index("Starsza") < text.index("Bez daty")


@committed
def test_filters(client, register, decision, committee):
    from tests.factories import DecisionKindFactory

    group = GroupPageFactory(parent=committee, title="Grupa ds. programu")
    opinion = DecisionKindFactory(committee=committee, name="opinia", name_plural="opinie")
    decision(title="Czekająca", sent=[{}], adopted_on=date(2025, 5, 5))
    decision(title="Odrzucona", sent=[{"state": DispatchState.REJECTED}])
    decision(title="Grupowa", body=group, adopted_on=date(2024, 5, 5))
    decision(title="Opiniująca", kind=opinion)

    def found(**query):
        text = text_of(html_of(client, register, **query))
        names = ("Czekająca", "Odrzucona", "Grupowa", "Opiniująca")
        return {name for name in names if name in text}

    assert found() == {"Czekająca", "Odrzucona", "Grupowa", "Opiniująca"}
    assert found(stan="czeka") == {"Czekająca"}
    assert found(stan="rejected") == {"Odrzucona"}
    assert found(organ=group.pk) == {"Grupowa"}
    assert found(rok="2024") == {"Grupowa"}
    assert found(rodzaj=opinion.pk) == {"Opiniująca"}
    assert found(q="czekających") == {"Czekająca"}
    assert found(rok="1999") == found()
    assert 'class="rkres-error"' in html_of(client, register, rok="1999")
    assert found(q="czegoś takiego nie ma") == set()


@pytest.mark.parametrize("value", ["-1", "abc", "99999999999999999999", "'", "\x00", "<b>"])
@pytest.mark.parametrize("name", ["rok", "organ", "rodzaj", "stan", "temat", "q", "strona"])
def test_hostile_parameters(client, register, decision, name, value):
    decision(sent=[{}])
    response = client.get(register.get_url(), {name: value})
    assert response.status_code == 200
    assert client.get(f"/rkres/rejestr/{register.pk}.csv", {name: value}).status_code == 200


def test_pages_are_cut_in_the_database(client, register, decision, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    for _number in range(5):
        decision()
    html = html_of(client, register, strona=3)
    assert html.count('role="rowheader"') == 1
    assert "Strona 3 z 3" in text_of(html)
    assert "5 uchwał i stanowisk" in text_of(html)


# Files --------------------------------------------------------------------------------------------


def test_csv_has_a_row_for_each_addressee(client, register, decision):
    decision(
        title="Ze śladem",
        voting=Voting.COUNTED,
        votes_for=16,
        votes_against=0,
        sent=[{"addressee": "A"}, {"addressee": "B", "answered": True, "answer": "Tak."}],
    )
    decision(title="Bez adresata", adopted_on=date(2020, 1, 1))
    rows = rows_of(client, register)
    assert [row["adresat"] for row in rows] == ["A", "B", ""]
    assert rows[0]["dni oczekiwania"] == "12"
    assert rows[1]["streszczenie odpowiedzi"] == "Tak."
    assert rows[0]["za"] == "16" and rows[0]["przeciw"] == "0"


def test_files_follow_the_filters(client, register, decision):
    decision(title="Czeka", sent=[{}])
    decision(title="Nie czeka")
    assert [row["tytuł"] for row in rows_of(client, register, stan="czeka")] == ["Czeka"]
    html = html_of(client, register, stan="czeka")
    assert f"/rkres/rejestr/{register.pk}.csv?stan=czeka" in html


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_formula_reaches_a_file(client, register, decision, text):
    decision(
        title=text,
        number=text,
        lead=text,
        sent=[{"addressee": text, "answer": text, "answered_by": text, "answered_on": today()}],
    )
    for cell in rows_of(client, register)[0].values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "＝"))
    response = client.get(f"/rkres/rejestr/{register.pk}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    for cell in list(sheet.rows)[1]:
        assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "＝"))
        assert cell.data_type != "f"


def test_files_answer_conditionally(client, register, decision):
    page = decision(sent=[{}])
    url = f"/rkres/rejestr/{register.pk}.csv"
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    from rkres_wagtail.decisions.models import Dispatch
    from rkres_wagtail.decisions.services import record_answer

    row = Dispatch.objects.of(page).get()
    record_answer(row, state=DispatchState.DONE, answered_on=today(), user=None)
    assert client.get(url, headers={"if-none-match": etag}).status_code == 200


def test_other_formats_and_pages_are_not_found(client, register, decision):
    page = decision()
    assert client.get(f"/rkres/rejestr/{register.pk}.ods").status_code == 404
    assert client.get(f"/rkres/rejestr/{page.pk}.csv").status_code == 404


# A decision ---------------------------------------------------------------------------------------


def test_answer_first(client, decision, meeting, committee):
    key = uuid.uuid4()
    held = meeting(
        title="V posiedzenie", starts_on=date(2026, 3, 2),
        agenda=[{"title": "Klauzule w zamówieniach", "uuid": key}],
    )  # fmt: skip
    page = decision(
        title="O klauzulach",
        lead="Prosimy o klauzule w każdym zamówieniu.",
        adopted_on=date(2026, 3, 2),
        meeting=held,
        item_uuid=key,
        voting=Voting.COUNTED,
        votes_for=16,
        votes_against=0,
        votes_abstaining=1,
        text="<p>§ 1. Klauzule.</p>",
    )
    html = html_of(client, page)
    text = text_of(html)
    for said in (
        "2 marca 2026", "Komitet Rozwoju", "Za: 16, przeciw: 0, wstrzymało się: 1",
        "V posiedzenie", "Punkt porządku obrad: Klauzule w zamówieniach", "§ 1. Klauzule.",
        "Prosimy o klauzule",
    ):  # fmt: skip
        assert said in text, said
    assert html.count("<h1") == 1
    meeting_html = html_of(client, held)
    assert "O klauzulach" in part(meeting_html, "rkres-meeting-decisions")
    assert "Co postanowiono" in text_of(meeting_html)
    assert "O klauzulach" in part(meeting_html, "rkres-agenda")


def test_trail(client, decision):
    page = decision(
        sent=[
            {
                "addressee": "Ministerstwo Rodziny",
                "sent_on": date(2026, 3, 10),
                "state": DispatchState.PARTLY,
                "answered_on": date(2026, 4, 2),
                "answered_by": "Departament Ekonomii Społecznej",
                "answer": "Uwzględniono dwie z trzech uwag.",
                "answer_document": document("Odpowiedź ministerstwa"),
            }
        ]
    )
    text = text_of(html_of(client, page))
    for said in (
        "Ministerstwo Rodziny", "przyjęta częściowo", "10 marca 2026", "2 kwietnia 2026",
        "Departament Ekonomii Społecznej", "Uwzględniono dwie", "Odpowiedź ministerstwa (PDF",
    ):  # fmt: skip
        assert said in text, said


def test_replaced_both_ways(client, decision, register):
    old = decision(title="Stary regulamin", adopted_on=date(2020, 1, 1))
    new = decision(title="Nowy regulamin", supersedes=old)
    assert "Nowy regulamin" in text_of(html_of(client, old))
    assert "Stary regulamin" in text_of(html_of(client, new))
    assert "zastąpiona przez: Nowy regulamin" in text_of(html_of(client, register))


def test_body_page_shows_latest(client, committee, decision, register):
    group = GroupPageFactory(parent=committee, title="Grupa ds. programu")
    other = GroupPageFactory(parent=committee, title="Druga grupa")
    for number in range(4):
        decision(title=f"Decyzja nr {number}", adopted_on=date(2024, 1, number + 1))
    decision(title="Decyzja grupy", body=group, adopted_on=date(2025, 1, 1))
    shown = part(html_of(client, committee), "rkres-latest-decisions")
    assert "Decyzja grupy" in shown and "Decyzja nr 3" in shown and "Decyzja nr 0" not in shown
    shown = part(html_of(client, group), "rkres-latest-decisions")
    assert "Decyzja grupy" in shown and "Decyzja nr" not in shown
    assert f"{register.get_url()}?organ={group.pk}" in shown
    assert "rkres-latest-decisions" not in html_of(client, other)


@committed
def test_committee_search_finds_it(client, committee, decision):
    decision(title="O klauzulach społecznych", number="7/2026")
    text = text_of(html_of(client, f"{committee.get_url()}szukaj/", q="klauzule"))
    assert "O klauzulach społecznych" in text and "stanowisko nr 7/2026" in text


def test_atom(client, committee, decision):
    decision(title="O klauzulach", sent=[{"answered": True, "answer": "Uwzględnimy."}])
    body = client.get(f"/rkres/nowosci/{committee.pk}.atom").content.decode()
    assert "O klauzulach" in body and "Odpowiedź: O klauzulach" in body and "Uwzględnimy." in body
