"""What keeps machines out and never costs a person a word; hostile input; when it is not open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from rkres_wagtail import form_rate
from rkres_wagtail.consultations.models import Round
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.models import Remark, Submission
from rkres_wagtail.remarks.online import stamps
from tests.factories import ConsultationPageFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkRulesFactory
from tests.meetings.public import text_of

from .online import CONTENT, address, aged, filled, hidden, receipt, send

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def rules(consultation):
    cache.clear()
    yield RemarkRulesFactory(consultation=consultation, online=True)
    cache.clear()


def refused(response, status=422) -> str:
    """Nothing was stored, and all the words are on the screen; the HTML."""
    assert response.status_code == status
    html = response.content.decode()
    assert CONTENT in html and "Stowarzyszenie Przykładowe" in html
    assert not Submission.objects.exists()
    return html


# Machines --------------------------------------------------------------------------------------


def test_the_decoy_is_hidden_from_everybody_and_catches_machines(client, consultation):
    html = client.get(address(consultation)).content.decode()
    decoy = html[
        html.index('<div class="rkres-decoy"') : html.index("</div>", html.index("rkres-decoy"))
    ]
    for told in (
        'aria-hidden="true"',
        'tabindex="-1"',
        'autocomplete="off"',
        "Zostaw to pole puste",
    ):
        assert told in decoy
    html = refused(send(client, consultation, homepage="https://spam.example"))
    assert "spam.example" not in html, "whoever was caught by mistake need only send it again"
    data = filled(client, consultation) | {"stamp": aged(html, consultation)}
    receipt(client, send(client, consultation, data))


def test_faster_than_people_write(client, consultation):
    data = filled(client, consultation)
    html = client.get(address(consultation)).content.decode()
    data["stamp"] = hidden(html, "stamp")[0]
    html = refused(send(client, consultation, data))
    receipt(client, send(client, consultation, data | {"stamp": aged(html, consultation)}))


def test_a_form_that_was_open_too_long_is_sent_once_more(client, consultation):
    data = filled(client, consultation)
    html = client.get(address(consultation)).content.decode()
    data["stamp"] = aged(html, consultation, hours=24, seconds=1)
    key = stamps.read(data["stamp"], consultation.pk).key
    html = refused(send(client, consultation, data))
    again = aged(html, consultation)
    assert stamps.read(again, consultation.pk).key == key, "a second click still is one"
    receipt(client, send(client, consultation, data | {"stamp": again}))


@pytest.mark.parametrize("stamp", ["", "x", "WzEsMl0:1abc:def", "\0", "Ł" * 500])
def test_a_stamp_that_we_did_not_make(client, consultation, stamp):
    refused(send(client, consultation, stamp=stamp))


def test_a_stamp_that_was_changed(client, consultation):
    data = filled(client, consultation)
    refused(send(client, consultation, data | {"stamp": data["stamp"][:-1] + "-"}))


def test_too_many_sendings_from_one_address(client, consultation, settings):
    settings.RKRES_WAGTAIL_REMARK_RATE = 2
    with freeze_time("2026-11-30 10:45:00") as clock:
        Round.objects.update(
            starts_at=timezone.now() - timedelta(days=5), ends_at=timezone.now() + timedelta(days=5)
        )
        for _number in range(2):
            data = filled(client, consultation)
            receipt(client, send(client, consultation, data))
        third = filled(client, consultation, **{"r1-content": "Trzecia uwaga."})
        response = send(client, consultation, third)
        assert response.status_code == 429
        assert response["Retry-After"] == "900"
        html = response.content.decode()
        assert "Trzecia uwaga." in html and "za 15 minut" in text_of(html)
        assert Remark.objects.count() == 2
        assert send(client, consultation, data).status_code == 302, "a second click is no third"
        other = Client(REMOTE_ADDR="198.51.100.7")
        receipt(other, send(other, consultation, filled(other, consultation)))
        clock.tick(timedelta(minutes=15))
        receipt(client, send(client, consultation, third))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_whom_the_limit_counts(address, network):
    assert form_rate._network(address) == network


def test_the_address_itself_is_kept_nowhere(client, consultation, monkeypatch):
    kept = []
    really = cache.add
    monkeypatch.setattr(
        form_rate.cache, "add", lambda key, *args: kept.append(key) or really(key, *args)
    )
    send(client, consultation, REMOTE_ADDR="203.0.113.9")
    assert kept and "127.0.0.1" not in kept[0]


def test_a_cache_that_is_down_refuses_nobody(client, consultation, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(form_rate.cache, "add", broken)
    receipt(client, send(client, consultation))


def test_a_form_without_its_csrf_token_is_refused(consultation):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, consultation).status_code == 403
    assert not Submission.objects.exists()


# Hostile input -----------------------------------------------------------------------------------

NASTY = '<script>alert(1)</script>" onfocus="x =HYPERLINK("http://evil.example")'


def test_script_and_formula_are_words(client, consultation):
    names = ("place", "quote", "content", "proposed", "justification")
    fields = {f"r1-{name}": NASTY for name in names}
    response = send(client, consultation, organisation=NASTY, name=NASTY, **fields)
    html = receipt(client, response)
    assert "<script>alert" not in html and '" onfocus=' not in html
    assert Remark.objects.get().content == NASTY
    broken = send(client, consultation, organisation=NASTY, email="x", **fields)
    assert "<script>alert" not in broken.content.decode()
    message = OutgoingMessage.objects.get()
    assert "<script>alert" not in message.html and NASTY in message.text


def test_control_characters_never_reach_the_database(client, consultation):
    fields = {"r1-content": "A\x00b\x07c\r\nd", "name": "Jan\x00\u202e Nowak\nCc: x@example.org"}
    receipt(client, send(client, consultation, **fields))
    assert Remark.objects.get().content == "Abc\nd"
    assert Submission.objects.get().name == "Jan Nowak Cc: x@example.org"


@pytest.mark.parametrize("length", [20_001, 200_000])
def test_a_remark_that_is_too_long_is_kept_on_the_screen(client, consultation, length):
    words = "ż" * length
    response = send(client, consultation, **{"r1-quote": words})
    html = refused(response)
    assert words in html and 'href="#id_r1-quote"' in html


def test_a_remark_as_long_as_may_be(client, consultation):
    receipt(client, send(client, consultation, **{"r1-quote": "ż" * 20_000}))
    assert len(Remark.objects.get().quote) == 20_000


@pytest.mark.parametrize("which", ["other", "draft", "none"])
def test_a_section_that_the_author_cannot_have_read(client, consultation, consultations, which):
    DocumentVersionFactory(consultation=consultation, number=1, sections=1)
    foreign = ConsultationPageFactory(parent=consultations, rounds=[{}])
    hidden_one = {
        "other": lambda: DocumentVersionFactory(consultation=foreign, number=1, sections=1),
        "draft": lambda: DocumentVersionFactory(
            consultation=consultation, number=2, draft=True, sections=1
        ),
        "none": lambda: None,
    }[which]()  # fmt: skip
    anchor = hidden_one.texts.get().identity.anchor if hidden_one else "czesc-123"
    version = str(hidden_one.pk) if hidden_one else "0"
    html = refused(send(client, consultation, **{"r1-section": anchor}))
    assert 'href="#id_r1-section"' in html
    html = refused(send(client, consultation, version=version, **{"r1-section": anchor}))
    if hidden_one:
        assert hidden_one.texts.get().heading not in html
    opened = client.get(address(consultation), {"czesc": anchor, "wersja": "2"})
    if hidden_one:
        assert hidden_one.texts.get().heading not in opened.content.decode()


@pytest.mark.parametrize(
    "blocks",
    [["x", "", "-1", "1e9", "²"], ["1"] * 90, [str(n) for n in range(1, 300)], [], ["9" * 40]],
)
def test_blocks_that_no_browser_sends(client, consultation, blocks):
    response = send(client, consultation, block=blocks)
    assert response.status_code in (302, 422)
    assert Remark.objects.count() <= 1


def test_what_is_posted_empty(client, consultation):
    assert client.post(address(consultation), {}).status_code == 422
    assert not Submission.objects.exists()


# When it is not open ---------------------------------------------------------------------------


def test_late_by_one_second(client, consultation):
    data = filled(client, consultation)
    end = consultation.course.rounds[0].ends_at
    Round.objects.update(ends_at=end)
    stamp = stamps.fresh(consultation.pk, end - timedelta(hours=1)).text()
    with freeze_time(end + timedelta(seconds=1)):
        html = refused(send(client, consultation, data | {"stamp": stamp}), 410)
        assert "Czas na zgłaszanie uwag się skończył" in text_of(html)
    with freeze_time(end - timedelta(seconds=1)):
        receipt(client, send(client, consultation, data | {"stamp": stamp}))


def test_switched_off_while_the_form_is_half_filled(client, consultation, rules):
    data = filled(client, consultation)
    rules.is_online = False
    rules.save()
    refused(send(client, consultation, data), 410)
    assert client.post(address(consultation), {"stamp": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("rounds", "says"),
    [
        ([{"announced": True}], "Formularz zostanie otwarty"),
        ([], "gdy znane będą terminy"),
        ([{"closed": True}], "Czas na zgłaszanie uwag się skończył"),
    ],
)
def test_what_the_form_says_when_it_is_not_open(client, consultations, rounds, says):
    page = ConsultationPageFactory(parent=consultations, rounds=rounds)
    RemarkRulesFactory(consultation=page, online=True)
    response = client.get(address(page))
    assert response.status_code == 200
    html = response.content.decode()
    assert says in text_of(html) and "<textarea" not in html
    assert send(client, page, {"r1-content": CONTENT}).status_code == 410
    assert not Submission.objects.exists()


def test_decided_before_its_time(client, consultations):
    page = ConsultationPageFactory(parent=consultations, rounds=[{}], outcome="abandoned")
    RemarkRulesFactory(consultation=page, online=True)
    assert "<textarea" not in client.get(address(page)).content.decode()


@pytest.mark.parametrize("how", ["draft", "expired", "private", "off", "clauseless", "without"])
def test_no_form_where_there_is_none(client, consultations, how):
    kwargs = {how: True} if how in ("draft", "expired", "private") else {}
    page = ConsultationPageFactory(parent=consultations, rounds=[{}], title="Tajne", **kwargs)
    if how != "without":
        clause = {"privacy_clause": "<p> </p>"} if how == "clauseless" else {}
        found = RemarkRulesFactory(consultation=page, online=True, **clause)
        if how == "off":
            found.is_online = False
            found.save()
    for response in (
        client.get(address(page)),
        client.post(address(page), {"do": "send", "r1-content": CONTENT}),
    ):
        assert response.status_code in (404, 302, 200)
        assert "<textarea" not in response.content.decode()
        assert how == "private" or response.status_code == 404
    assert not Submission.objects.exists()


# Caches and cost ---------------------------------------------------------------------------------


def test_no_cache_keeps_the_form(client, consultation):
    for response in (client.get(address(consultation)), send(client, consultation)):
        assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]
        assert "max-age" not in response["Cache-Control"]


def test_a_sending_costs_twelve_queries_of_ours(client, consultation):
    """Beyond those of the site, its languages and the gate; however many remarks and sections."""
    version = DocumentVersionFactory(consultation=consultation, number=1, sections=60)
    anchor = version.texts.first().identity.anchor
    blocks = [str(number) for number in range(1, 11)]
    more = {f"r{number}-content": f"Uwaga {number}" for number in blocks}
    send(client, consultation)
    costs = []
    for fields in ({}, {"block": blocks, **more}):
        data = filled(client, consultation, **{"r1-section": anchor, **fields})
        with CaptureQueriesContext(connection) as queries:
            assert send(client, consultation, data).status_code == 302
        costs.append([each["sql"] for each in queries])
    assert len(costs[0]) == len(costs[1])
    own = [sql for sql in costs[1] if "rkres_wagtail_" in sql.replace("rkres_wagtail_pages", "")]
    assert len(own) <= 12
    assert OutgoingMessage.objects.count() == 3, "the receipt is among them"
