"""``manage.py rkres_send``, and what the system checks say of mail."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Site

from rkres_wagtail.outbox import checks
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.outbox.conftest import statuses

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def send(*arguments, **options) -> str:
    out = StringIO()
    call_command("rkres_send", *arguments, stdout=out, **options)
    return out.getvalue()


# Sending ------------------------------------------------------------------------------------------


def test_it_catches_up(make_message):
    for number in range(3):
        make_message(number)
    assert "Wysłano 3 wiadomości." in send()
    assert "Wysłano 0 wiadomości." in send()
    assert len(mail.outbox) == 3
    assert send(verbosity=0) == ""


def test_a_limit(make_message):
    for number in range(3):
        make_message(number)
    assert "Wysłano 2 wiadomości." in send("--limit", "2")
    assert statuses() == ["sent", "sent", "waiting"]


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5"])
def test_a_limit_is_a_number(limit):
    with pytest.raises(CommandError):
        send("--limit", limit)


def test_failure_is_told_and_ends_with_an_error(make_message, sink):
    sink.refuse = {"osoba1@example.org": "550 nie ma"}
    make_message(1)
    make_message(2)
    out = StringIO()
    with pytest.raises(CommandError, match="Nie wysłano 1 wiadomości"):
        call_command("rkres_send", stdout=out)
    assert "osoba1@example.org: Posiedzenie Komitetu: nie wysłana" in out.getvalue()
    assert "550 nie ma" in out.getvalue() and "Wysłano 1 wiadomość." in out.getvalue()


def test_failed_ones_are_tried_when_asked(make_message):
    make_message()
    OutgoingMessage.objects.update(status="failed", attempts=24)
    assert "Wysłano 0" in send()
    assert "Wysłano 1" in send("--retry-failed")
    assert len(mail.outbox) == 1


def test_a_dry_run_only_tells(make_message):
    make_message(1)
    make_message(2)
    make_message(3)
    OutgoingMessage.objects.filter(key="test:2").update(next_at=timezone.now() + timedelta(hours=1))
    OutgoingMessage.objects.filter(key="test:3").update(host="inny.example.org")
    said = send("--dry-run")
    for text in (
        "Ta instalacja wysyła wiadomości witryn: localhost.",
        "Teraz zostałaby wysłana 1 wiadomość.",
        "osoba1@example.org: Posiedzenie Komitetu",
        "1 wiadomość czeka na kolejną próbę",
        "1 wiadomość innego hosta nie jest stąd wysyłana: inny.example.org.",
    ):
        assert text in said
    assert statuses() == ["waiting"] * 3
    assert mail.outbox == []


def test_a_dry_run_says_why_nothing_is_sent(make_message, settings):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = []
    settings.ALLOWED_HOSTS = ["*"]
    make_message()
    said = send("--dry-run")
    assert "niczego nie wysyła" in said and "RKRES_WAGTAIL_MAIL_HOSTS" in said
    assert "1 wiadomość innego hosta" in said


def test_forgetting(make_message, settings):
    make_message()
    long_ago = timezone.now() - timedelta(days=181)
    OutgoingMessage.objects.update(status="sent", sent_at=long_ago)
    assert "z 1 wiadomości" in send("--forget")
    assert OutgoingMessage.objects.get().recipient == ""
    assert mail.outbox == []


# The test message ---------------------------------------------------------------------------------


def test_a_test_message(sink, site):
    assert "została wysłana" in send("--test", "sekretariat@example.org")
    (message,) = sink.mails
    assert message["X-Sink-To"] == "sekretariat@example.org"
    assert message["Subject"] == "Wiadomość próbna: OWES"
    for part in ("plain", "html"):
        text = message.get_body((part,)).get_content()
        assert "to jest wiadomość próbna" in text and "podczas próby wysyłki" in text
    # Not once for all: every test is one more.
    send("--test", "sekretariat@example.org")
    assert len(sink.mails) == 2


@pytest.mark.django_db(transaction=True)
def test_a_test_message_goes_out_once_with_tasks(sink, site):
    send("--test", "sekretariat@example.org")
    assert len(sink.mails) == 1
    assert statuses() == ["sent"]


def test_a_test_that_fails_says_why(sink, site):
    sink.stop()
    with pytest.raises(CommandError, match="ConnectionRefusedError"):
        send("--test", "sekretariat@example.org")
    # It does not come later, when nobody waits for it.
    assert statuses() == ["withdrawn"]


@pytest.mark.parametrize("address", ["sekretariat", "a@example.org,b@example.org"])
def test_a_test_needs_an_address(site, address):
    with pytest.raises(CommandError, match="nie jest jednym adresem"):
        send("--test", address)
    assert not OutgoingMessage.objects.exists()


def test_a_test_from_a_copy_is_refused(site, settings):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["www.example.org"]
    with pytest.raises(CommandError, match="localhost"):
        send("--test", "sekretariat@example.org")
    assert not OutgoingMessage.objects.exists()


def test_a_test_names_its_site(site, settings, sink):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["localhost", "drugi.example.org"]
    Site.objects.create(
        hostname="drugi.example.org", site_name="Drugi", root_page=site.root_page, port=443
    )
    send("--test", "sekretariat@example.org", "--site", "drugi.example.org")
    assert sink.mails[0]["Subject"] == "Wiadomość próbna: Drugi"
    with pytest.raises(CommandError):
        send("--test", "sekretariat@example.org", "--site", "trzeci.example.org")


@pytest.mark.parametrize(
    "arguments",
    [("--site", "x"), ("--dry-run", "--forget"), ("--test", "a@example.org", "--retry-failed")],
)
def test_options_that_do_not_go_together(arguments):
    with pytest.raises(CommandError):
        send(*arguments)


# Checks -------------------------------------------------------------------------------------------


def ids(found) -> list[str]:
    return [each.id.removeprefix("rkres_wagtail.") for each in found]


@pytest.mark.parametrize("host", ["*", ".example.org", "https://x.pl", "x.pl/a", "", 5, "a b"])
def test_a_host_that_is_none(settings, host):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["www.example.org", host]
    (error,) = checks.check_hosts(None)
    assert error.id == "rkres_wagtail.E020" and "www.example.org" in error.hint


@pytest.mark.parametrize(
    ("allowed", "debug", "found"),
    [
        (["*"], False, ["W010"]),
        ([".example.org"], False, ["W010"]),
        (["localhost"], False, ["W010"]),
        (["www.example.org", "*"], False, []),
        (["*"], True, []),
    ],
)
def test_it_cannot_be_told_whose_mail_is_sent(settings, allowed, debug, found):
    settings.RKRES_WAGTAIL_MAIL_HOSTS = []
    settings.ALLOWED_HOSTS, settings.DEBUG = allowed, debug
    assert ids(checks.check_hosts(None)) == found


@pytest.mark.parametrize(
    ("ours", "djangos", "found"),
    [
        ("", "webmaster@localhost", ["W011"]),
        ("", "komitet@example.org", []),
        ("", "Komitet <komitet@example.org>", []),
        ("komitet@example.org", "webmaster@localhost", []),
        ("Komitet <komitet@example.org>", "komitet@example.org", ["E021"]),
        ("komitet", "komitet@example.org", ["E021"]),
    ],
)
def test_the_sender(settings, ours, djangos, found):
    settings.RKRES_WAGTAIL_MAIL_FROM, settings.DEFAULT_FROM_EMAIL = ours, djangos
    assert ids(checks.check_sender(None)) == found


def test_the_longest_wait_is_not_the_shortest(settings):
    settings.RKRES_WAGTAIL_MAIL_RETRY_MAX_MINUTES = 4
    assert ids(checks.check_times(None)) == ["E022"]
    settings.RKRES_WAGTAIL_MAIL_RETRY_MAX_MINUTES = 5
    assert checks.check_times(None) == []


@pytest.mark.parametrize(
    ("backend", "timeout", "found"),
    [(SMTP, None, ["W012"]), (SMTP, 10, []), ("x.Backend", None, [])],
)
def test_a_silent_server_needs_a_limit(settings, backend, timeout, found):
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = backend, timeout
    assert ids(checks.check_timeout(None)) == found


@pytest.mark.parametrize(
    ("mailer", "found"),
    [
        ({"BACKEND": SMTP}, ["W012"]),
        ({}, ["W012"]),
        ({"BACKEND": SMTP, "OPTIONS": {"timeout": 10}}, []),
        ({"BACKEND": "x.Backend"}, []),
    ],
)
def test_a_limit_in_the_settings_of_django_6_1(mailer, found):
    with override_settings(MAILERS={"default": mailer}):
        assert ids(checks.check_timeout(None)) == found


def test_a_site_in_whose_name_nothing_is_sent(site, settings):
    assert checks.check_sites(None, databases=["default"]) == []
    settings.RKRES_WAGTAIL_MAIL_HOSTS = ["www.example.org"]
    (warning,) = checks.check_sites(None, databases=["default"])
    assert warning.id == "rkres_wagtail.W013" and "localhost" in warning.msg
    assert checks.check_sites(None) == []
    settings.DEBUG = True
    assert checks.check_sites(None, databases=["default"]) == []
