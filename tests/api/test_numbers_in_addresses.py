"""A number in a public address that no database holds is of nothing: 404, on every engine."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.urls.converters import IntConverter

from rkres_wagtail import urls

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

#: Other parts of the addresses, so that the number is looked up at all.
OTHERS = {"file_format": "csv", "kind": "xlsx", "register": "members", "token": "x"}
KINDS = {"remark_form": "docx", "dcat": "ttl", "embed": "meetings", "fragment": "meetings"}
ADDRESSES = sorted(
    each.name
    for each in urls.urlpatterns
    if isinstance(each.pattern.converters.get("pk"), IntConverter)
)


def test_the_addresses_are_found():
    assert {"remark_post", "remark_table", "remark_form", "meeting_ics"} <= set(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**30])
def test_a_number_of_nothing(client, site_root, name, number):
    pattern = next(each.pattern for each in urls.urlpatterns if each.name == name)
    names = set(pattern.converters) - {"pk"}
    numbers = {each for each in names if isinstance(pattern.converters[each], IntConverter)}
    parts = {each: KINDS.get(name, OTHERS.get(each, "x")) for each in names - numbers}
    parts |= dict.fromkeys(numbers, number)
    response = client.get(reverse(f"rkres_wagtail:{name}", kwargs={"pk": number, **parts}))
    assert response.status_code == 404
