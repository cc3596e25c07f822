"""The page of one meeting: announcement and report."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from django.utils.translation import override

from rkres_wagtail import slots
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from tests.factories import (
    FundingNoticeFactory,
    GroupPageFactory,
    OrganisationFactory,
    TermFactory,
    TierPageFactory,
)

from .public import document, html_of, image, part, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def uuids(count: int) -> list[uuid.UUID]:
    return [uuid.uuid4() for _number in range(count)]


def test_a_bare_meeting_has_no_empty_sections(client, meeting):
    html = html_of(client, meeting(title="Posiedzenie"))
    assert html.count("<h1>") == 1
    assert "<h2" not in html[html.index('class="rkres"') :].split("rkres-foot")[0]
    for mark in ("rkres-agenda", "rkres-materials", "rkres-gallery", "rkres-notice"):
        assert mark not in html


def test_the_answer_comes_first(client, meeting, committee):
    host = OrganisationFactory(name="Dom Kultury", website="https://example.invalid/dom")
    page = meeting(
        title="Posiedzenie",
        confirmed=True,
        starts_on=date(2031, 12, 12),
        meeting_form="hybrid",
        place_name="Sala 12",
        place_address="ul. Prosta 1",
        host_organisation=host,
        is_open=True,
        signup_url="https://example.invalid/zapisy",
        signup_text="Napisz do nas: biuro@example.invalid",
        signup_until=date(2031, 12, 8),
        lead="O czym będzie.",
        outside_bodies=[("body", {"name": "Rada Pożytku", "url": "https://example.invalid/"})],
        services=[("service", {"kind": "induction_loop", "note": "sala 12"})],
    )
    text = text_of(html_of(client, page))
    order = [
        "potwierdzone",
        "12 grudnia 2031, piątek, 10:00–13:00",
        "Sala 12",
        "ul. Prosta 1",
        "Hybrydowo",
        committee.title,
        "Rada Pożytku",
        "Dom Kultury",
        "Otwarte dla wszystkich",
        "Zapisy do 8 grudnia 2031",
        "O czym będzie.",
        "biuro@example.invalid",
        "Pętla indukcyjna: sala 12",
    ]
    places = [text.find(each, text.index("potwierdzone")) for each in order]
    assert -1 not in places and places == sorted(places), dict(zip(order, places, strict=True))


def test_a_closed_meeting_says_so(client, meeting):
    assert "Tylko członkowie i zaproszeni goście" in text_of(html_of(client, meeting()))


def test_the_head_of_the_page_is_machine_readable(client, meeting):
    page = meeting(starts_on=date(2031, 7, 1))
    html = html_of(client, page)
    assert '<time datetime="2031-07-01T10:00+02:00">' in html
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert 'datetime="2031-08"' in html_of(
        client, meeting(month_only=True, starts_on=date(2031, 8, 1))
    )


def test_agenda_has_levels_numbers_and_who_speaks(client, meeting):
    rows = [
        {"title": "Otwarcie", "starts_time": time(10), "duration": 5},
        {"title": "Program", "speaker": "Anna Łącka", "affiliation": "ROPS"},
        {"title": "Cele", "level": 2},
        {"title": "zatrudnienie", "level": 3},
        {"title": "usługi", "level": 3},
        {"title": "Wskaźniki", "level": 2},
        {"title": "Zamknięcie"},
    ]
    html = html_of(client, meeting(agenda=rows))
    text = text_of(part(html, "rkres-agenda"))
    for line in (
        "1. Otwarcie 10:00, 5 minut",
        "2. Program Anna Łącka, ROPS",
        "2.1. Cele",
        "a) zatrudnienie",
        "b) usługi",
        "2.2. Wskaźniki",
        "3. Zamknięcie",
    ):
        assert line in text
    assert part(html, "rkres-agenda").count("<ol") == 3


def test_materials_say_format_size_and_whether_all_can_read_them(client, meeting):
    (key,) = uuids(1)
    page = meeting(
        agenda=[{"title": "Program", "uuid": key}],
        materials=[
            {"document": document("Projekt"), "kind": "draft", "item_uuid": key},
            {
                "document": document("Skan"),
                "access": "not_accessible",
                "replace_by": date(2031, 5, 3),
            },
            {"title": "Stary skan", "document": document(), "access": "replaced"},
            {"title": "Nagranie", "url": "https://example.invalid/n", "kind": "recording"},
        ],
    )
    html = html_of(client, page)
    assert "Projekt – projekt dokumentu (PDF, 2,0 KB)" in text_of(part(html, "rkres-agenda"))
    text = text_of(part(html, "rkres-materials"))
    assert "Projekt – " not in text
    assert "Skan (PDF, 2,0 KB) plik niedostępny cyfrowo" in text
    assert "do 3 maja 2031" in text
    assert "zastąpiony wersją dostępną" in text
    assert "inn" in text and 'href="https://example.invalid/n"' in html


def test_results_and_the_report_are_told_after_the_meeting_only(client, meeting, committee):
    group = GroupPageFactory(parent=committee, title="Grupa ds. mediów")
    later = meeting(title="Następne obrady", starts_on=date(2031, 5, 6))
    fields = {
        "agenda": [
            {"title": "A", "result": "adopted", "result_note": "jednogłośnie"},
            {"title": "B", "result": "postponed", "postponed_to_id": later.pk},
            {"title": "C", "result": "referred", "referred_to_id": group.pk},
        ],
        "report": "<p>Było 17 osób.</p>",
        "photos": [("photo", {"image": image(), "alt_text": "Sala pełna", "caption": "Obrady"})],
    }
    before = html_of(client, meeting(**fields))
    assert "Sala pełna" not in before and "rkres-report" not in before
    for told in ("jednogłośnie", "Następne obrady (", group.title, "17 osób", "Sala pełna"):
        assert told not in text_of(before.split("rkres-neighbours")[0])
    html = html_of(client, meeting(past=True, **fields))
    assert "17 osób" in text_of(part(html, "rkres-report"))
    agenda = text_of(part(html, "rkres-agenda"))
    assert "przyjęto – jednogłośnie" in agenda
    assert "Następne obrady (6 maja 2031)" in agenda and f'href="{later.url}"' in html
    assert group.title in agenda and f'href="{group.url}"' in html
    photo = part(html, "rkres-photos")
    assert 'alt="Sala pełna"' in photo and "<figcaption>Obrady</figcaption>" in photo
    assert "odbyło się" in text_of(html)
    assert "Tylko członkowie" not in html


def test_whether_the_minutes_are_published(client, meeting):
    assert "Protokół nieopublikowany" in text_of(html_of(client, meeting(past=True)))
    held = meeting(past=True, materials=[{"document": document("Zapis"), "kind": "minutes"}])
    assert "Protokół Zapis (PDF, 2,0 KB)" in text_of(html_of(client, held))
    assert "Protokół" not in text_of(html_of(client, meeting()))


def test_a_report_to_come_is_promised_for_three_months(client, meeting):
    promise = "Tutaj pojawi się relacja"
    assert promise in text_of(html_of(client, meeting(past=True)))
    old = meeting(starts_on=local_today() - timedelta(days=100))
    assert promise not in text_of(html_of(client, old))
    told = meeting(past=True, report="<p>Było.</p>")
    assert promise not in text_of(html_of(client, told))


def test_moved_and_cancelled_lines_stay(client, meeting, admin_user):
    page = meeting(confirmed=True, starts_on=date(2031, 5, 5))
    new = When("minute", date(2031, 6, 7), time(11), None, time(14))
    move_meeting(page, new, user=admin_user, reason="Brak <sali>")
    html = html_of(client, page)
    line = (
        "Przeniesiono z 5 maja 2031, poniedziałek, 10:00–13:00 na 7 czerwca 2031, sobota, "
        "11:00–14:00. Powód: Brak <sali>"
    )
    assert line in text_of(html) and "<sali>" not in html
    assert "nowy termin" in text_of(html)
    cancel_meeting(page, user=admin_user, reason="Choroba")
    html = html_of(client, page)
    text = text_of(html)
    assert line in text and "Odwołano." in text and "Powód: Choroba" in text
    assert text.index("Odwołano.") < text.index("Przeniesiono")
    assert "rkres-tag--cancelled" in html and "rkres-dateblock--cancelled" in html
    assert "Dodaj do kalendarza" not in html


def test_moved_to_a_date_not_yet_known_and_back(client, meeting, admin_user):
    page = meeting(confirmed=True, starts_on=date(2031, 5, 5))
    move_meeting(page, When("unknown"), user=admin_user, reason="Remont")
    assert "na termin, który nie jest jeszcze znany" in text_of(html_of(client, page))
    new = When("day", date(2031, 9, 9))
    move_meeting(page, new, user=admin_user, reason="Po remoncie")
    text = text_of(html_of(client, page))
    assert "Przeniesiono na 9 września 2031, wtorek. Powód: Po remoncie" in text


def test_number_is_said_once(client, meeting, listing):
    named, plain = meeting(title="V posiedzenie", number=5), meeting(title="Obrady", number=6)
    assert "Nr V" not in text_of(html_of(client, named))
    assert "Nr VI" in text_of(html_of(client, plain))
    type(listing).objects.update(numbering="arabic")
    assert "Nr 6" in text_of(html_of(client, plain))


def test_neighbours_are_of_the_same_body(client, meeting, committee):
    group = GroupPageFactory(parent=committee)
    first = meeting(title="Pierwsze", starts_on=date(2031, 1, 1))
    middle = meeting(title="Środkowe", starts_on=date(2031, 2, 1))
    meeting(title="Obce", starts_on=date(2031, 2, 2), bodies=[group])
    last = meeting(title="Ostatnie", starts_on=date(2031, 3, 1), bodies=[committee, group])
    meeting(title="Szkic", starts_on=date(2031, 2, 3), live=False)
    html = html_of(client, middle).split("rkres-neighbours", 1)[1]
    assert f'rel="prev" href="{first.url}"' in html and f'rel="next" href="{last.url}"' in html
    assert "Obce" not in html and "Szkic" not in html
    assert "rkres-neighbours" not in html_of(client, meeting(undated=True))


def test_an_old_term_is_marked_as_archival(client, meeting, committee):
    TermFactory(committee=committee, past=True)
    TermFactory(committee=committee)
    html = html_of(client, meeting(starts_on=date(2016, 4, 7)))
    assert "Strona archiwalna" in html and "kadencji" in text_of(html)
    assert "Strona archiwalna" not in html_of(client, meeting())


def test_contact_and_funding_come_from_the_body_unless_given(client, meeting, committee):
    tier = TierPageFactory(parent=committee, contact_phone="11 222 33 44")
    notice = FundingNoticeFactory(text="<p>Dofinansowano.</p>")
    type(committee).objects.update(contact_phone="99 999 99 99", funding=notice)
    html = html_of(client, meeting(bodies=[tier]))
    assert "tel:112223344" in html and "tel:999999999" not in html and "Dofinansowano." in html
    own = meeting(
        bodies=[tier],
        contact_phone="55 666 77 88",
        funding=FundingNoticeFactory(text="<p>Inne.</p>"),
    )
    html = html_of(client, own)
    assert "tel:556667788" in html and "tel:112223344" not in html
    assert "Inne." in html and "Dofinansowano." not in html


def test_a_hostile_title_is_text(client, meeting, listing):
    page = meeting(title="<script>alert(1)</script> \u202eodwrócony", lead="{{ x }}<b>")
    for address in (page, listing):
        html = html_of(client, address)
        assert "<script>alert" not in html and "&lt;script&gt;alert(1)" in html
    assert "{{ x }}&lt;b&gt;" in html_of(client, page)


def test_later_rooms_have_their_places(client, meeting, monkeypatch):
    monkeypatch.setattr(slots, "_providers", {name: [] for name in slots.NAMES})
    page = meeting()
    for name in ("meeting_decisions", "meeting_links", "meeting_foot"):
        slots.provider(name)(lambda context, name=name: f"{name}:{context['meeting'].pk}")
    html = html_of(client, page)
    assert all(f"{name}:{page.pk}" in html for name in ("meeting_decisions", "meeting_links"))


def test_calendar_file_is_offered_where_a_day_is_known(client, meeting):
    page = meeting()
    assert f"posiedzenie/{page.pk}.ics" in html_of(client, page)
    for vague in (meeting(month_only=True), meeting(undated=True), meeting(past=True)):
        assert f"posiedzenie/{vague.pk}.ics" not in html_of(client, vague)


def test_words_are_in_the_active_language(client, meeting):
    page = meeting(confirmed=True)
    with override("en"):
        from rkres_wagtail.meetings.presentation.words import how_many, next_meeting

        assert how_many(None, 2) == "2 meetings found"
        assert next_meeting(None) == "Next meeting"
    assert "potwierdzone" in html_of(client, page)
