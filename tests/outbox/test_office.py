"""The register of outgoing mail: who sees it, what it does, what nobody else learns of it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from rkres_wagtail.outbox.models import OutgoingMessage
from tests.bodies.test_leaks import assert_no_secret
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

NAME = "rkres_wagtail_outgoingmessage_modeladmin_"
HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>{{ 7|add:7 }}'


def url(action, *args):
    return reverse(NAME + action, args=args)


@pytest.fixture
def clerk(client):
    """Return ``clerk(*codenames)``: a client whose user may enter the admin and no more."""

    def log_in(*codenames):
        user = create_user(f"clerk-{'-'.join(codenames) or 'none'}")
        wanted = ["access_admin", *codenames]
        user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def reader(clerk):
    return clerk("view_outgoingmessage")


@pytest.fixture
def office(clerk):
    return clerk("view_outgoingmessage", "change_outgoingmessage")


@pytest.fixture
def message(make_message):
    """Return ``message(number, **fields)``: a message as it may be found in the register."""

    def make(number=1, **fields):
        made = make_message(number)
        OutgoingMessage.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
        return made

    return make


# Reading ------------------------------------------------------------------------------------------


def test_the_list_and_the_details(reader, message):
    row = message(status="failed", error="550 nie ma", recipient_name="Jan Ósmy", attempts=2)
    page = reader.get(url("index")).content.decode()
    for text in ("Posiedzenie Komitetu", "Jan Ósmy", "osoba1@example.org", "nie wysłana"):
        assert text in page
    assert "550 nie ma" in page and "2 próby" in page
    assert url("forget", row.pk) not in page
    details = reader.get(url("inspect", row.pk)).content.decode()
    assert "Zażółć gęślą jaźń." in details and "550 nie ma" in details
    assert "wiadomość próbna" in details
    assert "Jan Ósmy &lt;osoba1@example.org&gt;" in details
    assert "Odpowiedź do" not in details  # there is none


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"status": "waiting"}, "oczekuje"),
        ({"status": "waiting", "host": "inny.example.org"}, "wstrzymana: inny host"),
        ({"status": "sending"}, "w trakcie wysyłania"),
        ({"status": "sending", "claimed_at": "long ago"}, "niepewna"),
        ({"status": "uncertain"}, "niepewna"),
        ({"status": "expired"}, "po terminie"),
        ({"status": "withdrawn"}, "wycofana"),
    ],
)
def test_the_status_is_that_of_now(reader, message, fields, label):
    if fields["status"] == "sending":
        old = timedelta(hours=1 if "claimed_at" in fields else 0)
        fields = {**fields, "claimed_at": timezone.now() - old}
    row = message(**fields)
    assert f"<dd>{label}</dd>" in reader.get(url("inspect", row.pk)).content.decode()
    found = {
        status
        for status in ("waiting", "held", "sending", "uncertain", "expired", "withdrawn", "sent")
        if "osoba1@" in reader.get(url("index"), {"status": status}).content.decode()
    }
    expected = {
        "oczekuje": "waiting",
        "wstrzymana: inny host": "held",
        "w trakcie wysyłania": "sending",
        "niepewna": "uncertain",
        "po terminie": "expired",
        "wycofana": "withdrawn",
    }
    assert found == {expected[label]}


def test_search_and_filters(reader, message):
    message(1)
    message(2, kind="gone", host="inny.example.org")
    for query, found in [
        ({"q": "osoba2"}, "osoba2"),
        ({"kind": "gone"}, "osoba2"),
        ({"kind": "test"}, "osoba1"),
        ({"host": "inny.example.org"}, "osoba2"),
    ]:
        page = reader.get(url("index"), query).content.decode()
        rows = [n for n in ("osoba1", "osoba2") if f"{n}@example.org" in page]
        assert rows == [found], query


def test_hostile_content_stays_text(reader, message):
    fields = dict.fromkeys(("subject", "text", "error", "recipient_name", "host", "kind"), HOSTILE)
    row = message(**{**fields, "html": HOSTILE, "host": HOSTILE[:60], "kind": HOSTILE[:60]})
    for address in (url("index"), url("inspect", row.pk)):
        page = reader.get(address).content.decode()
        assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
        assert "{{ 7|add:7 }}" in page
    exported = b"".join(reader.get(url("index") + "?export=csv").streaming_content).decode(
        "utf-8-sig"
    )
    (row,) = list(csv.reader(io.StringIO(exported), delimiter=exported.split("temat")[1][0]))[1:]
    assert not [cell for cell in row if cell.startswith("=")]
    assert "Zażółć" not in exported


def test_the_list_costs_the_same_for_5_and_100(reader, make_message):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(url("index")).status_code == 200
        return len(captured)

    for number in range(5):
        make_message(number)
    count()
    few = count()
    for number in range(5, 100):
        make_message(number)
    assert count() == few


# Nobody writes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["create", "edit", "delete"])
def test_nobody_writes_corrects_or_deletes(admin_client, message, action):
    row = message()
    with pytest.raises(NoReverseMatch):
        url(action, *([] if action == "create" else [row.pk]))
    page = admin_client.get(url("index")).content.decode()
    assert "/create/" not in page and f"/edit/{row.pk}" not in page and "/delete/" not in page


def test_without_permission_there_is_nothing(clerk, message):
    row = message(status="failed")
    client = clerk()
    for action in ("inspect", "history", "again", "withdraw", "forget"):
        assert client.get(url(action, row.pk)).status_code in (302, 403)
    assert client.get(url("index")).status_code in (302, 403)
    assert "osoba1" not in client.get(reverse("wagtailadmin_home")).content.decode()


# Verbs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "status", "becomes"),
    [
        ("again", "failed", "waiting"),
        ("again", "uncertain", "waiting"),
        ("again", "sent", "sent"),
        ("withdraw", "waiting", "withdrawn"),
        ("withdraw", "sent", "sent"),
        ("forget", "sent", "sent"),
    ],
)
def test_a_verb_asks_first_and_acts_on_post(office, message, action, status, becomes):
    row = message(status=status)
    assert office.get(url(action, row.pk)).status_code == 200
    row.refresh_from_db()
    assert row.status == status and row.recipient
    response = office.post(url(action, row.pk), follow=True)
    assert response.redirect_chain[-1][0] == url("inspect", row.pk)
    row.refresh_from_db()
    assert row.status == becomes
    assert bool(row.recipient) is (action != "forget")


@pytest.mark.parametrize("action", ["again", "withdraw", "forget"])
def test_who_only_reads_does_not_act(reader, message, action):
    row = message(status="failed")
    assert reader.post(url(action, row.pk)).status_code in (302, 403)
    row.refresh_from_db()
    assert row.status == "failed" and row.recipient
    assert url(action, row.pk) not in reader.get(url("inspect", row.pk)).content.decode()


def test_buttons_are_those_that_would_work(office, message):
    expected = {
        "waiting": {"withdraw"},
        "sending": set(),
        "sent": {"forget"},
        "failed": {"again", "withdraw", "forget"},
        "uncertain": {"again", "withdraw", "forget"},
        "expired": {"forget"},
        "withdrawn": {"forget"},
    }
    for number, (status, verbs) in enumerate(expected.items()):
        row = message(number, status=status, claimed_at=timezone.now())
        page = office.get(url("inspect", row.pk)).content.decode()
        assert {v for v in ("again", "withdraw", "forget") if url(v, row.pk) in page} == verbs


def test_uncertain_says_what_may_happen(office, message):
    row = message(status="uncertain")
    assert "dwa razy" in office.get(url("again", row.pk)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_sent_again_from_the_register(make_message, client, settings):
    backends = "django_tasks.backends"
    settings.TASKS = {"default": {"BACKEND": f"{backends}.dummy.DummyBackend"}}
    row = make_message()
    OutgoingMessage.objects.update(status="failed")
    settings.TASKS = {"default": {"BACKEND": f"{backends}.immediate.ImmediateBackend"}}
    client.force_login(create_user(superuser=True))
    page = client.post(url("again", row.pk), follow=True).content.decode()
    assert "Wiadomość została wysłana." in page
    assert len(mail.outbox) == 1


# The first page -----------------------------------------------------------------------------------


def test_trouble_is_on_the_first_page(reader, message):
    home = reverse("wagtailadmin_home")
    message(0)
    assert "Poczta wymaga uwagi" not in reader.get(home).content.decode()
    for number in range(1, 3):
        message(number, status="failed")
    message(3, status="uncertain")
    message(4, status="sending", claimed_at=timezone.now() - timedelta(hours=1))
    message(5, host="inny.example.org")
    page = " ".join(reader.get(home).content.decode().split())
    assert "Poczta wymaga uwagi" in page
    assert "2 wiadomości nie zostały wysłane" in page
    assert "2 wiadomości są niepewne" in page
    assert "1 wiadomość innego hosta nie jest wysyłana z tej instalacji" in page
    for status in ("failed", "uncertain", "held"):
        assert f"{url('index')}?status={status}" in page


def test_trouble_is_not_for_everybody(clerk, message):
    message(status="failed")
    assert "Poczta" not in clerk("view_person").get(reverse("wagtailadmin_home")).content.decode()


# Leaks --------------------------------------------------------------------------------------------


def test_nothing_of_it_is_public(client, committee, message):
    secret = "Tajemnicza"
    message(
        status="failed",
        subject=secret,
        text=secret,
        html=secret,
        recipient="tajemnicza@example.org",
        recipient_name=secret,
        error=secret,
        about_id=str(committee.pk),
    )
    assert_no_secret(client, committee)
