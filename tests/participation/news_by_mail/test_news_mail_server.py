"""Against a real SMTP server, whatever it does: exactly the expected messages."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import NewsDelivery, Subscription
from rkres_wagtail.participation.news import delivering, services
from tests.factories.participation import SubscriptionFactory
from tests.outbox.test_at_once import DUMMY, in_threads

from .world import EMAIL, subscribed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_tasks(settings):
    """Nothing is written or sent but by the jobs of a test."""
    settings.TASKS = DUMMY


def subscribe(committee, count: int) -> list[str]:
    for number in range(count):
        SubscriptionFactory(
            committee=committee, email=f"osoba{number}@example.org", address_key=f"{number}"
        )
    return sorted(f"osoba{number}@example.org" for number in range(count))


def send(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("rkres_send", *arguments, stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def test_one_message_a_person(sink, committee, meeting):
    people = subscribe(committee, 5)
    page = meeting(title="V posiedzenie", place_name="Urząd")
    send()
    assert sink.recipients == people
    send()
    assert sink.recipients == people
    mail = sink.mails[0]
    assert "V posiedzenie" in mail["Subject"]
    leave = str(mail["List-Unsubscribe"]).strip()
    assert leave.startswith("<http://localhost/") and leave.endswith("/wypisz/>")
    # Beyond 78 signs, and still what we wrote.
    message = OutgoingMessage.objects.get(recipient=mail["X-Sink-To"])
    assert leave in message.headers.values()
    assert mail["List-Id"] == f"<news-{committee.pk}.localhost>"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert page.full_url in text and page.full_url in html
    (file,) = mail.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    assert file["Content-Type"].params["method"] == "PUBLISH"
    # Nobody reads who else gets it.
    for other in set(people) - {mail["X-Sink-To"]}:
        assert other not in mail.as_string()


def test_down_then_up(sink, committee, meeting, time_passes):
    people = subscribe(committee, 5)
    meeting()
    sink.stop()
    send(), send()
    assert sink.mails == [] and NewsDelivery.objects.count() == 5
    sink.start()
    time_passes()
    send()
    assert sink.recipients == people
    send()
    assert sink.recipients == people


def test_slow(sink, committee, meeting, time_passes):
    """Beyond the time limit nobody knows: not sent again by itself."""
    people = subscribe(committee, 3)
    meeting()
    sink.script = {1: 2}
    send()
    time_passes()
    send()
    assert set(people[1:]) <= set(sink.recipients) and len(sink.recipients) <= 3
    assert sorted(OutgoingMessage.objects.values_list("status", flat=True)) == [
        "sent", "sent", "uncertain",
    ]  # fmt: skip


def test_dying_midway(sink, committee, meeting, time_passes):
    people = subscribe(committee, 4)
    meeting()
    # Takes two, hangs up at the third with its text in hand.
    sink.script = {3: "keep-abort"}
    send()
    time_passes()
    send()
    assert sink.recipients == people
    assert sorted(OutgoingMessage.objects.values_list("status", flat=True)) == [
        "sent", "sent", "sent", "uncertain",
    ]  # fmt: skip


def test_one_is_refused(sink, committee, meeting, time_passes):
    people = subscribe(committee, 4)
    meeting()
    sink.refuse = {people[1]: "550 no such user"}
    send()
    time_passes()
    send()
    assert sink.recipients == [each for each in people if each != people[1]]


def test_the_job_comes_late(sink, committee, meeting):
    people = subscribe(committee, 2)
    meeting(), meeting()
    send()
    assert sink.recipients == people
    assert all(mail["Subject"].startswith("2 ") for mail in sink.mails)


def test_who_leaves_while_it_waits_gets_nothing(sink, committee, meeting):
    people = subscribe(committee, 2)
    meeting()
    delivering.deliver()
    services.leave(subscription=Subscription.objects.get(email=people[0]))
    send()
    assert sink.recipients == people[1:]


def test_a_copy_sends_nothing(sink, committee, meeting, settings):
    subscribe(committee, 2)
    meeting()
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["kopia.example.org"]
    output = send("--dry-run")
    assert "2 subskrypcj" in output or "2 subscriptions" in output
    send()
    assert sink.mails == [] and not OutgoingMessage.objects.exists()
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["localhost"]
    send()
    assert len(sink.mails) == 2


def test_a_dry_run_writes_nothing(sink, committee, meeting):
    subscribe(committee, 3)
    meeting()
    first, again = send("--dry-run"), send("--dry-run")
    assert first == again and "3" in first
    assert not OutgoingMessage.objects.exists() and not NewsDelivery.objects.exists()
    send()
    assert len(sink.mails) == 3


def test_broken_news_keep_no_other_message_back(sink, committee, monkeypatch, client):
    subscribed(client, committee)

    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(delivering, "deliver", fail)
    send()
    assert sink.recipients == [EMAIL]


# Two at once --------------------------------------------------------------------------------------


def test_two_jobs_in_threads(sink, committee, meeting):
    people = subscribe(committee, 12)
    meeting()
    in_threads(4, lambda _number: delivering.deliver())
    # On SQLite a job may find the database locked; the next one does what it left.
    send()
    assert sink.recipients == people
    assert NewsDelivery.objects.count() == 12


def test_two_processes(sink, committee, meeting, start_sender):
    people = subscribe(committee, 12)
    meeting()
    processes = [start_sender(), start_sender()]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    send()
    assert sink.recipients == people


def test_one_address_subscribed_at_once(committee, site):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")

    def subscribe_once(number):
        import uuid

        services.subscribe(
            committee=committee, site=site, email=EMAIL, choice=services.Choice(), bodies=[],
            key=uuid.uuid4(),
        )  # fmt: skip

    in_threads(6, subscribe_once)
    assert Subscription.objects.count() == 1
    assert OutgoingMessage.objects.count() <= services.MOST_ASKED


def test_confirmed_at_once(committee, client):
    row = SubscriptionFactory(committee=committee, unconfirmed=True)
    found = in_threads(3, lambda _number: services.confirm(subscription=row))
    assert sorted(found) == [False, False, True]
