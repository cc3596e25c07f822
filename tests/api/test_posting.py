"""Remarks as JSON: what is described, stored and told."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from jsonschema import Draft202012Validator

from rkres_wagtail.api.posting import openapi
from rkres_wagtail.consultations.models import Round
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.models import Remark, Submission
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.remarks import RemarkRulesFactory

from .posting import CONTENT, aged, body, describe, pointers, post, url

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def consultations(site_root):
    return ConsultationIndexPageFactory(parent=CommitteePageFactory(parent=site_root))


@pytest.fixture
def consultation(consultations):
    return ConsultationPageFactory(parent=consultations, rounds=[{}])


@pytest.fixture(autouse=True)
def rules(consultation):
    cache.clear()
    yield RemarkRulesFactory(consultation=consultation, online=True)
    cache.clear()


@pytest.fixture
def version(consultation):
    return DocumentVersionFactory(consultation=consultation, number=1, sections=3)


# What is described ------------------------------------------------------------------------------


def test_the_form_is_described(client, consultation, version):
    data = describe(client, consultation)
    assert data["consultation"]["title"] == consultation.title
    assert data["is_open"] is True and data["state"] == "open"
    assert data["closes_at"] == consultation.course.rounds[0].ends_at.isoformat()
    assert "Administratorem danych jest Ośrodek." in data["privacy_clause"]["html"]
    assert data["document"]["version"] == version.pk
    texts = version.texts.select_related("identity").order_by("position")
    assert [each["anchor"] for each in data["document"]["sections"]] == [
        each.identity.anchor for each in texts
    ]
    asked = {each["name"]: each["asked"] for each in data["columns"]}
    assert asked == dict.fromkeys(asked, "optional")
    assert list(asked) == ["section", "place", "quote", "content", "proposed", "justification"]


def test_columns_say_what_the_rules_ask_for(client, consultation, rules):
    rules.place, rules.quote, rules.proposed = "no", "required", "no"
    rules.save()
    asked = {each["name"]: each["asked"] for each in describe(client, consultation)["columns"]}
    assert asked == {
        "section": "no", "place": "no", "quote": "required", "content": "optional",
        "proposed": "no", "justification": "optional",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "language", "label"),
    [
        ("pl", "pl", "osoba fizyczna"),
        ("en-GB,pl;q=0.5", "en", "a private person"),
        ("de, en;q=0.1", "en", "a private person"),
        ("*", "pl", "osoba fizyczna"),
        ("de", "pl", "osoba fizyczna"),
        ("\x00;;q=x,,", "pl", "osoba fizyczna"),
    ],
)
def test_the_language_is_the_headers_else_the_consultations(
    client, consultation, header, language, label
):
    response = client.get(url(consultation), HTTP_ACCEPT_LANGUAGE=header)
    assert response["Content-Language"] == response.json()["language"] == language
    assert response.json()["author"]["kinds"][0]["label"] == label
    assert "Accept-Language" in response["Vary"]


def test_another_version_is_described_on_demand(client, consultation, version):
    newer = DocumentVersionFactory(consultation=consultation, number=2, sections=1)
    assert describe(client, consultation)["document"]["version"] == newer.pk
    older = describe(client, consultation, version="1")["document"]
    assert older["version"] == version.pk and older["latest"] == {"version": newer.pk, "number": 2}
    for wrong in ("3", "x", "-1", "1 ", "²", "9" * 400):
        response = client.get(url(consultation), {"version": wrong})
        assert (
            response.status_code == 404 and response["Content-Type"] == "application/problem+json"
        )
    assert client.get(url(consultation), {"verison": "1"}).status_code == 400


def test_the_clause_is_known_by_its_words(client, consultation, rules):
    first = describe(client, consultation)["privacy_clause"]["id"]
    assert describe(client, consultation)["privacy_clause"]["id"] == first
    rules.privacy_clause = "<p>Inna klauzula.</p>"
    rules.save()
    assert describe(client, consultation)["privacy_clause"]["id"] != first


@pytest.mark.parametrize(
    ("rounds", "state"),
    [([{"announced": True}], "ahead"), ([], "ahead"), ([{"closed": True}], "over")],
)
def test_when_it_is_not_open(client, consultations, rounds, state):
    closed = ConsultationPageFactory(parent=consultations, rounds=rounds)
    RemarkRulesFactory(consultation=closed, online=True)
    data = describe(client, closed)
    assert (data["state"], data["is_open"], data["stamp"]) == (state, False, None)
    response = post(client, closed, body(closed))
    assert response.status_code == 410
    assert response.json()["type"].endswith("not-open-yet" if state == "ahead" else ":over")
    assert not Submission.objects.exists()


def test_reading_changes_nothing_and_is_not_kept(client, consultation):
    for response in (client.get(url(consultation)), client.head(url(consultation))):
        assert response["Cache-Control"] == "no-store, private"
        assert not response.cookies
    assert not Submission.objects.exists()
    response = client.put(url(consultation), "{}", content_type="application/json")
    assert response.status_code == 405 and "POST" in response["Allow"]


# What is stored and told --------------------------------------------------------------------------


def test_a_remark_is_stored_and_its_receipt_told(client, consultation, version):
    text = version.texts.select_related("identity").order_by("position")[1]
    remarks = [
        {"section": text.identity.anchor, "content": CONTENT},
        {"place": "s. 4", "content": "B"},
    ]
    response = post(client, consultation, body(consultation, remarks=remarks))
    assert response.status_code == 201, response.json()
    assert response["Cache-Control"] == "no-store, private"
    stored = list(Remark.objects.order_by("number"))
    assert [each.content for each in stored] == [CONTENT, "B"]
    assert (stored[0].section, stored[0].section_digest) == (text.identity, text.digest)
    assert {each.version for each in stored} == {version}
    data = response.json()
    assert [each["control_code"] for each in data["remarks"]] == [each.salt for each in stored]
    assert [each["number"] for each in data["remarks"]] == [1, 2]
    assert data["is_counted"] is True and data["confirm_until"] is None
    shown = client.get(re.sub("^https?://[^/]+", "", data["secret_url"])).content.decode()
    for each in data["remarks"]:
        assert each["receipt_number"] in shown and each["control_code"] in shown


def test_the_link_that_confirms_goes_by_mail_only(client, consultation, rules):
    rules.must_confirm = True
    rules.save()
    response = post(client, consultation, body(consultation))
    assert response.status_code == 201 and response.json()["is_counted"] is False
    assert response.json()["confirm_until"]
    mail = OutgoingMessage.objects.get()
    link = re.search(r"/rkres/uwagi/potwierdz/[^\s]+", mail.text)[0]
    assert link.split("/")[-2] not in response.content.decode()
    assert "uwagi/potwierdz" not in response.content.decode()
    assert mail.recipient == "biuro@example.org" and mail.subject.startswith("Potwierdź")


def test_mail_and_answer_are_in_the_authors_language(client, consultation):
    response = post(client, consultation, body(consultation), HTTP_ACCEPT_LANGUAGE="en")
    assert response.json()["message"].startswith("Thank you.")
    assert OutgoingMessage.objects.get().subject.startswith("Receipt for your remarks")
    assert Submission.objects.get().language == "en"


def test_the_same_twice_is_one_sending_with_one_receipt(client, consultation):
    sent = body(consultation)
    first, second = (post(client, consultation, sent) for _number in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Remark.objects.count() == OutgoingMessage.objects.count() == 1


def test_other_words_under_the_same_stamp_are_told_where_the_first_are(client, consultation):
    sent = body(consultation)
    link = post(client, consultation, sent).json()["secret_url"]
    sent["remarks"][0]["content"] = "Zupełnie co innego."
    response = post(client, consultation, sent)
    assert response.status_code == 409 and response.json()["secret_url"] == link
    assert Remark.objects.count() == 1
    sent["stamp"] = aged(response.json()["stamp"], consultation)
    assert post(client, consultation, sent).status_code == 201


def test_a_second_click_after_the_closing_finds_its_receipt(client, consultation):
    sent = body(consultation)
    first = post(client, consultation, sent)
    Round.objects.update(ends_at=timezone.now())
    again = post(client, consultation, sent)
    assert again.status_code == 200 and again.json()["remarks"] == first.json()["remarks"]
    sent["remarks"][0]["content"] = "Inne."
    assert post(client, consultation, sent).status_code == 410
    assert Remark.objects.count() == 1


def test_a_newer_version_is_told_before_anything_is_stored(client, consultation, version):
    sent = body(consultation)
    newer = DocumentVersionFactory(consultation=consultation, number=2, sections=1)
    response = post(client, consultation, sent)
    assert response.status_code == 409
    assert response.json()["latest"] == {"version": newer.pk, "number": 2}
    assert not Submission.objects.exists()
    assert post(client, consultation, {**sent, "latest": newer.pk}).status_code == 201
    assert Remark.objects.get().version == version


def test_the_version_that_was_read_must_be_named(client, consultation, version):
    sent = body(consultation)
    del sent["version"]
    assert pointers(post(client, consultation, sent)) == ["/version"]
    assert pointers(post(client, consultation, {**sent, "version": 10**40})) == ["/version"]
    assert not Submission.objects.exists()


def test_the_limit_of_sendings_is_shared_with_the_html_form(client, consultation, settings):
    from tests.remarks.online import address, filled

    settings.RKRES_WAGTAIL_REMARK_RATE = 2
    with freeze_time("2026-11-30 10:45:00", tick=False):
        Round.objects.update(
            starts_at=timezone.now() - timedelta(days=5),
            ends_at=timezone.now() + timedelta(days=5),
        )
        sent = body(consultation)
        assert post(client, consultation, sent).status_code == 201
        data = {"do": "send", **filled(client, consultation)}
        assert client.post(address(consultation), data).status_code == 302
        response = post(client, consultation, body(consultation))
        assert response.status_code == 429 and response["Retry-After"] == "900"
        assert post(client, consultation, sent).status_code == 200, "a second click is no third"
        other = Client(REMOTE_ADDR="198.51.100.7")
        assert post(other, consultation, body(consultation)).status_code == 201
    assert Remark.objects.count() == 3


def test_a_sending_costs_the_same_for_any_number_of_remarks(client, consultation):
    DocumentVersionFactory(consultation=consultation, number=1, sections=40)
    post(client, consultation, body(consultation))
    costs = []
    for count in (1, 15):
        sent = body(consultation, remarks=[{"content": f"Uwaga {n}"} for n in range(count)])
        with CaptureQueriesContext(connection) as queries:
            assert post(client, consultation, sent).status_code == 201
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_describing_costs_the_same_for_any_number_of_sections(client, consultations):
    costs = []
    for count in (1, 1, 60):
        page_ = ConsultationPageFactory(parent=consultations, rounds=[{}])
        RemarkRulesFactory(consultation=page_, online=True)
        DocumentVersionFactory(consultation=page_, number=1, sections=count)
        with CaptureQueriesContext(connection) as queries:
            assert len(describe(client, page_)["document"]["sections"]) == count
        costs.append(len(queries))
    assert costs[1] == costs[2]


@pytest.mark.parametrize("has_document", [True, False])
def test_answers_are_as_the_openapi_document_says(client, consultation, rules, has_document):
    if has_document:
        DocumentVersionFactory(consultation=consultation, number=1, sections=2)
    schemas = openapi.paths()["schemas"]
    sent = body(consultation)
    told = {
        "RemarkForm": describe(client, consultation),
        "RemarkSending": sent,
        "RemarkReceipt": post(client, consultation, sent).json(),
        "RemarkProblem": post(client, consultation, {**sent, "remarks": [{}]}).json(),
    }
    for name, data in told.items():
        Draft202012Validator(schemas[name]).validate(data)
        assert set(data) <= set(schemas[name]["properties"]), name


# Who ---------------------------------------------------------------------------------------------


def test_whoever_is_logged_in_is_a_stranger_here(admin_client, client, consultation):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = admin_client.cookies
    response = post(strict, consultation, body(consultation))
    assert response.status_code == 201
    assert not response.cookies
    assert Submission.objects.get().entered_by is None
    ours, theirs = (each.get(url(consultation)).json() for each in (admin_client, client))
    assert {**ours, "stamp": "", "stamp_expires_at": ""} == {
        **theirs, "stamp": "", "stamp_expires_at": "",
    }  # fmt: skip


def test_no_personal_data_in_the_logs(client, consultation, caplog):
    secret = {"author_kind": "person", "name": "Sekretna Osoba", "email": "sekret@example.org"}
    with caplog.at_level(logging.DEBUG, logger="django"):
        with caplog.at_level(logging.DEBUG, logger="rkres_wagtail"):
            ok = body(consultation, author=secret)
            post(client, consultation, ok)
            post(client, consultation, body(consultation, author={**secret, "sekret": "sekret"}))
            post(client, consultation, body(consultation, author={**secret, "email": "sekret@"}))
    ours = [each.getMessage() for each in caplog.records if each.name != "django.db.backends"]
    assert Submission.objects.count() == 1
    assert not [each for each in ours if "sekret" in each.lower()]


# What must not be told --------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["draft", "expired", "private", "off", "clauseless", "without"])
def test_no_form_where_there_is_none(client, consultations, how):
    kwargs = {how: True} if how in ("draft", "expired", "private") else {}
    hidden = ConsultationPageFactory(parent=consultations, rounds=[{}], title="Tajne", **kwargs)
    if how != "without":
        clause = {"privacy_clause": "<p> </p>"} if how == "clauseless" else {}
        found = RemarkRulesFactory(consultation=hidden, online=True, **clause)
        if how == "off":
            found.is_online = False
            found.save()
    sent = body(hidden)
    if how in ("off", "clauseless", "without"):
        sent["stamp"] = "x"
    for response in (client.get(url(hidden)), post(client, hidden, sent)):
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert "Tajne" not in response.content.decode()
    assert not Submission.objects.exists()


def test_no_page_of_another_kind_and_no_other_site(client, consultations, site_root):
    for pk in (consultations.pk, site_root.pk, 0, 10**18):
        response = client.get(reverse("rkres_wagtail:remark_post", args=[pk]))
        assert response.status_code == 404


def test_switched_off_while_somebody_wrote(client, consultation, rules):
    sent = body(consultation)
    rules.is_online = False
    rules.save()
    assert client.get(url(consultation)).status_code == 404
    response = post(client, consultation, sent)
    assert response.status_code == 410 and "stamp" not in response.json()
    assert not Submission.objects.exists()


def test_a_draft_of_the_document_is_not_told(client, consultation, version):
    draft = DocumentVersionFactory(consultation=consultation, number=2, draft=True, sections=1)
    text = draft.texts.select_related("identity").get()
    type(text).objects.filter(pk=text.pk).update(title="Tajny rozdział")
    told = client.get(url(consultation)).content.decode()
    assert "Tajny" not in told and text.identity.anchor not in told
    remarks = [{"section": text.identity.anchor, "content": CONTENT}]
    response = post(client, consultation, body(consultation, remarks=remarks))
    assert pointers(response) == ["/remarks/0/section"]
    response = post(client, consultation, body(consultation, remarks=remarks, version=draft.pk))
    assert set(pointers(response)) == {"/remarks/0/section", "/version"}
    assert json.dumps(response.json(), ensure_ascii=False).count("Tajny") == 0


def test_only_the_answer_to_the_sending_has_the_secret_link(client, consultation):
    link = post(client, consultation, body(consultation)).json()["secret_url"]
    told = client.get(url(consultation)).content.decode()
    assert link.rstrip("/").rsplit("/", 1)[1] not in told
