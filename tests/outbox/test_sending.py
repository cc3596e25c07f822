"""Against a real SMTP server: whatever it does, it ends up with exactly the expected mails."""

from __future__ import annotations

import email.message
import email.policy
import smtplib
import warnings
from datetime import timedelta

import pytest
from django import VERSION as DJANGO_VERSION
from django.db import transaction
from django.utils import timezone

from rkres_wagtail.outbox import sending, services
from rkres_wagtail.outbox.failures import judge
from rkres_wagtail.outbox.folding import ListPolicy
from rkres_wagtail.outbox.models import MessageStatus, OutgoingMessage
from tests.outbox.conftest import statuses

pytestmark = pytest.mark.django_db


def run() -> list[str]:
    return [str(status) for _message, status in sending.send_due()]


def everybody(count: int) -> list[str]:
    return sorted(f"osoba{number}@example.org" for number in range(1, count + 1))


# What arrives -------------------------------------------------------------------------------------


def test_a_long_name_stays_a_name(sink, make_message):
    """Python folds a long name without its quotes: a comma in it would begin an address."""
    make_message(
        recipient_name='Jan "X" <zly@example.org>, obcy@example.org; ' + "bardzo długo " * 9
    )
    assert run() == ["sent"]
    (mail,) = sink.mails
    (to,) = mail["To"].addresses
    assert to.addr_spec == "osoba1@example.org" and to.display_name.startswith("Jan X zly")


def test_a_long_plain_name_stays_a_name(sink, make_message):
    make_message(recipient_name='Jan "X" <zly@example.org>, obcy@example.org; ' + "plain " * 20)
    assert run() == ["sent"]
    (to,) = sink.mails[0]["To"].addresses
    assert to.addr_spec == "osoba1@example.org"


def test_what_arrives(sink, make_message):
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    message = make_message(
        recipient_name='Łukasz "Żak", Ósmy',
        reply_to="sekretariat@example.org",
        subject="Zażółć gęślą jaźń 🎉",
        text="Zażółć.\n.\n.kropka\n" + "ą" * 3000,
        html="<p>Zażółć</p>",
        headers={"List-Unsubscribe": "<https://example.org/x>", "X-Rkres": "1"},
        attachments=[
            {"name": "posiedzenie.ics", "type": "text/calendar; method=REQUEST", "content": ics}
        ],
    )
    assert run() == ["sent"]
    (mail,) = sink.mails
    assert mail["X-Sink-To"] == "osoba1@example.org"
    (to,) = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == ('Łukasz "Żak", Ósmy', "osoba1@example.org")
    assert mail["Subject"] == "Zażółć gęślą jaźń 🎉"
    assert mail["From"] == "komitet@example.org"
    assert mail["Reply-To"] == "sekretariat@example.org"
    assert mail["Message-ID"] == f"<{message.uuid}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://example.org/x>"
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text == "Zażółć.\n.\n.kropka\n" + "ą" * 3000 + "\n" or text == message.text
    assert "Zażółć" in mail.get_body(("html",)).get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached["Content-Type"].params["method"] == "REQUEST"
    assert attached.get_filename() == "posiedzenie.ics"
    assert "METHOD:REQUEST" in attached.get_content()
    assert mail["Bcc"] is None and mail["Cc"] is None


def unfolded(raw: bytes) -> bytes:
    return raw.replace(b"\r\n ", b" ").replace(b"  ", b" ")


def test_a_long_address_in_the_head_stays_an_address(sink, make_message):
    """RFC 2369: what is written in encoded words, no mail program finds."""
    leave = f"<https://example.org/{'a' * 120}>"
    make_message(headers={"List-Unsubscribe": leave})
    assert run() == ["sent"]
    assert f"List-Unsubscribe: {leave}".encode() in unfolded(sink.raw[0])


@pytest.mark.parametrize("policy", [email.policy.default, email.policy.SMTP])
def test_newer_policies_write_it_as_an_address(policy):
    leave = f"<https://example.org/{'a' * 120}>"
    mail = email.message.EmailMessage(policy=ListPolicy(**vars(policy)))
    mail["List-Unsubscribe"] = leave
    mail["Subject"] = "Zażółć " * 30
    mail.set_content("x")
    raw = mail.as_bytes()
    assert f"List-Unsubscribe: {leave}{policy.linesep}".encode() in raw
    assert b"Subject: =?utf-8?" in raw
    assert email.message_from_bytes(raw, policy=policy)["List-Unsubscribe"] == leave


def test_the_sender_is_a_setting(sink, make_message, settings):
    settings.RKRES_WAGTAIL_MAIL_FROM = "rkres@example.org"
    make_message()
    run()
    assert sink.mails[0]["From"] == "rkres@example.org"


@pytest.mark.parametrize(
    ("host", "end"),
    [("żubr.example.org", "@xn--ubr-22a.example.org>"), ("a..b", "@rkres.invalid>")],
)
def test_the_id_is_ascii_whatever_the_host(sink, make_message, site, settings, host, end):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = [host]
    site.hostname = host
    make_message()
    assert run() == ["sent"]
    assert sink.mails[0]["Message-ID"].endswith(end)


@pytest.mark.skipif(DJANGO_VERSION < (6, 1), reason="MAILERS came with Django 6.1")
def test_nothing_that_django_will_take_away(sink, make_message, settings):
    options = {"host": "127.0.0.1", "port": sink.port, "timeout": 1}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    ics = {"name": "a.ics", "type": "text/calendar; method=REQUEST", "content": "x"}
    make_message(html="<p>x</p>", recipient_name="Łukasz", attachments=[ics])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run() == ["sent"]
    assert len(sink.mails) == 1


def test_hundred_at_once(sink, make_message):
    for number in range(1, 101):
        make_message(number)
    assert run() == ["sent"] * 100
    assert sink.recipients == everybody(100)
    assert len({mail["Message-ID"] for mail in sink.mails}) == 100
    assert run() == []


# Faults -------------------------------------------------------------------------------------------


def test_down_then_up(sink, make_message, time_passes):
    sink.stop()
    for number in range(1, 6):
        make_message(number)
    # One knocks; the others are spared.
    assert run() == ["waiting"]
    assert run() == []
    assert statuses() == ["waiting"] * 5
    attempts = OutgoingMessage.objects.order_by("pk").values_list("attempts", flat=True)
    assert list(attempts) == [1, 0, 0, 0, 0]
    assert "ConnectionRefusedError" in OutgoingMessage.objects.get(key="test:1").error
    sink.start()
    time_passes()
    assert run() == ["sent"] * 5
    assert sink.recipients == everybody(5)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_down_does_not_break_the_request(sink, make_message):
    sink.stop()
    with transaction.atomic():
        for number in range(1, 6):
            make_message(number)
    attempts = OutgoingMessage.objects.values_list("attempts", flat=True)
    assert sorted(attempts) == [0, 0, 0, 0, 1]
    assert statuses() == ["waiting"] * 5


def test_slow_is_uncertain_and_not_sent_twice(sink, make_message, time_passes):
    sink.script = {2: 3}
    for number in range(1, 5):
        make_message(number)
    assert run() == ["sent", "uncertain"]
    assert statuses() == ["sent", "uncertain", "waiting", "waiting"]
    time_passes()
    assert run() == ["sent", "sent"]
    time_passes()
    assert run() == []
    assert sink.recipients == [f"osoba{n}@example.org" for n in (1, 3, 4)]
    services.send_again(OutgoingMessage.objects.get(key="test:2"), None)
    assert run() == ["sent"]
    assert sink.recipients == everybody(4)


@pytest.mark.parametrize(("how", "arrived"), [("abort", False), ("keep-abort", True)])
def test_dying_midway(sink, make_message, time_passes, how, arrived):
    sink.script = {3: how}
    for number in range(1, 6):
        make_message(number)
    assert run() == ["sent", "sent", "uncertain"]
    time_passes()
    assert run() == ["sent", "sent"]
    assert run() == []
    if not arrived:
        assert "osoba3@example.org" not in sink.recipients
        services.send_again(OutgoingMessage.objects.get(key="test:3"), None)
        assert run() == ["sent"]
    assert sink.recipients == everybody(5)


def test_accepting_half_of_the_recipients(sink, make_message):
    sink.refuse = {f"osoba{n}@example.org": "550 5.1.1 nie ma takiej osoby" for n in (2, 4)}
    for number in range(1, 6):
        make_message(number)
    assert run() == ["sent", "failed", "sent", "failed", "sent"]
    assert run() == []
    assert sink.recipients == [f"osoba{n}@example.org" for n in (1, 3, 5)]
    failed = OutgoingMessage.objects.get(key="test:2")
    assert failed.attempts == 1 and "550 5.1.1 nie ma takiej osoby" in failed.error
    # The address was corrected on the other side.
    sink.refuse = {}
    services.send_again(failed, None)
    assert run() == ["sent"]
    assert len(sink.mails) == 4


def test_not_now_is_tried_again_by_itself(sink, make_message, time_passes):
    sink.refuse = {"osoba1@example.org": "451 4.7.1 greylisted"}
    sink.script = {2: "452 4.3.1 no room"}
    for number in range(1, 4):
        make_message(number)
    # The messages after it are not put off: it is about this recipient.
    assert run() == ["waiting", "sent", "waiting"]
    assert run() == []
    sink.refuse = {}
    time_passes()
    assert run() == ["sent", "sent"]
    assert sink.recipients == everybody(3)


def test_a_text_that_is_refused_for_good(sink, make_message):
    sink.script = {1: "554 5.7.1 spam"}
    make_message(1)
    make_message(2)
    assert run() == ["failed", "sent"]
    assert sink.recipients == ["osoba2@example.org"]


def test_a_sender_that_is_refused_loses_nobody(sink, make_message, time_passes):
    sink.refuse_senders = ["550 5.7.1 who are you"]
    make_message(1)
    make_message(2)
    assert run() == ["waiting"]
    time_passes()
    assert run() == ["sent", "sent"]
    assert sink.recipients == everybody(2)


def test_attempts_end(sink, make_message, time_passes, settings):
    settings.RKRES_WAGTAIL_MAIL_ATTEMPTS = 3
    sink.refuse = {"osoba1@example.org": "451 later"}
    message = make_message()
    found = []
    for _attempt in range(5):
        found += run()
        time_passes()
    assert found == ["waiting", "waiting", "failed"]
    message.refresh_from_db()
    assert message.attempts == 3


def test_the_wait_doubles_up_to_a_limit(sink, make_message, settings):
    settings.RKRES_WAGTAIL_MAIL_RETRY_MINUTES = 5
    settings.RKRES_WAGTAIL_MAIL_RETRY_MAX_MINUTES = 30
    minutes = [sending.delay(n) / timedelta(minutes=1) for n in (1, 2, 3, 4, 5, 10_000)]
    assert minutes == [5, 10, 20, 30, 30, 30]
    sink.refuse = {"osoba1@example.org": "451 later"}
    message = make_message()
    run()
    message.refresh_from_db()
    wait = message.next_at - timezone.now()
    assert timedelta(minutes=4) < wait <= timedelta(minutes=5)


def test_late_but_still_of_use(sink, make_message):
    days_ago = timezone.now() - timedelta(days=3)
    message = make_message(expires_at=timezone.now() + timedelta(hours=1))
    OutgoingMessage.objects.filter(pk=message.pk).update(created_at=days_ago, next_at=days_ago)
    assert run() == ["sent"]
    assert run() == []
    assert len(sink.mails) == 1


@pytest.mark.parametrize("by_task", [True, False])
def test_too_late_is_not_sent_but_marked(sink, make_message, by_task):
    message = make_message(expires_at=timezone.now() - timedelta(seconds=1))
    if by_task:
        assert sending.send(message.pk) is None
    else:
        assert run() == []
    assert statuses() == ["expired"]
    assert sink.mails == []


# Killed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("went_out", [True, False])
def test_a_killed_sender_leaves_an_uncertain_message(
    sink, make_message, monkeypatch, settings, went_out
):
    message = make_message()
    really = sending.build

    def killed(row):
        if went_out:
            really(row).send()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(sending, "build", killed)
        sending.send(message.pk)
    message.refresh_from_db()
    assert message.state == MessageStatus.SENDING
    assert run() == []
    settings.RKRES_WAGTAIL_MAIL_UNCERTAIN_MINUTES = 10
    past = timezone.now() - timedelta(minutes=11)
    OutgoingMessage.objects.update(claimed_at=past)
    message.refresh_from_db()
    assert message.state == MessageStatus.UNCERTAIN  # before anything has run
    assert run() == []
    assert statuses() == ["uncertain"]
    assert len(sink.mails) == went_out


def test_a_sender_that_was_only_slow_has_the_last_word(sink, make_message, monkeypatch):
    message = make_message()
    really = sending.build

    def slow(row):
        OutgoingMessage.objects.update(status=MessageStatus.UNCERTAIN)  # as a run of cron does
        return really(row)

    monkeypatch.setattr(sending, "build", slow)
    assert sending.send(message.pk) == "sent"
    assert statuses() == ["sent"]
    assert len(sink.mails) == 1


def test_a_failure_of_our_own_loses_nothing(sink, make_message, monkeypatch):
    def broken(row):
        raise ValueError("broken\nheader")

    monkeypatch.setattr(sending, "build", broken)
    make_message()
    assert run() == ["failed"]
    error = OutgoingMessage.objects.get().error
    assert error == "Wiadomości nie udało się wysłać. ValueError: broken header"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPAuthenticationError(535, b"bad \xff"), "odrzuca logowanie. 535 bad"),
        (smtplib.SMTPSenderRefused(550, b"no", "a@b.pl"), "odrzuca nadawcę. 550 no"),
        (smtplib.SMTPDataError(554, b"spam"), "odrzuca wiadomość. 554 spam"),
        (smtplib.SMTPHeloError(501, b"who"), "odrzuca połączenie. 501 who"),
        (smtplib.SMTPRecipientsRefused({"a@b.pl": (550, b"x\r\n y")}), "adresata. 550 x y"),
        (TimeoutError("t" * 900), "Nie można połączyć się z serwerem poczty. TimeoutError: ttt"),
    ],
)
def test_the_office_reads_what_went_wrong(error, words):
    text = judge(error).text
    assert words in text and len(text) <= 500


def test_a_backend_that_takes_nothing(make_message, settings, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: 0)
    make_message()
    assert run() == ["failed"]
    assert "nie przyjął" in OutgoingMessage.objects.get().error


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_could_be_rolled_back_is_no_claim(make_message, settings, sink):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    message = make_message()
    with pytest.raises(RuntimeError), transaction.atomic():
        sending.send(message.pk)
    assert sink.mails == []


# A copy of the site -------------------------------------------------------------------------------


def test_a_copy_sends_nothing(sink, make_message, settings):
    message = make_message()
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["staging.example.org"]
    assert run() == []
    assert sending.send(message.pk) is None
    assert statuses() == ["waiting"]
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["LOCALHOST"]
    assert run() == ["sent"]


@pytest.mark.parametrize(
    ("allowed", "debug", "host", "sent"),
    [
        (["www.example.org"], False, "www.example.org", True),
        (["WWW.example.org"], False, "www.example.org", True),
        (["staging.example.org"], False, "www.example.org", False),
        (["*"], False, "www.example.org", False),
        ([".example.org"], False, "www.example.org", False),
        ([], False, "www.example.org", False),
        (["*"], True, "www.example.org", False),
        (["localhost"], False, "localhost", False),
        (["localhost"], True, "localhost", True),
        ([], True, "localhost", True),
    ],
)
def test_allowed_hosts_tell_without_a_setting_of_ours(
    sink, make_message, site, settings, allowed, debug, host, sent
):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = []
    settings.ALLOWED_HOSTS, settings.DEBUG = allowed, debug
    site.hostname = host
    make_message()
    assert run() == (["sent"] if sent else [])
    assert len(sink.mails) == sent
