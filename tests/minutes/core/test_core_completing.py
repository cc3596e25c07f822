"""“Complete from the meeting”: adds what is missing, never touches what was written."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rkres_wagtail.minutes.services import complete_minutes
from tests.factories.minutes import item, text

from .test_core_starting import content, edit_url, values

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

KEYS = [uuid.uuid4() for _ in range(3)]


@pytest.fixture
def held(meeting):
    return meeting(
        agenda=[
            {"title": "Otwarcie", "uuid": KEYS[0], "result": "noted"},
            {"title": "Program", "uuid": KEYS[1], "result": "adopted"},
            {"title": "Zamknięcie", "uuid": KEYS[2]},
        ]
    )


def latest(minutes):
    return type(minutes).objects.get(pk=minutes.pk).get_latest_revision_as_object()


def test_missing_items_come_in_their_places(held, minutes, secretary):
    made = minutes(
        meeting=held,
        blocks=[
            item("Otwarcie, moje", item_uuid=str(KEYS[0]), outcome="<p>Własny wynik.</p>"),
            text("Wtrącenie", "<p>Przerwa.</p>"),
            item("Zamknięcie", item_uuid=str(KEYS[2])),
        ],
    )
    plan = complete_minutes(minutes=made, user=secretary)
    assert plan.added == ["Program"] and plan.outcomes == []
    draft = latest(made)
    found = [b["value"].get("title") or b["value"]["heading"] for b in draft.content.raw_data]
    assert found == ["Otwarcie, moje", "Program", "Wtrącenie", "Zamknięcie"]
    assert values(draft)[0]["outcome"] == "<p>Własny wynik.</p>"
    assert values(draft)[1]["outcome"] == "<p>Wynik: przyjęto.</p>"


@pytest.mark.parametrize("blank", ["", "<p></p>", "<p>&nbsp;</p>", "<p>\xa0 </p>"])
def test_empty_outcomes_are_filled(held, minutes, secretary, blank):
    made = minutes(
        meeting=held,
        blocks=[
            item(str(number), item_uuid=str(key), outcome=blank) for number, key in enumerate(KEYS)
        ],
    )
    plan = complete_minutes(minutes=made, user=secretary)
    assert plan.added == [] and plan.outcomes == ["0", "1"]
    assert [bool(v["outcome"].strip()) for v in values(latest(made))][:2] == [True, True]
    revision = latest(made).latest_revision
    assert complete_minutes(minutes=made, user=secretary).is_empty
    assert latest(made).latest_revision == revision


def test_approved_minutes_keep_their_text(held, minutes, secretary):
    made = minutes(meeting=held, approved=True)
    with pytest.raises(ValidationError, match="już zatwierdzony"):
        complete_minutes(minutes=made, user=secretary)


def test_the_screen_shows_and_does_it(office, held, minutes):
    made = minutes(meeting=held, blocks=[item("Otwarcie", item_uuid=str(KEYS[0]))])
    url = reverse("rkres_minutes_complete", args=[made.pk])
    assert url in content(office.get(edit_url(made)))
    html = content(office.get(url))
    assert "Program" in html and "Wyniki, które zostaną uzupełnione" in html
    assert len(latest(made).content) == 1
    html = content(office.post(url, follow=True))
    assert "Dodano: Program, Zamknięcie." in html and "Uzupełniono wyniki: Otwarcie." in html
    assert len(latest(made).content) == 3
    assert "Nie ma czego dodać" in content(office.get(url, follow=True))
    history = content(
        office.get(reverse("wagtailsnippets_rkres_wagtail_minutes:history", args=[made.pk]))
    )
    assert "Uzupełniono z posiedzenia; nowych części: 2, wyników: 1" in history


def test_an_item_that_became_internal_is_told(office, held, minutes):
    row = held.agenda_items.first()
    row.is_internal = True
    row.save()
    made = minutes(meeting=held, blocks=[item("Otwarcie", item_uuid=str(KEYS[0]))])
    html = content(office.post(reverse("rkres_minutes_complete", args=[made.pk]), follow=True))
    assert "W porządku obrad wewnętrzne, a tutaj nie: Otwarcie." in html
