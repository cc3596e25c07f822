"""The register of declarations: who sees which, filters, export, details, entering by hand."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from rkres_wagtail import desk
from rkres_wagtail.consultations.course import today_of
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.choices import DeclarationState, DeclarationWay
from rkres_wagtail.participation.models import Declaration, DeclarationFile
from tests.factories import CallPageFactory, CommitteePageFactory, SectorFactory
from tests.factories.participation import (
    ConsentTextFactory,
    DeclarationFactory,
    JoiningOfferFactory,
)
from tests.support.users import create_user

from .office import keeper_of, register

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 tekst"


@pytest.fixture
def keeper(client, committee):
    user = keeper_of(committee, "opiekunka", "add_membership")
    client.force_login(user)
    return user


@pytest.fixture
def other(site_root):
    return CommitteePageFactory(parent=site_root, title="Obcy komitet", abbreviation="MKRES")


@pytest.fixture
def foreign(other):
    """A declaration for a committee that the keeper does not keep."""
    row = DeclarationFactory(
        target=other,
        last_name="Obca-Tajna",
        sector=SectorFactory(committee=other, name="Obca kategoria"),
    )
    row.files.create(name="obce.pdf", size=1, sha256="0" * 64, content=b"x")
    return row


def listed(client, **query) -> set[str]:
    response = client.get(register(), query)
    assert response.status_code == 200
    return {row.last_name for row in response.context["view"].queryset}


# Who sees what ------------------------------------------------------------------------------------


def test_only_declarations_of_what_one_keeps_are_listed(client, keeper, tier, foreign):
    DeclarationFactory(target=tier, last_name="Nasza")
    assert listed(client) == {"Nasza"}
    assert listed(client, q="Obca") == set()
    assert listed(client, target=foreign.target_id) == set()
    page = client.get(register(), {"q": "Obca"}).content.decode()
    assert "Obca-Tajna" not in page
    for word in ("Obcy komitet", "Obca kategoria"):
        assert word not in client.get(register()).content.decode()
    export = client.get(register(), {"export": "csv"})
    assert "Obca-Tajna" not in b"".join(export.streaming_content).decode()


@pytest.mark.parametrize(
    "action", ["inspect", "edit", "history", "accept", "reject", "reopen", "withdraw", "data"]
)
def test_nothing_of_another_committee_opens(client, keeper, foreign, action):
    url = register(action, foreign.pk)
    for answer in (
        client.get(url),
        client.post(url, {"edits": 0, "reason": "x", "note": "x", "erase": "1"}),
    ):
        assert answer.status_code in (302, 403)
        if answer.status_code == 302:
            assert answer.url == reverse("wagtailadmin_home")
    foreign.refresh_from_db()
    assert foreign.state == DeclarationState.NEW
    assert foreign.last_name == "Obca-Tajna"


def test_a_file_is_downloaded_by_who_keeps_it(client, keeper, tier, foreign):
    row = DeclarationFactory(target=tier)
    file = row.files.create(name="<b>plik</b>.html", size=9, sha256="0" * 64, content=b"<script>")
    response = client.get(reverse("rkres_declaration_file", args=[file.pk]))
    assert response.content == b"<script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/octet-stream"
    url = reverse("rkres_declaration_file", args=[foreign.files.get().pk])
    assert client.get(url).status_code == 302
    assert client.post(reverse("rkres_declaration_file", args=[file.pk])).status_code == 405
    client.logout()
    answer = client.get(reverse("rkres_declaration_file", args=[file.pk]))
    assert answer.url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("codenames", [[], ["change_declaration"], ["view_membership"]])
def test_who_keeps_no_page_sees_no_register(client, tier, codenames):
    user = create_user("nikt")
    from django.contrib.auth.models import Permission

    names = ["access_admin", *codenames]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    assert client.get(register()).url == reverse("wagtailadmin_home")
    assert client.get(reverse("rkres_offers")).url == reverse("wagtailadmin_home")


def test_who_may_not_add_members_may_reject_but_not_accept(client, committee, tier):
    client.force_login(keeper_of(committee, "redaktor"))
    row = DeclarationFactory(target=tier)
    page = client.get(register("inspect", row.pk)).content.decode()
    assert register("reject", row.pk) in page
    assert register("accept", row.pk) not in page
    assert client.get(register("accept", row.pk)).url == reverse("wagtailadmin_home")
    assert client.post(register("accept", row.pk), {}).url == reverse("wagtailadmin_home")


def test_nobody_deletes_one(client, admin_client, tier):
    row = DeclarationFactory(target=tier)
    assert admin_client.get(f"{register()}delete/{row.pk}/").status_code == 404


# What the list says -------------------------------------------------------------------------------


def test_unconfirmed_ones_stand_apart(client, keeper, tier):
    DeclarationFactory(target=tier, last_name="Nowa")
    DeclarationFactory(target=tier, last_name="Odrzucona", rejected=True)
    DeclarationFactory(target=tier, last_name="Wycofana", withdrawn=True)
    DeclarationFactory(target=tier, last_name="Cicha", unconfirmed=True)
    assert listed(client) == {"Nowa", "Odrzucona", "Wycofana"}
    assert listed(client, state="unconfirmed") == {"Cicha"}
    assert listed(client, state="new") == {"Nowa"}
    assert listed(client, state="rejected") == {"Odrzucona"}
    assert listed(client, state="cokolwiek") == set()


def test_filters_and_search(client, keeper, committee, tier, group):
    sector = SectorFactory(committee=committee)
    DeclarationFactory(target=tier, last_name="Jeden", sector=sector)
    DeclarationFactory(target=group, last_name="Dwa", way=DeclarationWay.POST)
    assert listed(client, target=tier.pk) == {"Jeden"}
    assert listed(client, sector=sector.pk) == {"Jeden"}
    assert listed(client, way="post") == {"Dwa"}
    assert listed(client, q="jed") == {"Jeden"}
    assert listed(client, q="wzór dwa") == {"Dwa"}
    assert listed(client, q="nic\x00takiego") == set()


@pytest.mark.parametrize("query", [{"target__title": "x"}, {"decided_by__password": "a"}])
def test_no_look_ups_beside_the_filters(client, keeper, tier, query):
    response = client.get(register(), query)
    assert response.status_code == 302


def test_it_says_how_long_one_waits(client, keeper, tier):
    days = timezone.now() - timedelta(days=12)
    DeclarationFactory(target=tier, received_at=days, confirmed_at=days)
    assert "12" in client.get(register()).content.decode()


def cost(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_list_costs_the_same_for_many(client, keeper, committee, tier):
    sector = SectorFactory(committee=committee)

    def add(number):
        call = CallPageFactory(parent=committee)
        for each in range(number):
            traits = [{}, {"rejected": True}, {"accepted": True}][each % 3]
            DeclarationFactory(target=[tier, call][each % 2], sector=sector, **traits)

    add(5)
    few = cost(client, register())
    exported = cost(client, f"{register()}?export=csv")
    add(195)
    assert cost(client, register()) == few
    assert cost(client, f"{register()}?export=csv") == exported


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_runs_no_formula(client, keeper, tier, kind):
    DeclarationFactory(
        target=tier, last_name="=1+1", motivation="@SUM(A1)", office_note="+tylko biuro"
    )
    DeclarationFactory(target=tier, last_name="Cicha", unconfirmed=True)
    response = client.get(register(), {"export": kind})
    content = b"".join(response.streaming_content)
    if kind == "csv":
        text = content.decode("utf-8-sig")
    else:
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(content))
        text = "\n".join(str(c.value) for row in book.active.iter_rows() for c in row if c.value)
    for value in ("'=1+1", "'@SUM(A1)", "'+tylko biuro"):
        assert value in text
    assert "Cicha" not in text


# Details ------------------------------------------------------------------------------------------


def test_details_have_every_fact(client, keeper, tier):
    offer = JoiningOfferFactory(target=tier)
    row = DeclarationFactory(
        target=tier,
        position="prezeska",
        motivation="<script>alert(1)</script>",
        office_note="Zadzwonić.",
        consent=ConsentTextFactory(offer=offer, statement="Chcę brać udział w pracach."),
    )
    row.files.create(name="pismo.pdf", size=8, sha256="0" * 64, content=PDF)
    twin = DeclarationFactory(target=tier, email=row.email.upper(), withdrawn=True)
    page = client.get(register("inspect", row.pk)).content.decode()
    for word in (
        "Janina", row.email, "Spółdzielnia Socjalna Wzór", "prezeska", "Zadzwonić.", "pismo.pdf",
        "Chcę brać udział w pracach.", "&lt;script&gt;", register("inspect", twin.pk),
    ):  # fmt: skip
        assert word in page
    assert "<script>alert" not in page


def test_the_history_has_no_name(client, keeper, tier):
    row = DeclarationFactory(target=tier, last_name="Poufna")
    client.post(register("reject", row.pk), {"edits": 0, "reason": "Bo tak, pani Poufna."})
    entry = ModelLogEntry.objects.for_instance(row).get()
    assert entry.action == "rkres_wagtail.declaration_reject"
    assert "Poufna" not in f"{entry.label}{entry.data}"
    assert client.get(register("history", row.pk)).status_code == 200


# Entering by hand ---------------------------------------------------------------------------------


def entered(target, **values) -> dict:
    return {
        "target": target.pk,
        "way": "post",
        "received_at": "2026-01-05 10:00",
        "first_name": "Zofia",
        "last_name": "Listowna",
        "email": "zofia@example.org",
        "organisation_name": "",
        "position": "",
        "sector": "",
        "motivation": "",
        "office_note": "",
        "request_key": str(uuid4()),
        **values,
    }


def test_a_letter_is_entered_and_counts_at_once(client, keeper, tier):
    data = entered(tier, attachments=SimpleUploadedFile("list.pdf", PDF))
    response = client.post(register("create"), data)
    row = Declaration.objects.get()
    assert response.url == register("inspect", row.pk)
    assert (row.state, row.way, row.entered_by) == ("new", "post", keeper)
    assert bytes(row.files.get().content) == PDF
    assert row.address_key
    assert not OutgoingMessage.objects.exists()


def test_a_second_click_enters_nothing(client, keeper, tier):
    data = entered(tier)
    client.post(register("create"), data)
    again = client.post(register("create"), data)
    assert again.status_code == 302
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"way": "online"}, "way"),
        ({"way": ""}, "way"),
        ({"first_name": " "}, "first_name"),
        ({"last_name": ""}, "last_name"),
        ({"email": "zofia"}, "email"),
        ({"received_at": "jutro"}, "received_at"),
        ({"received_at": "2126-01-05 10:00"}, "received_at"),
        ({"motivation": "x" * 6000}, "motivation"),
        ({"target": "abc"}, "target"),
        ({"target": "99999999"}, "target"),
        ({"sector": "99999999"}, "sector"),
        ({"request_key": "nie klucz"}, "request_key"),
        ({"attachments": SimpleUploadedFile("x.exe", b"MZ")}, "attachments"),
        ({"attachments": SimpleUploadedFile("x.pdf", b"nie pdf")}, "attachments"),
    ],
)
def test_bad_input_changes_nothing(client, keeper, tier, values, field):
    response = client.post(register("create"), {**entered(tier), **values})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Declaration.objects.exists()
    assert not DeclarationFile.objects.exists()


def test_not_for_what_one_does_not_keep_nor_with_its_sectors(client, keeper, tier, other):
    theirs = SectorFactory(committee=other)
    for values in ({"target": other.pk}, {"sector": theirs.pk}):
        response = client.post(register("create"), {**entered(tier), **values})
        assert response.context["form"].errors
    # Who keeps both still cannot mix them.
    client.force_login(create_user("szefowa", superuser=True))
    response = client.post(register("create"), entered(tier, sector=theirs.pk))
    assert "sector" in response.context["form"].errors
    assert not Declaration.objects.exists()


def test_the_same_address_waits_once(client, keeper, tier, group):
    client.post(register("create"), entered(tier))
    again = client.post(register("create"), entered(tier, email="ZOFIA@example.org"))
    assert "email" in again.context["form"].errors
    client.post(register("create"), entered(group))
    assert Declaration.objects.count() == 2


def test_of_an_online_one_only_the_note_is_changed(client, keeper, tier):
    row = DeclarationFactory(target=tier, last_name="Własna")
    data = {"office_note": "Dzwoniła.", "last_name": "Cudza", "seen": 0}
    client.post(register("edit", row.pk), data)
    row.refresh_from_db()
    assert (row.office_note, row.last_name, row.edits) == ("Dzwoniła.", "Własna", 1)
    stale = client.post(register("edit", row.pk), {"office_note": "Inna.", "seen": 0})
    assert stale.context["form"].errors
    row.refresh_from_db()
    assert row.office_note == "Dzwoniła."


def test_a_letter_is_corrected_while_it_waits(client, keeper, tier):
    client.post(register("create"), entered(tier))
    row = Declaration.objects.get()
    data = {**entered(tier, last_name="Poprawna"), "seen": 0}
    assert client.post(register("edit", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert row.last_name == "Poprawna"
    assert "Poprawna" not in str(ModelLogEntry.objects.for_instance(row).values_list("data"))


# The desk -----------------------------------------------------------------------------------------


def test_the_desk_says_what_waits(keeper, tier, committee, foreign):
    long_ago = timezone.now() - timedelta(days=40)
    DeclarationFactory(target=tier, confirmed_at=long_ago, received_at=long_ago)
    DeclarationFactory(target=tier)
    DeclarationFactory(target=tier, rejected=True)
    DeclarationFactory(target=committee, unconfirmed=True)
    (pile,) = [each for each in desk.piles_of(keeper) if register() in each.all_url]
    (row,) = pile.rows
    assert row.name == tier.title
    assert "2" in row.note
    # By the calendar: an hour of summer time makes the fortieth day begin earlier or later.
    days = (today_of(timezone.now()) - today_of(long_ago)).days
    assert str(days) in row.note
    assert row.is_late
    assert desk.piles_of(create_user("nikt")) == []
