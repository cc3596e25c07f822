"""How OParl answers: errors, methods, scripts of other sites, copies; and what it costs."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rkres_wagtail import value_checks
from rkres_wagtail.opendata.models import OpenRecord
from rkres_wagtail.opendata.oparl import freshness
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    PersonFactory,
    TermFactory,
)
from tests.support.many_meetings import many_meetings
from tests.support.oparl import Reader, check, document, later

pytestmark = pytest.mark.django_db

ROOT = reverse("rkres_wagtail:oparl_system")


@pytest.fixture
def listing(site_root):
    committee = CommitteePageFactory(parent=site_root, slug="komitet")
    return MeetingIndexPageFactory(parent=committee)


@pytest.fixture
def meeting(listing):
    return MeetingPageFactory(parent=listing, agenda=[{"title": "Otwarcie"}])


def list_of(page, kind: str = "meeting") -> str:
    key = page.get_parent().get_parent().translation_key.hex
    return reverse("rkres_wagtail:oparl_list", args=[key, kind])


# Errors -------------------------------------------------------------------------------------------


BAD = [
    "limit=0", "limit=-1", "limit=abc", "limit=", "limit=1.5", "limit=" + "9" * 30, "limit=１",
    "page=0", "page=x", "after=-1", "after=x", "omit_internal=yes", "limit=5&limit=6",
    "created_since=2026-01-01", "created_since=", "created_until=x", "modified_since=null",
    "modified_since=2026-13-01T00:00:00Z", "modified_since=2026-01-01T00:00:00",
    "modified_until=0001-01-01T00:00:00%2B05:00", "modified_until=9999-12-31T23:59:59-05:00",
    "modified_since=2026-01-01T00:00:00%2B99:00", "modified_since=%00", "created_since=2026-W01",
    "fields=*", "q=%00", "limit=%00",
]  # fmt: skip


def test_bad_questions_are_answered_with_what_is_wrong(meeting, client):
    later()
    for query in BAD:
        response = client.get(f"{list_of(meeting)}?{query}")
        assert response.status_code == 400, query
        assert check(response.json()) == "Error"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert query.partition("=")[0] in response.json()["message"]
    assert OpenRecord.objects.count() == 0


@pytest.mark.parametrize(
    "query",
    [
        "limit=1000000000",
        "limit=100",
        f"after={2**63 - 1}",
        "page=1000000000",
        "modified_since=2026-01-01T00:00:00Z",
        "modified_since=2026-01-01T00:00:00+01:00",
        "created_since=0002-01-01T00:00:00%2B01:00",
    ],
)
def test_unusual_questions_are_answered(meeting, client, query):
    later()
    response = client.get(f"{list_of(meeting)}?{query}")
    assert response.status_code == 200
    assert check(response.json()) == "List"
    assert response.json()["pagination"]["elementsPerPage"] <= 100


def test_what_never_was_is_404(meeting, client):
    key = meeting.translation_key.hex
    for path in (
        f"meeting/{key.upper()}/", f"meeting/{meeting.translation_key}/", f"meeting/{meeting.pk}/",
        f"meeting/{'0' * 32}/", f"Meeting/{key}/", f"paper/{key}/", f"nothing/{key}/",
        f"system/{key}/", "system/system/", "membership/0/", "membership/007/",
        f"membership/{'9' * 30}/", "membership/x/", "paper/v/", "paper/v0/", "file/x/", "file/m/",
        f"file/m{key}/", f"file/m{key}-d999/", f"agendaitem/{key}/", f"agendaitem/{key}-{key}/",
        f"location/m{key}/", f"person/{key}-1/", f"person/{key}/", f"organization/{key}-i1/",
        f"organization/{key}-i/", f"legislativeterm/{key}-1/", f"body/{key}/",
        f"body/{key}/meeting/", "body/x/meeting/", f"meeting/{'a' * 300}/", "meeting/-/",
    ):  # fmt: skip
        response = client.get(f"{ROOT}{path}")
        assert response.status_code == 404, path
        assert check(response.json()) == "Error", path
        assert response["Access-Control-Allow-Origin"] == "*"
    committee = meeting.get_parent().get_parent().translation_key.hex
    for name in ("nothing", "Meeting", "system", "body"):
        assert client.get(f"{ROOT}body/{committee}/{name}/").status_code == 404
    assert OpenRecord.objects.exclude(kind="body").count() == 0


# Methods, scripts, copies -------------------------------------------------------------------------


def test_methods(meeting, client):
    later()
    for path in (ROOT, f"{ROOT}body/", list_of(meeting)):
        got = client.get(path)
        assert got["Access-Control-Allow-Origin"] == "*"
        assert got["Content-Type"] == "application/json"
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == got["ETag"]
        options = client.options(path)
        assert options.status_code == 204
        assert "GET" in options["Access-Control-Allow-Methods"]
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(path)
            assert response.status_code == 405
            assert response["Access-Control-Allow-Origin"] == "*"


def test_whoever_has_it_is_told_so(meeting, client):
    url = f"{ROOT}meeting/{meeting.translation_key.hex}/"
    first = client.get(url)
    assert client.get(url, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    meeting.title = "Posiedzenie pod innym tytułem"
    meeting.save()
    again = client.get(url, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 200
    assert again.json()["name"] == "Posiedzenie pod innym tytułem"
    meeting.unpublish()
    gone = client.get(url, HTTP_IF_NONE_MATCH=again["ETag"])
    assert gone.json()["deleted"] is True


# Cost ---------------------------------------------------------------------------------------------


def fill(committee, lists, count: int) -> None:
    meetings, register, consultations = lists
    for _number in range(count):
        TermFactory(committee=committee)
        MembershipFactory(body=committee, person=PersonFactory(consenting=True))
        MembershipFactory(body=committee, person=PersonFactory())
        meeting = MeetingPageFactory(
            parent=meetings, past=True, place_name="Sala",
            agenda=[{"title": "Otwarcie"}], materials=[{"document": document("x")}],
        )  # fmt: skip
        meeting.tags.add("temat")
        meeting.save()
        DecisionPageFactory(
            parent=register, meeting=meeting, item_uuid=meeting.agenda_items.all()[0].uuid,
            files=[("file", {"document": document("x"), "title": ""})],
        )  # fmt: skip
        page = ConsultationPageFactory(parent=consultations, rounds=[{}])
        page.hearings.add(page.hearings.model(meeting=meeting))
        page.save()
        DocumentVersionFactory(consultation=page, number=1)


def test_lists_of_3_cost_what_lists_of_12_do(listing, client):
    committee = listing.get_parent().specific
    lists = (
        listing,
        DecisionIndexPageFactory(parent=committee),
        ConsultationIndexPageFactory(parent=committee),
    )

    def queries(url: str) -> int:
        client.get(url)  # records are made, caches are warm
        with CaptureQueriesContext(connection) as found:
            response = client.get(url)
        assert response.status_code == 200
        return len(found)

    fill(committee, lists, 3)
    urls = [value for value in Reader(client).body.values() if str(value).count("/") > 8]
    urls = [url.removeprefix("http://localhost") for url in urls if "/body/" in url]
    few = {url: queries(url) for url in urls}
    fill(committee, lists, 9)
    later()
    assert len(few) >= 10
    assert {url: queries(url) for url in urls} == few


def test_comparing_300_meetings_costs_what_10_do_but_for_chunks(listing, site):
    def queries() -> int:
        freshness.refresh_now(site)
        with CaptureQueriesContext(connection) as found:
            freshness.refresh_now(site)
        return len(found)

    many_meetings(listing, 10)
    few = queries()
    many_meetings(listing, 290)
    # One more chunk of pages: what hangs on them, and their records.
    assert queries() - few <= 30
    assert OpenRecord.objects.filter(kind="meeting", deleted_at=None).count() == 300


# When ---------------------------------------------------------------------------------------------


def test_nobody_waits_for_another_process_that_compares(meeting, client, site, monkeypatch):
    later()
    cache.set(f"rkres_wagtail.open_data.lock.{site.pk}", True, 60)
    monkeypatch.setattr(freshness, "reconcile", None)
    assert client.get(f"{ROOT}body/").json()["data"] == []


def test_a_comparison_that_fails_lets_the_next_one_try(meeting, client, site, monkeypatch):
    later()
    with monkeypatch.context() as patched, pytest.raises(TypeError):
        patched.setattr(freshness, "reconcile", None)
        client.get(f"{ROOT}body/")
    assert len(client.get(f"{ROOT}body/").json()["data"]) == 1


def test_two_comparisons_at_once_do_no_harm(meeting, site):
    freshness.refresh_now(site)
    known = list(OpenRecord.objects.order_by("pk").values())
    freshness.refresh_now(site)
    assert list(OpenRecord.objects.order_by("pk").values()) == known


def run() -> str:
    out = StringIO()
    call_command("rkres_open_data", stdout=out)
    return out.getvalue()


def test_the_command_says_what_is_public_and_what_went(meeting, site):
    first = run()
    assert site.hostname in first
    count = OpenRecord.objects.count()
    assert str(count) in first
    meeting.unpublish()
    second = run()
    # The meeting and the item of its agenda.
    assert str(count - 2) in second
    assert " 2 " in second
    out = StringIO()
    call_command("rkres_open_data", stdout=out, verbosity=0)
    assert out.getvalue() == ""


@override_settings(ROOT_URLCONF="tests.support.oparl_no_urls")
def test_the_command_needs_addresses(site):
    with pytest.raises(CommandError, match="W002"):
        run()


@pytest.mark.parametrize("value", ["CC BY", "javascript:alert(1)", "/licencja/"])
def test_a_licence_is_a_web_address(value):
    with override_settings(RKRES_WAGTAIL_OPEN_DATA_LICENSE=value):
        (found,) = value_checks.check_open_data_license(None)
    assert found.id == "rkres_wagtail.E034"
    assert found.hint


@pytest.mark.parametrize("value", ["", "https://creativecommons.org/licenses/by/4.0/", None])
def test_other_values_are_not_its_business(value):
    with override_settings(RKRES_WAGTAIL_OPEN_DATA_LICENSE=value):
        assert value_checks.check_open_data_license(None) == []
