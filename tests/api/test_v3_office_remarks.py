"""Remarks that an office's program enters: the form's rules, stored once, errors by field."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from rkres_wagtail.meetings.when import zone
from rkres_wagtail.remarks.models import Remark, Submission
from rkres_wagtail.remarks.sealing import digest_of
from tests.factories import (
    ConsultationPageFactory,
    DocumentVersionFactory,
    MeetingPageFactory,
)

from .office import RKRES, errors_of, new_key

pytestmark = pytest.mark.django_db


def letter(*remarks, **fields) -> dict:
    local = (timezone.now() - timedelta(hours=1)).astimezone(zone())
    return {
        "channel": "post",
        "received_on": local.date().isoformat(),
        "received_time": local.strftime("%H:%M"),
        "author_kind": "organisation",
        "organisation": "Fundacja  Przykład",
        "remarks": list(remarks) or [{"content": "Dopisać spółdzielnie."}],
        **fields,
    }


@pytest.fixture
def enter(call, secretary, consultation):
    def send(body: dict, *, key=None, page=consultation, token=secretary, **kwargs):
        path = f"{RKRES}consultations/{page.pk}/remarks/"
        return call(token, "post", path, key=key or new_key(), **kwargs, **body)

    return send


def test_a_letter_is_entered(enter, consultation):
    version = DocumentVersionFactory(consultation=consultation, sections=2)
    text = version.texts.first()
    response = enter(
        letter(
            {"content": "Pierwsza.", "section": str(text.identity.uuid), "quote": "Brzmienie"},
            {"proposed": "Druga.", "place": "rozdział 2", "justification": "Bo tak."},
            is_unsigned=True,
        )
    )
    assert response.status_code == 201, response.content
    said = response.json()
    assert [row["number"] for row in said["remarks"]] == [1, 2]
    assert said["author"] == "Fundacja Przykład" and said["is_unsigned"] and not said["is_late"]
    first, second = Remark.objects.of(consultation).order_by("number")
    assert (first.section, first.version) == (text.identity, version)
    assert first.section_digest == text.digest and second.section is None
    assert first.digest == digest_of(first)
    submission = Submission.objects.get()
    assert submission.entered_by.email == "secretary@example.invalid"
    assert submission.round is not None
    rows = ModelLogEntry.objects.filter(action="rkres_wagtail.remark_enter")
    assert rows.count() == 2 and all(row.user == submission.entered_by for row in rows)


def test_sent_again_nothing_is_stored(enter):
    key, body = new_key(), letter({"content": "A"}, {"content": "B"})
    first = enter(body, key=key)
    again = enter(body, key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Remark.objects.count() == 2 and Submission.objects.count() == 1
    assert enter(body).status_code == 201
    assert Submission.objects.count() == 2


def test_without_an_hour_it_may_be_sent_again_later(enter):
    key, body = new_key(), letter(received_time=None, received_on="2026-01-05")
    assert enter(body, key=key).status_code == 201
    assert enter(body, key=key).status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"organisation": "Inna"},
        {"channel": "email"},
        {"received_on": "2026-01-05"},
        {"is_unsigned": True},
        {"remarks": [{"content": "Co innego."}]},
        {"remarks": [{"content": "Dopisać spółdzielnie."}, {"content": "I jeszcze."}]},
        {"remarks": [{"content": "Dopisać spółdzielnie.", "place": "str. 2"}]},
    ],
    ids=str,
)
def test_the_same_key_for_something_else(enter, other):
    key = new_key()
    assert enter(letter(), key=key).status_code == 201
    response = enter(letter(**other), key=key)
    assert response.status_code == 409, response.content
    errors_of(response)
    assert Submission.objects.count() == 1 and Remark.objects.count() == 1


def test_a_key_of_another_consultation_tells_nothing_of_it(enter, consultation, call, tokens):
    key = new_key()
    assert enter(letter(), key=key).status_code == 201
    other = ConsultationPageFactory(parent=consultation.get_parent(), slug="druga", rounds=[{}])
    response = enter(letter(), key=key, page=other)
    assert response.status_code == 409
    assert "Fundacja" not in response.content.decode()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("channel", {"channel": "online"}),
        ("channel", {"channel": "gołębiem"}),
        ("received_on", {"received_on": "2099-01-01", "received_time": None}),
        ("received_on", {"received_on": "05.01.2026"}),
        ("received_time", {"received_time": "25:00"}),
        ("author_kind", {"author_kind": "robot"}),
        ("email", {"email": "nie adres"}),
        ("email", {"wants_result": True}),
        ("organisation", {"organisation": "x" * 300}),
        ("organisation", {"organisation": "a\x00b"}),
        ("meeting", {"meeting": 999999}),
        ("agenda_item", {"agenda_item": "7f7b9d0c-0000-4000-8000-000000000000"}),
        ("is_late", {"is_late": True}),
        ("remarks", {"remarks": []}),
        ("remarks", {"remarks": [{"content": "x"}] * 30}),
        ("remarks.0.content", {"remarks": [{"content": " "}]}),
        ("remarks.1.content", {"remarks": [{"content": "a"}, {"place": "b"}]}),
        ("remarks.0.content", {"remarks": [{"content": "x" * 20_001}]}),
        ("remarks.0.place", {"remarks": [{"content": "x", "place": "y" * 300}]}),
        (
            "remarks.0.section",
            {"remarks": [{"content": "x", "section": "7f7b9d0c-0000-4000-8000-000000000000"}]},
        ),
        ("remarks.0.version", {"remarks": [{"content": "x", "version": 1}]}),
        ("remarks.0.meaning", {"remarks": [{"content": "x", "meaning": "accepted"}]}),
        ("entity", {"entity": 7}),
        ("Idempotency-Key", {"key": "nie-uuid"}),
    ],
    ids=str,
)
def test_broken_rules_name_the_field(enter, path, body):
    body = dict(body)
    response = enter(letter(**{k: v for k, v in body.items() if k != "key"}), key=body.get("key"))
    assert response.status_code == 422, response.content
    assert any(path.lower() in each.lower() for each in errors_of(response)), response.content
    assert not Submission.objects.exists()


def test_the_key_is_asked_for(call, secretary, consultation):
    path = f"{RKRES}consultations/{consultation.pk}/remarks/"
    response = call(secretary, "post", path, **letter())
    assert response.status_code == 422
    assert "idempotency" in " ".join(errors_of(response)).lower()


def test_raised_at_a_meeting(enter, desk, consultation):
    meeting = MeetingPageFactory(
        parent=desk.listing, starts_on=timezone.localdate(), agenda=[{"title": "Program"}]
    )
    item = meeting.agenda_items.get()
    body = letter(channel="meeting", meeting=meeting.pk, agenda_item=str(item.uuid))
    assert enter(body).status_code == 201
    submission = Submission.objects.get()
    assert (submission.meeting_id, submission.agenda_item) == (meeting.pk, item.uuid)
    foreign = MeetingPageFactory(parent=desk.other_listing, starts_on=timezone.localdate())
    assert enter(letter(meeting=foreign.pk)).status_code == 422


def test_what_came_late_is_late(enter, consultation):
    from rkres_wagtail.consultations.models import Round

    Round.objects.update(ends_at=timezone.now() - timedelta(days=2))
    response = enter(letter())
    assert response.status_code == 201 and response.json()["is_late"]


def test_of_no_consultation(enter, desk):
    assert enter(letter(), page=desk.committee).status_code == 404
    assert enter(letter(), page=type(desk.committee)(pk=999999)).status_code == 404


# Bodies that are none -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "content_type", "status"),
    [
        (b"<!DOCTYPE html><p>x</p>", "text/html", 415),
        (b"channel=post", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        ('{"name": "Łoś"}'.encode("iso-8859-2"), "application/json; charset=iso-8859-2", 415),
        ('{"name": "Łoś"}'.encode("iso-8859-2"), "application/json", 400),
        (b"<p>x</p>", "application/json", 400),
        (b"\xff\xfe{\x00}\x00", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"name": "' + b"x" * 1_000_001 + b'"}', "application/json", 413),
        (b'{"name": "\\ud800", "organisation": "\\u0000"}', "application/json", 422),
        (b'{"received_on": NaN, "remarks": Infinity}', "application/json", 422),
        (b"null", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"", "application/json", 415),
        (b'{"remarks": [null, 1, "x", [], {"content": {}}]}', "application/json", 422),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_bodies_that_are_none(client, secretary, consultation, raw, content_type, status):
    client.raise_request_exception = False
    response = client.generic(
        "POST",
        f"{RKRES}consultations/{consultation.pk}/remarks/",
        raw,
        content_type=content_type,
        HTTP_AUTHORIZATION=f"Bearer {secretary}",
        HTTP_IDEMPOTENCY_KEY=new_key(),
    )
    assert response.status_code == status, response.content[:300]
    assert response["Content-Type"].startswith("application/problem+json")
    assert json.loads(response.content)["status"] == status
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", ["content", "place", "organisation"])
def test_half_a_letter_is_refused_and_not_left_out_unseen(enter, name):
    body = letter()
    (body if name == "organisation" else body["remarks"][0])[name] = "a\ud800b"
    response = enter(body)
    assert response.status_code == 422
    assert any(path.endswith(name) for path in errors_of(response))
    assert not Submission.objects.exists()


@pytest.mark.parametrize("hour", ["11:20:00Z", "11:20+05:00"])
def test_an_hour_of_another_zone_is_not_taken_for_ours(enter, hour):
    response = enter(letter(received_time=hour))
    assert response.status_code == 422
    assert "received_time" in " ".join(errors_of(response))
    assert not Submission.objects.exists()
