"""The published report is told once to everybody who left an address and asked."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from rkres_wagtail.consultations.models import ConsultationReport
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks import links_out
from rkres_wagtail.remarks.retention import services, tasks, telling
from rkres_wagtail.remarks.retention.telling import KIND
from tests.factories.remarks import RemarkFactory, SubmissionFactory

from .personal import closed_consultation, decide

pytestmark = pytest.mark.django_db

ASKED = {"person": True, "email": "jw@example.org", "wants_result": True}


@pytest.fixture
def over(consultations):
    return closed_consultation(consultations)


@pytest.fixture
def publish(over, django_capture_on_commit_callbacks):
    def publish(**fields):
        report, _made = ConsultationReport.objects.get_or_create(
            consultation_id=over.pk,
            defaults={"live": False, "incomplete_reason": "Odpowiedzi uzupełnimy w aneksie."},
        )
        for name, value in fields.items():
            setattr(report, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            report.save_revision().publish()
        return report

    return publish


def told() -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(kind=KIND).order_by("recipient"))


def recipients() -> list[str]:
    return [each.recipient for each in told()]


@pytest.mark.parametrize("counted_from", ["register", "numbers"])
def test_who_asked_is_told_of_either_report(over, publish, counted_from):
    RemarkFactory(consultation=over, sender=ASKED)
    publish(counted_from=counted_from)
    (message,) = told()
    assert message.recipient == "jw@example.org"
    assert over.title in message.text and f"{over.full_url}raport/" in message.text
    assert f"{over.full_url}raport/" in message.html and over.title in message.subject


def test_one_person_one_message_however_often_sent_and_published(over, publish):
    for email in ("jw@example.org", "JW@example.org", "jw@example.org"):
        SubmissionFactory(consultation=over, **{**ASKED, "email": email})
    publish()
    publish(lead="Poprawione.")
    assert len(told()) == 1


def test_only_who_asked_left_an_address_and_confirmed(over, publish):
    send = {"consultation": over}
    RemarkFactory(**send, sender={**ASKED, "email": "nie-pytal@example.org", "wants_result": False})
    RemarkFactory(**send, sender={**ASKED, "email": ""})
    RemarkFactory(**send, sender={**ASKED, "needs_confirmation": True, "email": "n@example.org"})
    RemarkFactory(**send, junk=True, sender={**ASKED, "email": "ofiara@example.org"})
    RemarkFactory(**send, withdrawn=True, sender={**ASKED, "email": "wycofana@example.org"})
    RemarkFactory(
        **send,
        sender={
            **ASKED, "needs_confirmation": True, "confirmed_at": timezone.now(),
            "email": "potwierdzona@example.org",
        },
    )  # fmt: skip
    publish()
    assert recipients() == ["potwierdzona@example.org", "wycofana@example.org"]


def test_the_anonymised_are_not_told(over, publish):
    RemarkFactory(consultation=over, sender=ASKED)
    decide(over, days_ago=400)
    services.anonymise(over)
    publish()
    assert not told()


def test_nobody_is_told_of_what_the_public_cannot_read(over, publish):
    RemarkFactory(consultation=over, sender=ASKED)
    restriction = PageViewRestriction.objects.create(
        page=over, restriction_type=PageViewRestriction.LOGIN
    )
    report = publish()
    assert not told()
    restriction.delete()
    ConsultationReport.objects.update(live=False)
    assert telling.tell(report.pk) == 0
    ConsultationReport.objects.update(live=True)
    assert telling.tell(report.pk) == 1


def test_a_report_older_than_its_page_is_told_with_the_page(
    over, publish, django_capture_on_commit_callbacks
):
    RemarkFactory(consultation=over, sender=ASKED)
    over.unpublish()
    publish()
    assert not told()
    with django_capture_on_commit_callbacks(execute=True):
        over.save_revision().publish()
    assert len(told()) == 1


def test_what_a_killed_task_left_is_told_by_the_command_once(over, publish, monkeypatch):
    RemarkFactory(consultation=over, sender=ASKED)

    class Dead:
        def enqueue(self, pk):
            raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "tell_report", Dead())
        publish()
    assert ConsultationReport.objects.get().live and not told()
    for _run in range(2):
        call_command("rkres_remarks", stdout=StringIO())
    assert len(told()) == 1


def test_a_task_killed_half_way_is_finished_without_doubling(over, publish, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 1)
    for number in range(3):
        RemarkFactory(consultation=over, sender={**ASKED, "email": f"p{number}@example.org"})
    write, calls = telling._write, []

    def dying(*args):
        calls.append(args)
        if len(calls) == 2:
            raise ConnectionError
        return write(*args)

    with monkeypatch.context() as patch:
        patch.setattr(telling, "_write", dying)
        publish()
    assert len(told()) < 3
    call_command("rkres_remarks", stdout=StringIO())
    assert recipients() == ["p0@example.org", "p1@example.org", "p2@example.org"]


def test_old_reports_are_no_news(over, publish):
    publish()
    RemarkFactory(consultation=over, sender=ASKED)
    ConsultationReport.objects.update(last_published_at=timezone.now() - timedelta(days=31))
    call_command("rkres_remarks", stdout=StringIO())
    assert not told()


def test_the_message_leads_to_the_own_remarks_by_a_secret_link(over, publish, client):
    rows = [SubmissionFactory(consultation=over, **ASKED) for _number in range(2)]
    publish()
    (message,) = told()
    for row in rows:
        address = links_out.receipt_path(row)
        assert address in message.text and address in message.html
        assert row.remarks.get().content in client.get(address).content.decode()


def test_the_key_tells_no_address_and_the_message_goes_with_the_name(over, publish):
    RemarkFactory(consultation=over, sender=ASKED)
    publish()
    assert "jw" not in told()[0].key and told()[0].key.startswith(f"remark_report:{over.pk}:")
    services.anonymise(over, is_early=True)
    assert told()[0].is_forgotten
    publish(lead="Jeszcze raz.")
    assert len(told()) == 1


def test_a_name_that_no_message_takes_keeps_nobody_else_waiting(over, publish):
    for name in ("Zły\x9dznak", "Joanna Wierzbicka-Testowa"):
        SubmissionFactory(
            consultation=over, **{**ASKED, "name": name, "email": f"{len(name)}@example.org"}
        )
    publish()
    assert recipients() == ["25@example.org"]
