"""programmes.csv, indicators.csv and calls.csv: what their rows say."""

from __future__ import annotations

import pytest

from .catalogue_world import SECRET, everything, private_collection, read, table, world

__all__ = ["everything", "private_collection", "world"]
pytestmark = pytest.mark.django_db


def test_a_row_for_each_element(client, everything):
    goal, work = table(client, everything.committee, "programmes")
    assert (goal["programme"], goal["years"]) == ("Program jawny", "2021–2027")
    assert (goal["level"], goal["number"], goal["title"]) == ("1", "1", "Cel jawny")
    assert goal["parent"] == "" and work["parent"] == goal["uuid"]
    assert (goal["kind"], work["kind"]) == ("cel", "priorytet")
    assert work["url"].endswith(f"/cele/{everything.work.key}/")


def test_a_row_for_each_reading(client, everything):
    first, second = table(client, everything.committee, "indicators")
    assert (first["name"], first["target_value"]) == ("Miejsca pracy", "35 tys.")
    assert [(row["year"], row["value"]) for row in (first, second)] == [
        ("2021", "9016"), ("2022", ""),
    ]  # fmt: skip
    assert second["state"] and second["state"] != first["state"]
    assert first["progress_percent"] == "26"


def test_a_row_for_each_call(client, everything):
    (row,) = table(client, everything.committee, "calls")
    assert (row["title"], row["seats_min"], row["seats_max"]) == ("Nabór jawny", "15", "25")
    assert row["closes_at"] and row["body"] == everything.committee.title


def test_their_files_are_among_all(client, everything):
    rows = table(client, everything.committee, "documents")
    assert {"Tekst programu", "Zgłoszenie"} <= {row["title"] for row in rows}
    assert SECRET not in str(rows)


@pytest.mark.parametrize("register", ["programmes", "indicators"])
def test_a_change_of_the_tree_changes_the_answer(client, everything, register):
    address = f"/rkres/dane/{everything.committee.pk}/{register}.csv"
    first = client.get(address)
    read(first)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    everything.work.indicators.get().readings.filter(year=2021).update(value="9017")
    everything.work.indicators.get().readings.get(year=2021).save()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200
