"""The public page of a call and its places: time alone flips them, and the answer stands first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from rkres_wagtail import sub_addresses
from rkres_wagtail.bodies.choices import MembersVisibility
from rkres_wagtail.meetings.presentation.boundaries import KEPT_SECONDS
from tests.consultations.states import utc
from tests.factories import CallPageFactory, GroupPageFactory, MembershipFactory
from tests.meetings.public import document, html_of, part, text_of, titles

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

#: A second of the local clock -> section of the list, what the tag says, step of the time line.
LIFE = [
    ("2023-04-03 23:59:59", "announced", "od 4 kwietnia 2023", 0),
    ("2023-04-04 00:00:00", "open", "zostało 15 dni", 1),
    ("2023-04-14 12:00:00", "open", "zostało 5 dni", 1),
    ("2023-04-17 12:00:00", "open", "zostały 2 dni", 1),
    ("2023-04-18 23:59:59", "open", "został 1 dzień", 1),
    ("2023-04-19 00:00:00", "open", "dziś ostatni dzień, do 23:59", 1),
    ("2023-04-19 23:59:59", "open", "dziś ostatni dzień, do 23:59", 1),
    ("2023-04-20 00:00:00", "closed", "", 2),
]
CHANNELS = [
    ("email", {"email": "rops@example.org", "subject": "Nabór do RKRES", "note": ""}),
    ("post", {"address": "ul. Wymyślona 1\n65-000 Zielona Góra", "envelope": "Nabór", "note": ""}),
]


def lubuskie(committee, **fields):
    """The real call: forms from 4 to 19 April 2023, 15 to 25 seats; announced on 1 April."""
    values = {
        "title": "Nabór na członków RKRES",
        "slug": "nabor-2023",
        "opens_at": utc("2023-04-04 00:00:00"),
        "closes_at": utc("2023-04-20 00:00:00"),
        "seats_min": 15,
        "seats_max": 25,
        "channels": CHANNELS,
        "first_published_at": utc("2023-04-01 12:00:00"),
        **fields,
    }
    settled = values.get("settled_on")
    with freeze_time(utc(f"{settled} 12:00:00" if settled else "2023-04-01 12:00:00")):
        return CallPageFactory(parent=committee, **values)


def list_url(committee, query: str = "") -> str:
    return f"{committee.get_url()}nabory/{query}"


def step_of(html: str) -> int:
    """Number of the current step of the time line, from 0."""
    before, _mark, _after = html.partition('aria-current="step"')
    return before.count('<li class="rkres-stage') - 1


@pytest.mark.parametrize(("at", "section", "said", "step"), LIFE, ids=[row[0] for row in LIFE])
def test_page_list_and_committee_agree_to_the_second(client, committee, at, section, said, step):
    page = lubuskie(committee)
    with freeze_time(utc(at)):
        html, above = html_of(client, page), html_of(client, committee)
        listed = html_of(client, list_url(committee))
    assert said in text_of(html) and said in text_of(listed)
    assert step_of(html) == step
    assert titles(part(listed, f"rkres-{section}")) == [page.title]
    box, latest = part(above, "rkres-open-calls"), part(above, "rkres-latest-calls")
    assert titles(box if section == "open" else latest) == [page.title]
    assert titles(latest if section == "open" else box) == []
    # Only an open call has something to press.
    assert ("rkres-button" in html) == (section == "open")


def test_the_deadline_is_told_as_the_day_before_midnight(client, committee):
    page = lubuskie(committee)
    with freeze_time(utc("2023-04-10 12:00:00")):
        html = html_of(client, page)
    summary = text_of(part(html, "rkres-summary"))
    assert "do 19 kwietnia 2023, 23:59" in summary
    assert 'datetime="2023-04-19T23:59"' in html
    assert "20 kwietnia" not in text_of(html)
    assert "15–25" in summary and page.decided_by in summary
    assert "4–19 kwietnia 2023" in text_of(html)


def test_an_hour_is_told_as_it_is(client, committee):
    page = lubuskie(committee, closes_at=utc("2023-04-19 15:30:00"))
    with freeze_time(utc("2023-04-19 15:29:59")):
        assert "dziś ostatni dzień, do 15:30" in text_of(html_of(client, page))
    with freeze_time(utc("2023-04-19 15:30:00")):
        assert "rkres-button" not in html_of(client, page)


@pytest.mark.parametrize(
    ("closes", "last_open", "said"),
    [
        # Clocks go forward in the night before the last day, and back in it.
        ("2023-03-27 00:00:00", "2023-03-26 23:59:59", "26 marca 2023, 23:59"),
        ("2023-10-30 00:00:00", "2023-10-29 23:59:59", "29 października 2023, 23:59"),
    ],
)
def test_the_last_day_when_clocks_are_changed(client, committee, closes, last_open, said):
    start = utc(last_open) - timedelta(days=7)
    page = lubuskie(committee, opens_at=start, closes_at=utc(closes))
    with freeze_time(utc(last_open)):
        text = text_of(html_of(client, page))
        assert "dziś ostatni dzień" in text and said in text
    with freeze_time(utc(last_open) - timedelta(days=1)):
        assert "został 1 dzień" in text_of(html_of(client, page))
    with freeze_time(utc(closes)):
        assert page.state() == "closed"


def seconds(response) -> int | None:
    found = response.get("Cache-Control", "")
    return int(found.partition("max-age=")[2].partition(",")[0]) if "max-age" in found else None


def test_no_copy_outlives_the_moment(client, committee):
    page = lubuskie(committee)
    addresses = [page.get_url(), committee.get_url(), list_url(committee)]
    for at, kept in (
        ("2023-04-03 23:59:50", 10),
        ("2023-04-10 23:59:55", 5),  # a day less is left
        ("2023-04-19 23:59:30", 30),
        ("2023-04-10 12:00:00", KEPT_SECONDS),
    ):
        with freeze_time(utc(at)):
            assert {seconds(client.get(each)) for each in addresses} == {kept}, at
    with freeze_time(utc("2023-05-10 12:00:00")):
        assert {seconds(client.get(each)) for each in addresses} == {None}


def test_a_page_that_expires_is_not_kept_longer(client, committee):
    page = lubuskie(committee, expire_at=utc("2023-04-10 12:00:20"))
    with freeze_time(utc("2023-04-10 12:00:00")):
        for each in (page.get_url(), committee.get_url(), list_url(committee)):
            assert seconds(client.get(each)) == 20


def test_when_it_is_settled_the_outcome_stands_first(client, committee):
    page = lubuskie(
        committee, settled_on=date(2023, 5, 31), outcome="<p>Powołano 21 osób.</p>",
        who_may_stand="<p>Przedstawiciele podmiotów.</p>", rules="<p>Kadencja trwa 3 lata.</p>",
    )  # fmt: skip
    html = html_of(client, page)
    assert "31 maja 2023" in text_of(part(html, "rkres-summary"))
    order = [html.index(f'id="rkres-{name}"') for name in ("outcome", "whom", "channels", "rules")]
    assert order == sorted(order)
    assert "Powołano 21 osób." in text_of(html) and "Kadencja trwa 3 lata." in text_of(html)
    assert step_of(html) == 3 and "rkres-button" not in html


def test_the_way_to_the_composition(client, committee):
    MembershipFactory(body=committee)
    page = lubuskie(committee, settled_on=date(2023, 5, 31), composition_on=date(2023, 5, 31))
    address = f"{committee.get_url()}sklad/?on=2023-05-31"
    html = html_of(client, page)
    assert f'href="{address}"' in part(html, "rkres-outcome")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("why", ["hidden composition", "day to come", "private body"])
def test_no_way_to_a_composition_that_nobody_may_read(client, committee, why):
    group = GroupPageFactory(parent=committee, private=why == "private body", title="Zespół")
    MembershipFactory(body=group)
    if why == "hidden composition":
        group.members_visibility = MembersVisibility.NOTHING
        group.save()
    ahead = timezone.localdate() + timedelta(days=3)
    day = ahead if why == "day to come" else date(2023, 5, 31)
    page = lubuskie(
        committee, body=group, settled_on=date(2023, 5, 31), composition_on=day, outcome="<p>x</p>"
    )
    html = html_of(client, page)
    assert "sklad" not in part(html, "rkres-outcome") + part(html, "rkres-summary")
    if why == "day to come":
        with freeze_time(utc(f"{ahead} 00:00:00")):
            assert f"sklad/?on={ahead}" in part(html_of(client, page), "rkres-outcome")


def test_everything_that_a_candidate_needs(client, committee):
    form = document("Formularz zgłoszeniowy", name="formularz.docx")
    page = lubuskie(
        committee,
        files=[("file", {"document": form, "title": ""})],
        questions=[("question", {"question": "Kto wybiera?", "answer": "<p>Marszałek.</p>"})],
        copies=[("copy", {"title": "Ogłoszenie w BIP", "url": "https://bip.invalid/nabor"})],
        contact_person="Anna Wymyślona", contact_phone="68 000 00 00",
    )  # fmt: skip
    with freeze_time(utc("2023-04-10 12:00:00")):
        html = html_of(client, page)
    assert "mailto:rops@example.org?subject=Nab%C3%B3r%20do%20RKRES" in html
    assert form.url in part(html, "rkres-forms") and "DOCX" in part(html, "rkres-forms")
    assert "Kto wybiera?" in part(html, "rkres-questions")
    assert "Marszałek." in part(html, "rkres-questions")
    assert "https://bip.invalid/nabor" in html
    assert "Anna Wymyślona" in part(html, "rkres-contact")


def test_the_contact_is_that_of_the_body_where_the_call_has_none(client, committee):
    committee.contact_email = "biuro@example.org"
    committee.save()
    page = lubuskie(committee)
    assert "biuro@example.org" in part(html_of(client, page), "rkres-contact")


# The form of another part -----------------------------------------------------------------------


@pytest.fixture
def joining(monkeypatch):
    """Lets some calls have a form on this site."""
    keys: set = set()

    def found(pages, gate):
        return {page.translation_key: {"is_open": page.translation_key in keys} for page in pages}

    answer = sub_addresses._Answer(lambda page, request: None, found, None)
    monkeypatch.setitem(sub_addresses._answers, "joining", answer)
    return keys


def test_the_button_of_the_form_is_there_while_the_call_is_open(client, committee, joining):
    page = lubuskie(committee)
    button = f'class="rkres-button" href="{page.get_url()}zgloszenie/"'
    with freeze_time(utc("2023-04-10 12:00:00")):
        assert button not in html_of(client, page)
        joining.add(page.translation_key)
        assert button in html_of(client, page)
    for at in ("2023-04-03 12:00:00", "2023-04-20 00:00:00"):
        with freeze_time(utc(at)):
            assert "zgloszenie/" not in html_of(client, page)


# The list ---------------------------------------------------------------------------------------


def test_the_list_has_the_open_ones_first(client, committee):
    CallPageFactory(parent=committee, title="Rozstrzygnięty", settled=True)
    CallPageFactory(parent=committee, title="Zamknięty", closed=True)
    CallPageFactory(parent=committee, title="Zapowiedziany", announced=True)
    CallPageFactory(parent=committee, title="Później")
    soon = timezone.now() + timedelta(days=3)
    CallPageFactory(parent=committee, title="Wkrótce koniec", closes_at=soon)
    html = html_of(client, list_url(committee))
    assert titles(html) == [
        "Wkrótce koniec", "Później", "Zapowiedziany", "Zamknięty", "Rozstrzygnięty",
    ]  # fmt: skip


@pytest.mark.searches
def test_a_long_list_has_pages_and_filters(client, committee, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    group = GroupPageFactory(parent=committee, title="Zespół")
    for number in range(3):
        CallPageFactory(parent=committee, title=f"Komitetu {number}")
    CallPageFactory(parent=group, title="Zespołu", closed=True)
    lubuskie(committee, title="Dawny")
    first, last = (html_of(client, list_url(committee, f"?strona={n}")) for n in (1, 3))
    assert len(titles(first)) == 2 and titles(last) == ["Dawny"]
    assert f'rel="canonical" href="{committee.get_full_url()}nabory/?strona=3"' in last
    for query, found in (
        ("?stan=open", 2),
        (f"?organ={group.pk}", 1),
        ("?rok=2023", 1),
        ("?q=dawny", 1),
        ("?q=niczegotuniema", 0),
    ):
        assert len(titles(html_of(client, list_url(committee, query)))) == found, query
    for wrong in ("?stan=%3Cscript%3E", "?rok=0000", "?organ=99999999999999999999", "?strona=x"):
        assert titles(html_of(client, list_url(committee, wrong))), wrong


def test_an_empty_list_says_what_will_be_here(client, committee):
    html = html_of(client, list_url(committee))
    assert "rkres-empty" in html and "rkres-filters" not in html
    assert "rkres-open-calls" not in html_of(client, committee)
    assert "rkres-latest-calls" not in html_of(client, committee)


def test_a_committee_has_all_a_group_its_own(client, committee):
    group = GroupPageFactory(parent=committee, title="Zespół")
    CallPageFactory(parent=committee, title="Komitetu")
    CallPageFactory(parent=group, title="Zespołu")
    CallPageFactory(parent=committee, title="Komitetu do zespołu", body=group, closed=True)
    above, below = html_of(client, committee), html_of(client, group)
    assert set(titles(part(above, "rkres-open-calls"))) == {"Komitetu", "Zespołu"}
    assert titles(part(below, "rkres-open-calls")) == ["Zespołu"]
    assert titles(part(below, "rkres-latest-calls")) == ["Komitetu do zespołu"]
    assert f'href="{list_url(committee)}?organ={group.pk}"' in below


@pytest.mark.searches
def test_search_says_until_when_it_is_open(client, committee):
    page = lubuskie(committee)
    with freeze_time(utc("2023-04-10 12:00:00")):
        response = client.get(f"{committee.get_url()}szukaj/?q=nabór")
        html = response.content.decode()
        assert page.get_url() in html and "19 kwietnia 2023" in text_of(html)
    with freeze_time(utc("2023-04-19 23:59:50")):
        assert seconds(client.get(f"{committee.get_url()}szukaj/?q=nabór")) == 10


def test_hostile_words_are_only_words(client, committee):
    page = CallPageFactory(
        parent=committee, title="<script>alert(1)</script>", lead="<b onload=x>", decided_by="<i>",
        questions=[("question", {"question": "<script>", "answer": "<p>Tak</p>"})],
    )  # fmt: skip
    for each in (page.get_url(), committee.get_url(), list_url(committee)):
        assert "<script>alert" not in html_of(client, each)
    html = html_of(client, page)
    assert "<b onload" not in html and "<summary><script>" not in html


def test_the_list_stands_in_the_sitemap_where_there_is_something(client, committee):
    assert "nabory/" not in client.get("/sitemap.xml").content.decode()
    page = CallPageFactory(parent=committee)
    found = client.get("/sitemap.xml").content.decode()
    assert f"{committee.get_full_url()}nabory/" in found and page.get_full_url() in found
