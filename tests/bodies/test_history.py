"""Changes in a composition, and the public change log (requirements 17, 19, 20, 72)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.bodies.choices import EndReason, MembersVisibility, Role
from rkres_wagtail.bodies.presentation.changes import ChangeKind, Event, events, with_names
from rkres_wagtail.bodies.presentation.history import ChangeLog, EntryKind
from rkres_wagtail.site_settings import RkresSettings
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
)
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

START, END = date(2020, 1, 1), date(2021, 12, 31)
NEXT = date(2022, 1, 1)


def changes(body, **kwargs):
    return list(with_names(events(body, **kwargs), None).values())


def told(body, **kwargs):
    return [(change.on, change.kind, change.member.name) for change in changes(body, **kwargs)]


def row(body, **kwargs):
    kwargs.setdefault("starts_on", START)
    return MembershipFactory(body=body, **kwargs)


def test_coming_and_leaving_newest_first(group):
    anna = PersonFactory(first_name="Anna", last_name="Nowak")
    row(group, person=anna, ends_on=END)
    row(group, person=PersonFactory(first_name="Ewa", last_name="Lis"), starts_on=NEXT)
    assert told(group) == [
        (NEXT, ChangeKind.CAME, "Ewa Lis"),
        (END, ChangeKind.LEFT, "Anna Nowak"),
        (START, ChangeKind.CAME, "Anna Nowak"),
    ]


def test_what_is_to_come_is_not_told(group):
    today = timezone.localdate()
    row(group, ends_on=today)
    row(group, starts_on=today + timedelta(days=1))
    assert [kind for _on, kind, _name in told(group)] == [ChangeKind.CAME]


def test_dates_come_from_the_term_where_the_row_has_none(committee):
    term = TermFactory(committee=committee, starts_on=START, ends_on=END)
    row(committee, starts_on=None, term=term)
    assert [(on, kind) for on, kind, _name in told(committee)] == [
        (END, ChangeKind.LEFT),
        (START, ChangeKind.CAME),
    ]


def test_a_row_without_any_date_tells_nothing(group):
    row(group, starts_on=None)
    assert told(group) == []


def test_a_change_of_role_is_one_change(group):
    anna = PersonFactory()
    row(group, person=anna, ends_on=END)
    row(group, person=anna, starts_on=NEXT, role=Role.CHAIR)
    found = changes(group)
    assert [change.kind for change in found] == [ChangeKind.ROLE, ChangeKind.CAME]
    assert found[0].role_before == str(Role.MEMBER.label)
    assert found[0].member.role_label == str(Role.CHAIR.label)


def test_a_next_term_in_the_same_role_is_an_appointment_again(committee):
    anna = PersonFactory()
    first = TermFactory(committee=committee, starts_on=START, ends_on=END)
    second = TermFactory(committee=committee, starts_on=NEXT, ends_on=None)
    row(committee, person=anna, term=first, starts_on=None)
    row(committee, person=anna, term=second, starts_on=None)
    assert [kind for _on, kind, _name in told(committee)] == [ChangeKind.RENEWED, ChangeKind.CAME]


def test_a_break_is_leaving_and_coming_back(group):
    anna = PersonFactory()
    row(group, person=anna, ends_on=END)
    row(group, person=anna, starts_on=NEXT + timedelta(days=1))
    kinds = [kind for _on, kind, _name in told(group)]
    assert kinds == [ChangeKind.CAME, ChangeKind.LEFT, ChangeKind.CAME]


def test_succession_in_a_seat(committee):
    seat = SeatFactory(body=committee, name="Wojewoda")
    before = PersonFactory(first_name="Anna", last_name="Nowak")
    row(committee, seat=seat, person=before, ends_on=END)
    row(committee, seat=seat, starts_on=NEXT + timedelta(days=40))
    newest = changes(committee)[0]
    assert (newest.kind, newest.in_place_of, newest.seat) == (
        ChangeKind.CAME,
        "Anna Nowak",
        "Wojewoda",
    )


def test_a_holder_who_is_not_public_is_not_followed_by_name(committee):
    seat = SeatFactory(body=committee)
    row(committee, seat=seat, ends_on=END, hidden=True)
    row(committee, seat=seat, starts_on=NEXT)
    (only,) = changes(committee)
    assert only.in_place_of == ""


def test_a_deputy_does_not_follow_the_member_in_the_seat(committee):
    seat = SeatFactory(body=committee)
    member = row(committee, seat=seat, ends_on=END)
    row(committee, seat=seat, starts_on=NEXT, deputy_for=member)
    newest = changes(committee)[0]
    assert (newest.is_deputy, newest.deputy_for, newest.in_place_of) == (
        True,
        member.person.full_name,
        "",
    )


def test_the_principal_who_is_not_public_is_not_named(committee):
    member = row(committee, hidden=True)
    row(committee, deputy_for=member)
    (only,) = changes(committee)
    assert (only.is_deputy, only.deputy_for) == (True, "")


def test_an_institution_comes_and_goes(committee):
    row(committee, person=None, organisation=OrganisationFactory(name="Wojewoda"))
    assert told(committee) == [(START, ChangeKind.CAME, "Wojewoda")]


def test_members_not_public_leave_no_trace(group):
    hidden = row(group, hidden=True, ends_on=END)
    assert events(group) == []
    # Nor when somebody holds an event of theirs.
    assert with_names([Event(START, ChangeKind.CAME, hidden.pk)], None) == {}


@pytest.mark.parametrize("visibility", [MembersVisibility.NUMBERS, MembersVisibility.NOTHING])
def test_a_body_that_names_nobody_tells_no_changes(group, visibility):
    row(group)
    group.members_visibility = visibility
    assert told(group) == []


def test_changes_of_a_term_only(group):
    row(group, ends_on=END)
    row(group, starts_on=NEXT)
    found = told(group, first=START, last=END)
    assert [on for on, _kind, _name in found] == [END, START]


def test_the_reason_of_an_end_is_never_read(group, django_assert_num_queries):
    row(group, ends_on=END, end_reason=EndReason.CONVICTION, office_note="poufne")
    with django_assert_num_queries(3):
        found = changes(group)
    assert "conviction" not in repr(found)
    assert "poufne" not in repr(found)


# The log ----------------------------------------------------------------------------------------


@pytest.fixture
def editor():
    return create_user("anna", superuser=True, full_name="Anna Redaktorska")


def log(body, site):
    return ChangeLog(body, body.committee, site=site, members_of=body)


def entries(body, site, number=1, **kwargs):
    return log(body, site).page(number, **kwargs).object_list


def test_publications_newest_first(group, site):
    group.save_revision().publish()
    group.refresh_from_db()
    group.unpublish()
    kinds = [entry.kind for entry in entries(group, site)]
    assert kinds == [EntryKind.WITHDRAWN, EntryKind.PUBLISHED, EntryKind.FIRST]


def test_drafts_and_their_titles_leave_no_trace(group, site):
    group.title = "Tytuł z wersji roboczej"
    group.save_revision(log_action=True)
    assert [entry.kind for entry in entries(group, site)] == [EntryKind.FIRST]
    assert "roboczej" not in repr(entries(group, site))


def test_a_scheduled_publication_is_not_told_before_it_happens(group, site):
    group.go_live_at = timezone.now() + timedelta(days=1)
    group.save_revision().publish()
    assert EntryKind.PUBLISHED not in [entry.kind for entry in entries(group, site)]


def test_the_office_answers_unless_the_site_names_editors(committee, site, editor):
    committee.contact_unit = "Biuro Komitetu"
    committee.save_revision(user=editor).publish(user=editor)
    committee.refresh_from_db()
    assert {entry.who for entry in entries(committee, site)} == {"Biuro Komitetu"}
    RkresSettings.objects.update_or_create(site=site, defaults={"show_editor_names": True})
    assert entries(committee, site)[0].who == "Anna Redaktorska"


def test_a_login_name_or_an_address_is_never_shown(committee, site, editor):
    RkresSettings.objects.update_or_create(site=site, defaults={"show_editor_names": True})
    committee.save_revision().publish(user=editor)
    editor.first_name = editor.last_name = ""
    editor.save()
    assert "example.invalid" not in repr(entries(committee, site))
    editor.first_name = "anna@example.invalid"
    editor.save()
    assert "example.invalid" not in repr(entries(committee, site))


def test_an_editor_whose_account_is_gone_is_the_office(committee, site, editor):
    RkresSettings.objects.update_or_create(site=site, defaults={"show_editor_names": True})
    committee.save_revision().publish(user=editor)
    PageLogEntry.objects.filter(user=editor).update(user_id=10**6)
    assert entries(committee, site)[0].who == site.site_name


def test_another_sites_setting_does_not_count(committee, site, editor, root_page):
    from wagtail.models import Site

    other = Site.objects.create(hostname="drugi.example", root_page=root_page)
    RkresSettings.objects.create(site=other, show_editor_names=True)
    committee.save_revision().publish(user=editor)
    assert "Redaktorska" not in repr(entries(committee, site))


def test_changes_of_members_stand_between_publications(group, site):
    row(group, starts_on=timezone.localdate() - timedelta(days=9))
    kinds = [entry.kind for entry in entries(group, site)]
    assert kinds == [EntryKind.FIRST, EntryKind.COMPOSITION]


def test_pages_of_the_log_do_not_overlap_and_cost_the_same(
    group, site, django_assert_max_num_queries
):
    for day in range(4):
        row(group, starts_on=START + timedelta(days=day))
    for _number in range(3):
        group.save_revision().publish()
    page = log(group, site).page(1, per_page=3)
    assert page.paginator.num_pages == 3
    everything = entries(group, site)
    cut = [each for number in (1, 2, 3) for each in entries(group, site, number, per_page=3)]
    assert cut == everything
    assert len(everything) == 8
    body = type(group).objects.get(pk=group.pk)
    committee = group.committee
    assert committee.host_organisation is None
    for number in (1, 2):
        with django_assert_max_num_queries(6):
            ChangeLog(body, committee, site=site, members_of=body).page(number, per_page=3)


def test_a_scheduled_publication_is_told_when_it_has_happened(group, site):
    PageLogEntry.objects.filter(page=group.pk).delete()
    group.save_revision().publish(log_action="wagtail.publish.scheduled")
    group.refresh_from_db()
    group.save_revision().publish()
    kinds = [entry.kind for entry in entries(group, site)]
    assert kinds == [EntryKind.PUBLISHED, EntryKind.FIRST]


def test_nobody_leaves_who_is_still_a_member_by_another_row(group):
    anna = PersonFactory(first_name="Anna", last_name="Nowak")
    row(group, person=anna)
    row(group, person=anna, role=Role.CHAIR, starts_on=date(2021, 1, 1), ends_on=END)
    assert ChangeKind.LEFT not in [event.kind for event in events(group)]


def test_who_leaves_with_two_rows_leaves_once(group):
    anna = PersonFactory(first_name="Anna", last_name="Nowak")
    row(group, person=anna, ends_on=END)
    row(group, person=anna, ends_on=END, role=Role.CHAIR)
    assert [event.kind for event in events(group)].count(ChangeKind.LEFT) == 1


def test_the_first_day_of_the_calendar_is_no_mistake(group):
    anna = PersonFactory()
    row(group, person=anna, starts_on=None, ends_on=END)
    row(group, person=anna, starts_on=date.min)
    assert events(group) == []
