"""Two at once: threads and processes, on every database; and one that is really killed."""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from rkres_wagtail.outbox import sending
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.outbox.conftest import statuses

pytestmark = pytest.mark.django_db(transaction=True)

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture(autouse=True)
def _no_tasks(settings):
    """Nothing is sent but by the senders of a test."""
    settings.TASKS = DUMMY


def in_threads(count: int, do) -> list:
    """What ``do(number)`` returned in threads that began together."""
    gate = threading.Barrier(count)

    def work(number):
        try:
            gate.wait(20)
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_one_of_many_who_ask_at_once_gets_a_message(make_message):
    found = in_threads(6, lambda number: make_message() is not None)
    assert sorted(found) == [False] * 5 + [True]
    assert OutgoingMessage.objects.count() == 1


def test_the_second_waits_for_the_first_ones_transaction(make_message):
    """What the first takes back, the second may write."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    written, done = threading.Event(), []

    def first():
        try:
            with transaction.atomic():
                done.append(make_message())
                written.set()
                time.sleep(0.5)
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    assert written.wait(10)
    second = make_message()
    thread.join()
    assert done[0] is not None and second is not None
    assert OutgoingMessage.objects.count() == 1


def test_the_callers_transaction_survives_a_lost_race(make_message, site, monkeypatch):
    """Not seen by the first look, refused by the database: None, and the caller goes on."""
    make_message()
    queryset = type(OutgoingMessage.objects.all())
    really, looks = queryset.exists, []

    def blind_at_first(self):
        looks.append(self)
        return len(looks) > 1 and really(self)

    monkeypatch.setattr(queryset, "exists", blind_at_first)
    with transaction.atomic():
        assert make_message() is None
        site.site_name = "Po wyścigu"
        site.save()
    assert len(looks) == 2
    site.refresh_from_db()
    assert site.site_name == "Po wyścigu"


def test_two_senders_in_threads(sink, make_message):
    for number in range(1, 21):
        make_message(number)
    in_threads(4, lambda _number: len(list(sending.send_due())))
    assert statuses() == ["sent"] * 20
    assert sink.recipients == sorted(f"osoba{n}@example.org" for n in range(1, 21))


def test_one_message_and_many_senders(sink, make_message):
    message = make_message()
    found = in_threads(8, lambda _number: sending.send(message.pk))
    assert sorted(map(str, found)) == ["None"] * 7 + ["sent"]
    assert len(sink.mails) == 1


def test_two_processes(sink, make_message, start_sender):
    for number in range(1, 31):
        make_message(number)
    sink.script = {"always": 0.05}
    processes = [start_sender(), start_sender()]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert statuses() == ["sent"] * 30
    assert sink.recipients == sorted(f"osoba{n}@example.org" for n in range(1, 31))


def test_a_process_that_is_killed_while_it_sends(sink, make_message, start_sender):
    for number in range(1, 5):
        make_message(number)
    sink.script = {2: 30}
    process = start_sender()
    deadline = time.monotonic() + 60
    while sink.seen < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sink.seen == 2, process.poll()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert statuses() == ["sent", "sending", "waiting", "waiting"]
    assert [str(status) for _message, status in sending.send_due()] == ["sent", "sent"]
    past = timezone.now() - timedelta(hours=1)
    OutgoingMessage.objects.filter(status="sending").update(claimed_at=past)
    assert list(sending.send_due()) == []
    assert statuses() == ["sent", "uncertain", "sent", "sent"]
    assert sink.recipients == [f"osoba{n}@example.org" for n in (1, 3, 4)]
