"""The screens of an import: nothing is saved before the confirmation, and then all of it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import GroupPagePermission

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.programmes.importing import sealing
from rkres_wagtail.programmes.models import Indicator, ProgrammeNode, Reading
from rkres_wagtail.programmes.outline.locking import nodes_of
from tests.factories import IndicatorFactory, ProgrammeNodeFactory, ProgrammePageFactory
from tests.support.users import create_user

from .importing_files import INDICATORS, TREE, body, csv, raw, xlsx

pytestmark = pytest.mark.django_db

ROWS = (
    (TREE, [["Cel", "1", "A <b>"], ["Priorytet", "1.1", "B"]]),
    (INDICATORS, [["1.1", 1, "Wskaźnik", "", "0", 2021, "10", 2024, "GUS", "5", 2022]]),
)


@pytest.fixture
def programme(committee):
    return ProgrammePageFactory(parent=committee, starts_year=2021, ends_year=2024)


@pytest.fixture
def url(programme):
    return reverse("rkres_programme_import", args=[programme.pk])


@pytest.fixture
def office(client, committee):
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    return client


def preview(client, url, upload):
    return client.post(url, {"file": upload})


def token_in(response) -> str:
    found = re.search(r'name="confirm" value="([^"]+)"', response.content.decode())
    return found[1] if found else ""


def test_look_then_save(office, programme, url):
    assert office.get(url).status_code == 200
    response = preview(office, url, xlsx(*ROWS))
    html = response.content.decode()
    assert response.status_code == 200
    assert "A &lt;b&gt;" in html
    assert not ProgrammeNode.objects.exists()
    saved = office.post(url, {"confirm": token_in(response)})
    assert saved.status_code == 302
    assert [node.heading for node in nodes_of(programme)] == ["1. A <b>", "1.1. B"]
    assert Indicator.objects.get().node.number == "1.1"
    assert Reading.objects.get().value == "5"
    actions = [entry.action for entry in registry.get_logs_for_instance(programme)]
    assert actions.count("rkres_wagtail.programme_import") == 1


def test_a_second_time_there_is_nothing_to_save(office, url):
    office.post(url, {"confirm": token_in(preview(office, url, xlsx(*ROWS)))})
    response = preview(office, url, xlsx(*ROWS))
    assert response.status_code == 200
    assert not token_in(response)


def test_an_error_saves_nothing_and_names_row_and_column(office, url):
    heading, rows = ROWS[0]
    response = preview(office, url, xlsx((heading, [*rows, ["Priorytet", "7.1", "C", "7"]])))
    assert response.status_code == 422
    assert not token_in(response)
    assert not ProgrammeNode.objects.exists()
    (row,) = [row for row in response.context["plan"].nodes if row.errors]
    assert (row.number, row.errors[0][0]) == (4, str(row.errors[0][0]))
    assert "“7”" in row.errors[0][1] or "„7”" in row.errors[0][1]


@pytest.mark.parametrize(
    "upload",
    [raw(b""), raw(b"PK\x03\x04"), csv(("a", "b"), [("c", "d")]), raw(b"%PDF-1.7\x00", "x.csv")],
    ids=["empty", "broken", "other", "binary"],
)
def test_a_file_that_cannot_be_used(office, url, upload):
    response = preview(office, url, upload)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_no_file(office, url):
    assert office.post(url, {}).status_code == 422


def test_a_preview_that_is_stale(office, programme, url):
    token = token_in(preview(office, url, xlsx(*ROWS)))
    ProgrammeNodeFactory(programme=programme, number="1", title="Cudzy")
    response = office.post(url, {"confirm": token}, follow=True)
    assert [node.title for node in nodes_of(programme)] == ["Cudzy"]
    assert list(response.context["messages"])


def test_a_change_that_touches_nothing_of_it(office, programme, url):
    """What was seen is what happens, so another editor's work elsewhere does not matter."""
    node = ProgrammeNodeFactory(programme=programme, number="9", title="Inny")
    indicator = IndicatorFactory(node=node)
    token = token_in(preview(office, url, xlsx(*ROWS)))
    Indicator.objects.filter(pk=indicator.pk).update(source="GUS")
    assert office.post(url, {"confirm": token}).status_code == 302
    assert ProgrammeNode.objects.count() == 3


def test_a_preview_is_confirmed_once(office, url):
    token = token_in(preview(office, url, xlsx(*ROWS)))
    office.post(url, {"confirm": token})
    ProgrammeNode.objects.filter(number="1").update(title="Poprawione")
    office.post(url, {"confirm": token})
    assert ProgrammeNode.objects.get(number="1").title == "Poprawione"


@pytest.mark.parametrize("token", ["", "x", "x:y:z"])
def test_a_token_of_no_worth(office, url, token):
    assert office.post(url, {"confirm": token}).status_code == 302
    assert not ProgrammeNode.objects.exists()


def test_a_preview_that_is_old(office, url, monkeypatch):
    token = token_in(preview(office, url, xlsx(*ROWS)))
    monkeypatch.setattr(sealing, "MAX_AGE", -1)
    office.post(url, {"confirm": token})
    assert not ProgrammeNode.objects.exists()


def test_a_preview_of_somebody_else_or_another_programme(office, client, committee, url):
    token = token_in(preview(office, url, xlsx(*ROWS)))
    other = ProgrammePageFactory(parent=committee)
    client.post(reverse("rkres_programme_import", args=[other.pk]), {"confirm": token})
    client.force_login(create_user("admin", superuser=True))
    client.post(url, {"confirm": token})
    assert not ProgrammeNode.objects.exists()


def test_columns_that_were_not_read_are_named(office, url):
    upload = csv(("Numer", "Nazwa", "Województwo"), [("1", "A", "lubuskie")])
    assert "Województwo" in preview(office, url, upload).content.decode()


def test_long_previews_are_cut(office, url):
    upload = csv(("Numer", "Nazwa"), [(n, "A") for n in range(1, 352)])
    response = preview(office, url, upload)
    assert response.context["lists"][0]["left"] == 51
    office.post(url, {"confirm": token_in(response)})
    assert ProgrammeNode.objects.count() == 351


def test_there_and_back_through_the_screens(office, programme, url):
    office.post(url, {"confirm": token_in(preview(office, url, xlsx(*ROWS)))})
    export = office.get(reverse("rkres_programme_export", args=[programme.pk, "xlsx"]))
    assert export.status_code == 200
    response = preview(office, url, raw(body(export)))
    assert response.context["plan"].does_nothing


def test_files(office, programme):
    template = office.get(reverse("rkres_programme_import_template", args=[programme.pk]))
    assert body(template).startswith(b"PK")
    for kind in ("nodes", "indicators"):
        export = reverse("rkres_programme_export", args=[programme.pk, "csv"])
        assert body(office.get(f"{export}?list={kind}")).startswith(b"\xef\xbb\xbf")
    assert office.get(f"{export}?list=users").status_code == 404
    odd = reverse("rkres_programme_export", args=[programme.pk, "exe"])
    assert office.get(odd).status_code == 404


@pytest.mark.parametrize(("keeps", "publishes"), [(False, False), (True, False), (False, True)])
def test_who_may(client, committee, programme, url, keeps, publishes):
    group = Group.objects.create(name="Próba")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if keeps:
        group.permissions.add(Permission.objects.get(codename="change_programmenode"))
    for codename in ["change_page", *(["publish_page"] if publishes else [])]:
        permission = Permission.objects.get(
            codename=codename, content_type__model="page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=committee, permission=permission)
    user = create_user("ktos")
    user.groups.add(group)
    client.force_login(user)
    addresses = [
        url,
        reverse("rkres_programme_import_template", args=[programme.pk]),
        reverse("rkres_programme_export", args=[programme.pk, "xlsx"]),
    ]
    for address in addresses:
        assert client.get(address).status_code == (200 if keeps or publishes else 302)
    preview(client, url, xlsx(*ROWS))
    client.logout()
    for address in addresses:
        assert "login" in client.get(address).headers["Location"]


def test_only_of_a_programme(office, committee):
    url = reverse("rkres_programme_import", args=[committee.pk])
    assert office.get(url).status_code == 404
