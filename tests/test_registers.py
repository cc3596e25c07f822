"""The base of registers: what modeladmin leaves open is closed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from rkres_wagtail.bodies.models import Membership
from rkres_wagtail.register_filters import sort_key_pattern
from rkres_wagtail.registers import RegisterAdmin
from rkres_wagtail.text import polish_sort_key
from tests import factories as make
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

NAME = "rkres_wagtail_membership_modeladmin_"


def url(action, *args):
    return reverse(NAME + action, args=args)


@pytest.fixture
def clerk(client):
    """Return ``clerk(*codenames)``: a client whose user may enter the admin and no more."""

    def log_in(*codenames):
        user = create_user(f"clerk-{'-'.join(codenames) or 'none'}")
        permissions = Permission.objects.filter(codename__in=["access_admin", *codenames])
        assert permissions.count() == len(codenames) + 1
        group = Group.objects.create(name=user.get_username())
        group.permissions.set(permissions)
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def member(committee):
    return make.MembershipFactory(
        body=committee,
        person=make.PersonFactory(first_name="Łucja", last_name="Źrebiec"),
        position="=HYPERLINK(1)",
        end_reason="conviction",
        office_note="tylko dla biura",
    )


# A base that refuses careless registers


def test_inspect_fields_must_be_listed():
    careless = type("Careless", (RegisterAdmin,), {"model": Membership})
    with pytest.raises(ImproperlyConfigured, match="inspect_view_fields"):
        careless()


@pytest.mark.parametrize("item", ["body", "role", ("role", object)])
def test_filters_of_djangos_admin_are_refused(item):
    values = {"model": Membership, "inspect_view_fields": ["body"], "list_filter": (item,)}
    with pytest.raises(ImproperlyConfigured, match="list_filter"):
        type("Careless", (RegisterAdmin,), values)()


# Permissions


def test_nothing_without_a_permission(clerk, member):
    client = clerk()
    verbs = ("inspect", "history", "edit", "delete", "end", "role")
    for address in [
        url("index"),
        url("index") + "?export=csv",
        url("create"),
        url("import"),
        url("import_template"),
        *(url(action, member.pk) for action in verbs),
    ]:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response.url == reverse("wagtailadmin_home"), address


def allowed(client, address) -> bool:
    response = client.get(address)
    return response.status_code == 200


def test_who_may_view_may_not_change(clerk, member):
    client = clerk("view_membership")
    for address in (url("index"), url("inspect", member.pk), url("history", member.pk)):
        assert allowed(client, address), address
    assert allowed(client, url("index") + "?export=csv")
    for action in ("edit", "delete", "end", "role"):
        assert not allowed(client, url(action, member.pk)), action
        assert client.post(url(action, member.pk), {}).status_code == 302
    assert not allowed(client, url("create"))
    assert not allowed(client, url("import"))
    member.refresh_from_db()
    assert member.ends_on is None


def test_who_may_only_add_sees_neither_details_nor_history_nor_exports(clerk, member):
    client = clerk("add_membership")
    assert allowed(client, url("index"))
    assert allowed(client, f"{url('import')}?body={member.body_id}")
    for address in (
        url("inspect", member.pk),
        url("history", member.pk),
        url("index") + "?export=csv",
        url("index") + "?export=xlsx",
    ):
        assert not allowed(client, address), address
    assert "export=" not in client.get(url("index")).content.decode()


def test_changing_role_needs_adding_too(clerk, member):
    client = clerk("change_membership")
    assert allowed(client, url("end", member.pk))
    assert not allowed(client, url("role", member.pk))


# Office columns


@pytest.mark.parametrize(
    ("permission", "sees"), [("view_membership", False), ("change_membership", True)]
)
def test_office_columns_are_for_who_may_change(clerk, member, permission, sees):
    client = clerk(permission)
    details = client.get(url("inspect", member.pk)).content.decode()
    export = b"".join(client.get(url("index") + "?export=csv").streaming_content).decode()
    for text in (details, export):
        assert ("tylko dla biura" in text) is sees
        assert ("skazanie" in text.lower() or "conviction" in text.lower()) is sees
        assert "Źrebiec" in text


def test_history_and_list_never_show_office_columns(clerk, member):
    client = clerk("change_membership")
    for address in (url("history", member.pk), url("index")):
        assert "tylko dla biura" not in client.get(address).content.decode()


# Export


def test_export_neutralises_and_streams(clerk, member):
    response = clerk("view_membership").get(url("index") + "?export=csv")
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ";=HYPERLINK" not in text


def test_export_follows_filter_and_search(clerk, member):
    make.MembershipFactory(body=member.body, past=True)
    client = clerk("view_membership")
    lines = b"".join(
        client.get(url("index") + "?export=csv&state=current&q=zrebiec").streaming_content
    )
    assert len(lines.decode().splitlines()) == 2


def test_xlsx_export(clerk, member):
    import io

    from openpyxl import load_workbook

    response = clerk("view_membership").get(url("index") + "?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet.max_row == 2
    assert not any(cell.data_type == "f" for row in sheet for cell in row)


# The query string


@pytest.mark.parametrize(
    "query",
    [
        "person__contact__email__startswith=a",
        "person__contact__isnull=False",
        "office_note__icontains=biura",
        "end_reason__exact=conviction",
        "pk__in=1",
        "nonsense=1",
    ],
)
def test_look_ups_that_no_filter_declared(clerk, member, query):
    response = clerk("view_membership").get(f"{url('index')}?{query}")
    assert response.status_code == 302
    assert response.url == url("index")


@pytest.mark.parametrize(
    "query",
    ["p=-1", "p=abc", "p=99999999", "o=99", "o=-x.1", "q=%00", "body=abc", "body=-1", "state=x"],
)
def test_odd_query_strings(clerk, member, query):
    assert clerk("view_membership").get(f"{url('index')}?{query}").status_code == 200


def test_an_unknown_choice_shows_nothing_rather_than_everything(clerk, member):
    response = clerk("view_membership").get(f"{url('index')}?body=999999")
    assert "Źrebiec" not in response.content.decode()


# Search


@pytest.mark.parametrize("words", ["zrebiec", "ŹREBIEC", "lucja", "Źreb łuc", "  rebie "])
def test_search_takes_no_notice_of_diacritics(clerk, member, words):
    make.MembershipFactory(body=member.body, person=make.PersonFactory(last_name="Inna"))
    text = clerk("view_membership").get(url("index"), {"q": words}).content.decode()
    assert "Źrebiec" in text
    assert "Inna" not in text


@pytest.mark.parametrize("words", ["xyz", ".*", "[a-z]", "l1u0", "zrebiec xyz"])
def test_search_finds_no_more_than_it_should(clerk, member, words):
    text = clerk("view_membership").get(url("index"), {"q": words}).content.decode()
    assert "Łucja" not in text


def test_sort_key_pattern():
    import re

    for word in ("lodz", "Łódź", "ŁODZ"):
        assert re.search(sort_key_pattern(word), polish_sort_key("Gmina Łódź"))
    assert not re.search(sort_key_pattern("lodka"), polish_sort_key("Gmina Łódź"))


# Logging


def test_every_change_is_logged_with_its_user(clerk, committee):
    from wagtail.models import ModelLogEntry

    client = clerk("add_membership", "change_membership", "delete_membership")
    person = make.PersonFactory()
    data = {"body": committee.pk, "person": person.pk, "role": "member", "sort_order": 0}
    assert client.post(url("create"), data).status_code == 302
    row = Membership.objects.get()
    assert client.post(url("edit", row.pk), {**data, "position": "wójt"}).status_code == 302
    assert client.post(url("delete", row.pk)).status_code == 302
    entries = ModelLogEntry.objects.filter(content_type__model="membership").order_by("pk")
    assert [entry.action for entry in entries] == [
        "wagtail.create",
        "wagtail.edit",
        "wagtail.delete",
    ]
    assert all(entry.user.get_username().startswith("clerk") for entry in entries)


# Cost


@pytest.mark.parametrize("query", ["", "?export=csv", "?state=current&q=a"])
def test_queries_do_not_grow(client, admin_user, committee, query, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(admin_user)
    seat_of = make.SectorFactory(committee=committee)
    term = make.TermFactory(committee=committee)

    def add(count):
        principal = None
        for _ in range(count):
            seat = make.SeatFactory(body=committee, sector=seat_of)
            principal = make.MembershipFactory(
                body=committee, seat=seat, term=term, represents=make.OrganisationFactory()
            )
            make.MembershipFactory(body=committee, deputy_for=principal)

    def measure():
        with CaptureQueriesContext(
            connection,
        ) as context:
            response = client.get(url("index") + query)
            if response.streaming:
                list(response.streaming_content)
        return len(context)

    add(5)
    measure()
    few = measure()
    add(15)
    assert measure() == few


@pytest.mark.parametrize("key", ["abc", "-1", "1" * 30, "%00", "1_1"])
def test_a_key_that_is_no_number_is_not_found(admin_client, key):
    for register in ("membership", "seat", "personcontact"):
        for action in ("edit", "inspect", "history", "delete"):
            url = reverse(f"rkres_wagtail_{register}_modeladmin_{action}", args=["1"])
            assert admin_client.get(url.replace("/1/", f"/{key}/")).status_code == 404
