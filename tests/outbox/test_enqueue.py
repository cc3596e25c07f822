"""What may become a message, that it becomes one once, and the verbs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from rkres_wagtail.outbox import sending, services
from rkres_wagtail.outbox.models import MessageStatus, OutgoingMessage
from rkres_wagtail.outbox.rendering import render_message
from tests.outbox.conftest import statuses
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


# Once ---------------------------------------------------------------------------------------------


def test_a_second_message_with_the_key_is_none(make_message):
    assert make_message().pk
    assert make_message(recipient="inna@example.org") is None
    assert OutgoingMessage.objects.get().recipient == "osoba1@example.org"


@pytest.mark.django_db(transaction=True)
def test_it_is_sent_after_the_commit_and_not_before(make_message):
    with transaction.atomic():
        make_message()
        assert mail.outbox == []
    (sent,) = mail.outbox
    assert sent.to == ["osoba1@example.org"]
    assert statuses() == [MessageStatus.SENT]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_takes_its_message_along(make_message):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_message()
        1 / 0  # noqa: B018
    assert not OutgoingMessage.objects.exists()
    assert mail.outbox == []
    assert make_message() is not None


@pytest.mark.django_db(transaction=True)
def test_without_tasks_the_command_sends_it(make_message, settings):
    settings.TASKS = DUMMY
    make_message()
    assert statuses() == [MessageStatus.WAITING]
    assert [status for _message, status in sending.send_due()] == [MessageStatus.SENT]
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_broken_tasks_break_nothing(make_message, monkeypatch, caplog):
    from rkres_wagtail.outbox import tasks

    class Broken:
        @staticmethod
        def enqueue(pk):
            raise RuntimeError("no worker")

    monkeypatch.setattr(tasks, "send_message", Broken)
    make_message()
    assert statuses() == [MessageStatus.WAITING]
    assert "could not be started" in caplog.text


# What is refused ----------------------------------------------------------------------------------

BAD = [
    ("kind", "nobody"),
    ("key", ""),
    ("key", "Test:1"),
    ("key", "test 1"),
    ("key", "żaba"),
    ("key", "jan@example.org"),
    ("key", "a" * 201),
    ("recipient", ""),
    ("recipient", "jan"),
    ("recipient", "jan@example.org, ewa@example.org"),
    ("recipient", "jan@example.org\nBcc: ewa@example.org"),
    ("recipient", "Jan <jan@example.org>"),
    ("recipient", "łukasz@example.org"),
    ("recipient", f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.pl"),
    ("recipient_name", "Jan\r\nBcc: ewa@example.org"),
    ("recipient_name", "J" * 256),
    ("reply_to", "nobody"),
    ("reply_to", "a@example.org,b@example.org"),
    ("subject", ""),
    ("subject", "  "),
    ("subject", "Posiedzenie\nBcc: ewa@example.org"),
    ("subject", "Posiedzenie\u2028X"),
    ("subject", "P" * 256),
    ("subject", "\ud800"),
    ("text", ""),
    ("text", "a\0b"),
    ("text", "\udfff"),
    ("text", None),
    ("html", "\0"),
    ("headers", {"Bcc": "ewa@example.org"}),
    ("headers", {"Message-ID": "<x@y>"}),
    ("headers", {"X-A\r\nBcc": "ewa@example.org"}),
    ("headers", {"X-A": "b\nBcc: ewa@example.org"}),
    ("headers", {"X-A": "ż"}),
    ("headers", {"X-A": 1}),
    ("headers", {"X-A": "a" * 1000}),
    ("attachments", [{"name": "a.ics"}]),
    ("attachments", ["a.ics"]),
    ("attachments", [{"name": "../a.ics", "type": "text/calendar", "content": ""}]),
    ("attachments", [{"name": "a\n.ics", "type": "text/calendar", "content": ""}]),
    ("attachments", [{"name": "a.ics", "type": "text/calendar\nX: y", "content": ""}]),
    ("attachments", [{"name": "a.exe", "type": "application/x-dosexec", "content": ""}]),
    ("attachments", [{"name": "a.ics", "type": "text/calendar", "content": b""}]),
    ("expires_at", datetime(2030, 1, 1)),
]


@pytest.mark.parametrize(("field", "value"), BAD, ids=[f"{f}-{n}" for n, (f, _) in enumerate(BAD)])
def test_bad_input_is_refused_by_field(make_message, field, value):
    with pytest.raises(ValidationError) as caught:
        make_message(**{field: value})
    assert list(caught.value.message_dict) == [field]
    assert not OutgoingMessage.objects.exists()


def test_a_message_has_a_size(make_message, settings):
    settings.RKRES_WAGTAIL_MAIL_MAX_BYTES = 100
    attachment = {"name": "a.ics", "type": "text/calendar", "content": "ż" * 20}
    assert make_message(text="ż" * 20, html="ż" * 10, attachments=[attachment])
    with pytest.raises(ValidationError, match="101"):
        make_message(2, text="ż" * 20, html="ż" * 10 + "a", attachments=[attachment])


def test_only_something_saved_has_messages(make_message, site):
    assert make_message(about=site.root_page).about == site.root_page
    with pytest.raises(ValueError, match="saved"):
        make_message(2, about=OutgoingMessage())


# Verbs --------------------------------------------------------------------------------------------


def with_status(message, status, **fields):
    OutgoingMessage.objects.filter(pk=message.pk).update(status=status, **fields)
    message.refresh_from_db()
    return message


@pytest.mark.parametrize(
    ("status", "works"),
    [
        ("waiting", True),
        ("failed", True),
        ("uncertain", True),
        ("sending", False),
        ("sent", False),
        ("expired", False),
        ("withdrawn", False),
    ],
)
def test_what_can_be_withdrawn(make_message, status, works):
    message = with_status(make_message(), status, claimed_at=timezone.now())
    assert services.withdraw(message) is works
    message.refresh_from_db()
    assert message.status == ("withdrawn" if works else status)
    assert ModelLogEntry.objects.filter(action="rkres_wagtail.mail_withdraw").exists() is works


def test_a_withdrawn_message_is_not_sent_and_not_written_again(make_message):
    make_message()
    assert services.withdraw("test:1")
    assert not services.withdraw("test:nobody")
    assert list(sending.send_due()) == []
    assert make_message() is None
    assert mail.outbox == []


@pytest.mark.parametrize("status", ["waiting", "sending", "sent", "expired", "withdrawn"])
def test_what_cannot_be_sent_again(make_message, status):
    message = with_status(make_message(), status, claimed_at=timezone.now())
    with pytest.raises(ValidationError):
        services.send_again(message, None)
    message.refresh_from_db()
    assert message.status == status


@pytest.mark.parametrize("status", ["failed", "uncertain", "sending"])
def test_send_again_starts_anew_under_the_same_id(
    make_message, status, django_capture_on_commit_callbacks
):
    user = create_user()
    old = timezone.now() - timedelta(hours=1)  # so that "sending" was abandoned
    message = with_status(make_message(), status, attempts=24, claimed_at=old, error="550")
    uuid = message.uuid
    with django_capture_on_commit_callbacks(execute=True):
        services.send_again(message, user)
        assert (message.status, message.attempts, message.error) == ("waiting", 0, "")
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"] == f"<{uuid}@localhost>"
    log = ModelLogEntry.objects.get(action="rkres_wagtail.mail_send_again")
    assert log.user == user and "osoba1" not in log.label


def test_somebody_else_was_quicker(make_message, monkeypatch):
    message = with_status(make_message(), "failed")
    monkeypatch.setattr(OutgoingMessage, "refresh_from_db", lambda self: None)
    OutgoingMessage.objects.filter(pk=message.pk).update(status="withdrawn")
    with pytest.raises(ValidationError, match="zmienił"):
        services.send_again(message, None)
    assert statuses() == ["withdrawn"]


# Forgetting ---------------------------------------------------------------------------------------


def test_old_messages_lose_what_is_personal(make_message, settings):
    settings.RKRES_WAGTAIL_MAIL_KEEP_DAYS = 30
    now = timezone.now()
    old, young = now - timedelta(days=31), now - timedelta(days=29)
    personal = {
        "recipient_name": "Jan Tajny",
        "reply_to": "tajna@example.org",
        "html": "<p>tajne</p>",
        "text": "tajne",
        "headers": {"X-Tajne": "tajne"},
        "attachments": [{"name": "a.ics", "type": "text/calendar", "content": "tajne"}],
    }
    cases = {
        1: {"status": "sent", "sent_at": old},
        2: {"status": "failed", "created_at": old, "next_at": old, "error": "550 <osoba2@…>"},
        3: {"status": "sent", "sent_at": young, "created_at": old, "next_at": old},
        4: {"status": "waiting", "created_at": old, "next_at": old},
        5: {"status": "failed", "created_at": old, "next_at": young},
    }
    for number, fields in cases.items():
        with_status(make_message(number, **personal), **fields)
    assert services.forget_old() == 2
    assert services.forget_old() == 0
    kept = OutgoingMessage.objects.exclude(recipient="").order_by("pk")
    assert [message.key for message in kept] == ["test:3", "test:4", "test:5"]
    for message in OutgoingMessage.objects.filter(recipient=""):
        row = str({name: getattr(message, name) for name in _fields()})
        assert "tajn" not in row.lower() and "osoba" not in row
        assert message.subject and message.key
    assert ModelLogEntry.objects.filter(action="rkres_wagtail.mail_forget").count() == 2
    assert make_message(1) is None  # still once


def _fields():
    return [field.attname for field in OutgoingMessage._meta.concrete_fields]


def test_what_is_forgotten_cannot_be_sent_again(make_message):
    message = with_status(make_message(), "failed")
    assert services.forget(message)
    with pytest.raises(ValidationError):
        services.send_again(message, None)


@pytest.mark.parametrize("status", ["waiting", "sending"])
def test_what_is_on_its_way_is_not_forgotten(make_message, status):
    message = with_status(make_message(), status, claimed_at=timezone.now())
    assert not services.forget(message)
    message.refresh_from_db()
    assert message.recipient


# Rendering ----------------------------------------------------------------------------------------


def test_both_parts_come_from_one_place(site):
    site.site_name = "Żak & Syn <b>"
    found = render_message("test", {}, site=site, why="Bo tak.")
    assert "Żak & Syn <b>" in found["text"] and "&amp;" not in found["text"]
    assert "Żak &amp; Syn &lt;b&gt;" in found["html"] and "Syn <b>" not in found["html"]
    assert '<html lang="pl">' in found["html"]
    for part in found.values():
        assert "wiadomość próbna" in part and "Bo tak." in part and site.root_url in part
        assert "\n\n\n" not in found["text"]


def test_the_language_is_that_of_the_sites_pages(site):
    assert "Good day" in render_message("test", {}, site=site, language="en")["text"]
    assert "Dzień dobry" in render_message("test", {}, site=site)["text"]
