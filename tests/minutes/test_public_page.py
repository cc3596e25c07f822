"""Published minutes below the meeting's page: when, what, in which language."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from rkres_wagtail.meetings.attendance.models import Presence
from rkres_wagtail.minutes.models import Minutes, MinutesApproval
from tests.factories import GroupPageFactory, MembershipFactory
from tests.factories.minutes_public import item, make_minutes, make_sheet, text
from tests.meetings.public import html_of, text_of, words
from tests.support.calendars import entries
from tests.support.database import committed

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def address(page) -> str:
    return f"{page.get_url()}protokol/"


def test_the_page_says_everything(client, held, meeting, committee, published):
    make_sheet(held, committee, *[Presence.PRESENT] * 3, Presence.REMOTE, Presence.EXCUSED)
    later = meeting(title="Następne", number=6, starts_on=date(2026, 3, 12))
    published(
        approved_at=later,
        taken_by="Jan Kowal",
        content=[
            item(number="2.", title="Program", discussion="<h3>Głosy</h3><ul><li>jeden</li></ul>"),
            text("Wolne wnioski", "<p>Brak.</p>"),
        ],
    )
    html = html_of(client, address(held))
    said = text_of(html)
    assert "<h1>Protokół: V\xa0posiedzenie Komitetu</h1>" in html.replace("V posie", "V\xa0posie")
    assert "Zatwierdzony na VI posiedzeniu 12 marca 2026 r." in said
    for fact in ("Kto obradował Komitet Rozwoju", "Przewodniczenie Anna Nowak", "Jan Kowal"):
        assert fact in said
    assert "4 z 5, w tym zdalnie: 1" in said and "było" in said
    assert "2. Program" in said and "Ustalenia Porządek obrad przyjęto" in said
    assert "Wolne wnioski Brak." in said and "Otwarcie Posiedzenie otwarto" in said
    assert f'href="{later.full_url}"' in html


def test_it_stands_inside_the_hosts_layout(client, held, published):
    published()
    html = html_of(client, address(held))
    assert html.count("<h1") == 1 and html.count("<main") == 1
    assert f'<link rel="canonical" href="{held.full_url}protokol/">' in html
    assert f'<a href="{held.get_url()}">' in html
    assert re.search(r"<title>\s*Protokół: V posiedzenie Komitetu", words(html))


@pytest.mark.parametrize(
    "how", ["draft", "unapproved", "none", "unpublished", "expired", "meeting draft"]
)
def test_not_before_it_is_published_and_approved(client, held, how):
    if how == "draft":
        make_minutes(held, publish=False)
    elif how == "unapproved":
        make_minutes(held, approve=False)
    elif how == "unpublished":
        make_minutes(held).unpublish()
    elif how == "expired":
        minutes = make_minutes(held)
        Minutes.objects.filter(pk=minutes.pk).update(expire_at=timezone.now())
    elif how == "meeting draft":
        make_minutes(held)
        held.unpublish()
    assert client.get(address(held)).status_code == 404
    if how != "meeting draft":
        assert "protokol/" not in html_of(client, held)


def test_a_later_draft_changes_nothing(client, held, published):
    minutes = published()
    minutes.opening = "<p>Tajny szkic</p>"
    minutes.save_revision()
    assert "Tajny szkic" not in html_of(client, address(held))


def test_the_meetings_page_leads_to_it(client, held, published):
    assert "nieopublikowany" in html_of(client, held)
    published()
    html = html_of(client, held)
    assert f'<a href="{address(held)}">Przeczytaj protokół</a>' in html
    assert "nieopublikowany" not in html and "Tutaj pojawi się relacja" not in html


def test_an_alias_shows_the_minutes_of_what_it_mirrors(client, held, published, listing):
    published()
    alias = held.create_alias(parent=type(listing).objects.get(pk=listing.pk), update_slug="lustro")
    html = html_of(client, address(alias))
    assert "Porządek obrad przyjęto" in html
    assert f'<link rel="canonical" href="{held.full_url}protokol/">' in html
    assert f'<a href="{address(alias)}">' in html_of(client, alias)


def test_numbers_of_sections_are_those_of_the_agenda(client, held, published):
    published(content=[item(number="1."), item(number="4.", title="Wybory")])
    assert "4. Wybory" in text_of(html_of(client, address(held)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"note": "w trybie obiegowym"}, "r. (w trybie obiegowym)"),
        ({}, "Zatwierdzony"),
    ],
)
def test_approved_otherwise(client, held, published, fields, said):
    published(**fields)
    assert said in text_of(html_of(client, address(held)))


def test_a_committee_with_its_own_word_for_meetings(client, held, meeting, committee, published):
    type(committee).objects.filter(pk=committee.pk).update(meeting_label="spotkanie")
    later = meeting(title="Spotkanie szóste", number=6, starts_on=date(2026, 3, 12))
    published(approved_at=later)
    said = text_of(html_of(client, address(held)))
    assert "Zatwierdzony 12 marca 2026 r. (Spotkanie szóste)" in said


@pytest.mark.parametrize(
    ("rule", "number", "present", "said"),
    [
        ("none", None, 0, "nie określono"),
        ("half", None, 2, "było"),
        ("half", None, 1, "nie było"),
        ("more_than_half", None, 2, "nie było"),
        ("more_than_half", None, 3, "było"),
        ("number", 3, 3, "było"),
        ("number", 4, 3, "nie było"),
    ],
)
def test_quorum_in_words(client, held, committee, published, rule, number, present, said):
    presences = [Presence.PRESENT] * present + [Presence.UNEXCUSED] * (4 - present)
    make_sheet(held, committee, *presences, rule=rule, quorum_number=number)
    published()
    cells = re.findall(r'<td role="cell">(.*?)</td>', html_of(client, address(held)), re.DOTALL)
    assert [words(re.sub(r"<span.*?</span>", "", cell)) for cell in cells] == [
        f"{present} z 4", said,
    ]  # fmt: skip


def test_names_where_the_body_opted_in(client, held, committee, published):
    type(committee).objects.filter(pk=committee.pk).update(attendance_names_public=True)
    quiet = MembershipFactory(body=committee, is_public=False)
    absent = MembershipFactory(body=committee)
    seen = MembershipFactory(body=committee)
    make_sheet(
        held, committee,
        {"presence": Presence.PRESENT, "membership": seen},
        {"presence": Presence.PRESENT, "membership": quiet},
        {"presence": Presence.UNEXCUSED, "membership": absent},
    )  # fmt: skip
    published()
    html = html_of(client, address(held))
    assert f"<li>{seen.person.full_name}</li>" in html and "2 z 3" in text_of(html)
    assert quiet.person.full_name not in html and absent.person.full_name not in html


def test_two_bodies_each_with_a_row(client, held, committee, published):
    group = GroupPageFactory(parent=committee, title="Grupa robocza")
    for body in (group, committee):
        make_sheet(held, body, Presence.PRESENT)
    published()
    html = html_of(client, address(held))
    assert re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', html) == [
        "Komitet Rozwoju", "Grupa robocza",
    ]  # fmt: skip


def test_news_of_the_bodies(held, committee, published):
    published()
    entry = next(each for each in entries(committee) if each["title"].startswith("Protokół"))
    assert entry["link"] == f"{held.full_url}protokol/"
    assert "Opublikowano protokół posiedzenia" in entry["summary"]
    assert "Zatwierdzony" in entry["summary"] and ".." not in entry["summary"]


def test_the_sitemap(held, published):
    assert len(held.get_sitemap_urls()) == 1
    published()
    locations = [each["location"] for each in held.get_sitemap_urls()]
    assert locations == [held.full_url, f"{held.full_url}protokol/"]


def test_a_cache_does_not_outlive_them(client, held, published):
    minutes = published()
    soon = timezone.now() + timedelta(seconds=20)
    Minutes.objects.filter(pk=minutes.pk).update(expire_at=soon)
    control = client.get(address(held)).headers["Cache-Control"]
    assert int(re.search(r"max-age=(\d+)", control)[1]) <= 20


@committed
def test_the_meeting_is_found_by_the_words_of_its_minutes(
    client, held, committee, listing, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        minutes = make_minutes(
            held,
            content=[item(discussion="<p>O wikliniarstwie</p>"),
                     item(discussion="<p>O pszczelarstwie</p>", is_internal=True)],
        )  # fmt: skip
    search = f"{committee.get_url()}szukaj/?q="
    assert held.title in html_of(client, f"{search}wikliniarstwo")
    assert held.title not in html_of(client, f"{search}pszczelarstwo")
    with django_capture_on_commit_callbacks(execute=True):
        minutes.unpublish()
    assert held.title not in html_of(client, f"{search}wikliniarstwo")


def test_the_approval_comes_later_than_publishing(client, held):
    """Whatever made them live: only with the approval they are public."""
    minutes = make_minutes(held, approve=False)
    assert client.get(address(held)).status_code == 404
    MinutesApproval.objects.create(minutes=minutes, approved_on=date(2026, 3, 1))
    assert client.get(address(held)).status_code == 200
