"""What the public reads of attendance: numbers once it is closed, names where the body lets it."""

from __future__ import annotations

import html as html_module
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from rkres_wagtail.bodies.choices import MembersVisibility, QuorumRule
from rkres_wagtail.meetings.attendance import services
from rkres_wagtail.meetings.attendance.summary import summaries
from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import GroupPageFactory, MeetingPageFactory, MembershipFactory
from tests.factories.attendance import closed_sheet, open_sheet, record
from tests.support.database import committed

from .public import html_of, text_of

pytestmark = [committed, pytest.mark.swapped]

START = date(2020, 1, 1)
FORBIDDEN = ("Tajn", "usprawiedliwion")


@pytest.fixture
def held(meeting):
    return meeting(past=True, confirmed=True, title="Posiedzenie próbne", slug="probne")


@pytest.fixture
def cast(committee):
    """One of every kind: name by what happened to them at the meeting."""

    def make(last_name, body=committee, **fields):
        fields = {"body": body, "starts_on": START, **fields}
        return MembershipFactory(person__first_name="Jan", person__last_name=last_name, **fields)

    people = {
        "present": make("Obecny"),
        "remote": make("Zdalny"),
        "hidden": make("TajnySkryty", is_public=False),
        "substituted": make("TajnyZastępowany"),
        "excused": make("TajnyUsprawiedliwiony"),
        "unexcused": make("TajnyNieobecny"),
    }
    people["deputy"] = make("TajnyZastępca", deputy_for=people["substituted"])
    return people


def fill(held, cast):
    sheet = open_sheet(held)
    entry = services.Entry
    entries = [
        entry(cast["present"].pk, "present", note="Tajna notatka"),
        entry(cast["remote"].pk, "remote"),
        entry(cast["hidden"].pk, "present"),
        entry(cast["substituted"].pk, "substitute", cast["deputy"].pk),
        entry(cast["excused"].pk, "excused", note="Tajna choroba"),
        entry(cast["unexcused"].pk, "unexcused"),
    ]
    texts = {"guests": "Tajny Gość", "office_note": "Tajne uwagi"}
    return services.record(sheet=sheet, entries=entries, user=None, **texts)


def close(sheet):
    return services.close_sheet(sheet=sheet, user=None)


def set_body(committee, **fields):
    committee.refresh_from_db()
    for name, value in fields.items():
        setattr(committee, name, value)
    committee.save_revision().publish()


def test_nothing_before_it_is_closed_numbers_afterwards_nothing_when_opened_again(
    client, held, cast, committee
):
    set_body(committee, quorum_rule=QuorumRule.MORE_THAN_HALF)
    sheet = fill(held, cast)
    assert "Obecność" not in text_of(html_of(client, held))
    close(sheet)
    text = text_of(html_of(client, held))
    assert "Obecność 4 z 6, kworum było" in text
    assert "w tym: 1 osoba zdalnie, 1 zastępca" in text
    services.reopen_sheet(sheet=sheet, user=None, reason="Pomyłka")
    assert "Obecność" not in text_of(html_of(client, held))


@pytest.mark.parametrize(
    ("rule", "number", "words"),
    [
        (QuorumRule.NONE, None, "4 z 6"),
        (QuorumRule.NUMBER, 5, "4 z 6, kworum nie było"),
        (QuorumRule.HALF, None, "4 z 6, kworum było"),
    ],
)
def test_the_words_of_a_quorum(client, held, cast, committee, rule, number, words):
    set_body(committee, quorum_rule=rule, quorum_number=number)
    close(fill(held, cast))
    text = text_of(html_of(client, held))
    assert words in text
    assert ("kworum" in text) == (rule != QuorumRule.NONE)


def public_addresses(held, listing, committee) -> list[str]:
    return [
        held.get_url(),
        listing.get_url(),
        f"{listing.get_url()}?q=tajny",
        committee.get_url(),
        f"{committee.get_url()}historia-zmian/",
        f"{committee.get_url()}szukaj/?q=zastępowany",
        reverse("rkres_wagtail:meeting_ics", args=[held.pk]),
        reverse("rkres_wagtail:calendar", args=[committee.pk]),
        reverse("rkres_wagtail:news", args=[committee.pk]),
    ]


@pytest.mark.parametrize("names", [False, True])
@pytest.mark.parametrize("is_closed", [False, True])
def test_no_output_tells_who_was_absent(client, held, listing, cast, committee, names, is_closed):
    """With names and without, the composition itself hidden, so that any name is a leak."""
    visibility = MembersVisibility.NAMES if names else MembersVisibility.NUMBERS
    set_body(committee, attendance_names_public=names, members_visibility=visibility)
    sheet = fill(held, cast)
    if is_closed:
        close(sheet)
    if names:
        # Their names stand in the composition, which is public; here only this meeting counts.
        addresses = [held.get_url(), *public_addresses(held, listing, committee)[6:]]
    else:
        addresses = public_addresses(held, listing, committee)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        said = html_module.unescape(b"".join(response).decode())
        for secret in FORBIDDEN:
            assert secret not in said, (address, secret)
        assert ("Obecny" in said) == (names and is_closed and address == held.get_url())


def test_names_of_who_was_there_where_the_body_lets_it(client, held, cast, committee):
    set_body(committee, attendance_names_public=True)
    close(fill(held, cast))
    text = text_of(html_of(client, held))
    assert "Kto wziął udział" in text
    assert "Jan Obecny" in text and "Jan Zdalny" in text
    assert "1 osoba, której nazwiska nie podajemy" in text
    assert "Tajn" not in text
    set_body(committee, attendance_names_public=False)
    assert "Jan Obecny" not in text_of(html_of(client, held))


@pytest.mark.parametrize("visibility", [MembersVisibility.NUMBERS, MembersVisibility.NOTHING])
def test_a_body_that_hides_its_members_hides_those_who_came(
    client, held, cast, committee, visibility
):
    set_body(committee, attendance_names_public=True, members_visibility=visibility)
    close(fill(held, cast))
    text = text_of(html_of(client, held))
    assert "Jan Obecny" not in text
    size = "4 z 6" if visibility == MembersVisibility.NUMBERS else "4 osoby"
    assert f"Obecność {size}" in text


def test_the_strictest_language_of_the_body_counts(client, held, cast, committee):
    set_body(committee, attendance_names_public=True)
    english = Locale.objects.get_or_create(language_code="en")[0]
    twin = committee.copy_for_translation(english, copy_parents=True)
    twin.attendance_names_public = False
    twin.save()
    close(fill(held, cast))
    assert "Jan Obecny" not in text_of(html_of(client, held))
    twin.attendance_names_public = True
    twin.save()
    assert "Jan Obecny" in text_of(html_of(client, held))


def test_a_private_body_is_not_named_nor_counted(client, meeting, committee, cast):
    group = GroupPageFactory(parent=committee, title="Tajny zespół", quorum_rule=QuorumRule.HALF)
    MembershipFactory(body=group, starts_on=START)
    open_group = GroupPageFactory(parent=committee, title="Jawny zespół")
    MembershipFactory(body=open_group, starts_on=START)
    joint = meeting(past=True, bodies=[committee, group, open_group], slug="wspolne")
    for body in (committee, group, open_group):
        closed_sheet(joint, {}, body)
    restriction = PageViewRestriction.objects.create(
        page=group, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Nikt"))
    text = text_of(html_of(client, joint))
    assert "Jawny zespół: 1 z 1" in text.replace(" :", ":") and "6 z 6" in text
    assert "Tajny" not in text and "kworum" not in text


def test_a_cancelled_meeting_tells_nothing(client, held, cast):
    close(fill(held, cast))
    cancel_meeting(held, user=None, reason="Nie odbyło się")
    assert "Obecność" not in text_of(html_of(client, held))


def test_a_body_taken_from_the_page_afterwards_is_named_with_its_numbers(
    client, meeting, committee, cast
):
    group = GroupPageFactory(parent=committee, title="Zespół roboczy")
    MembershipFactory(body=group, starts_on=START)
    joint = meeting(past=True, confirmed=True, bodies=[committee, group])
    closed_sheet(joint, {}, committee)
    closed_sheet(joint, {}, group)
    joint.bodies.set([committee])
    joint.save_revision().publish()
    assert "Zespół roboczy : 1 z 1" in text_of(html_of(client, joint))


def test_a_translation_shows_the_same(client, held, cast, committee):
    close(fill(held, cast))
    english = Locale.objects.get_or_create(language_code="en")[0]
    twin = held.copy_for_translation(english, copy_parents=True)
    assert [each.attended for each in summaries(twin)] == [4]
    assert services.find_sheet(twin, committee).is_closed


def test_the_page_costs_the_same_for_many_members(client, meeting, committee):
    set_body(committee, attendance_names_public=True)

    def cost(page) -> int:
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(page.get_url())
        return len(queries)

    MembershipFactory(body=committee, starts_on=START)
    few = meeting(past=True, slug="male")
    closed_sheet(few, {})
    before = cost(few)
    for _ in range(25):
        MembershipFactory(body=committee, starts_on=START)
    many = meeting(past=True, slug="duze")
    closed_sheet(many, {})
    assert cost(many) == before


def test_summaries_cost_the_same_for_many_members_and_bodies(
    meeting, committee, django_assert_num_queries
):
    def cost(page) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert summaries(page)
        return len(queries)

    MembershipFactory(body=committee, starts_on=START)
    group = GroupPageFactory(parent=committee)
    MembershipFactory(body=group, starts_on=START)
    few = meeting(past=True, slug="male", bodies=[committee, group])
    for body in (committee, group):
        closed_sheet(few, {}, body)
    before = cost(few)
    bodies = [committee, group, *(GroupPageFactory(parent=committee) for _ in range(4))]
    for body in bodies:
        for _ in range(5):
            MembershipFactory(body=body, starts_on=START)
    many = meeting(past=True, slug="duze", bodies=bodies)
    for body in bodies:
        closed_sheet(many, {}, body)
    assert cost(many) == before <= 9


def test_the_report_costs_the_same_for_many(
    admin_client, listing, committee, django_assert_num_queries
):
    from tests.factories import TermFactory

    TermFactory(committee=committee)
    url = reverse("rkres_attendance_report")

    def cost() -> int:
        admin_client.get(url)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(url, {"export": "csv"}).getvalue()
            admin_client.get(url)
        return len(queries)

    def add(members: int, meetings: int):
        for _ in range(members):
            MembershipFactory(body=committee, starts_on=START)
        for number in range(meetings):
            day = date.today() - timedelta(days=40 - number)
            closed_sheet(MeetingPageFactory(parent=listing, starts_on=day), {})

    add(2, 2)
    before = cost()
    add(20, 6)
    assert cost() == before


def test_the_sheet_costs_the_same_for_many(admin_client, meeting, committee):
    def cost(page) -> int:
        url = reverse("rkres_attendance_sheet", args=[page.pk, committee.pk])
        admin_client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(url).status_code == 200
        return len(queries)

    def member():
        one = MembershipFactory(body=committee, starts_on=START)
        MembershipFactory(body=committee, deputy_for=one, starts_on=START)
        return one

    member()
    few = meeting(past=True, slug="male")
    open_sheet(few)
    before = cost(few)
    people = [member() for _ in range(15)]
    many = meeting(past=True, slug="duze")
    record(open_sheet(many), dict.fromkeys(people, "present"))
    assert cost(many) == before
