"""Import of a filled list: reading, recognising, preview, all or nothing."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook
from wagtail.models import Locale

from rkres_wagtail.bodies import services
from rkres_wagtail.bodies.choices import Role
from rkres_wagtail.bodies.imports import plan as imports
from rkres_wagtail.bodies.models import Membership, Organisation, Person
from rkres_wagtail.uploads import UnreadableTable, read_table
from tests import factories as make
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

HEAD = ["Imię", "Nazwisko", "Podmiot", "Rola", "Od", "Do"]


def sheet(*rows, head=HEAD) -> bytes:
    book = Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def csv(*rows, head=HEAD, encoding="utf-8") -> bytes:
    lines = [";".join(str(cell or "") for cell in row) for row in [head, *rows]]
    return "\n".join(lines).encode(encoding)


def rows_of(data: bytes):
    upload = SimpleUploadedFile("lista", data)
    table = read_table(upload, max_bytes=10_000_000, max_rows=5000, is_heading=imports.is_heading)
    return imports.rows_of(table)


def plan(body, *rows, head=HEAD, **options):
    with translation.override("en"):
        return imports.plan_import(body=body, rows=rows_of(csv(*rows, head=head)), **options)


def statuses(planned) -> list[str]:
    return [row.status for row in planned.rows]


def only_error(planned) -> tuple[str, str]:
    (row,) = [row for row in planned.rows if row.errors]
    (error,) = row.errors
    return error


# Headings


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_column_of_the_export_is_known(language):
    from rkres_wagtail.bodies.imports.headings import column_keys
    from rkres_wagtail.bodies.register.columns import MEMBERSHIP_COLUMNS

    with translation.override(language):
        headings = {str(column.heading): column.key for column in MEMBERSHIP_COLUMNS}
    known = column_keys()
    for heading, key in headings.items():
        assert known[imports.key_of(heading)] == key


def refused(data: bytes) -> str:
    with translation.override("en"), pytest.raises(UnreadableTable) as caught:
        rows_of(data)
    return caught.value.messages[0]


def test_wrong_headings():
    assert "Telefon" in refused(csv(["A", "B", "1"], head=["Imię", "Nazwisko", "Telefon"]))
    assert "occurs twice" in refused(csv(["A", "B", "C"], head=["Imię", "Nazwisko", "NAZWISKO"]))
    assert "must name the columns" in refused(csv(["A", "B"], head=["Imię", "Rola"]))
    assert "must name" in refused(csv(["A", "B"], head=["Od", "Do"]))
    assert "no row beneath" in refused(csv())


def test_ordinal_numbers_and_titles_are_no_matter():
    data = b"Lista uczestnikow Forum\n\nL.p.;Nazwisko;Imie\n1;Zuraw;Ewa\n"
    assert rows_of(data) == [(4, {"last_name": "Zuraw", "first_name": "Ewa"})]


# Cells


@pytest.mark.parametrize(
    "text", ["30.05.2023", "30.5.2023 r.", "30-05-2023", "30/05/2023", "2023-05-30"]
)
def test_dates_as_text(committee, text):
    planned = plan(committee, ["Ewa", "Żuraw", "", "", text, ""])
    assert planned.rows[0].membership.starts_on == date(2023, 5, 30)


@pytest.mark.parametrize("text", ["31.02.2023", "maj 2023", "45076", "30.05.23", "1.1.20233", "x"])
def test_wrong_dates(committee, text):
    column, message = only_error(plan(committee, ["Ewa", "Żuraw", "", "", text, ""]))
    assert "30.05.2023" in message and text in message


@pytest.mark.parametrize(
    ("text", "role", "shown"),
    [
        ("", Role.MEMBER, ""),
        ("chair", Role.CHAIR, ""),
        ("przewodnicząca", Role.CHAIR, "przewodnicząca"),
        ("PRZEWODNICZACY / PRZEWODNICZACA", Role.CHAIR, ""),
        ("II wiceprzewodniczący", Role.SECOND_VICE_CHAIR, "II wiceprzewodniczący"),
        ("członkini", Role.MEMBER, "członkini"),
    ],
)
def test_roles_in_one_form_or_both(committee, text, role, shown):
    membership = plan(committee, ["Ewa", "Żuraw", "", text, "", ""]).rows[0].membership
    assert (membership.role, membership.role_label) == (role, shown)


def test_roles_as_the_committee_calls_them(committee):
    committee.role_labels = [("role", {"role": Role.SECRETARY, "label": "sekretarz generalny"})]
    committee.save_revision().publish()
    row = plan(committee, ["Ewa", "Żuraw", "", "Sekretarz Generalny", "", ""]).rows[0]
    assert row.membership.role == Role.SECRETARY


@pytest.mark.parametrize(
    ("head", "value", "part"),
    [
        ("Rola", "królowa", "not a role"),
        ("Kategoria", "nieznana", "not known here"),
        ("Kadencja", "IX", "not known here"),
        ("Miejsce", "x", "not known here"),
        ("Od", "=TODAY()", "formula"),
        ("Stanowisko", "=1+1", "formula"),
        ("Stanowisko", "x" * 256, "At most 255"),
        ("Podmiot", "x" * 256, "At most 255"),
        ("Zastępuje", "Nikt Taki", "has this name"),
        ("Organ", "Inna rada", "another body"),
    ],
)
def test_wrong_cells_say_what_was_expected(committee, head, value, part):
    known = imports.column_keys()
    head = (
        head
        if imports.key_of(head) in known
        else {"Miejsce": "seat", "Zastępuje": "deputy_for"}.get(head, head)
    )
    if imports.key_of(head) not in known:
        head = {"Organ": "body"}[head]
    planned = plan(committee, ["Ewa", "Żuraw", value], head=["Imię", "Nazwisko", head])
    assert part in only_error(planned)[1]
    assert planned.errors == 1 and planned.new == 0


def test_public_column_and_the_default(committee):
    head = ["Imię", "Nazwisko", "is_public"]
    rows = [["Ewa", "A", "nie"], ["Ewa", "B", "TAK"], ["Ewa", "C", ""], ["Ewa", "D", "x"]]
    planned = plan(committee, *rows, head=head, public=False)
    assert [row.membership.is_public for row in planned.rows] == [False, True, False, True]
    assert "“yes” or “no”" in only_error(plan(committee, ["Ewa", "A", "może"], head=head))[1]


def test_sector_term_and_seat_by_name(committee):
    sector = make.SectorFactory(committee=committee, name="Spółdzielnie i związki")
    make.SectorFactory(name="Spółdzielnie i związki")
    term = make.TermFactory(committee=committee, ordinal=2, past=True)
    seat = make.SeatFactory(body=committee, name="Miejsce wojewody")
    head = ["Imię", "Nazwisko", "Kategoria", "Kadencja", "seat"]
    for spelling in ("II", "2", "2015–2018", "2015-2018", term.label):
        row = ["Ewa", "Żuraw", "SPOLDZIELNIE I ZWIAZKI", spelling, "miejsce wojewody"]
        membership = plan(committee, row, head=head).rows[0].membership
        assert (membership.sector, membership.term, membership.seat) == (sector, term, seat)


# People and organisations


def test_people_are_matched_without_diacritics_and_case(committee):
    person = make.PersonFactory(first_name="Łukasz", last_name="Żółć-Nowak")
    planned = plan(committee, ["LUKASZ", "zolc-nowak", "", "", "", ""])
    assert planned.rows[0].person == person
    assert person.full_name in planned.rows[0].notes[0]


def test_the_same_new_person_twice_is_one_person(committee):
    rows = [
        ["Ewa", "Żuraw", "", "", "1.1.2020", "31.12.2020"],
        ["Ewa", "Żuraw", "", "", "1.1.2022", ""],
    ]
    planned = plan(committee, *rows)
    assert statuses(planned) == ["new", "new"]
    assert planned.rows[0].person is planned.rows[1].person


def test_people_of_one_name_are_asked_about(committee):
    people = [make.PersonFactory(first_name="Jan", last_name="Kowal") for _ in range(2)]
    make.MembershipFactory(
        body=committee,
        person=people[0],
        organisation=make.OrganisationFactory(name="Gmina X"),
        past=True,
    )
    planned = plan(committee, ["Jan", "Kowal", "", "", "", ""])
    message = only_error(planned)[1]
    assert all(str(person.pk) in message for person in people)
    assert "Gmina X" in message
    head = ["Imię", "Nazwisko", "person_id"]
    chosen = plan(committee, ["Jan", "Kowal", str(people[1].pk)], head=head)
    assert chosen.rows[0].person == people[1]
    for number in ("99999", "abc", "1" * 5000, str(make.PersonFactory().pk)):
        assert (
            "Nobody of this name"
            in only_error(plan(committee, ["Jan", "Kowal", number], head=head))[1]
        )


def test_exact_spelling_decides_between_two(committee):
    make.PersonFactory(first_name="Jan", last_name="Łos")
    exact = make.PersonFactory(first_name="Jan", last_name="Los")
    assert plan(committee, ["Jan", "Los", "", "", "", ""]).rows[0].person == exact


def test_half_a_name(committee):
    assert "Both" in only_error(plan(committee, ["Ewa", "", "Gmina", "", "", ""]))[1]
    assert "Both" in only_error(plan(committee, ["", "Żuraw", "Gmina", "", "", ""]))[1]
    assert "Choose a person" in only_error(plan(committee, ["", "", "", "chair", "", ""]))[1]


def test_organisations_are_matched_by_name_or_short_name(committee):
    organisation = make.OrganisationFactory(name="Fundacja „Świt”", short_name="FŚ")
    rows = [["", "", "fundacja swit", "", "", ""], ["Ewa", "A", "FŚ", "", "", ""]]
    planned = plan(committee, *rows)
    assert [row.organisation for row in planned.rows] == [organisation] * 2
    make.OrganisationFactory(name="Fundacja Świt")
    make.OrganisationFactory(name="Fundacja - Świt")
    assert (
        "Several organisations"
        in only_error(plan(committee, ["", "", "fundacja swit", "", "", ""]))[1]
    )


def test_a_user_who_may_not_add_people(committee):
    user = create_user()
    row = ["Ewa", "Żuraw", "Gmina X", "", "", ""]
    planned = plan(committee, row, user=user)
    assert len(planned.rows[0].errors) == 2
    make.PersonFactory(first_name="Ewa", last_name="Żuraw")
    make.OrganisationFactory(name="Gmina X")
    assert plan(committee, row, user=user).errors == 0


# Who is there already


def test_members_who_are_there_are_skipped(committee, group):
    person = make.PersonFactory(first_name="Ewa", last_name="Żuraw")
    make.MembershipFactory(body=group, person=person)
    assert statuses(plan(committee, ["Ewa", "Żuraw", "", "", "", ""])) == ["new"]
    make.MembershipFactory(
        body=committee, person=person, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31)
    )
    rows = [
        ["Ewa", "Żuraw", "", "", "31.12.2020", ""],
        ["Ewa", "Żuraw", "", "", "01.01.2021", ""],
    ]
    assert statuses(plan(committee, *rows)) == ["present", "new"]


def test_the_same_row_twice_in_the_file(committee):
    planned = plan(committee, *[["Ewa", "Żuraw", "", "", "", ""]] * 2)
    assert statuses(planned) == ["new", "repeated"]
    assert "2" in planned.rows[1].notes[-1]


def test_institutions_are_compared_too(committee):
    make.MembershipFactory(
        body=committee, person=None, organisation=make.OrganisationFactory(name="Gmina X")
    )
    rows = [["", "", "Gmina X", "", "", ""], ["Ewa", "A", "Gmina X", "", "", ""]]
    assert statuses(plan(committee, *rows)) == ["present", "new"]


def test_seats_of_one_name_are_filled_one_by_one(committee):
    seats = [make.SeatFactory(body=committee, name="gminy") for _ in range(2)]
    head = ["Imię", "Nazwisko", "seat"]
    rows = [["Ewa", name, "gminy"] for name in "ABC"]
    planned = plan(committee, *rows, head=head)
    assert statuses(planned) == ["new", "new", "wrong"]
    assert [row.membership.seat for row in planned.rows[:2]] == seats
    make.MembershipFactory(body=committee, seat=seats[0], starts_on=None)
    assert statuses(plan(committee, *rows, head=head)) == ["new", "wrong", "wrong"]


def test_deputies_of_members_and_of_rows(committee):
    member = make.MembershipFactory(
        body=committee, person=make.PersonFactory(first_name="Adam", last_name="Kowal")
    )
    head = ["Imię", "Nazwisko", "deputy_for"]
    rows = [["Ewa", "A", "Kowal Adam"], ["Ewa", "B", "Zofia Śliwa"], ["Zofia", "Śliwa", ""]]
    planned = plan(committee, *rows, head=head)
    assert planned.errors == 0
    assert planned.rows[0].membership.deputy_for == member
    assert planned.rows[1].membership.deputy_for is planned.rows[2].membership


# The service


def test_nobody_is_a_deputy_of_themselves(committee):
    person = make.PersonFactory(first_name="Jan", last_name="Kowal")
    make.MembershipFactory(body=committee, person=person)
    head = ["Imię", "Nazwisko", "deputy_for"]
    planned = plan(
        committee,
        ["Jan", "Kowal", "Kowal Jan"],
        ["Ewa", "Żuraw", ""],
        ["Ewa", "Żuraw", "Żuraw Ewa"],
        head=head,
    )
    assert statuses(planned) == ["wrong", "new", "wrong"]
    for row in (planned.rows[0], planned.rows[2]):
        ((column, message),) = row.errors
        assert "themselves" in message


def test_import_saves_everything(committee, admin_user):
    from wagtail.log_actions import registry

    head = ["Imię", "Nazwisko", "Podmiot", "represents", "deputy_for"]
    rows = [
        ["Ewa", "A", "Gmina X", "Związek Y", "Śliwa Zofia"],
        ["Zofia", "Śliwa", "Gmina X", "", ""],
        ["", "", "Gmina X", "", ""],
    ]
    done = services.import_memberships(
        body=committee, rows=rows_of(csv(*rows, head=head)), user=admin_user
    )
    assert (done.memberships, done.people, done.organisations, done.skipped) == (3, 2, 2, 0)
    deputy = Membership.objects.get(person__last_name="A")
    assert deputy.deputy_for.person.last_name == "Śliwa"
    assert deputy.represents.name == "Związek Y"
    assert Organisation.objects.count() == 2
    for membership in Membership.objects.all():
        membership.full_clean()
        (entry,) = registry.get_logs_for_instance(membership)
        assert (entry.action, entry.user) == ("rkres_wagtail.import", admin_user)
    page_log = registry.get_logs_for_instance(committee.specific)
    assert page_log.filter(action="rkres_wagtail.import").count() == 1


def test_one_wrong_row_and_nothing_is_saved(committee, admin_user):
    rows = rows_of(csv(["Ewa", "A", "Gmina", "", "", ""], ["Ewa", "B", "", "", "jutro", ""]))
    with pytest.raises(ValidationError) as caught, translation.override("en"):
        services.import_memberships(body=committee, rows=rows, user=admin_user)
    assert "3" in caught.value.messages[0] and "jutro" in caught.value.messages[0]
    assert not Membership.objects.exists()
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_a_failure_in_the_middle_leaves_nothing(committee, admin_user, monkeypatch):
    saved = Membership.save

    def fail(self, *args, **kwargs):
        if self.person.last_name == "B":
            raise RuntimeError
        saved(self, *args, **kwargs)

    monkeypatch.setattr(Membership, "save", fail)
    rows = rows_of(csv(["Ewa", "A", "", "", "", ""], ["Ewa", "B", "", "", "", ""]))
    with pytest.raises(RuntimeError):
        services.import_memberships(body=committee, rows=rows, user=admin_user)
    assert not Person.objects.exists()


def test_import_onto_a_translation_lands_on_the_canonical_page(committee, admin_user):
    from wagtail.models import Locale

    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = committee.copy_for_translation(english, copy_parents=True, alias=False)
    services.import_memberships(
        body=translated, rows=rows_of(csv(["Ewa", "A", "", "", "", ""])), user=admin_user
    )
    assert Membership.objects.get().body_id == committee.pk


def test_what_was_exported_comes_back_as_present(client, admin_user, committee):
    member = make.MembershipFactory(body=committee, position="-zastępca", role=Role.CHAIR)
    make.MembershipFactory(body=committee, deputy_for=member)
    make.MembershipFactory(body=committee, person=None)
    client.force_login(admin_user)
    for file_format in ("csv", "xlsx"):
        response = client.get(
            reverse("rkres_wagtail_membership_modeladmin_index"), {"export": file_format}
        )
        planned = imports.plan_import(
            body=committee, rows=rows_of(b"".join(response.streaming_content))
        )
        assert statuses(planned) == ["present"] * 3


# The views

NAME = "rkres_wagtail_membership_modeladmin_"


@pytest.fixture
def admin(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def address(committee):
    return f"{reverse(NAME + 'import')}?body={committee.pk}"


def send(client, address, data: bytes, name="lista.xlsx", **values):
    return client.post(address, {"file": SimpleUploadedFile(name, data), "public": "on", **values})


def token_of(response) -> str:
    found = re.search(r'name="confirm" value="([^"]+)"', response.content.decode())
    return found[1] if found else ""


def test_preview_saves_nothing_and_confirm_saves_all(admin, address, committee):
    response = send(admin, address, sheet(["Ewa", "Żuraw", "Gmina X", "", date(2023, 5, 30), None]))
    assert response.status_code == 200
    assert "Żuraw" in response.content.decode()
    assert not Membership.objects.exists() and not Person.objects.exists()
    confirmed = admin.post(address, {"confirm": token_of(response)})
    assert confirmed.url == f"{reverse(NAME + 'index')}?body={committee.pk}"
    row = Membership.objects.get()
    assert (row.starts_on, row.is_public) == (date(2023, 5, 30), True)


def test_errors_are_shown_by_row_and_column(admin, address):
    response = send(admin, address, sheet(["Ewa", "A"], ["Ewa", "B", None, None, "jutro"]))
    text = response.content.decode()
    assert response.status_code == 422
    assert "jutro" in text and "30.05.2023" in text
    assert re.search(r"<td>3</td>", text)
    assert token_of(response) == ""


def test_a_list_that_is_not_public(admin, address):
    response = admin.post(
        address, {"file": SimpleUploadedFile("l.csv", csv(["Ewa", "A", "", "", "", ""]))}
    )
    admin.post(address, {"confirm": token_of(response)})
    assert Membership.objects.get().is_public is False


def test_confirmed_once_only(admin, address):
    token = token_of(send(admin, address, sheet(["Ewa", "A"])))
    assert admin.post(address, {"confirm": token}).url != address
    Membership.objects.all().delete()
    assert admin.post(address, {"confirm": token}).url == address
    assert not Membership.objects.exists()


def test_only_the_last_preview_can_be_confirmed(admin, address):
    first = token_of(send(admin, address, sheet(["Ewa", "A"])))
    second = token_of(send(admin, address, sheet(["Ewa", "B"])))
    admin.post(address, {"confirm": first})
    assert not Membership.objects.exists()
    # The first attempt used up the number: the file is chosen again.
    admin.post(address, {"confirm": second})
    assert not Membership.objects.exists()


def test_the_preview_expires(admin, address, monkeypatch):
    from rkres_wagtail.bodies.imports import views as import_views

    token = token_of(send(admin, address, sheet(["Ewa", "A"])))
    monkeypatch.setattr(import_views, "MAX_AGE", -1)
    assert admin.post(address, {"confirm": token}).url == address
    assert not Membership.objects.exists()


def test_the_preview_is_bound_to_user_and_body(admin, address, group):
    token = token_of(send(admin, address, sheet(["Ewa", "A"])))
    other_body = f"{reverse(NAME + 'import')}?body={group.pk}"
    assert admin.post(other_body, {"confirm": token}).status_code == 302
    session = admin.session
    nonce = session["rkres_wagtail.import"]
    other = create_user("inna", superuser=True)
    admin.force_login(other)
    session = admin.session
    session["rkres_wagtail.import"] = nonce
    session.save()
    assert admin.post(address, {"confirm": token}).status_code == 302
    assert not Membership.objects.exists()


@pytest.mark.parametrize("change", [lambda t: t[:-3] + "abc", lambda t: "", lambda t: "x:y:z"])
def test_a_forged_preview(admin, address, change):
    token = change(token_of(send(admin, address, sheet(["Ewa", "A"]))))
    assert admin.post(address, {"confirm": token}).status_code in (302, 422)
    assert not Membership.objects.exists()


def test_the_register_changed_between_preview_and_confirm(admin, address, committee):
    response = send(admin, address, sheet(["Ewa", "A"], ["Ewa", "B"]))
    services.import_memberships(
        body=committee, rows=rows_of(csv(["Ewa", "A", "", "", "", ""])), user=None
    )
    assert admin.post(address, {"confirm": token_of(response)}).url == address
    assert Membership.objects.count() == 1


def test_everybody_is_there(admin, address, committee):
    make.MembershipFactory(
        body=committee, person=make.PersonFactory(first_name="Ewa", last_name="A")
    )
    response = send(admin, address, sheet(["Ewa", "A"]))
    assert response.status_code == 200
    assert token_of(response) == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"%PDF-1.7\x00",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"a;b\n",
        b"Imi\xea;Nazwisko\n",
    ],
)
def test_bad_files_are_form_errors(admin, address, data):
    response = send(admin, address, data)
    assert response.status_code == 422
    assert "file" in response.context["form"].errors


def test_limits_of_the_settings(admin, address, settings):
    settings.RKRES_WAGTAIL_IMPORT_MAX_ROWS = 1
    response = send(admin, address, sheet(["Ewa", "A"], ["Ewa", "B"]))
    assert "file" in response.context["form"].errors
    settings.RKRES_WAGTAIL_IMPORT_MAX_ROWS = 5
    settings.RKRES_WAGTAIL_IMPORT_MAX_BYTES = 10
    response = send(admin, address, sheet(["Ewa", "A"]))
    assert "file" in response.context["form"].errors


def test_old_polish_encoding(admin, address):
    data = csv(["Żaneta", "Źrebiec", "Spółdzielnia Świt", "", "", ""], encoding="cp1250")
    admin.post(address, {"confirm": token_of(send(admin, address, data, "lista.csv"))})
    assert Person.objects.get().full_name == "Żaneta Źrebiec"


def test_scripts_are_shown_not_run(admin, address):
    evil = "<script>alert(1)</script>"
    response = send(admin, address, sheet([evil, "A", evil]), name=f"{evil}.xlsx")
    assert evil not in response.content.decode()
    assert "&lt;script&gt;" in response.content.decode()
    admin.post(address, {"confirm": token_of(response)})
    listing = admin.get(reverse(NAME + "index")).content.decode()
    assert evil not in listing and "&lt;script&gt;" in listing


@pytest.mark.parametrize("body", ["abc", "999999", "-1", "1" * 40])
def test_a_body_that_does_not_exist(admin, committee, body):
    assert admin.get(f"{reverse(NAME + 'import')}?body={body}").status_code == 404


def test_a_page_that_is_no_body(admin, committee, site_root):
    for action in ("import", "import_template"):
        assert admin.get(f"{reverse(NAME + action)}?body={site_root.pk}").status_code == 404


def test_bodies_are_offered_once_whatever_their_languages(admin, committee, group):
    from wagtail.models import Locale

    english = Locale.objects.get_or_create(language_code="en")[0]
    committee.copy_for_translation(english, copy_parents=True, alias=False)
    text = admin.get(reverse(NAME + "import")).content.decode()
    assert text.count(f"?body={committee.pk}") == 1
    assert text.count(f"?body={group.pk}") == 1


def test_without_permission(client, address, committee):
    user = create_user()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_membership"])
    )
    client.force_login(user)
    assert send(client, address, sheet(["Ewa", "A"])).status_code == 302
    assert not Membership.objects.exists()


def test_office_columns_need_the_right_to_change(client, address):
    user = create_user()
    codes = ["access_admin", "add_membership", "add_person", "add_organisation"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    data = sheet(["Ewa", "A", "poufne"], head=["Imię", "Nazwisko", "office_note"])
    assert send(client, address, data).status_code == 422
    assert send(client, address, sheet(["Ewa", "A"])).status_code == 200


# The template


def test_the_filled_template_can_be_imported(admin, address, committee):
    sector = make.SectorFactory(committee=committee)
    make.TermFactory(committee=committee)
    make.SeatFactory(body=committee, name="=SUM(A1)")
    response = admin.get(f"{reverse(NAME + 'import_template')}?body={committee.pk}")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    first, hidden, instructions = book.worksheets
    assert (hidden.sheet_state, instructions.sheet_state) == ("hidden", "visible")
    headings = [cell.value for cell in first[1]]
    assert "Nazwisko".lower() in [heading.lower() for heading in headings]
    assert first.data_validations.count >= 5
    assert sector.name in [cell.value for row in hidden for cell in row]
    assert not any(cell.data_type == "f" for row in hidden for cell in row)
    known = imports.column_keys()
    values = {
        "first_name": "Ewa",
        "last_name": "A",
        "sector": sector.name,
        "starts_on": date(2023, 5, 30),
    }
    for index, heading in enumerate(headings, start=1):
        first.cell(2, index, values.get(known[imports.key_of(heading)]))
    output = io.BytesIO()
    book.save(output)
    preview = send(admin, address, output.getvalue())
    admin.post(address, {"confirm": token_of(preview)})
    row = Membership.objects.get()
    assert (row.sector, row.starts_on) == (sector, date(2023, 5, 30))


def test_template_without_office_columns(client, committee):
    user = create_user()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_membership"])
    )
    client.force_login(user)
    response = client.get(f"{reverse(NAME + 'import_template')}?body={committee.pk}")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    keys = {imports.column_keys()[imports.key_of(cell.value)] for cell in book.worksheets[0][1]}
    assert not keys & {"office_note", "end_reason"}


# Size


@pytest.mark.scale
def test_the_longest_list_that_is_taken(admin, address, committee):
    rows = [
        [
            f"Imię{n % 97}",
            f"Nazwisko{n}",
            f"Podmiot {n % 300}",
            "członek / członkini",
            "30.05.2023",
            "",
        ]
        for n in range(2000)
    ]
    response = send(admin, address, csv(*rows), "lista.csv")
    assert response.status_code == 200
    assert admin.post(address, {"confirm": token_of(response)}).status_code == 302
    assert Membership.objects.count() == 2000


def test_planning_costs_the_same_for_many_rows(committee):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.SectorFactory(committee=committee)

    def measure(count):
        rows = [["Ewa", f"N{n}", f"P{n}", "", "30.05.2023", ""] for n in range(count)]
        with CaptureQueriesContext(connection) as context:
            plan(committee, *rows)
        return len(context)

    measure(1)
    assert measure(5) == measure(60)


def test_choosing_a_body_costs_the_same_for_many(admin, committee):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def measure():
        with CaptureQueriesContext(connection) as context:
            content = admin.get(reverse(NAME + "import")).content.decode()
        return len(context), content

    english = Locale.objects.get_or_create(language_code="en")[0]
    first = make.GroupPageFactory(parent=committee, title="Prezydium")
    first.copy_for_translation(english, copy_parents=True).save_revision().publish()
    measure()
    few, content = measure()
    assert content.count(">Prezydium<") == 1
    assert content.count(f"<h3>{committee.title}</h3>") == 1
    for _number in range(5):
        make.GroupPageFactory(parent=committee, title="Prezydium")
    many, content = measure()
    assert (many, content.count(">Prezydium<")) == (few, 6)
