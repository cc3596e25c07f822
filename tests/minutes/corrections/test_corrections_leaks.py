"""Draft text, corrections, answers, messages and contacts: in no public output, in no API."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import ModelLogEntry

from rkres_wagtail.minutes.choices import CorrectionState
from rkres_wagtail.minutes.corrections import replies, services
from rkres_wagtail.minutes.models import Minutes, MinutesApproval
from tests.factories.corrections import send

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

#: What only the office, or a member behind a link, may read.
SECRETS = ("TAJNY-TEKST", "TAJNA-POPRAWKA", "TAJNA-ODPOWIEDŹ", "TAJNA-WIADOMOŚĆ", "TAJNY-GOŚĆ",
           "anna@example.org", "jan@example.org", "protokol-do-uwag")  # fmt: skip


@pytest.fixture
def reading(desk):
    """A round with corrections and answers, still running; the draft says what nobody may read."""
    desk.minutes.opening = "<p>TAJNY-TEKST.</p>"
    desk.minutes.save_revision(clean=False)
    reading = send(desk.minutes, desk.anna, desk.jan, message="TAJNA-WIADOMOŚĆ")
    reader = reading.readers.order_by("pk").first()
    (row,) = replies.reply(reader=reader, corrections=[("Otwarcie", "TAJNA-POPRAWKA")])
    services.answer_correction(
        correction=row, state=CorrectionState.DECLINED, answer="TAJNA-ODPOWIEDŹ", user=None
    )
    services.record_correction(
        minutes=desk.minutes, author="TAJNY-GOŚĆ", text="TAJNA-POPRAWKA", user=None
    )
    return reading


def addresses(client, desk) -> list[str]:
    """Pages, feeds, files and what every API lists, with details."""
    meeting, committee = desk.meeting, desk.committee
    found = [
        "/",
        "/sitemap.xml",
        meeting.url,
        f"{meeting.url}protokol/",
        desk.listing.url,
        *(f"{committee.url}{part}" for part in ("", "sklad/", "historia-zmian/", "osoby/")),
        *(f"{committee.url}szukaj/?q={word}" for word in ("tajny", "poprawka", "anna")),
        reverse("rkres_wagtail:news", args=[committee.pk]),
        reverse("rkres_wagtail:calendar", args=[committee.pk]),
        reverse("rkres_wagtail:meeting_ics", args=[meeting.pk]),
        *(
            reverse("rkres_wagtail:minutes_file", args=[desk.minutes.pk, k])
            for k in ("docx", "pdf")
        ),
    ]
    for name in get_resolver().namespace_dict.get("wagtailapi", ("", None))[1].namespace_dict:
        found.append(reverse(f"wagtailapi:{name}:listing"))
    found += [f"/api/v2/pages/{meeting.pk}/?fields=*", f"/api/v2/pages/{committee.pk}/?fields=*"]
    for address in list(found):
        if address.startswith("/api/v2/") and "?" not in address:
            found.append(f"{address}?fields=*")
            answer = client.get(address)
            rows = json.loads(answer.content).get("items", []) if answer.status_code == 200 else []
            found += [f"{address}{row['id']}/?fields=*" for row in rows]
    return found


def said(response) -> str:
    return b"".join(response).decode(errors="replace")


def leaks(client, desk) -> list[str]:
    found, seen = [], 0
    for address in addresses(client, desk):
        response = client.get(address)
        assert response.status_code in (200, 302, 404, 503), address
        seen += response.status_code == 200
        # A search repeats the reader's own words, in small letters.
        text = said(response)
        found += [f"{address}: {secret}" for secret in SECRETS if secret in text]
    assert seen > 12
    return found


def test_nothing_of_a_round_is_public(client, desk, reading):
    assert leaks(client, desk) == []


def test_nor_once_the_minutes_are_published(client, desk, reading):
    """The published text is another one; what led to it stays with the office."""
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    minutes = Minutes.objects.get(pk=desk.minutes.pk)
    minutes.opening = "<p>Jawne otwarcie.</p>"
    minutes.save_revision(clean=False).publish()
    assert "Jawne otwarcie." in said(client.get(f"{desk.meeting.url}protokol/"))
    assert leaks(client, desk) == []


def test_the_word_is_found_when_nothing_hides_it(client, desk, reading):
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    Minutes.objects.get(pk=desk.minutes.pk).get_latest_revision().publish()
    assert any("TAJNY-TEKST" in each for each in leaks(client, desk))


def test_revisions_and_the_history_carry_no_correction_and_no_address(desk, reading):
    kept = json.dumps([each.content for each in desk.minutes.revisions.all()], default=str)
    kept += json.dumps([entry.data for entry in ModelLogEntry.objects.all()], default=str)
    for secret in SECRETS[1:]:
        assert secret not in kept


def test_one_members_page_says_nothing_of_another(client, desk, reading, links):
    html = re.sub(r"<wbr>", "", client.get(links["Jan"]).content.decode())
    for secret in ("TAJNA-POPRAWKA", "TAJNA-ODPOWIEDŹ", "TAJNY-GOŚĆ", "anna@example.org", "Ćwik"):
        assert secret not in html
