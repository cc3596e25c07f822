"""Invitations against a real SMTP server: whatever it does, each gets exactly one."""

from __future__ import annotations

import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from rkres_wagtail.meetings.invitations import services
from rkres_wagtail.meetings.invitations.models import Invitation
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When
from rkres_wagtail.outbox import sending
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories.invitations import make_member
from tests.outbox.conftest import sink, start_sender, statuses  # noqa: F401

from .invitations import fresh, invite

pytestmark = pytest.mark.django_db(transaction=True)

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture(autouse=True)
def _no_tasks(settings):
    """Nothing is sent but by the senders of a test."""
    settings.TASKS = DUMMY


@pytest.fixture
def sitting(meeting):
    return meeting(confirmed=True, title="V posiedzenie", place_name="Sala 12")


@pytest.fixture
def members(committee):
    return [make_member(committee, email=f"osoba{number}@example.org") for number in range(6)]


def everybody(members) -> list[str]:
    return sorted(row.person.contact.email for row in members)


def run() -> list[str]:
    return [str(status) for _message, status in sending.send_due()]


def time_passes() -> None:
    OutgoingMessage.objects.filter(status="waiting").update(next_at=timezone.now())


def entry(mail):
    (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    (found,) = calendar.walk("VEVENT")
    return part, calendar, found


def later(page, days=7) -> When:
    when = page.when
    first = when.starts_on + timedelta(days=days)
    return When(when.date_precision, first, when.starts_time, None, when.ends_time)


def test_what_arrives(sink, sitting, members):  # noqa: F811
    invite(sitting, *members)
    assert run() == ["sent"] * 6
    assert sink.recipients == everybody(members)
    for mail in sink.mails:
        part, calendar, found = entry(mail)
        assert part["Content-Type"].params["method"] == "REQUEST"
        assert part["Content-Type"].params["charset"].lower() == "utf-8"
        assert str(calendar["method"]) == "REQUEST"
        assert found["attendee"] == f"mailto:{mail['X-Sink-To']}"
        text = mail.get_body(("plain",)).get_content()
        html = mail.get_body(("html",)).get_content()
        assert "Sala 12" in text and "Sala 12" in html
        assert text.count("/zaproszenie/") == 1 and "/zaproszenie/" in html
    links = {line for mail in sink.mails for line in _links(mail)}
    assert len(links) == 6


def _links(mail) -> list[str]:
    text = mail.get_body(("plain",)).get_content()
    return [line.strip() for line in text.splitlines() if "/zaproszenie/" in line]


def test_every_link_opens_its_own_page(sink, sitting, members, client):  # noqa: F811
    invite(sitting, *members)
    run()
    for mail in sink.mails:
        (link,) = _links(mail)
        page = client.get(link.removeprefix("http://localhost")).content.decode()
        (to,) = mail["To"].addresses
        assert f"Zaproszenie dla: {to.display_name}" in page


def test_the_server_is_down_and_comes_up_again(sink, sitting, members):  # noqa: F811
    sink.stop()
    invite(sitting, *members)
    assert run() == ["waiting"]
    assert run() == []
    assert Invitation.objects.count() == 6
    sink.start()
    time_passes()
    assert run() == ["sent"] * 6
    assert sink.recipients == everybody(members)


def test_moved_while_the_server_was_down(sink, sitting, members):  # noqa: F811
    """Nobody is told of a date that holds no more: one whole invitation with the new one."""
    sink.stop()
    invite(sitting, *members)
    run()
    new = later(sitting)
    move_meeting(sitting, new, user=None, reason="Brak sali")
    sink.start()
    time_passes()
    run()
    assert sink.recipients == everybody(members)
    for mail in sink.mails:
        assert "Zaproszenie:" in mail["Subject"]
        assert entry(mail)[2].decoded("dtstart") == new.starts_at


def test_cancelled_while_the_server_was_down(sink, sitting, members):  # noqa: F811
    sink.stop()
    invite(sitting, *members)
    run()
    cancel_meeting(sitting, user=None, reason="Choroba")
    sink.start()
    time_passes()
    assert run() == []
    assert sink.mails == []


def test_half_of_the_addresses_are_refused(sink, sitting, members):  # noqa: F811
    refused = everybody(members)[::2]
    sink.refuse = dict.fromkeys(refused, "550 5.1.1 user unknown")
    invite(sitting, *members)
    run()
    assert sink.recipients == everybody(members)[1::2]
    assert sorted(statuses()) == ["failed"] * 3 + ["sent"] * 3
    # Put right one by one: exactly the missing ones arrive.
    sink.refuse = {}
    for each in Invitation.objects.filter(person__contact__email__in=refused):
        services.repeat_invitation(invitation=each, user=None)
    assert run() == ["sent"] * 3
    assert sink.recipients == everybody(members)


def test_a_slow_server_that_is_silent_too_long(sink, sitting, members):  # noqa: F811
    sink.script = {2: 3}
    invite(sitting, *members)
    run()
    time_passes()
    run()
    assert statuses().count("uncertain") == 1
    assert len(sink.recipients) in (5, 6)
    assert len(set(sink.recipients)) == len(sink.recipients)


def test_the_server_dies_in_the_middle(sink, sitting, members):  # noqa: F811
    sink.script = {3: "abort"}
    invite(sitting, *members)
    run()
    time_passes()
    run()
    assert len(set(sink.recipients)) == len(sink.recipients) == 5
    assert sorted(set(statuses())) == ["sent", "uncertain"]


def test_the_whole_life_of_an_entry(sink, sitting, members):  # noqa: F811
    invite(sitting, *members)
    run()
    page = fresh(sitting)
    page.place_name = "Sala 7"
    page.save_revision().publish()
    services.tell_changes(meeting=page, user=None)
    run()
    move_meeting(fresh(page), later(page), user=None, reason="Brak sali")
    run()
    cancel_meeting(fresh(page), user=None, reason="Choroba")
    run()
    assert len(sink.mails) == 24
    for address in everybody(members):
        own = [entry(mail)[1:] for mail in sink.mails if mail["X-Sink-To"] == address]
        assert [str(calendar["method"]) for calendar, _event in own] == [
            "REQUEST", "REQUEST", "REQUEST", "CANCEL",
        ]  # fmt: skip
        assert {str(found["uid"]) for _calendar, found in own} == {str(page.translation_key)}
        numbers = [found["sequence"] for _calendar, found in own]
        assert numbers == sorted(set(numbers))


def test_the_job_runs_late_and_twice_at_once(sink, sitting, members, start_sender):  # noqa: F811
    invite(sitting, *members)
    move_meeting(sitting, later(sitting), user=None, reason="Brak sali")
    sink.script = {"always": 0.05}
    processes = [start_sender(), start_sender()]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert sink.recipients == everybody(members)


def test_a_job_that_comes_after_the_meeting_sends_nothing(sink, sitting, members):  # noqa: F811
    invite(sitting, *members)
    past = timezone.now() - timedelta(minutes=1)
    OutgoingMessage.objects.update(expires_at=past)
    assert run() == []
    assert set(statuses()) == {"expired"}
    assert sink.mails == []


def test_a_sender_that_is_killed(sink, sitting, members, start_sender):  # noqa: F811
    invite(sitting, *members)
    sink.script = {2: 30}
    process = start_sender()
    deadline = time.monotonic() + 60
    while sink.seen < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    sink.script = {}
    run()
    # One hangs in the dead sender's hands; the others have exactly one each.
    assert sorted(statuses()) == ["sending"] + ["sent"] * 5
    assert len(set(sink.recipients)) == len(sink.recipients)


# Two requests at once -----------------------------------------------------------------------------


def test_two_who_invite_at_once(sitting, members):
    from tests.outbox.test_at_once import in_threads

    found = in_threads(3, lambda _number: len(invite(sitting, *members)))
    assert sorted(found) == [0, 0, 6]
    assert Invitation.objects.count() == OutgoingMessage.objects.count() == 6


def test_two_who_tell_at_once(sitting, members):
    from tests.outbox.test_at_once import in_threads

    invite(sitting, *members)
    OutgoingMessage.objects.update(status="sent", sent_at=timezone.now())
    page = fresh(sitting)
    page.place_name = "Sala 7"
    page.save_revision().publish()
    found = in_threads(
        3, lambda _number: len(services.tell_changes(meeting=fresh(page), user=None))
    )
    assert sorted(found) == [0, 0, 6]
    assert OutgoingMessage.objects.count() == 12
