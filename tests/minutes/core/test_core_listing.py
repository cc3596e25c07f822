"""The list of minutes: what it says, finds and hides; the cost of a long one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.minutes.models import Minutes
from tests.factories import (
    CommitteePageFactory,
    MeetingPageFactory,
    MinutesFactory,
    MinutesReadingFactory,
)
from tests.factories.minutes import item
from tests.support.users import create_user

from .test_core_starting import content, edit_url

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

LIST = "wagtailsnippets_rkres_wagtail_minutes:list"


def day(number: int):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def several(meeting):
    """Minutes in every state, by the title of their meeting."""
    made = {
        name: MinutesFactory(meeting=meeting(title=name, starts_on=day(-10 - number)), **fields)
        for number, (name, fields) in enumerate(
            {
                "Łąka": {},
                "Poprawiane": {},
                "Poprawione": {},
                "Zatwierdzone": {"approved": True},
                "Ogłoszone": {"published": True},
            }.items()
        )
    }
    MinutesReadingFactory(minutes=made["Poprawiane"])
    MinutesReadingFactory(minutes=made["Poprawione"], over=True)
    return made


def found(office, several, **query) -> set[str]:
    html = content(office.get(reverse(LIST), query))
    return {name for name, made in several.items() if edit_url(made) in html}


def test_it_says_meeting_day_body_and_state(office, several):
    html = content(office.get(reverse(LIST)))
    for said in (
        "Łąka", "Protokoły", "projekt", "poprawki członków", "po poprawkach", "zatwierdzony",
        "opublikowany", "KRES",
    ):  # fmt: skip
        assert said in html
    assert several["Łąka"].meeting_page.when.days().replace("\xa0", " ") in html
    places = [html.index(edit_url(made)) for made in several.values()]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("draft", "Łąka"),
        ("corrections", "Poprawiane"),
        ("corrected", "Poprawione"),
        ("approved", "Zatwierdzone"),
        ("published", "Ogłoszone"),
    ],
)
def test_filter_by_state(office, several, state, name):
    assert found(office, several, state=state) == {name}
    assert Minutes.objects.get(pk=several[name].pk).state == state


def test_filters_by_committee_and_year(office, several, committee, site_root):
    other = CommitteePageFactory(parent=site_root)
    assert found(office, several, committee=committee.pk) == set(several)
    assert found(office, several, committee=other.pk) == set()
    old = MinutesFactory(meeting=MeetingPageFactory(
        parent=several["Łąka"].meeting_page.get_parent(), starts_on=day(-900),
    ))  # fmt: skip
    html = content(office.get(reverse(LIST), {"year": day(-900).year}))
    assert edit_url(old) in html and edit_url(several["Łąka"]) not in html


def test_search_by_the_meetings_title(office, several):
    assert found(office, several, q="laka") == {"Łąka"}
    assert found(office, several, q="nie ma takiego") == set()
    assert found(office, several, q='"') == set()


def test_another_committees_are_not_in_it(client, several, site_root):
    groups = create_roles(CommitteePageFactory(parent=site_root))
    user = create_user("obcy")
    user.groups.add(groups["secretariat"])
    client.force_login(user)
    assert found(client, several) == set()
    made = several["Łąka"]
    for name in ("edit", "history", "unpublish", "delete", "preview_on_edit"):
        url = reverse(f"wagtailsnippets_rkres_wagtail_minutes:{name}", args=[made.pk])
        assert client.get(url).status_code == 302, name
    for name in ("complete", "approve", "revoke"):
        assert client.get(reverse(f"rkres_minutes_{name}", args=[made.pk])).status_code == 302
    bulk = reverse("wagtail_bulk_action", args=["rkres_wagtail", "minutes", "delete"])
    client.post(f"{bulk}?id={made.pk}")
    assert Minutes.objects.filter(pk=made.pk).exists()


def test_previews_of_both_copies(office, meeting):
    blocks = [item("Jawny"), item("Poufny", is_internal=True)]
    made = MinutesFactory(meeting=meeting(), blocks=blocks)
    base = reverse("wagtailsnippets_rkres_wagtail_minutes:preview_on_edit", args=[made.pk])
    from .form_data import minutes_data

    for mode, shown in (("public", False), ("office", True)):
        office.post(f"{base}?mode={mode}", minutes_data(made))
        html = content(office.get(f"{base}?mode={mode}"))
        assert "Jawny" in html
        assert ("Poufny" in html) is shown


# Cost ---------------------------------------------------------------------------------------------


def queries(office, url) -> int:
    office.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert office.get(url).status_code == 200
    return len(captured)


def test_a_long_list_costs_no_more_queries(office, meeting):
    for number in range(2):
        MinutesFactory(meeting=meeting(starts_on=day(-5 - number)))
    before = queries(office, reverse(LIST))
    for number in range(20):
        MinutesFactory(meeting=meeting(starts_on=day(-50 - number)))
    assert queries(office, reverse(LIST)) == before


def test_a_long_protocol_costs_no_more_queries(office, meeting):
    short = MinutesFactory(meeting=meeting(), blocks=[item(str(n)) for n in range(5)])
    long = MinutesFactory(meeting=meeting(), blocks=[item(str(n)) for n in range(100)])
    assert queries(office, edit_url(long)) == queries(office, edit_url(short))


def test_starting_from_a_long_agenda_costs_no_more_queries(office, meeting, monkeypatch):
    monkeypatch.setattr("rkres_wagtail.meetings.rules.agenda_limit", lambda: 100)

    def cost(count: int) -> int:
        page = meeting(agenda=[{"title": str(n), "result": "noted"} for n in range(count)])
        url = reverse("rkres_minutes_start", args=[page.pk])
        with CaptureQueriesContext(connection) as captured:
            assert office.post(url).status_code == 302
        return len(captured)

    cost(1)
    assert cost(5) == cost(100)


def test_choosing_a_meeting_costs_no_more_queries(office, meeting):
    url = reverse("wagtailsnippets_rkres_wagtail_minutes:add")
    for _number in range(2):
        meeting()
    before = queries(office, url)
    for _number in range(20):
        meeting()
    assert queries(office, url) == before
