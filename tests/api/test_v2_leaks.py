"""Nothing that the public may not see leaves API v2, whatever is asked (finding 8)."""

from __future__ import annotations

import pytest
from wagtail.api import APIField

from .conftest import SECRET

pytestmark = pytest.mark.django_db

ENDPOINTS = [
    "pages",
    "persons",
    "organisations",
    "sectors",
    "terms",
    "acts",
    "funding-notices",
    "memberships",
]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_no_list_and_no_details_tell_a_secret(world, get, endpoint):
    for params in ({}, {"fields": "*"}):
        response = get(f"{endpoint}/", **params)
        assert response.status_code == 200
        assert SECRET not in response.content.decode()
    items = response.json()["items"]
    assert items
    for item in items:
        details = get(f"{endpoint}/{item['id']}/", fields="*")
        assert details.status_code == 200
        assert SECRET not in details.content.decode()


@pytest.mark.parametrize("kind", ["CommitteePage", "TierPage", "GroupPage"])
def test_no_field_of_a_page_type_tells_a_secret(world, get, kind):
    response = get("pages/", type=f"rkres_wagtail_pages.{kind}", fields="*")
    assert response.status_code == 200
    assert SECRET not in response.content.decode()


def test_relations_to_hidden_things_are_null(world, get):
    committee = get(f"pages/{world.committee.pk}/").json()
    assert committee["statutory_body"] is None
    assert committee["host_organisation"]["name"] == "ROPS Przykładowy"
    assert "name" not in committee["funding"]
    group = get(f"pages/{world.group.pk}/").json()
    assert [body["id"] for body in group["supervises"]] == [world.committee.pk]
    assert group["founding_act"] is None
    act = get(f"acts/{world.act.pk}/").json()
    assert act["document"] is None
    assert act["url"] == "https://bip.example/"


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("pages", "draft"),
        ("pages", "closed"),
        ("pages", "orphan"),
        ("pages", "other"),
        ("persons", "quiet"),
        ("acts", "secret_act"),
        ("memberships", "secret_membership"),
    ],
)
def test_details_of_hidden_things_are_404(world, get, endpoint, name):
    hidden = getattr(world, name)
    assert get(f"{endpoint}/{hidden.pk}/").status_code == 404
    assert get(f"{endpoint}/find/", id=hidden.pk).status_code == 404


@pytest.mark.parametrize("name", ["draft", "closed", "orphan", "other"])
@pytest.mark.parametrize(
    "parameter", ["child_of", "descendant_of", "ancestor_of", "translation_of"]
)
def test_hidden_pages_are_no_starting_point(world, get, name, parameter):
    response = get("pages/", **{parameter: getattr(world, name).pk})
    assert response.status_code == 400
    assert SECRET not in response.content.decode()


def test_hidden_pages_are_not_found(world, get):
    assert get("pages/", search=SECRET).json()["items"] == []
    assert get("persons/", search=SECRET).json()["items"] == []
    assert get("organisations/", search=SECRET).json()["items"] == []
    assert get("acts/", search=SECRET).json()["items"] == []
    for path in ("komitet/szkic/", "komitet/haslo/", "komitet/termin/", "komitet/rodzic/dziecko/"):
        assert get("pages/find/", html_path=path).status_code == 404, path
    assert get("pages/find/", html_path="/alias/").status_code == 404
    found = get("pages/find/", html_path="/komitet/")
    assert found.status_code == 302
    assert found["Location"].endswith(f"/pages/{world.committee.pk}/?")


def test_other_sites_cannot_be_asked_for(world, get):
    assert get("pages/", site="inna.example").status_code == 400


@pytest.mark.parametrize("parameter", ["body", "committee"])
def test_hidden_bodies_are_no_filters(world, get, parameter):
    endpoints = ["memberships", "acts", "persons"] if parameter == "body" else ["terms", "sectors"]
    for endpoint in endpoints:
        for body in (world.draft, world.closed, world.orphan, world.other):
            assert get(f"{endpoint}/", **{parameter: body.pk}).status_code == 400


def test_relations_are_no_filters(world, get):
    """Asking for the id of a hidden page would say that it is linked."""
    for name in ("statutory_body", "host_organisation", "funding", "founding_act"):
        for kind in ("CommitteePage", "GroupPage"):
            params = {"type": f"rkres_wagtail_pages.{kind}", name: world.draft.pk}
            assert get("pages/", **params).status_code == 400


@pytest.mark.parametrize(
    "fields",
    ["statutory_body(title)", "statutory_body(*)", "*", "_,statutory_body(title,html_url)"],
)
def test_a_hosts_bare_foreign_key_does_not_leak(world, get, monkeypatch, fields):
    """The declaration that leaks in Wagtail's own viewset is harmless in ours."""
    model = type(world.committee)
    own = [field for field in model.api_fields if field.name != "statutory_body"]
    monkeypatch.setattr(model, "api_fields", [*own, APIField("statutory_body")])
    # The OpenAPI document describes the fields as they are declared, not these.
    monkeypatch.setattr("tests.api.conftest.must_conform", lambda response: None)
    response = get("pages/", type="rkres_wagtail_pages.CommitteePage", fields=fields)
    assert response.status_code == 200
    assert response.json()["items"][0]["statutory_body"] is None
    assert SECRET not in response.content.decode()
    model.objects.filter(pk=world.committee.pk).update(statutory_body=world.group)
    response = get("pages/", type="rkres_wagtail_pages.CommitteePage", fields=fields)
    assert response.json()["items"][0]["statutory_body"]["title"] == "Grupa"


def test_a_login_opens_nothing(world, get, admin_client, client):
    anonymous = get("pages/").json()["meta"]["total_count"]
    assert admin_client.get("/api/v2/pages/").json()["meta"]["total_count"] == anonymous
    assert admin_client.get(f"/api/v2/pages/{world.draft.pk}/").status_code == 404


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(world, admin_client, endpoint, method):
    response = getattr(admin_client, method)(f"/api/v2/{endpoint}/")
    assert response.status_code in (403, 405)


def test_hidden_members_are_neither_shown_nor_counted(world, listed):
    rows = {row["id"]: row for row in listed("memberships")}
    assert set(rows) == {world.membership.pk, world.quiet_membership.pk, world.deputy.pk}
    assert rows[world.deputy.pk]["deputy_for"] is None
    # Without consent: a name, and no way to the person.
    assert rows[world.quiet_membership.pk]["person"] is None
    assert rows[world.quiet_membership.pk]["name"] == "Ewa Cicha"
    for row in rows.values():
        assert not {"end_reason", "office_note", "contact", "is_public"} & set(row)


def test_the_end_of_a_current_membership_is_not_told(world, listed):
    world.membership.ends_on = world.term.ends_on
    world.membership.save()
    row = next(row for row in listed("memberships") if row["id"] == world.membership.pk)
    assert row["ends_on"] is None


@pytest.mark.parametrize(
    "name", ["end_reason", "office_note", "is_public", "contact", "person__contact__email"]
)
def test_office_data_cannot_be_asked_for(world, get, name):
    assert get("memberships/", fields=name).status_code == 400
    assert get("memberships/", **{name: "x"}).status_code == 400
    assert get("persons/", fields="contact").status_code == 400


def test_a_restriction_on_the_committee_closes_everything(world, get):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(
        page=world.committee.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    for endpoint in ENDPOINTS[1:]:
        assert get(f"{endpoint}/").json()["items"] == [], endpoint
    assert [page["id"] for page in get("pages/").json()["items"]] == [world.home.pk]
