"""Bad input to the JSON form: a problem document that says what is wrong, and nothing stored."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.core.checks import run_checks

from rkres_wagtail.remarks.models import Submission
from rkres_wagtail.remarks.online import stamps
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
)
from tests.factories.remarks import RemarkRulesFactory

from .posting import AUTHOR, CONTENT, aged, body, pointers, post, stamp, url

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
    assert not Submission.objects.exclude(name="taken").exists(), "a refusal stores nothing"


def problem(response, status: int) -> dict:
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"] == "application/problem+json"
    data = response.json()
    assert data["status"] == status and data["type"].startswith("urn:problem-type:rkres:")
    assert data["title"]
    return data


# The request ------------------------------------------------------------


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/problem+json",
        "application/json; charset=iso-8859-2",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "",
    ],
)
def test_only_json_in_utf8(client, consultation, content_type):
    response = post(client, consultation, body(consultation), content_type=content_type)
    problem(response, 415)
    assert response["Accept-Post"] == "application/json"


@pytest.mark.parametrize(
    "raw",
    [
        b" ", b"{", b"[", b"<html>", b"\xff\xfe", '{"a":"ż"}'.encode("iso-8859-2"),
        b'{"stamp":"a","stamp":"b"}', b'{"stamp":NaN}', b'{"a":-Infinity}', b"{'a':1}",
        b"\xef\xbb\xbf{}", b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5_000, b"{} {}",
    ],
)  # fmt: skip
def test_what_is_not_json(client, consultation, raw):
    problem(post(client, consultation, raw), 400)


@pytest.mark.parametrize("depth", [400, 700, 900, 990, 3000])
def test_deep_nesting_is_no_error_of_ours(client, consultation, depth):
    raw = b'{"author":' + b"[" * depth + b"]" * depth + b"}"
    assert post(client, consultation, raw).status_code in (400, 422)


@pytest.mark.parametrize("raw", ["[]", "null", "1", '"text"', "true"])
def test_json_that_is_no_object(client, consultation, raw):
    assert pointers(post(client, consultation, raw)) == [""]


def test_too_much_is_not_even_read(client, consultation, settings):
    limit = 1024 * 1024
    data = problem(post(client, consultation, b" " * (limit + 1)), 413)
    assert data["max_bytes"] == limit
    problem(post(client, consultation, b" " * limit), 400)
    settings.RKRES_WAGTAIL_REMARK_MAX_CHARS = 100
    settings.RKRES_WAGTAIL_REMARK_MAX_PER_SENDING = 1
    assert problem(post(client, consultation, b" " * 30_000), 413)["max_bytes"] < 30_000
    full = dict.fromkeys(("quote", "content", "proposed", "justification"), "ż" * 100)
    author = {**AUTHOR, "name": "taken"}
    sent = body(consultation, remarks=[full], author=author)
    assert post(client, consultation, sent).status_code == 201


# The shape ------------------------------------------------------------


@pytest.mark.parametrize("value", [None, [], {}, 1, 1.5, True, ["a"]])
@pytest.mark.parametrize("name", ["author_kind", "name", "email"])
def test_a_text_that_is_none(client, consultation, name, value):
    response = post(client, consultation, body(consultation, author={**AUTHOR, name: value}))
    assert pointers(response) == [f"/author/{name}"]
    response = post(client, consultation, body(consultation, remarks=[{"content": value}]))
    assert pointers(response) == ["/remarks/0/content"]


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"stamp": 5}, "/stamp"),
        ({"version": "1"}, "/version"),
        ({"version": True}, "/version"),
        ({"version": None}, "/version"),
        ({"author": []}, "/author"),
        ({"author": {}}, "/author/author_kind"),
        ({"author": {**AUTHOR, "wants_result": "on"}}, "/author/wants_result"),
        ({"remarks": {}}, "/remarks"),
        ({"remarks": []}, "/remarks"),
        ({"remarks": ["text"]}, "/remarks/0"),
        ({"remarks": [{"content": "a"}] * 101}, "/remarks"),
        ({"homepage": False}, "/homepage"),
        ({"consultation": 1}, "/consultation"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"author": {**AUTHOR, "pesel": "1"}}, "/author/pesel"),
        ({"remarks": [{"content": "a", "number": 1}]}, "/remarks/0/number"),
    ],
)
def test_wrong_shape_is_said_with_its_place(client, consultation, changes, at):
    assert pointers(post(client, consultation, body(consultation, **changes))) == [at]


@pytest.mark.parametrize("name", ["stamp", "author", "remarks"])
def test_what_is_missing(client, consultation, name):
    sent = body(consultation)
    del sent[name]
    assert pointers(post(client, consultation, sent)) == [f"/{name}"]
    assert set(pointers(post(client, consultation, {}))) == {"/stamp", "/author", "/remarks"}


@pytest.mark.parametrize("letters", ["\\u0000", "\\ud800", "\\udc00\\ud800"])
def test_letters_that_are_none(client, consultation, letters):
    for changes, at in (
        ({"remarks": [{"content": "X"}]}, "/remarks/0/content"),
        ({"author": {**AUTHOR, "email": "X"}}, "/author/email"),
        ({"stamp": "X"}, "/stamp"),
    ):
        raw = json.dumps(body(consultation, **changes)).replace('"X"', f'"a{letters}b"')
        assert pointers(post(client, consultation, raw)) == [at]
    raw = json.dumps({**body(consultation), "X": 1}).replace('"X"', f'"a{letters}"')
    assert len(pointers(post(client, consultation, raw))) == 1


def test_thousands_of_faults_are_told_in_part(client, consultation):
    sent = body(consultation) | {f"k{n}": n for n in range(20_000)}
    assert len(pointers(post(client, consultation, sent))) == 50


def test_what_was_sent_is_not_repeated(client, consultation):
    secret = {**AUTHOR, "name": ["Sekret"], "email": 123456789}
    response = post(client, consultation, body(consultation, author=secret))
    assert "Sekret" not in response.content.decode()
    assert "123456789" not in response.content.decode()


@pytest.mark.parametrize("name", ["place", "quote", "proposed", "justification"])
def test_words_for_which_nobody_asks_are_not_dropped_unseen(client, consultation, rules, name):
    setattr(rules, name, "no")
    rules.save()
    sent = body(consultation, remarks=[{"content": CONTENT, name: "Słowa"}])
    assert pointers(post(client, consultation, sent)) == [f"/remarks/0/{name}"]
    sent["remarks"][0][name] = " "
    sent["author"]["name"] = "taken"
    assert post(client, consultation, sent).status_code == 201


def test_errors_are_in_the_language_of_the_request(client, consultation):
    sent = body(consultation, author={"author_kind": "person", "email": "x"})
    told = [
        problem(post(client, consultation, sent, HTTP_ACCEPT_LANGUAGE=language), 422)
        for language in ("pl", "en")
    ]
    assert "Write it like this" in told[1]["errors"][0]["detail"]
    assert "Write it like this" not in told[0]["errors"][0]["detail"]


# Machines ------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "x", "WzEsMl0:1abc:def", "Ł" * 500])
def test_a_stamp_that_we_did_not_make(client, consultation, text):
    assert pointers(post(client, consultation, body(consultation, stamp=text))) == ["/stamp"]


def test_the_stamp_of_another_consultation(client, consultations, consultation):
    other = ConsultationPageFactory(parent=consultations, rounds=[{}])
    RemarkRulesFactory(consultation=other, online=True)
    assert pointers(post(client, consultation, body(other))) == ["/stamp"]


def test_the_decoy(client, consultation):
    sent = body(consultation, homepage="https://spam.example")
    response = post(client, consultation, sent)
    assert pointers(response) == ["/homepage"]
    sent |= {"homepage": " ", "stamp": aged(response.json()["stamp"], consultation)}
    sent["author"]["name"] = "taken"
    assert post(client, consultation, sent).status_code == 201


@pytest.mark.parametrize("ago", [{"seconds": 0}, {"hours": 24, "seconds": 2}])
def test_too_fast_and_too_late_are_given_another_stamp(client, consultation, ago):
    sent = body(consultation, stamp=stamp(consultation, **ago))
    response = post(client, consultation, sent)
    assert pointers(response) == ["/stamp"]
    again = response.json()["stamp"]
    keys = [stamps.read(each, consultation.pk).key for each in (sent["stamp"], again)]
    assert keys[0] == keys[1], "a second click still is one"
    sent |= {"stamp": aged(again, consultation)}
    sent["author"]["name"] = "taken"
    assert post(client, consultation, sent).status_code == 201


# Origins ------------------------------------------------------------

ELSEWHERE = "https://www.example.org"


def preflight(client, page_, origin, method="POST"):
    return client.options(
        url(page_), HTTP_ORIGIN=origin, HTTP_ACCESS_CONTROL_REQUEST_METHOD=method,
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="content-type",
    )  # fmt: skip


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", "", "http://testserver.example", "x\x00"])
def test_scripts_of_other_sites_may_not_post(client, consultation, origin):
    response = post(client, consultation, body(consultation), HTTP_ORIGIN=origin)
    problem(response, 403)
    assert "Access-Control-Allow-Origin" not in response
    response = preflight(client, consultation, origin)
    problem(response, 403)
    assert "Access-Control-Allow-Origin" not in response


def test_scripts_of_other_sites_may_read(client, consultation):
    response = client.get(url(consultation), HTTP_ORIGIN=ELSEWHERE)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert preflight(client, consultation, ELSEWHERE, "GET").status_code == 204


@pytest.mark.parametrize(
    ("allowed", "origin", "told"),
    [
        ([ELSEWHERE], ELSEWHERE, ELSEWHERE),
        (["*"], ELSEWHERE, "*"),
        (["*"], "null", "*"),
        ([], "http://testserver", "http://testserver"),
    ],
)
def test_scripts_that_may_post(client, consultation, settings, allowed, origin, told):
    settings.RKRES_WAGTAIL_REMARK_ORIGINS = allowed
    response = preflight(client, consultation, origin)
    assert response.status_code == 204
    assert "Content-Type" in response["Access-Control-Allow-Headers"]
    assert response["Access-Control-Allow-Origin"] == told
    sent = body(consultation, author={**AUTHOR, "name": "taken"})
    response = post(client, consultation, sent, HTTP_ORIGIN=origin)
    assert response.status_code == 201
    assert response["Access-Control-Allow-Origin"] == told
    assert "Origin" in response["Vary"]
    assert "Access-Control-Allow-Credentials" not in response
    refused = post(client, consultation, "{", HTTP_ORIGIN=origin)
    assert refused["Access-Control-Allow-Origin"] == told, "scripts read what is wrong, too"


@pytest.mark.parametrize(
    "value",
    ["www.example.org", "https://www.example.org/", "https://a.example/b", "ftp://a", "", 5,
     "https://*.example.org", "https://a:x", "https://u@a", "null", "https:// a"],
)  # fmt: skip
def test_a_setting_that_names_no_origin_is_found(settings, value):
    settings.RKRES_WAGTAIL_REMARK_ORIGINS = [value]
    assert "rkres_wagtail.E032" in {each.id for each in run_checks(tags=["rkres_wagtail"])}


def test_a_setting_in_order(settings):
    settings.RKRES_WAGTAIL_REMARK_ORIGINS = [ELSEWHERE, "http://localhost:3000", "*"]
    assert "rkres_wagtail.E032" not in {each.id for each in run_checks(tags=["rkres_wagtail"])}
