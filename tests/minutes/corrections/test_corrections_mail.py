"""A round against a real SMTP server: whatever happens, one message for each person, once."""

from __future__ import annotations

import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from rkres_wagtail.minutes.choices import ReaderReply
from rkres_wagtail.minutes.corrections import services
from rkres_wagtail.outbox import sending
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories.corrections import member, over, send
from tests.outbox.conftest import statuses
from tests.outbox.test_at_once import DUMMY, in_threads

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_tasks(settings):
    """Nothing is sent but by the senders of a test."""
    settings.TASKS = DUMMY


@pytest.fixture
def crowd(desk):
    """Twelve more members with addresses; all fourteen, by name."""
    for number in range(12):
        member(desk.committee, email=f"o{number:02}@example.org", last_name=f"Zet{number:02}")
    from rkres_wagtail.minutes.corrections.people import candidates

    return [one.person for one in candidates(desk.minutes) if one.is_reachable]


def everybody() -> list[str]:
    return sorted(
        ["anna@example.org", "jan@example.org", *(f"o{n:02}@example.org" for n in range(12))]
    )


def run() -> list[str]:
    return [str(status) for _message, status in sending.send_due()]


def test_everybody_gets_one_and_only_their_own_link(sink, desk, crowd):
    reading = send(desk.minutes, *crowd, message="Prosimy do piątku.")
    assert run() == ["sent"] * 14
    assert run() == []
    assert sink.recipients == everybody()
    links = set()
    for mail in sink.mails:
        text = mail.get_body(("plain",)).get_content()
        html = mail.get_body(("html",)).get_content()
        (link,) = {word for word in text.split() if "protokol-do-uwag/" in word}
        assert html.count(link) == 2 and link.startswith("http://")
        assert "Prosimy do piątku." in text and "III posiedzenie" in text
        assert mail["Reply-To"] == "biuro@example.org"
        assert mail["Bcc"] is None and mail["Cc"] is None
        links.add(link)
    assert len(links) == reading.readers.count() == 14


def test_the_server_is_down_and_comes_up(sink, desk, crowd, time_passes):
    sink.stop()
    send(desk.minutes, *crowd)
    run()
    assert set(statuses()) == {"waiting"}
    sink.start()
    time_passes()
    run()
    assert sink.recipients == everybody()


def test_the_server_dies_midway(sink, desk, crowd, time_passes):
    """Before it took the fourth: that one and the rest come later, nobody twice."""
    sink.script = {4: "abort"}
    send(desk.minutes, *crowd)
    run()
    for _attempt in range(3):
        time_passes()
        run()
    taken = sink.recipients
    uncertain = OutgoingMessage.objects.filter(status="uncertain")
    assert len(taken) == len(set(taken))
    # The connection broke after the text was handed over: nobody knows, so it is not repeated.
    assert sorted([*taken, *(row.recipient for row in uncertain)]) == everybody()
    assert uncertain.count() == 1


def test_the_server_refuses_half_of_them(sink, desk, crowd):
    refused = [f"o{n:02}@example.org" for n in range(0, 12, 2)]
    sink.refuse = dict.fromkeys(refused, "550 5.1.1 nie ma takiej skrzynki")
    send(desk.minutes, *crowd)
    run()
    assert sink.recipients == sorted(set(everybody()) - set(refused))
    assert OutgoingMessage.objects.filter(status="failed").count() == len(refused)


def test_a_sender_that_is_killed_and_two_that_run_at_once(sink, desk, crowd, start_sender):
    send(desk.minutes, *crowd)
    sink.script = {3: 30}
    process = start_sender()
    deadline = time.monotonic() + 60
    while sink.seen < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sink.seen == 3, process.poll()
    process.send_signal(signal.SIGKILL)
    process.wait()
    sink.script = {}
    processes = [start_sender(), start_sender()]
    outputs = [each.communicate(timeout=120)[0] for each in processes]
    assert [each.returncode for each in processes] == [0, 0], outputs
    stuck = OutgoingMessage.objects.get(status="sending")
    assert sink.recipients == sorted(set(everybody()) - {stuck.recipient})


def test_what_is_rolled_back_is_not_sent(sink, desk, crowd):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send(desk.minutes, *crowd)
        raise ZeroDivisionError
    assert run() == [] and sink.mails == []


def test_a_late_job_sends_nothing_after_the_day(sink, desk, crowd):
    send(desk.minutes, *crowd)
    OutgoingMessage.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    run()
    assert sink.mails == []
    assert set(statuses()) == {"expired"}


def test_extending_reminding_and_ending(sink, desk):
    reading = send(desk.minutes, desk.anna, desk.jan)
    run()
    services.extend_reading(
        reading=reading, until=desk.later + timedelta(days=2), user=None, message="Święta."
    )
    run()
    reading.readers.filter(person=desk.anna).update(reply=ReaderReply.AGREES)
    services.remind(reading=reading, user=None)
    services.end_reading(reading=reading, user=None)
    run()
    got = [
        (mail["X-Sink-To"].partition("@")[0], mail["Subject"].split(":")[0].strip())
        for mail in sink.mails
    ]
    first, more = "Protokół do poprawek", "Więcej czasu na poprawki do protokołu"
    # The reminder still waited when the round was ended: it would have said nothing true.
    assert sorted(got) == sorted([(who, what) for who in ("anna", "jan") for what in (first, more)])


def test_two_clerks_at_once(sink, desk, crowd):
    def ask(_number) -> str:
        try:
            send(desk.minutes, *crowd)
        except Exception as error:
            return type(error).__name__
        return "sent"

    assert sorted(in_threads(3, ask)) == ["ValidationError", "ValidationError", "sent"]
    run()
    assert sink.recipients == everybody()


def test_the_same_form_posted_by_two_threads_at_once(desk):
    from rkres_wagtail.minutes.corrections import replies
    from rkres_wagtail.minutes.models import MinutesCorrection, MinutesReader

    reader = send(desk.minutes, desk.anna).readers.get()

    def answer(_number):
        found = MinutesReader.objects.select_related("reading__minutes").get(pk=reader.pk)
        replies.reply(reader=found, corrections=[("Otwarcie", "Godzina."), ("", "Inne.")])

    in_threads(4, answer)
    assert MinutesCorrection.objects.count() == 2


def test_a_round_that_ended_by_itself_can_be_followed_by_another(sink, desk):
    over(send(desk.minutes, desk.anna))
    OutgoingMessage.objects.update(status="sent")
    send(desk.minutes, desk.anna)
    run()
    assert sink.recipients == ["anna@example.org"]
