"""How API v2 and our other public addresses speak HTTP."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test.utils import override_settings
from django.utils.http import http_date
from freezegun import freeze_time
from wagtail.models import PageViewRestriction

from rkres_wagtail.api.http import MOST_ROWS
from rkres_wagtail.api.v2 import ENDPOINTS

pytestmark = pytest.mark.django_db

NAMES = ["pages", *ENDPOINTS]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def ask(client):
    """``ask("persons/", Accept="text/html")``: a GET with these headers."""

    def call(path: str, *, method: str = "get", data=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(client, method)(f"/api/v2/{path}", data, headers=named)

    return call


def is_open(answer) -> bool:
    return (
        answer["Access-Control-Allow-Origin"] == "*"
        and "ETag" in answer["Access-Control-Expose-Headers"]
        and "Access-Control-Allow-Credentials" not in answer
    )


def said(answer) -> str:
    """The message of an error, which is all of it."""
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer
    assert is_open(answer)
    data = json.loads(answer.content)
    assert set(data) == {"message"}
    return data["message"]


# Conditional ------------------------------------------------------------------------------------


def test_the_same_list_is_not_sent_again(world, ask):
    for name in NAMES:
        first = ask(f"{name}/")
        assert first.status_code == 200
        assert first["Cache-Control"] == "public, no-cache"
        again = ask(f"{name}/", If_None_Match=first["ETag"])
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]
        assert is_open(first) and is_open(again)


def test_one_page_by_tag_and_by_date(world, ask):
    path = f"pages/{world.committee.pk}/"
    with freeze_time("2026-11-27 10:00:00") as clock:
        ask(path)
        clock.tick(5)
        first = ask(path)
        clock.tick(3600)
        assert ask(path, If_Modified_Since=first["Last-Modified"]).status_code == 304
        world.committee.title = "Komitet Nowy"
        world.committee.save_revision().publish()
        assert ask(path, If_Modified_Since=first["Last-Modified"]).status_code == 200
        changed = ask(path, If_None_Match=first["ETag"])
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"]


def test_what_was_hidden_is_gone_for_who_has_it(world, ask):
    with freeze_time("2026-11-27 10:00:00") as clock:
        ask("pages/")
        clock.tick(5)
        lists = ask("pages/")
        one = ask(f"pages/{world.group.pk}/")
        PageViewRestriction.objects.create(
            page=world.group, restriction_type="password", password="x"
        )
        clock.tick(60)
        for condition in (
            {"If_None_Match": lists["ETag"]},
            {"If_Modified_Since": lists["Last-Modified"]},
        ):
            assert ask("pages/", **condition).status_code == 200
        assert ask(f"pages/{world.group.pk}/", If_None_Match=one["ETag"]).status_code == 404


def test_queries_have_no_date_and_fill_no_cache(world, ask):
    with freeze_time("2026-11-27 10:00:00") as clock:
        for path in ("persons/?limit=1", "persons/?_=1", "persons/?_=2"):
            ask(path)
            clock.tick(5)
            answer = ask(path)
            assert answer["ETag"]
            assert "Last-Modified" not in answer
    assert not [key for key in cache._cache if "rkres_wagtail.seen" in key]


@pytest.mark.urls("tests.api.other_urls")
def test_languages_are_two_contents(world, client):
    def ask(language, **headers):
        address = f"/dane/otwarte/pages/{world.group.pk}/"
        headers = {"Accept-Language": language, **headers}
        return client.get(address, headers=headers)

    with freeze_time("2026-11-27 10:00:00") as clock:
        ask("pl"), ask("en")
        clock.tick(5)
        polish, english = ask("pl"), ask("en")
        assert polish["ETag"] != english["ETag"]
        assert "accept-language" in polish["Vary"].lower()
        assert polish["Last-Modified"] and english["Last-Modified"]
        # A cookie is in no ``Vary``: the date of one language must not stand for the other.
        client.cookies["django_language"] = "en"
        by_cookie = ask("pl", **{"If-Modified-Since": polish["Last-Modified"]})
        assert by_cookie.status_code == 200
        assert by_cookie["ETag"] == english["ETag"]
        assert "Last-Modified" not in by_cookie


@pytest.mark.parametrize(
    "tag",
    ['"unclosed', "unquoted", ",,,", '"a" "b"', "W/", "ą", '"' + "a" * 100_000 + '"', "\\"],
)
def test_broken_tags_are_of_no_content(world, ask, tag):
    assert ask("persons/", If_None_Match=tag).status_code == 200


def test_tags_in_a_list_weak_or_any(world, ask):
    tag = ask("persons/")["ETag"]
    for tags in (f"W/{tag}", f'"other", {tag}', "*"):
        assert ask("persons/", If_None_Match=tags).status_code == 304, tags


@pytest.mark.parametrize(
    "date", ["yesterday", "", "Sun, 99 Nov 2026 10:00:00 GMT", "0", "2026-11-27", "x" * 100_000]
)
def test_broken_dates_are_none(world, ask, date):
    assert ask("persons/", If_Modified_Since=date).status_code == 200


def test_a_date_to_come_is_no_excuse_while_nothing_is_known(world, ask):
    ahead = http_date(4_000_000_000)
    assert ask("persons/", If_Modified_Since=ahead).status_code == 200


def test_another_state_is_412(world, ask):
    assert said(ask("persons/", If_Match='"other"'))
    assert ask("persons/", If_Match='"other"').status_code == 412


def test_head(world, ask):
    got, head = ask("persons/"), ask("persons/", method="head")
    assert head.status_code == 200 and head.content == b""
    assert head["ETag"] == got["ETag"]
    assert head["Content-Length"] == got["Content-Length"] if "Content-Length" in got else True
    assert ask("persons/", method="head", If_None_Match=got["ETag"]).status_code == 304


# For everyone -----------------------------------------------------------------------------------


def test_a_login_changes_nothing(world, client, ask):
    anonymous = {name: ask(f"{name}/") for name in NAMES}
    user = get_user_model().objects.create_superuser(
        **{get_user_model().USERNAME_FIELD: "root@example.invalid"}, password="x"
    )
    client.force_login(user)
    for name in NAMES:
        logged_in = ask(f"{name}/")
        assert logged_in.content == anonymous[name].content, name
        assert "cookie" not in logged_in.get("Vary", "").lower(), name
        assert not logged_in.cookies
    client.logout()
    client.cookies["sessionid"] = "rubbish"
    again = ask("pages/", Authorization="Basic x")
    assert again.content == anonymous["pages"].content


def test_the_host_may_close_its_own_api(world, ask):
    """The REST framework's defaults are of the host's endpoints."""
    closed = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}
    with override_settings(REST_FRAMEWORK=closed):
        assert ask("persons/").status_code == 200


def test_scripts_ask_before(ask):
    for name in NAMES:
        answer = ask(f"{name}/", method="options", Origin="https://x.example",
                     Access_Control_Request_Method="GET")  # fmt: skip
        assert answer.status_code == 204
        assert answer.content == b""
        assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert is_open(answer)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(world, client, method):
    for path in ("persons/", f"pages/{world.committee.pk}/", "persons/find/"):
        address, form = f"/api/v2/{path}", b"<!DOCTYPE html><form>"
        answer = client.generic(method.upper(), address, form, "text/html; charset=no-such")
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
        assert "read only" in said(answer)


# What was asked for -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "accept",
    ["text/html", "application/xml", "*/*;q=0", "///", "", "ą;;q=x", "application/json;indent=x",
     "text/html,application/xhtml+xml,*/*;q=0.8"],
)  # fmt: skip
def test_always_json(world, ask, accept):
    answer = ask("persons/", Accept=accept)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer.content == ask("persons/").content
    assert said(ask("persons/99999/", Accept=accept))


def test_format(world, ask):
    assert ask("persons/?format=json").json() == ask("persons/").json()
    for name in ("api", "xml", "", "JSON"):
        answer = ask(f"persons/?format={name}")
        assert answer.status_code == 400
        assert said(answer) == "format must be one of: json"


@pytest.mark.parametrize(
    "key",
    ["0", "-1", "99999999999999999999", "9" * 5000, "%00", "x", "1/2", "..%2F1", "%FF", "3%0A4"],
)
def test_ids_that_are_none(world, ask, key):
    for name in NAMES:
        answer = ask(f"{name}/{key}/")
        assert answer.status_code == 404
        assert said(answer)


def test_an_address_without_its_slash_leads_on(world, client):
    answer = client.get(f"/api/v2/persons/{world.person.pk}")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"/persons/{world.person.pk}/")


def test_what_was_found_is_open_to_scripts(world, ask):
    answer = ask(f"persons/find/?id={world.person.pk}")
    assert answer.status_code == 302
    assert is_open(answer)
    assert "no-cache" in answer["Cache-Control"]


def test_a_query_of_a_megabyte(world, ask):
    for name in NAMES:
        for query in ("x=" + "a" * 1_000_000, "&".join(f"a{n}=1" for n in range(1500))):
            answer = ask(f"{name}/?{query}")
            assert answer.status_code == 400
            assert len(said(answer)) < 1000


def test_a_strange_content_type_of_a_get(world, client):
    answer = client.generic("GET", "/api/v2/persons/", b"<p>", "text/html; charset=no-such")
    assert answer.status_code == 200


def test_pages_of_a_list_have_an_end(world, ask):
    assert said(ask("persons/?limit=21"))
    with override_settings(WAGTAILAPI_LIMIT_MAX=None):
        assert ask(f"persons/?limit={MOST_ROWS}").status_code == 200
        answer = ask(f"persons/?limit={MOST_ROWS + 1}")
        assert answer.status_code == 400
        assert str(MOST_ROWS) in said(answer)
