"""Editing a meeting in the admin: first save, publishing, defaults, addresses, rows."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest
from django.test import override_settings
from django.urls import reverse

from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.when import local_today
from tests.factories import GroupPageFactory, OrganisationFactory
from tests.factories.pages import page_class
from tests.meetings.form_data import (
    add_url,
    draft_of,
    edit_url,
    errors_of,
    meeting_data,
    stored_data,
)

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def model(db):
    return page_class("MEETING_PAGE")


def plain(text) -> str:
    return " ".join(str(text).split())


def content(response) -> str:
    return plain(response.content.decode())


# The first save -----------------------------------------------------------------------------------


def test_a_title_is_enough_for_a_draft(boss, listing, model):
    response = boss.post(add_url(model, listing), meeting_data(title="Wiosenne"))
    assert errors_of(response) == {}
    page = model.objects.get(title="Wiosenne")
    assert not page.live
    assert page.slug == "wiosenne"


def test_publishing_asks_for_the_rest(boss, listing, model):
    data = meeting_data(title="Wiosenne", **PUBLISH)
    errors = errors_of(boss.post(add_url(model, listing), data))
    assert errors["bodies"] == ["Wskaż, kto obraduje."]
    assert "starts_on" in errors
    assert not model.objects.filter(title="Wiosenne", live=True).exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (
            {"date_precision": "month", "starts_on": "2027-05-01", "starts_time": "10:00"},
            "starts_time",
        ),
        ({"date_precision": "day", "starts_on": "2027-05-01", "ends_on": "2027-05-02"}, "ends_on"),
        ({"date_precision": "unknown", "starts_on": "2027-05-01"}, "starts_on"),
        ({"starts_on": "2027-05-02", "starts_time": "10:00", "ends_time": "9:00"}, "ends_time"),
        ({"starts_on": "2026-03-29", "starts_time": "2:30"}, "starts_time"),
        ({"status": "held", "starts_on": "2150-01-01", "starts_time": "10:00"}, "status"),
        ({"status": "cancelled"}, "status"),
        ({"number": "1000"}, "number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(boss, listing, model, fields, wrong):
    response = boss.post(add_url(model, listing), meeting_data(title="X", **fields))
    assert list(errors_of(response)) == [wrong]


def test_a_body_that_ended_is_marked_and_refused(boss, committee, listing, model):
    former = GroupPageFactory(parent=committee, title="Dawna", active_to=date(2020, 3, 1))
    assert "Dawna (do 01.03.2020)" in content(boss.get(add_url(model, listing)))
    data = meeting_data(
        title="Wspólne",
        starts_on="2027-05-04",
        starts_time="10:00",
        bodies=(committee.pk, former.pk),
        **PUBLISH,
    )
    errors = errors_of(boss.post(add_url(model, listing), data))
    assert "Dawna" in errors["bodies"][0]


# Addresses ----------------------------------------------------------------------------------------


def publish_new(boss, listing, model, committee, **fields):
    data = {
        "title": "Posiedzenie",
        "starts_on": "2027-05-04",
        "starts_time": "10:00",
        "bodies": (committee.pk,),
        **fields,
        **PUBLISH,
    }
    response = boss.post(add_url(model, listing), meeting_data(**data))
    assert errors_of(response) == {}
    return model.objects.order_by("-pk").first()


def test_an_empty_address_gets_the_date(boss, listing, model, committee):
    page = publish_new(boss, listing, model, committee)
    assert page.slug == "posiedzenie-2027-05-04"


def test_two_of_one_title_on_one_day(boss, listing, model, committee):
    pages = [publish_new(boss, listing, model, committee, starts_time=f"{n}:00") for n in (9, 14)]
    assert [page.slug for page in pages] == [
        "posiedzenie-2027-05-04",
        "posiedzenie-2027-05-04-2",
    ]


def test_a_day_is_typed_as_offices_write_it(boss, listing, model, committee):
    page = publish_new(boss, listing, model, committee, starts_on="04.05.2027")
    assert page.starts_on == date(2027, 5, 4)


# Defaults -----------------------------------------------------------------------------------------


def new_form(boss, listing, model):
    return boss.get(add_url(model, listing)).context["form"]


def test_the_first_meeting_begins_with_its_body(boss, listing, model, committee):
    committee.contact_unit = "Biuro"
    committee.save()
    initial = new_form(boss, listing, model).initial
    assert initial["bodies"] == [committee.pk]
    assert initial["contact_unit"] == "Biuro"


def test_the_next_meeting_begins_as_the_last_one_was(boss, listing, model, meeting, committee):
    group = GroupPageFactory(parent=committee)
    closed = GroupPageFactory(parent=committee, former=True)
    host = OrganisationFactory()
    meeting(starts_on=date(2020, 1, 1), place_name="Dawno")
    meeting(
        starts_on=date(2021, 1, 1),
        starts_time=time(9, 30),
        ends_time=time(12),
        place_name="Sala 5",
        place_address="Rynek 1",
        host_organisation=host,
        meeting_form="hybrid",
        contact_email="biuro@example.invalid",
        number=7,
        lead="O tym jednym",
        access_url="https://example.org/tajne",
        bodies=[committee, group, closed],
    )
    form = new_form(boss, listing, model)
    initial = form.initial
    assert initial["place_name"] == "Sala 5"
    assert initial["place_address"] == "Rynek 1"
    assert initial["host_organisation"] == host.pk
    assert initial["meeting_form"] == "hybrid"
    assert initial["starts_time"] == time(9, 30)
    assert initial["ends_time"] == time(12)
    assert initial["contact_email"] == "biuro@example.invalid"
    assert initial["bodies"] == [committee.pk, group.pk]
    # What is of that meeting alone.
    assert not initial.get("number")
    assert not initial.get("lead")
    assert not initial.get("access_url")
    assert not initial.get("starts_on")
    assert initial["status"] == "planned"
    assert 'value="Sala 5"' in content(boss.get(add_url(model, listing)))


def test_defaults_do_not_touch_what_was_typed(boss, listing, model, meeting, committee):
    meeting(place_name="Sala 5")
    page = publish_new(boss, listing, model, committee, place_name="")
    assert page.place_name == ""


USUAL_HOURS = {"starts_time": "9:30", "ends_time": "12:00"}


@pytest.mark.parametrize("precision", ["day", "month"])
def test_hours_that_nobody_typed_are_left_out_of_a_date_without_hours(
    boss, listing, model, meeting, committee, precision
):
    meeting(starts_on=date(2021, 1, 1), starts_time=time(9, 30), ends_time=time(12))
    page = publish_new(boss, listing, model, committee, date_precision=precision, **USUAL_HOURS)
    assert page.date_precision == precision
    assert page.starts_time is None and page.ends_time is None


def test_hours_that_were_typed_are_refused_in_a_date_without_hours(
    boss, listing, model, meeting, committee
):
    meeting(starts_on=date(2021, 1, 1), starts_time=time(9, 30), ends_time=time(12))
    hours = USUAL_HOURS | {"ends_time": "13:00"}
    data = meeting_data(
        title="X", bodies=committee.pk, date_precision="month", starts_on="2030-10-01", **hours
    )
    assert set(errors_of(boss.post(add_url(model, listing), data))) == {"starts_time", "ends_time"}


def test_a_refused_form_says_so_in_polish(boss, listing, model):
    data = meeting_data(title="X", starts_on="2030-10-01", starts_time="12:00", ends_time="10:00")
    text = content(boss.post(add_url(model, listing), data))
    assert "Nie utworzono strony" in text and "Przejdź do pierwszego błędu" in text


# Agenda -------------------------------------------------------------------------------------------


def items(count, **fields):
    return [{"title": f"Punkt {number}", **fields} for number in range(count)]


def test_levels_are_words(boss, listing, model):
    text = content(boss.get(add_url(model, listing)))
    assert '<option value="2">podpunkt</option>' in text
    data = meeting_data(title="X", agenda=items(1, level=4))
    assert "agenda_items.level" in errors_of(boss.post(add_url(model, listing), data))


@pytest.mark.parametrize("count", [101, 3000])
@pytest.mark.parametrize("publish", [{}, PUBLISH])
@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=None)
def test_too_many_items_are_refused_in_words(boss, listing, model, count, publish):
    response = boss.post(
        add_url(model, listing), meeting_data(title="Długie", agenda=items(count), **publish)
    )
    assert errors_of(response)["agenda_items"] == [
        "Porządek obrad ma najwyżej 100 punktów. Skróć go albo przenieś szczegóły do materiału."
    ]
    # They are counted, not built.
    assert len(response.context["form"].formsets["agenda_items"].forms) == 101
    assert not model.objects.filter(title="Długie").exists()


def test_a_hundred_items_are_taken(boss, listing, model):
    response = boss.post(add_url(model, listing), meeting_data(title="Pełne", agenda=items(100)))
    assert errors_of(response) == {}
    assert model.objects.get(title="Pełne").agenda_items.count() == 100


def test_the_code_path_is_refused_too(meeting):
    from django.core.exceptions import ValidationError

    page = meeting()
    row = page.agenda_items.model
    for number in range(101):
        page.agenda_items.add(row(title=f"Punkt {number}"))
    with pytest.raises(ValidationError, match="najwyżej 100 punktów"):
        page.save()


def test_an_agenda_that_is_too_long_may_be_shortened(boss, meeting):
    page = meeting(agenda=items(5))
    with override_settings(RKRES_WAGTAIL_AGENDA_MAX_ITEMS=3):
        rows = list(page.agenda_items.all())
        agenda = [
            {
                "id": row.pk,
                "title": row.title,
                "uuid": str(row.uuid),
                "DELETE": "1" if number > 1 else "",
            }
            for number, row in enumerate(rows)
        ]
        response = boss.post(
            edit_url(page), stored_data(page, agenda=agenda, agenda_initial=5, **PUBLISH)
        )
        assert errors_of(response) == {}
    assert page.agenda_items.model.objects.filter(page=page).count() == 2


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=1000)
def test_the_longest_form_fits_into_djangos_default(boss, listing, model, committee):
    """As many rows as the form offers, all fields of each: no bare 400."""
    form = new_form(boss, listing, model)
    limits = {name: form.formsets[name].max_num for name in ("agenda_items", "materials")}
    row = {
        "level": 1,
        "starts_time": "10:00",
        "duration": 5,
        "speaker": "A",
        "affiliation": "B",
        "is_internal": "on",
        "result": "",
        "result_note": "",
        "postponed_to": "",
        "referred_to": "",
        "uuid": "",
    }
    material = {"title": "T", "document": "", "url": "https://example.org/", "replace_by": ""}
    data = meeting_data(
        title="Najdłuższe",
        agenda=items(limits["agenda_items"], **row),
        materials=[{**material, "item_uuid": ""}] * limits["materials"],
    )
    # Beside them, 20 photographs, 10 services and 10 outside bodies, and as many bodies.
    assert len(data) + 20 * 7 + 20 * 6 + 40 < 1000
    assert errors_of(boss.post(add_url(model, listing), data)) == {}
    data = meeting_data(title="Za długie", agenda=items(limits["agenda_items"] + 1))
    (error,) = errors_of(boss.post(add_url(model, listing), data))["agenda_items"]
    assert f"najwyżej {limits['agenda_items']} punkt" in error


@pytest.mark.parametrize(
    ("name", "most"), [("photos", 20), ("services", 10), ("outside_bodies", 10)]
)
def test_the_other_rows_have_a_limit_too(model, name, most):
    """The longest form counts on it."""
    assert model._meta.get_field(name).stream_block.meta.max_num == most


def saved_items(page) -> list:
    return list(draft_of(page).agenda_items.all())


def test_items_of_a_draft_keep_their_uuid(boss, meeting):
    """Rows of the draft of a published page have no key until it is published."""
    page = meeting()
    response = boss.post(
        edit_url(page), stored_data(page, agenda=items(2, uuid=""), agenda_initial=0)
    )
    assert errors_of(response) == {}
    first = [str(item.uuid) for item in saved_items(page)]
    assert [item.pk for item in saved_items(page)] == [None, None]
    boss.post(edit_url(page), stored_data(page))
    boss.post(edit_url(page), stored_data(page, **PUBLISH))
    assert [str(item.uuid) for item in saved_items(page)] == first
    assert len(set(first)) == 2


def test_two_items_never_share_a_uuid(boss, meeting):
    page = meeting()
    same = "7f1e3c1c-0000-4000-8000-000000000001"
    boss.post(edit_url(page), stored_data(page, agenda=items(2, uuid=same), agenda_initial=0))
    assert len({item.uuid for item in saved_items(page)}) == 2


def test_a_material_stands_at_an_item_of_this_agenda(boss, meeting):
    page = meeting(agenda=items(2))
    other = meeting(agenda=items(1))
    first, second = page.agenda_items.all()
    text = content(boss.get(edit_url(page)))
    assert f'<option value="{first.uuid}">Punkt 0</option>' in text

    def material(uuid):
        row = {"title": "Skan", "url": "https://example.org/a.pdf", "item_uuid": str(uuid)}
        return boss.post(edit_url(page), stored_data(page, materials=[row], **PUBLISH))

    assert errors_of(material(second.uuid)) == {}
    assert page.materials.model.objects.get(page=page).item_uuid == second.uuid
    for wrong in (other.agenda_items.first().uuid, "7f1e3c1c-0000-4000-8000-000000000009"):
        assert errors_of(material(wrong)) == {
            "materials.item_uuid": ["Tego punktu nie ma już w porządku obrad. Wybierz inny."]
        }


def test_the_item_of_a_material_does_not_go_unnoticed(boss, meeting):
    page = meeting(agenda=items(1), materials=[])
    (item,) = page.agenda_items.all()
    row = {"title": "Skan", "url": "https://example.org/a.pdf", "item_uuid": str(item.uuid)}
    agenda = [{"id": item.pk, "title": "Punkt", "uuid": str(item.uuid), "DELETE": "1"}]
    response = boss.post(
        edit_url(page), stored_data(page, agenda=agenda, agenda_initial=1, materials=[row])
    )
    assert "materials.item_uuid" in errors_of(response)


def test_choosers_of_results(boss, meeting, committee, listing):
    page, later = meeting(), meeting()

    def result(**row):
        data = stored_data(page, agenda=[{"title": "A", **row}], agenda_initial=0)
        return errors_of(boss.post(edit_url(page), data))

    assert result(result="postponed", postponed_to=later.pk) == {}
    assert result(result="referred", referred_to=committee.pk) == {}
    assert "agenda_items.postponed_to" in result(result="postponed", postponed_to=committee.pk)
    assert "agenda_items.referred_to" in result(result="referred", referred_to=later.pk)
    assert "agenda_items.postponed_to" in result(result="adopted", postponed_to=later.pk)
    form = boss.get(edit_url(page)).context["form"].formsets["agenda_items"].empty_form
    assert form.fields["postponed_to"].widget.target_models == [page_class("MEETING_PAGE")]


# Autosave -----------------------------------------------------------------------------------------


def autosave(boss, page, data):
    response = boss.post(
        edit_url(page), data, headers={"accept": "application/json", "x-requested-with": "x"}
    )
    return response, json.loads(response.content)


def test_autosave_keeps_the_form_open_and_its_rows_apart(boss, meeting):
    page = meeting()
    data = stored_data(page, agenda=items(2, uuid=""), agenda_initial=0)
    response, answer = autosave(boss, page, data)
    assert response.status_code == 200, answer
    updates = answer["field_updates"]
    uuids = [updates[f"agenda_items-{number}-uuid"] for number in (0, 1)]
    assert uuids == [str(item.uuid) for item in saved_items(page)]
    # The script of the editor writes them into the form, which is saved again.
    for key, value in updates.items():
        data[key] = value
    response, answer = autosave(boss, page, data)
    assert response.status_code == 200
    assert [str(item.uuid) for item in saved_items(page)] == uuids


def test_autosave_says_what_is_wrong(boss, meeting):
    page = meeting(confirmed=True)
    moved = (page.starts_on + timedelta(days=1)).isoformat()
    response, answer = autosave(boss, page, stored_data(page, starts_on=moved))
    assert response.status_code == 400
    assert answer["error_code"] == "validation_error"


# Settled dates ------------------------------------------------------------------------------------


def test_an_open_date_is_a_field_a_settled_one_is_a_fact(boss, meeting):
    planned = content(boss.get(edit_url(meeting())))
    assert 'name="starts_on"' in planned
    assert "Przenieś posiedzenie" not in planned
    page = meeting(confirmed=True)
    settled = content(boss.get(edit_url(page)))
    for name in ("starts_on", "starts_time", "ends_on", "ends_time", "status", "date_precision"):
        assert f'name="{name}"' not in settled
    assert plain(page.when.text()) in settled
    for name in ("move", "cancel"):
        assert reverse(f"rkres_meeting_{name}", args=[page.pk]) in settled


STALE = {
    "starts_on": (local_today() + timedelta(days=40)).isoformat(),
    "starts_time": "17:00",
    "ends_time": "18:00",
    "status": "planned",
    "date_precision": "day",
}


@pytest.mark.parametrize("field", STALE)
@pytest.mark.parametrize("publish", [{}, PUBLISH])
def test_a_form_opened_before_is_told(boss, meeting, field, publish):
    page = meeting(confirmed=True)
    fields = {field: STALE[field], **publish}
    response = boss.post(edit_url(page), stored_data(page, **fields))
    (error,) = errors_of(response)["__all__"]
    assert error.startswith("Termin jest ustalony")
    assert plain(error) in content(response)
    assert MeetingChange.objects.of(page).count() == 1


def test_the_rest_of_a_settled_meeting_is_edited_as_before(boss, meeting):
    page = meeting(confirmed=True)
    # As the browser posts it: without the fields that are not shown.
    data = stored_data(page, place_name="Nowa sala", **PUBLISH)
    for name in ("starts_on", "starts_time", "ends_on", "ends_time", "status", "date_precision"):
        del data[name]
    assert errors_of(boss.post(edit_url(page), data)) == {}
    changed = type(page).objects.get(pk=page.pk)
    assert changed.place_name == "Nowa sala"
    assert changed.when == page.when
    assert changed.status == "confirmed"


def test_a_form_with_the_same_date_is_taken(boss, meeting):
    page = meeting(confirmed=True)
    assert errors_of(boss.post(edit_url(page), stored_data(page, **PUBLISH))) == {}


# Cautions -----------------------------------------------------------------------------------------

SCAN = {"title": "Skan programu", "url": "https://example.org/s.pdf", "access": "not_accessible"}


@pytest.mark.parametrize(
    ("rows", "warns"),
    [
        ([SCAN], True),
        ([{**SCAN, "replace_by": "2150-01-01"}], False),
        ([{**SCAN, "replace_by": "2020-01-01"}], True),
        ([{**SCAN, "access": "replaced"}], False),
        ([{**SCAN, "kind": "draft"}, {**SCAN, "kind": "draft", "access": "accessible"}], False),
        ([{**SCAN, "kind": "draft"}, {**SCAN, "kind": "minutes", "access": "accessible"}], True),
        ([SCAN, {**SCAN, "access": "accessible"}], True),
        ([], False),
    ],
)
def test_a_scan_alone_warns_and_blocks_nothing(boss, meeting, rows, warns):
    page = meeting(confirmed=True)
    data = stored_data(page, materials=rows, **PUBLISH)
    response = boss.post(edit_url(page), data, follow=True)
    changed = type(page).objects.get(pk=page.pk)
    assert changed.materials.count() == len(rows)
    text = "nie ma wersji dostępnej"
    told = [str(message) for message in response.context["messages"]]
    assert any(text in message for message in told) is warns
    # In the form, too, when it is opened again.
    assert (text in content(boss.get(edit_url(page)))) is warns


def test_tags_where_the_class_has_them(boss, meeting, model):
    has_tags = any(field.name == "tags" for field in model._meta.get_fields())
    assert ('name="tags"' in content(boss.get(edit_url(meeting())))) is has_tags


def test_tabs_in_the_order_of_work(boss, meeting):
    text = content(boss.get(edit_url(meeting())))
    tabs = ["#tab-zaproszenie", "#tab-porzadek_obrad", "#tab-po_posiedzeniu"]
    places = [text.find(tab) for tab in tabs]
    assert -1 not in places
    assert places == sorted(places)
