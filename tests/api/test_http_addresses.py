"""Every address of ``rkres_wagtail.urls`` is open to scripts, or known not to be."""

from __future__ import annotations

import pytest
from django.urls import get_resolver, reverse

pytestmark = pytest.mark.django_db

#: Pages for people, behind a secret link or in a frame; scripts of other sites read none.
NOT_FOR_SCRIPTS = {
    "invitation",
    "invitation_material",
    "minutes_reading",
    "own_remarks",
    "confirm_remarks",
    "declaration",
    "confirm_declaration",
    "subscription",
    "confirm_subscription",
    "unsubscribe",
    "reading_list",
    "reading_document",
    "reading_file",
    "embed",
    "embed_css",
}
#: Takes remarks, so it allows more than reading.
WRITTEN_TO = {"remark_post"}
VALUES = {"pk": 1, "file_format": "csv", "kind": "csv", "token": "x", "key": "1", "type": "body"}


def our_names() -> list[str]:
    namespaces = get_resolver().namespace_dict
    _prefix, resolver = namespaces["rkres_wagtail"]
    return sorted(name for name in resolver.reverse_dict if isinstance(name, str))


def address_of(name: str) -> str:
    _prefix, resolver = get_resolver().namespace_dict["rkres_wagtail"]
    _address, parameters = resolver.reverse_dict.getlist(name)[0][0][0]
    values = {each: VALUES.get(each, "x") for each in parameters}
    return reverse(f"rkres_wagtail:{name}", kwargs=values)


@pytest.mark.parametrize("name", sorted({*our_names()} - NOT_FOR_SCRIPTS))
def test_scripts_may_read(client, name):
    """Whatever its path leads to, the preflight passes and says what may be done."""
    address = address_of(name)
    asked = client.options(address)
    assert asked.status_code == 204, name
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in asked
    if name not in WRITTEN_TO:
        assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        refused = client.post(address, b"<html>", content_type="text/html")
        assert refused.status_code == 405
        assert refused["Allow"] == "GET, HEAD, OPTIONS"
        assert refused["Cache-Control"] == "no-store"
        assert refused.json()["message"]


def test_the_picture_of_the_structure_for_scripts(client, committee):
    picture = client.get(address := reverse("rkres_wagtail:structure_svg", args=[committee.pk]))
    assert picture["Access-Control-Allow-Origin"] == "*"
    assert picture["Cache-Control"] == "public, no-cache"
    again = client.get(address, headers={"If-None-Match": picture["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"
    narrow = client.get(address, {"layout": "narrow"}, headers={"If-None-Match": picture["ETag"]})
    assert narrow.status_code == 200
