"""Listings of meetings: what they show, find and cost."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from rkres_wagtail.meetings.when import local_today
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    TermFactory,
)
from tests.support.database import committed

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

INDEX = "rkres_meetings:index"
READY = {"place_name": "Sala", "agenda": [{"title": "Otwarcie"}]}


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def show(client, listing=None, /, **params):
    address = reverse("wagtailadmin_explore", args=[listing.pk]) if listing else reverse(INDEX)
    response = client.get(address, params)
    assert response.status_code == 200
    return response


def titles(response) -> list[str]:
    return [page.title for page in response.context["object_list"]]


def missing(client, page, listing=None) -> list[str]:
    found = {each.pk: each for each in show(client, listing).context["object_list"]}
    return found[page.pk]._rkres_missing


@pytest.fixture(params=["menu", "explorer"])
def where(request, listing):
    """The list in the menu (None), or the page under which the explorer is opened."""
    return listing if request.param == "explorer" else None


def test_the_latest_date_first_and_the_undated_on_top(boss, meeting, where):
    meeting(title="Dawne", past=True)
    meeting(title="Bez terminu", undated=True)
    meeting(title="Wkrótce")
    meeting(title="Za rok", starts_on=local_today() + timedelta(days=365))
    assert titles(show(boss, where)) == ["Bez terminu", "Za rok", "Wkrótce", "Dawne"]


def test_what_a_row_says(boss, committee, meeting, where):
    group = GroupPageFactory(parent=committee, title="Grupa A")
    meeting(
        title="V posiedzenie",
        confirmed=True,
        starts_on=date(2027, 4, 6),
        starts_time=time(9, 5),
        bodies=[committee, group],
    )
    text = " ".join(show(boss, where).content.decode().split())
    assert "06.04.2027, 9:05" in text
    assert "potwierdzone" in text
    assert "KRES, Grupa A" in text
    assert "brak miejsca, brak porządku obrad" in text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (READY, []),
        ({**READY, "agenda": []}, ["no-agenda"]),
        ({**READY, "place_name": ""}, ["no-place"]),
        ({**READY, "place_name": "", "meeting_form": "online"}, []),
        ({**READY, "undated": True}, ["no-date"]),
        ({**READY, "past": True}, ["no-report"]),
        ({**READY, "past": True, "place_name": ""}, ["no-report"]),
        ({**READY, "past": True, "report": "<p>Było.</p>"}, []),
        (
            {**READY, "materials": [{"url": "https://example.org/", "access": "not_accessible"}]},
            ["scan-only"],
        ),
        ({"undated": True, "status": "cancelled"}, []),
    ],
)
def test_what_is_missing(boss, meeting, where, fields, expected):
    page = meeting(**{**fields, "status": "planned"})
    if fields.get("status"):
        type(page).objects.filter(pk=page.pk).update(status=fields["status"])
    assert missing(boss, page, where) == expected


def test_filter_of_states(boss, meeting, where):
    meeting(title="Plan")
    meeting(title="Pewne", confirmed=True)
    meeting(title="Byłe", past=True)
    meeting(title="Bez terminu", undated=True)
    gone = meeting(title="Odwołane", confirmed=True)
    type(gone).objects.filter(pk=gone.pk).update(status="cancelled")

    def found(state):
        return set(titles(show(boss, where, state=state)))

    assert found("upcoming") == {"Plan", "Pewne", "Bez terminu"}
    assert found("planned") == {"Plan", "Bez terminu"}
    assert found("confirmed") == {"Pewne"}
    assert found("held") == {"Byłe"}
    assert found("cancelled") == {"Odwołane"}
    assert found("undated") == {"Bez terminu"}


def test_filters_of_body_year_and_term(boss, committee, meeting, where, site_root):
    group = GroupPageFactory(parent=committee)
    term = TermFactory(committee=committee, starts_on=date(2018, 1, 1), ends_on=date(2020, 12, 31))
    meeting(title="Grupy", starts_on=date(2019, 5, 1), bodies=[group])
    meeting(title="Komitetu", starts_on=date(2019, 12, 31))
    meeting(title="Później", starts_on=date(2021, 1, 1))
    other = CommitteePageFactory(parent=site_root)
    MeetingPageFactory(
        parent=MeetingIndexPageFactory(parent=other), title="Obce", starts_on=date(2019, 5, 1)
    )
    assert titles(show(boss, where, body=group.pk)) == ["Grupy"]
    assert set(titles(show(boss, where, term=term.pk))) == {"Grupy", "Komitetu"}
    assert titles(show(boss, where, year="2021")) == ["Później"]
    assert "Obce" in titles(show(boss, year="2019"))
    filters = show(boss, where).context["filters"].form.fields
    assert [value for value, _label in filters["year"].choices if value] == ["2021", "2019"]
    offered = set(filters["body"].queryset.values_list("pk", flat=True))
    assert offered == {committee.pk, group.pk, other.pk}


def test_drafts_are_listed_and_told_apart(boss, meeting, where):
    meeting(title="Szkic", draft=True)
    meeting(title="Ogłoszone")
    assert titles(show(boss, where, live="false")) == ["Szkic"]
    assert titles(show(boss, where, live="true")) == ["Ogłoszone"]


def test_nonsense_changes_nothing(boss, meeting, where):
    meeting()
    params = {"state": "x", "year": "abc", "body": "999999", "term": "<b>", "ordering": "x"}
    assert len(titles(show(boss, where, **params))) <= 1


def test_a_meeting_of_several_days_and_of_a_month(boss, meeting):
    meeting(
        title="Dwa dni",
        date_precision="days",
        starts_on=date(2027, 5, 6),
        ends_on=date(2027, 5, 7),
        starts_time=None,
        ends_time=None,
    )
    meeting(title="Miesiąc", month_only=True, starts_on=date(2027, 9, 1))
    text = " ".join(show(boss).content.decode().split())
    assert "06.05.2027 – 07.05.2027" in text
    assert "wrzesień 2027" in text


def fill(meeting, committee, count):
    for number in range(count):
        meeting(
            confirmed=bool(number % 2),
            starts_on=local_today() + timedelta(days=number),
            agenda=[{"title": "Otwarcie"}],
            materials=[{"url": "https://example.org/"}],
        )


def test_it_costs_the_same_for_many(boss, committee, meeting, where):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as captured:
            show(boss, where)
        return len(captured)

    fill(meeting, committee, 3)
    show(boss, where)
    few = count()
    fill(meeting, committee, 20)
    assert count() <= few + 1


def test_adding_goes_straight_to_the_only_list(boss, listing):
    response = boss.get(reverse("rkres_meetings:choose_parent"))
    assert response.status_code == 302
    assert response.url.endswith(f"/{listing.pk}/")


def test_lists_to_choose_from_say_whose_they_are(boss, committee, listing):
    group = GroupPageFactory(parent=committee, title="Grupa A")
    MeetingIndexPageFactory(parent=group, title="Spotkania")
    text = " ".join(boss.get(reverse("rkres_meetings:choose_parent")).content.decode().split())
    assert "Komitet Rozwoju › Posiedzenia" in text
    assert "Komitet Rozwoju › Grupa A › Spotkania" in text


def test_the_menu_leads_to_the_meetings(boss, listing):
    text = boss.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(INDEX) in text


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_the_list_exports(boss, meeting, export):
    meeting()
    assert boss.get(reverse(INDEX), {"export": export}).status_code == 200


@committed
@pytest.mark.parametrize("query", ["swieto", "święto żniw", "ŻNIW"])
def test_search_takes_no_notice_of_diacritics(boss, meeting, where, query):
    meeting(title="Święto żniw")
    meeting(title="Inne")
    assert titles(show(boss, where, q=query)) == ["Święto żniw"]
