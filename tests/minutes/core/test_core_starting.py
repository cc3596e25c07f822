"""Starting minutes: what a meeting gives to their draft, and when it may."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from rkres_wagtail.decisions.choices import Voting
from rkres_wagtail.meetings.attendance.services import Entry, close_sheet, open_sheet, record
from rkres_wagtail.meetings.services import cancel_meeting
from rkres_wagtail.minutes.models import Minutes
from rkres_wagtail.minutes.services import start_minutes
from tests.factories import DecisionPageFactory, MembershipFactory, MinutesFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def values(minutes, kind="item") -> list[dict]:
    return [each["value"] for each in minutes.content.raw_data if each["type"] == kind]


def edit_url(minutes):
    return reverse("wagtailsnippets_rkres_wagtail_minutes:edit", args=[minutes.pk])


def start_url(page):
    return reverse("rkres_minutes_start", args=[page.pk])


# What the draft has -------------------------------------------------------------------------------


def test_the_draft_has_the_agenda_with_public_numbers(meeting, secretary):
    page = meeting(
        agenda=[
            {"title": "Otwarcie"},
            {"title": "Kadry", "is_internal": True},
            {"title": "Wynagrodzenia", "level": 2},
            {"title": "Program", "level": 1},
            {"title": "Cele", "level": 2},
        ]
    )
    minutes = start_minutes(meeting=page, user=secretary)
    assert not minutes.live and minutes.state == "draft"
    found = [(v["number"], v["title"], v["is_internal"]) for v in values(minutes)]
    assert found == [
        ("1.", "Otwarcie", False),
        ("", "Kadry", True),
        ("", "Wynagrodzenia", True),
        ("2.", "Program", False),
        ("2.1.", "Cele", False),
    ]
    keys = [str(row.uuid) for row in page.agenda_items.all()]
    assert [v["item_uuid"] for v in values(minutes)] == keys
    assert minutes.taken_by == "Anna Protokolantka"
    assert minutes.latest_revision.user == secretary


def test_results_with_where_they_went(meeting, secretary):
    later = meeting(title="Następne", starts_on=timezone.localdate() + timedelta(days=9))
    hidden = meeting(title="Szkic", starts_on=timezone.localdate() + timedelta(days=9), live=False)
    page = meeting(
        agenda=[
            {"title": "A", "result": "adopted", "result_note": "12 za <b>1 przeciw</b>"},
            {"title": "B", "result": "postponed", "postponed_to_id": later.pk},
            {"title": "C", "result": "postponed", "postponed_to_id": hidden.pk},
            {"title": "D"},
        ]
    )
    first, second, third, fourth = values(start_minutes(meeting=page, user=secretary))
    assert first["outcome"] == "<p>Wynik: przyjęto – 12 za &lt;b&gt;1 przeciw&lt;/b&gt;.</p>"
    assert "odroczono – Następne" in second["outcome"]
    assert "Szkic" not in third["outcome"] and "odroczono" in third["outcome"]
    assert fourth["outcome"] == ""


def test_published_decisions_at_their_items(meeting, register, secretary):
    key = uuid.uuid4()
    page = meeting(agenda=[{"title": "Klauzule", "uuid": key}, {"title": "Wolne wnioski"}])
    facts = {"parent": register, "meeting": page, "adopted_on": page.starts_on}
    counted = {"voting": Voting.COUNTED, "votes_for": 16, "votes_against": 0}
    DecisionPageFactory(**facts, title="W sprawie klauzul", number="3", item_uuid=key, **counted)
    DecisionPageFactory(**facts, title="Bez punktu")
    DecisionPageFactory(**facts, title="Niejawna", item_uuid=key, live=False)
    minutes = start_minutes(meeting=page, user=secretary)
    outcome = values(minutes)[0]["outcome"]
    assert "stanowisko nr 3" in outcome and "W sprawie klauzul" in outcome
    assert "za:\xa016, przeciw:\xa00" in outcome
    assert "Niejawna" not in str(minutes.content.raw_data)
    assert values(minutes)[1]["outcome"] == ""
    (other,) = values(minutes, "text")
    assert "Bez punktu" in other["text"] and not other["is_internal"]


def test_attendance_is_no_part_of_the_text(meeting, committee, secretary):
    """It is shown with the minutes, from the closed sheet (tests/minutes/test_public_page.py)."""
    page = meeting()
    person = PersonFactory(first_name="Jan", last_name="Obecny")
    row = MembershipFactory(body=committee, person=person)
    sheet = open_sheet(meeting=page, body=committee, user=secretary)
    record(
        sheet=sheet, entries=[Entry(row.pk, "present")], guests="Gość Zaproszony", user=secretary
    )
    close_sheet(sheet=sheet, user=secretary)
    minutes = start_minutes(meeting=page, user=secretary)
    assert values(minutes, "text") == []
    assert "Obecny" not in str(minutes.content.raw_data)


def test_the_chair_of_that_day_is_proposed(meeting, committee, secretary):
    page = meeting()
    day = page.starts_on
    names = {
        "Dawna": {"starts_on": day - timedelta(days=900), "ends_on": day - timedelta(days=1)},
        "Nowa": {"starts_on": day + timedelta(days=1)},
        "Ówczesna": {"starts_on": day - timedelta(days=10)},
    }
    for name, dates in names.items():
        person = PersonFactory(first_name="Ewa", last_name=name)
        MembershipFactory(body=committee, person=person, chair=True, **dates)
    minutes = start_minutes(meeting=page, user=secretary)
    assert minutes.chaired_by.startswith("Ewa Ówczesna, przewodnicząc")


def test_a_hidden_chair_is_not_named(meeting, committee, secretary):
    MembershipFactory(body=committee, chair=True, hidden=True)
    assert start_minutes(meeting=meeting(), user=secretary).chaired_by == ""


def test_results_of_the_pages_draft_count(meeting, secretary):
    page = meeting(agenda=[{"title": "A"}])
    draft = type(page).objects.get(pk=page.pk)
    item = draft.agenda_items.first()
    item.result = "adopted"
    draft.agenda_items = [item]
    draft.save_revision()
    outcome = values(start_minutes(meeting=page, user=secretary))[0]["outcome"]
    assert outcome == "<p>Wynik: przyjęto.</p>"


# When it may --------------------------------------------------------------------------------------


def test_only_once_it_has_begun(meeting, secretary):
    ahead = meeting(starts_on=timezone.localdate() + timedelta(days=3))
    with pytest.raises(ValidationError, match="jeszcze się nie rozpoczęło"):
        start_minutes(meeting=ahead, user=secretary)


def test_a_running_meeting_may(meeting, secretary):
    now = timezone.localtime()
    page = meeting(date_precision="day", starts_on=now.date(), starts_time=None, ends_time=None)
    assert not page.is_over()
    start_minutes(meeting=page, user=secretary)


def test_not_of_a_cancelled_one(meeting, secretary):
    page = meeting(confirmed=True)
    cancel_meeting(page, user=None, reason="Brak kworum.")
    with pytest.raises(ValidationError, match="odwołane"):
        start_minutes(meeting=page, user=secretary)


def test_once(meeting, secretary):
    page = meeting()
    start_minutes(meeting=page, user=secretary)
    with pytest.raises(ValidationError, match="już protokół"):
        start_minutes(meeting=page, user=secretary)
    assert Minutes.objects.count() == 1


def test_translations_share_them(meeting, secretary, site_root):
    page = meeting()
    english = Locale.objects.create(language_code="en")
    twin = page.copy_for_translation(english, copy_parents=True)
    twin.get_latest_revision().publish()
    minutes = start_minutes(meeting=twin, user=secretary)
    assert minutes.meeting_id == page.pk
    assert Minutes.objects.of(page).get() == Minutes.objects.of(twin).get()
    with pytest.raises(ValidationError):
        start_minutes(meeting=page, user=secretary)


# The screens --------------------------------------------------------------------------------------


def content(response) -> str:
    return " ".join(response.content.decode().split())


def test_from_the_meetings_tab_to_the_draft(office, meeting):
    page = meeting(agenda=[{"title": "Otwarcie"}])
    tab = content(office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "Nie ma jeszcze protokołu" in tab and start_url(page) in tab
    assert office.get(start_url(page)).status_code == 200
    assert not Minutes.objects.exists()
    response = office.post(start_url(page))
    minutes = Minutes.objects.get()
    assert response.url == edit_url(minutes)
    assert "Otwarcie" in content(office.get(response.url))
    tab = content(office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert edit_url(minutes) in tab and "projekt" in tab and start_url(page) not in tab


def test_the_tab_says_why_not_yet(office, meeting):
    page = meeting(starts_on=timezone.localdate() + timedelta(days=3))
    tab = content(office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "jeszcze się nie rozpoczęło" in tab and start_url(page) not in tab
    response = office.post(start_url(page), follow=True)
    assert "jeszcze się nie rozpoczęło" in content(response)
    assert not Minutes.objects.exists()


def test_new_minutes_begin_with_a_choice_of_meetings(office, meeting):
    done, free = meeting(title="Z protokołem"), meeting(title="Bez protokołu")
    ahead = meeting(title="Przyszłe", starts_on=timezone.localdate() + timedelta(days=3))
    MinutesFactory(meeting=done)
    url = reverse("wagtailsnippets_rkres_wagtail_minutes:add")
    html = content(office.get(url))
    assert start_url(free) in html
    assert start_url(done) not in html and start_url(ahead) not in html
    assert start_url(free) not in content(office.get(url, {"q": "inne"}))
    assert office.post(url, {"meeting": free.pk}).status_code == 405
    assert Minutes.objects.count() == 1


def test_meetings_are_found_without_polish_letters(office, meeting):
    page = meeting(title="Żółte ŁĄKI")
    url = reverse("wagtailsnippets_rkres_wagtail_minutes:add")
    for typed in ("żółte łąki", "zolte laki", "ŁĄKI"):
        assert start_url(page) in content(office.get(url, {"q": typed})), typed


def test_a_fact_of_the_meeting_is_not_changed_by_a_form(office, meeting, minutes):
    from .form_data import minutes_data

    made, other = minutes(), meeting()
    response = office.post(edit_url(made), minutes_data(made, meeting=other.pk, closing="Koniec."))
    assert response.status_code == 302
    made.refresh_from_db()
    assert made.meeting_id != other.pk
    assert made.get_latest_revision_as_object().meeting_id == made.meeting_id
