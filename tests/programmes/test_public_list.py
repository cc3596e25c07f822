"""Programmes on the committee's lpres, in their list, and as a file."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from rkres_wagtail.programmes.choices import ProgrammeState
from rkres_wagtail.programmes.models import Indicator, ProgrammeNode
from tests.factories import IndicatorFactory, ReadingFactory
from tests.meetings.public import html_of, part, titles, words

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def test_in_force_first_then_closed(client, committee, programme):
    programme(title="Dawny", starts_year=2015, ends_year=2020)
    programme(title="Krajowy", scope="national")
    programme(title="Projekt", state=ProgrammeState.CONSULTED)
    programme(title="Obecny")
    assert titles(html_of(client, f"{committee.get_url()}programy/")) == [
        "Obecny", "Krajowy", "Projekt", "Dawny",
    ]  # fmt: skip
    box = part(html_of(client, committee), "rkres-programmes")
    assert titles(box) == ["Obecny", "Krajowy", "Projekt", "Dawny"]
    assert f"{committee.get_url()}programy/" in box


def test_no_list_of_nothing(client, committee):
    assert client.get(f"{committee.get_url()}programy/").status_code == 404
    assert "programy/" not in html_of(client, committee)


def name(text: str, abbreviation: str = "", years: str = ""):
    value = {"name": text, "abbreviation": abbreviation, "years": years, "level": "regional"}
    return ("programme", {**value, "url": ""})


def test_a_page_takes_the_place_of_a_name(client, committee, programme):
    committee.programmes = [
        name("Lubuski Program 2021–2023", "LPRES", "2021–2023"),
        name("Lubuski program rozwoju", "LPRES", "2015–2020"),
        name("krajowy program"),
        name("Zupełnie inny"),
    ]
    committee.save()
    html = html_of(client, committee)
    assert "Zupełnie inny" in part(html, "rkres-about")
    programme(title="Program LPRES", abbreviation="LPRES", starts_year=2021, ends_year=2023)
    programme(title="Krajowy Program", abbreviation="KPRES", scope="national")
    html = html_of(client, committee)
    text = words(part(html, "rkres-programmes"))
    assert "Lubuski Program 2021–2023" not in text and "krajowy program" not in text
    # The same abbreviation with other years is another programme.
    assert "Lubuski program rozwoju" in text and "Zupełnie inny" in text
    assert "Zupełnie inny" not in part(html, "rkres-about")


def test_caches_of_the_list_end_with_the_year(client, committee, programme):
    programme(starts_year=2021, ends_year=timezone.localdate().year)
    for url in (committee.get_url(), f"{committee.get_url()}programy/"):
        assert "max-age" in client.get(url)["Cache-Control"]


# Files ------------------------------------------------------------------------------------------


@pytest.fixture
def lpres(programme):
    lpres = programme(
        abbreviation="LPRES",
        nodes=[
            {"level": 1, "number": "1", "title": "Rynek pracy"},
            {"level": 2, "number": "1.1", "title": "=HYPERLINK(1)", "description": "<p>Opis</p>"},
        ],
    )
    node = ProgrammeNode.objects.of(lpres).first()
    indicator = IndicatorFactory(node=node, name="Nowe miejsca", unit="szt.", readings={2021: "5"})
    ReadingFactory(indicator=indicator, year=2022, pending=True)
    return lpres


def rows_of(client, url: str) -> list[list[str]]:
    response = client.get(url)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_row_for_each_reading(client, lpres):
    rows = rows_of(client, f"/rkres/programy/{lpres.pk}.csv")
    assert len(rows) == 4
    assert [row[3] for row in rows[1:]] == ["Rynek pracy", "Rynek pracy", "'=HYPERLINK(1)"]
    assert [row[13] for row in rows[1:]] == ["2021", "2022", ""]
    assert rows[1][15] == "5" and rows[2][15] == ""
    assert rows[3][4] == "Opis"


def test_the_same_for_a_spreadsheet(client, lpres):
    response = client.get(f"/rkres/programy/{lpres.pk}.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet.max_row == 4 and sheet["D2"].value == "Rynek pracy"


def test_the_page_offers_them(client, lpres):
    html = html_of(client, lpres)
    assert f"/rkres/programy/{lpres.pk}.csv" in html and f"/rkres/programy/{lpres.pk}.xlsx" in html


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_has_not_changed_is_not_sent_again(client, lpres, kind):
    url = f"/rkres/programy/{lpres.pk}.{kind}"
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    ReadingFactory(indicator=Indicator.objects.of(lpres).first(), year=2023)
    assert client.get(url, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("address", ["0.csv", "99999999999999999999.csv", "{pk}.pdf", "{pk}.exe"])
def test_what_is_not_there(client, lpres, address):
    assert client.get(f"/rkres/programy/{address.format(pk=lpres.pk)}").status_code == 404


def test_a_file_is_read_only(client, lpres):
    assert client.post(f"/rkres/programy/{lpres.pk}.csv").status_code == 405
