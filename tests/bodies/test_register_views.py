"""Forms and views of the registers, as a clerk meets them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from rkres_wagtail.bodies import services
from rkres_wagtail.bodies.choices import Role
from rkres_wagtail.bodies.models import Membership, PersonContact, Seat
from tests import factories as make
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = timedelta(days=1)


def url(action, *args, model="membership"):
    return reverse(f"rkres_wagtail_{model}_modeladmin_{action}", args=args)


@pytest.fixture
def admin(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def english(admin, admin_user):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = "en"
    profile.save()
    return admin


def form_data(body, **values):
    values.setdefault("person", make.PersonFactory().pk)
    return {"body": body.pk, "role": Role.MEMBER, "sort_order": 0, "is_public": "on", **values}


def messages_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def field_errors(response) -> dict:
    return response.context["form"].errors


# The form of members ----------------------------------------------------------------------------


def test_save_and_message(admin, committee):
    response = admin.post(url("create"), form_data(committee), follow=True)
    row = Membership.objects.get()
    assert row.body_id == committee.pk and row.is_public
    assert row.holder_name in messages_of(response)


def test_a_post_of_a_page_that_is_no_body(admin, committee, site_root):
    response = admin.post(url("create"), form_data(site_root))
    assert response.status_code == 200
    assert "body" in field_errors(response)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("field", ["person", "organisation", "seat", "term", "deputy_for"])
@pytest.mark.parametrize("value", ["999999", "abc", "-1"])
def test_a_post_of_nonsense_as_key(admin, committee, field, value):
    response = admin.post(url("create"), form_data(committee, **{field: value}))
    assert response.status_code == 200
    assert field in field_errors(response)


@pytest.mark.parametrize("value", ["", "999999", "abc", "-1", "1" * 40])
def test_a_post_of_nonsense_as_body(admin, committee, value):
    data = {**form_data(committee), "body": value}
    response = admin.post(url("create"), data)
    assert response.status_code == 200
    assert "body" in field_errors(response)


def test_a_post_of_another_language_is_saved_on_the_canonical_page(admin, committee):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = committee.copy_for_translation(english, copy_parents=True, alias=False)
    seat = make.SeatFactory(body=committee)
    data = form_data(translated, seat=seat.pk)
    assert admin.post(url("create"), data).status_code == 302
    assert Membership.objects.get().body_id == committee.pk


def test_a_taken_seat_is_a_field_error(english, committee):
    seat = make.SeatFactory(body=committee)
    holder = make.MembershipFactory(body=committee, seat=seat)
    response = english.post(url("create"), form_data(committee, seat=seat.pk))
    assert holder.holder_name in field_errors(response)["seat"][0]


def test_lists_hold_what_belongs_to_the_body(admin, committee, group):
    mine = [make.TermFactory(committee=committee), make.SectorFactory(committee=committee)]
    foreign = [make.TermFactory(), make.SectorFactory()]
    seats = [make.SeatFactory(body=committee), make.SeatFactory(body=group)]
    member = make.MembershipFactory(body=committee)
    deputy = make.MembershipFactory(body=committee, deputy_for=member)
    form = admin.get(url("create"), {"body": committee.pk}).context["form"]
    assert form.initial["body"] == committee.pk
    for name, item, other in zip(("term", "sector"), mine, foreign, strict=True):
        assert list(form.fields[name].queryset) == [item]
        assert other not in form.fields[name].queryset
    assert list(form.fields["seat"].queryset) == seats[:1]
    assert list(form.fields["deputy_for"].queryset) == [member]
    assert deputy not in form.fields["deputy_for"].queryset


def test_what_belongs_elsewhere_is_refused_in_words(english, committee):
    sector = make.SectorFactory()
    response = english.post(url("create"), form_data(committee, sector=sector.pk))
    assert "sector" in field_errors(response)
    assert "This one belongs to another committee." in response.content.decode()


def test_warnings_come_after_saving(english, committee):
    chair = make.MembershipFactory(body=committee, chair=True)
    response = english.post(url("create"), form_data(committee, role=Role.CHAIR), follow=True)
    assert Membership.objects.count() == 2
    assert chair.holder_name in messages_of(response)


def test_prefill_ignores_nonsense(admin, committee, site_root):
    seat = make.SeatFactory(body=committee)
    query = {"body": site_root.pk, "seat": seat.pk, "term": "abc", "person": "999", "after": "x"}
    initial = admin.get(url("create"), query).context["form"].initial
    assert (initial["body"], initial["seat"], initial["term"]) == (None, seat.pk, None)


def test_prefill_cannot_fill_what_was_not_offered(admin, committee):
    initial = admin.get(url("create"), {"office_note": "x"}).context["form"].initial
    assert not initial["office_note"]


@pytest.mark.parametrize("typed", ["30.05.2023", "2023-05-30", "30-05-2023"])
def test_days_are_read_in_every_language_of_the_admin(english, committee, typed):
    data = form_data(committee, starts_on=typed)
    assert english.post(url("create"), data).status_code == 302
    assert Membership.objects.get().starts_on == date(2023, 5, 30)


# Verbs --------------------------------------------------------------------------------------------


def test_end_then_successor(admin, committee):
    seat = make.SeatFactory(body=committee)
    row = make.MembershipFactory(body=committee, seat=seat, office_note="poufne")
    today = timezone.localdate()
    data = {"ends_on": today, "end_reason": "request", "with_successor": "on"}
    response = admin.post(url("end", row.pk), data)
    assert response.url == f"{url('create')}?after={row.pk}"
    initial = admin.get(response.url).context["form"].initial
    assert initial["starts_on"] == today + DAY
    assert (initial["seat"], initial["body"]) == (seat.pk, committee.pk)
    assert not initial["person"] and not initial["office_note"] and not initial["end_reason"]


def test_end_errors_stand_at_their_field(admin, committee):
    row = make.MembershipFactory(body=committee)
    response = admin.post(url("end", row.pk), {"ends_on": row.starts_on - DAY})
    assert "ends_on" in field_errors(response)
    response = admin.post(url("end", row.pk), {"ends_on": "jutro"})
    assert "ends_on" in field_errors(response)
    row.refresh_from_db()
    assert row.ends_on is None


def test_change_role(admin, committee):
    row = make.MembershipFactory(body=committee)
    data = {"role": Role.CHAIR, "starts_on": timezone.localdate()}
    response = admin.post(url("role", row.pk), data)
    assert response.url == f"{url('index')}?body={committee.pk}"
    assert Membership.objects.get(role=Role.CHAIR).person == row.person


@pytest.mark.parametrize("day", ["0001-01-01", "31.12.9999"])
def test_verbs_refuse_days_that_nobody_means(admin, committee, day):
    row = make.MembershipFactory(body=committee, starts_on=None)
    response = admin.post(url("role", row.pk), {"role": Role.CHAIR, "starts_on": day})
    assert "starts_on" in field_errors(response)
    response = admin.post(url("end", row.pk), {"ends_on": day})
    assert "ends_on" in field_errors(response)
    assert Membership.objects.get().ends_on is None


def test_a_successor_after_the_last_of_all_days(admin, committee):
    row = make.MembershipFactory(body=committee, ends_on=date(9999, 12, 31))
    assert admin.get(url("create"), {"after": row.pk}).status_code == 200


def test_an_old_form_does_not_undo_an_end(english, admin_user, committee):
    row = make.MembershipFactory(body=committee)
    page = english.get(url("edit", row.pk))
    opened_at = page.context["form"]["opened_at"].value()
    assert f'value="{opened_at}"' in page.content.decode()
    services.end_membership(row, on=timezone.localdate(), user=admin_user)
    data = form_data(committee, person=row.person_id, opened_at=opened_at)
    response = english.post(url("edit", row.pk), data)
    assert "in the meantime" in response.content.decode()
    assert Membership.objects.get().ends_on
    page = english.get(url("edit", row.pk))
    data["opened_at"] = page.context["form"]["opened_at"].value()
    assert english.post(url("edit", row.pk), data).status_code == 302
    assert Membership.objects.get().ends_on is None


def test_a_new_entry_is_never_too_old(admin, committee):
    page = admin.get(url("create"))
    assert not page.context["form"]["opened_at"].value()


def test_buttons_offer_what_is_possible(admin, committee):
    open_row = make.MembershipFactory(body=committee)
    ended = make.MembershipFactory(body=committee, past=True)
    text = admin.get(url("index")).content.decode()
    assert url("end", open_row.pk) in text and url("role", open_row.pk) in text
    assert url("end", ended.pk) not in text
    assert f"?after={ended.pk}" in text and f"?after={open_row.pk}" not in text
    ended.end_reason = "role"
    ended.save()
    assert f"?after={ended.pk}" not in admin.get(url("index")).content.decode()


def test_details_show_who_held_the_seat(admin, committee):
    seat = make.SeatFactory(body=committee)
    before = make.MembershipFactory(body=committee, seat=seat, past=True)
    now = make.MembershipFactory(body=committee, seat=seat)
    text = admin.get(url("inspect", now.pk)).content.decode()
    assert before.holder_name in text
    assert url("inspect", before.pk) in text


def test_delete_with_a_deputy_is_explained(admin, committee):
    member = make.MembershipFactory(body=committee)
    deputy = make.MembershipFactory(body=committee, deputy_for=member)
    response = admin.post(url("delete", member.pk))
    assert response.status_code == 200
    assert deputy.holder_name in response.content.decode()
    assert Membership.objects.count() == 2


# Filters ------------------------------------------------------------------------------------------


def shown(response) -> set[int]:
    return {row.pk for row in response.context["object_list"]}


def test_filters(admin, committee, group):
    sector = make.SectorFactory(committee=committee)
    seat = make.SeatFactory(body=committee, sector=sector)
    term = make.TermFactory(committee=committee, past=True)
    rows = {
        "seated": make.MembershipFactory(body=committee, seat=seat),
        "own_sector": make.MembershipFactory(body=committee, sector=sector),
        "past": make.MembershipFactory(body=group, past=True),
        "past_by_term": make.MembershipFactory(body=committee, term=term, starts_on=None),
        "future": make.MembershipFactory(body=group, future=True),
        "chair": make.MembershipFactory(body=group, chair=True, hidden=True),
    }

    def keys(**query):
        found = shown(admin.get(url("index"), query))
        return {name for name, row in rows.items() if row.pk in found}

    assert keys() == set(rows)
    assert keys(body=group.pk) == {"past", "future", "chair"}
    assert keys(term=term.pk) == {"past_by_term"}
    assert keys(sector=sector.pk) == {"seated", "own_sector"}
    assert keys(role="chair") == {"chair"}
    assert keys(state="current") == {"seated", "own_sector", "chair"}
    assert keys(state="past") == {"past", "past_by_term"}
    assert keys(state="future") == {"future"}
    assert keys(in_seat="yes") == {"seated"}
    assert keys(public="no") == {"chair"}
    assert keys(body=group.pk, state="past") == {"past"}


def test_every_column_sorts(admin, committee):
    make.MembershipFactory(body=committee)
    for index in range(7):
        for sign in ("", "-"):
            assert admin.get(url("index"), {"o": f"{sign}{index}"}).status_code == 200


# Seats --------------------------------------------------------------------------------------------


def test_vacant_seats(admin, committee):
    held = make.SeatFactory(body=committee, name="zajęte")
    row = make.MembershipFactory(body=committee, seat=held)
    left = make.SeatFactory(body=committee, name="opuszczone")
    make.MembershipFactory(body=committee, seat=left, past=True)
    member = make.MembershipFactory(body=committee)
    only_deputy = make.SeatFactory(body=committee, name="tylko zastępca")
    make.MembershipFactory(body=committee, seat=only_deputy, deputy_for=member)
    index = url("index", model="seat")
    assert shown(admin.get(index, {"vacancy": "vacant"})) == {left.pk, only_deputy.pk}
    response = admin.get(index, {"vacancy": "held"})
    assert shown(response) == {held.pk}
    assert row.holder_name in response.content.decode()


def test_several_seats_at_once(admin, committee):
    data = {"body": committee.pk, "name": "gminy", "sort_order": 1, "count": 3}
    assert admin.post(url("create", model="seat"), data).status_code == 302
    assert Seat.objects.filter(name="gminy").count() == 3


@pytest.mark.parametrize("count", ["0", "51", "x", ""])
def test_impossible_numbers_of_seats(admin, committee, count):
    data = {"body": committee.pk, "name": "gminy", "sort_order": 1, "count": count}
    response = admin.post(url("create", model="seat"), data)
    assert "count" in field_errors(response)
    assert not Seat.objects.exists()


def test_a_seat_on_a_page_that_is_no_body(admin, site_root, committee):
    data = {"body": site_root.pk, "name": "gminy", "sort_order": 1, "count": 2}
    response = admin.post(url("create", model="seat"), data)
    assert "body" in field_errors(response)


def test_seats_cost_the_same_for_many(admin, committee, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(count):
        for _ in range(count):
            seat = make.SeatFactory(body=committee, institution=make.OrganisationFactory())
            make.MembershipFactory(body=committee, seat=seat)

    def measure():
        with CaptureQueriesContext(connection) as context:
            admin.get(url("index", model="seat"))
        return len(context)

    add(3)
    measure()
    few = measure()
    add(15)
    assert measure() == few


# Contact data -------------------------------------------------------------------------------------


def test_contacts_have_their_own_permission(client, committee):
    from django.contrib.auth.models import Permission

    contact = make.PersonContactFactory()
    user = create_user()
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=[
                "access_admin",
                "change_membership",
                "view_membership",
                "add_personcontact",
            ]
        )
    )
    client.force_login(user)
    for address in (
        url("index", model="personcontact"),
        url("index", model="personcontact") + "?export=csv",
        url("inspect", contact.pk, model="personcontact"),
        url("history", contact.pk, model="personcontact"),
        url("edit", contact.pk, model="personcontact"),
    ):
        response = client.get(address)
        assert response.status_code == 302, address
    user.user_permissions.add(Permission.objects.get(codename="view_personcontact"))
    assert contact.email in client.get(url("index", model="personcontact")).content.decode()


def test_contacts_appear_nowhere_else(admin, committee):
    contact = make.PersonContactFactory(note="zadzwonić wieczorem")
    row = make.MembershipFactory(body=committee, person=contact.person)
    text = admin.get(url("inspect", row.pk)).content.decode()
    text += b"".join(admin.get(url("index") + "?export=csv").streaming_content).decode()
    for value in (contact.email, contact.phone, contact.note):
        assert value not in text


def test_contact_without_any_contact(admin):
    data = {"person": make.PersonFactory().pk}
    response = admin.post(url("create", model="personcontact"), data)
    assert response.status_code == 200
    assert not PersonContact.objects.exists()


# Dates --------------------------------------------------------------------------------------------


def test_state_on_the_last_day(admin, committee):
    today = timezone.localdate()
    row = make.MembershipFactory(body=committee, ends_on=today)
    assert shown(admin.get(url("index"), {"state": "current"})) == {row.pk}
    row.ends_on = today - DAY
    row.save()
    assert shown(admin.get(url("index"), {"state": "past"})) == {row.pk}
    assert row.starts_on > date(2020, 1, 1)


# Seats that look alike ----------------------------------------------------------------------------


def test_seats_of_one_name_are_told_apart(admin_client, committee, group):
    seats = [make.SeatFactory(body=committee, name="Gmina") for _number in range(2)]
    make.SeatFactory(body=group, name="Gmina")
    person = make.PersonFactory(first_name="Ewa", last_name="Żuraw")
    make.MembershipFactory(body=committee, seat=seats[0], person=person)

    def options(**params):
        html = admin_client.get(url("create"), params).content.decode()
        found = html.split('name="seat"')[1].split("</select>")[0]
        return [text.strip() for text in re.findall(r"<option[^>]*>([^<]*)</option>", found)][1:]

    assert options() == [
        f"{committee.title}: Gmina, nr 1 – Żuraw Ewa",
        f"{committee.title}: Gmina, nr 2 – nieobsadzone",
        f"{group.title}: Gmina – nieobsadzone",
    ]
    assert options(body=committee.pk) == ["Gmina, nr 1 – Żuraw Ewa", "Gmina, nr 2 – nieobsadzone"]


def test_members_are_found_by_their_body(admin_client, group, committee):
    group.title = "Grupa ds. młodzieży"
    group.save()
    make.MembershipFactory(body=group, person=make.PersonFactory(last_name="Żuraw"))
    make.MembershipFactory(body=committee, person=make.PersonFactory(last_name="Bocian"))
    html = admin_client.get(url("index"), {"q": "młodzieży"}).content.decode()
    assert "Żuraw" in html
    assert "Bocian" not in html
