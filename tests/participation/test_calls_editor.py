"""Editing a call in the admin: first save, publishing, days as they are typed, languages."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from rkres_wagtail.participation.calls import cautions
from rkres_wagtail.participation.rules import OWN_FACTS
from tests.consultations.states import utc
from tests.factories import CallPageFactory, CommitteePageFactory, GroupPageFactory
from tests.factories.pages import page_class
from tests.meetings.form_data import add_url, edit_url, errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def model(db):
    return page_class("CALL_PAGE")


def call_data(**fields):
    """The form with only ``fields`` filled in; ``action-publish=1`` publishes."""
    texts = {name: rich_text("") for name in ("who_may_stand", "rules", "outcome")}
    streams = ("channels", "files", "questions", "copies")
    days = dict.fromkeys(("opens_on", "opens_time", "closes_on", "closes_time"), "")
    return nested_form_data(
        {
            "slug": "",
            **texts,
            **{name: streamfield([]) for name in streams},
            **days,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            **fields,
        }
    )


def full(committee, **fields):
    """Everything that publishing asks for."""
    values = {"title": "Nabór", "body": committee.pk, "lead": "Kogo szukamy.", **PUBLISH}
    return call_data(**{**values, "closes_on": "19.04.2030", **fields})


def content(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_a_title_is_enough_for_a_draft(boss, committee, model):
    response = boss.post(add_url(model, committee), call_data(title="Nabór"))
    assert errors_of(response) == {}
    assert not model.objects.get(title="Nabór").live


def test_publishing_asks_for_the_rest(boss, committee, model):
    data = call_data(title="Nabór", **PUBLISH)
    errors = errors_of(boss.post(add_url(model, committee), data))
    assert set(errors) == {"body", "lead", "closes_on"}
    assert not model.objects.exists()


def test_the_tabs_are_in_the_order_of_the_work(boss, committee):
    html = content(boss.get(edit_url(CallPageFactory(parent=committee))))
    tabs = re.findall(r'id="tab-label-([^"]+)"', html)
    assert len(tabs) >= 4
    fields = [html.index(f'name="{name}"') for name in ("title", "contact_person", "settled_on")]
    assert fields == sorted(fields)


def test_days_are_typed_and_moments_are_stored(boss, committee, model):
    data = full(committee, opens_on="4.04.2030", closes_on="19.04.2030")
    assert errors_of(boss.post(add_url(model, committee), data)) == {}
    page = model.objects.get()
    assert page.opens_at == utc("2030-04-04 00:00:00")
    assert page.closes_at == utc("2030-04-20 00:00:00")
    initial = boss.get(edit_url(page)).context["form"].initial
    assert (initial["closes_on"], initial["closes_time"]) == (date(2030, 4, 19), None)
    assert (initial["opens_on"], initial["opens_time"]) == (date(2030, 4, 4), None)


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("19.04.2030", "15:30", "2030-04-19 15:30:00"),
        ("19.04.2030", "23:59", "2030-04-20 00:00:00"),
        ("2030-03-31", "", "2030-04-01 00:00:00"),  # clocks go forward on this day
        ("27.10.2030", "", "2030-10-28 00:00:00"),  # and back on this one
    ],
)
def test_an_hour_where_it_matters(boss, committee, model, day, hour, moment):
    data = full(committee, closes_on=day, closes_time=hour)
    assert errors_of(boss.post(add_url(model, committee), data)) == {}
    assert model.objects.get().closes_at == utc(moment)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"opens_on": "20.04.2030"}, "closes_on"),
        ({"opens_on": "19.04.2030", "closes_time": "00:00"}, "closes_on"),
        ({"closes_on": "", "closes_time": "12:00"}, "closes_on"),
        ({"closes_on": "31.02.2030"}, "closes_on"),
        ({"closes_on": "19.04.20300"}, "closes_on"),
        ({"closes_on": "19.04.0203"}, "closes_on"),
        ({"closes_time": "25:00"}, "closes_time"),
        ({"opens_on": "31.03.2030", "opens_time": "02:30"}, "opens_time"),  # no such hour
        ({"opens_on": "x" * 3000}, "opens_on"),
        ({"seats_min": "25", "seats_max": "15"}, "seats_max"),
        ({"seats_min": "0"}, "seats_min"),
        ({"settled_on": "31.12.2199", "outcome": rich_text("<p>Powołano.</p>")}, "settled_on"),
        ({"settled_on": "1.04.2023"}, "outcome"),
        ({"settled_on": "1.04.2023", "outcome": rich_text("<p> </p>")}, "outcome"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(boss, committee, model, fields, wrong):
    response = boss.post(add_url(model, committee), full(committee, **fields))
    assert set(errors_of(response)) == {wrong}
    assert not model.objects.exists()


@pytest.mark.parametrize(
    "said", [{"outcome": rich_text("<p>Powołano.</p>")}, {"composition_on": "1.05.2023"}]
)
def test_settling_needs_one_of_two(boss, committee, model, said):
    data = full(committee, closes_on="19.04.2023", settled_on="1.05.2023", **said)
    assert errors_of(boss.post(add_url(model, committee), data)) == {}
    assert model.objects.get().state() == "settled"


def test_a_draft_may_be_settled_without_a_word(boss, committee, model):
    data = call_data(title="Nabór", settled_on="1.05.2023")
    assert errors_of(boss.post(add_url(model, committee), data)) == {}


def test_a_moment_can_be_cleared(boss, committee):
    page = CallPageFactory(parent=committee)
    data = full(committee, slug=page.slug, closes_on="19.04.2030")
    assert errors_of(boss.post(edit_url(page), data)) == {}
    page.refresh_from_db()
    assert page.opens_at is None and page.closes_at == utc("2030-04-20 00:00:00")


def test_only_bodies_of_the_committee_are_offered(boss, committee, model):
    group = GroupPageFactory(parent=committee, title="Zespół")
    other = CommitteePageFactory(title="Inny komitet", slug="inny")
    form = boss.get(add_url(model, committee)).context["form"]
    assert {page.pk for page in form.fields["body"].queryset} == {committee.pk, group.pk}
    assert form.initial["body"] == committee.pk
    assert boss.get(add_url(model, group)).context["form"].initial["body"] == group.pk
    data = full(committee, body=other.pk)
    assert set(errors_of(boss.post(add_url(model, committee), data))) == {"body"}


def test_the_statutory_tier_is_the_usual_body_of_a_committee(boss, committee, tier, model):
    committee.statutory_body_id = tier.pk
    committee.save()
    form = boss.get(add_url(model, committee)).context["form"]
    assert form.initial["body"] == tier.pk


def test_the_rules_hold_without_the_form(committee):
    page = CallPageFactory(parent=committee)
    page.body_id = page.get_parent().get_parent().pk
    page.opens_at, page.closes_at = utc("2030-01-01 00:00:00"), utc("2029-01-01 00:00:00")
    page.seats_min, page.seats_max = 5, 4
    page.settled_on = timezone.localdate() + timedelta(days=2)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {"body", "closes_at", "seats_max", "settled_on"}


# Warnings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"channels": [("in_person", {"place": "Biuro"})]}, 0),
        ({}, 1),  # no way of applying
        ({"opens_at": utc("2023-01-01 00:00:00"), "closes_at": utc("2023-02-01 00:00:00")}, 1),
        ({"closes_at": utc("2050-01-01 00:00:00")}, 2),  # and longer than a year
        ({"settled": True, "closes_at": utc("2050-01-01 00:00:00")}, 2),  # before its last day
    ],
)
def test_slips_are_warned_of(committee, fields, count):
    page = CallPageFactory(parent=committee, **fields)
    assert len(cautions.warnings(page)) == count


def test_a_former_body_is_warned_of(committee):
    gone = timezone.localdate() - timedelta(days=30)
    group = GroupPageFactory(parent=committee, title="Zespół", active_to=gone)
    channels = [("in_person", {"place": "Biuro"})]
    page = CallPageFactory(parent=group, channels=channels)
    assert len(cautions.warnings(page)) == 1
    assert cautions.warnings(CallPageFactory(parent=committee, channels=channels)) == []


def test_publishing_what_is_over_goes_through_with_a_warning(boss, committee, model):
    data = full(committee, closes_on="19.04.2023")
    html = content(boss.post(add_url(model, committee), data, follow=True))
    assert model.objects.get().live
    assert "19 kwietnia 2023, 23:59" in html


# Copies and languages ---------------------------------------------------------------------------


def test_a_copy_is_another_call(committee):
    page = CallPageFactory(parent=committee, settled=True, seats_min=3, rules="<p>Zasady.</p>")
    copied = page.copy(update_attrs={"slug": "kopia"})
    assert [bool(getattr(copied, name)) for name in OWN_FACTS] == [False] * len(OWN_FACTS)
    assert copied.rules == page.rules and copied.seats_min == 3
    assert copied.state() == "announced"


@pytest.fixture
def english(committee):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    committee.copy_for_translation(locale, copy_parents=True)
    return locale


def test_a_translation_is_the_same_call(committee, english):
    page = CallPageFactory(parent=committee, settled=True, composition_on=date(2023, 5, 1))
    twin = page.copy_for_translation(english)
    for name in OWN_FACTS:
        assert getattr(twin, name) == getattr(page, name), name


def test_publishing_one_language_brings_the_dates_to_the_others(committee, english):
    page = CallPageFactory(parent=committee)
    twin = page.copy_for_translation(english)
    twin.title = "Call"
    twin.save_revision().publish()
    twin.seats_max = 7
    twin.save_revision()
    page.refresh_from_db()
    page.closes_at, page.seats_min = utc("2031-01-01 00:00:00"), 2
    page.save_revision().publish()
    twin.refresh_from_db()
    assert (twin.closes_at, twin.seats_min) == (page.closes_at, 2)
    draft = twin.get_latest_revision_as_object()
    assert (draft.title, draft.closes_at) == ("Call", page.closes_at)
    assert draft.seats_max == 7


def test_scheduled_publishing_keeps_the_dates(boss, committee, model):
    with freeze_time("2026-11-01 10:00"):
        data = full(committee, opens_on="5.11.2026", closes_on="19.11.2026")
        boss.post(add_url(model, committee), {**data, "go_live_at": "2026-11-03 10:00"})
        page = model.objects.get()
        assert not page.live
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.closes_at == utc("2026-11-20 00:00:00")
