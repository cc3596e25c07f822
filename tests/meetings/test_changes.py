"""A confirmed date changes by "Move" and "Cancel" only; every published change is counted."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.deletion import RecordsProtected
from rkres_wagtail.meetings.choices import ChangeKind, DatePrecision, MeetingStatus
from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When
from tests.factories import CommitteePageFactory, GroupPageFactory, TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

NEW = When(DatePrecision.MINUTE, date(2027, 5, 6), time(11), None, time(14))


def publish(page):
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def kinds(page):
    return list(MeetingChange.objects.of(page).values_list("sequence", "kind"))


def test_publishing_counts_changes_of_date_and_state_only(meeting):
    page = meeting(live=False)
    assert kinds(page) == []
    page = publish(page)
    page.lead = "Nowe zdanie"
    page = publish(page)
    assert kinds(page) == [(0, "planned")]
    page.starts_on += timedelta(days=1)
    page = publish(page)
    page.status = MeetingStatus.CONFIRMED
    page = publish(page)
    assert kinds(page) == [(0, "planned"), (1, "planned"), (2, "confirmed")]


def test_a_confirmed_date_cannot_be_typed_over(meeting):
    page = meeting(confirmed=True)
    page.starts_on += timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        page.save()
    assert refused.value.error_dict["__all__"][0].code == "date_settled"


def test_a_draft_confirmed_but_not_published_is_not_settled(meeting):
    page = meeting(live=False, confirmed=True)
    page.starts_on += timedelta(days=1)
    page.save()


def test_moving_changes_the_page_and_leaves_a_line(meeting, admin_user):
    page = meeting(confirmed=True)
    before = page.when
    change = move_meeting(page, NEW, user=admin_user, reason=" Brak sali ")
    page = type(page).objects.get(pk=page.pk)
    assert page.when == NEW and page.starts_at == NEW.starts_at and page.over_at == NEW.over_at
    assert page.status == MeetingStatus.CONFIRMED
    assert (change.sequence, change.kind, change.reason) == (1, ChangeKind.MOVED, "Brak sali")
    assert change.made_by == admin_user
    entry = PageLogEntry.objects.get(action="rkres_wagtail.meeting_move")
    assert entry.page_id == page.pk and entry.user == admin_user
    assert entry.data["from"] == before.text() and entry.data["to"] == NEW.text()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_moving_and_cancelling_ask_for_a_reason(meeting, reason):
    page = meeting(confirmed=True)
    with pytest.raises(ValidationError) as refused:
        move_meeting(page, NEW, user=None, reason=reason)
    assert list(refused.value.error_dict) == ["reason"]
    with pytest.raises(ValidationError) as refused:
        cancel_meeting(page, user=None, reason=reason)
    assert list(refused.value.error_dict) == ["reason"]
    assert len(kinds(page)) == 1


def test_only_a_settled_date_is_moved(meeting):
    with pytest.raises(ValidationError, match="potwierdzony"):
        move_meeting(meeting(), NEW, user=None, reason="x")
    with pytest.raises(ValidationError, match="potwierdzony"):
        cancel_meeting(meeting(), user=None, reason="x")


def test_moving_checks_the_new_date(meeting):
    page = meeting(confirmed=True)
    bad = [
        When(DatePrecision.MINUTE, date(2026, 3, 29), time(2, 30)),
        When(DatePrecision.MINUTE, date(2026, 3, 29)),
        page.when,
    ]
    for when in bad:
        with pytest.raises(ValidationError):
            move_meeting(page, when, user=None, reason="x")
    assert len(kinds(page)) == 1


def test_moving_to_no_known_day_makes_the_meeting_planned_again(meeting):
    page = meeting(confirmed=True)
    move_meeting(page, When(DatePrecision.MONTH, date(2027, 5, 1)), user=None, reason="x")
    assert page.status == MeetingStatus.PLANNED
    move_meeting(page, NEW, user=None, reason="x")
    assert page.status == MeetingStatus.CONFIRMED


def test_cancelling_keeps_the_date_and_moving_revives(meeting):
    page = meeting(confirmed=True)
    there = page.when
    cancel_meeting(page, user=None, reason="Choroba")
    page = type(page).objects.get(pk=page.pk)
    assert (page.status, page.when) == (MeetingStatus.CANCELLED, there)
    with pytest.raises(ValidationError):
        cancel_meeting(page, user=None, reason="Choroba")
    move_meeting(page, there, user=None, reason="Odwołano przez pomyłkę")
    assert page.status == MeetingStatus.CONFIRMED
    assert [kind for _number, kind in kinds(page)] == ["confirmed", "cancelled", "moved"]


def test_an_old_draft_does_not_bring_the_old_date_back(meeting):
    page = meeting(confirmed=True)
    draft = page.save_revision()
    page.lead = "Zdanie ze szkicu"
    later = page.save_revision()
    move_meeting(page, NEW, user=None, reason="x")
    for revision in (draft, later):
        assert revision.as_object().when == NEW
    later.publish()
    page = type(page).objects.get(pk=page.pk)
    assert (page.when, page.lead, page.starts_at) == (NEW, "Zdanie ze szkicu", NEW.starts_at)
    assert page.get_latest_revision_as_object().when == NEW
    assert len(kinds(page)) == 2


def test_a_scheduled_draft_neither(meeting):
    from django.core.management import call_command

    page = meeting(confirmed=True)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    revision.refresh_from_db()
    move_meeting(page, NEW, user=None, reason="x")
    type(revision).objects.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert type(page).objects.get(pk=page.pk).when == NEW


def test_status_cancelled_is_not_for_typing(meeting):
    page = meeting()
    page.status = MeetingStatus.CANCELLED
    with pytest.raises(ValidationError) as refused:
        page.save()
    assert list(refused.value.error_dict) == ["status"]


def test_state_follows_from_the_date(meeting):
    page = meeting(confirmed=True, starts_on=date(2026, 7, 1))
    over = page.over_at
    assert page.state(over - timedelta(seconds=1)) == MeetingStatus.CONFIRMED
    assert page.state(over) == MeetingStatus.HELD
    cancel_meeting(page, user=None, reason="x")
    assert page.state(over) == MeetingStatus.CANCELLED


def test_held_is_said_only_where_the_date_cannot_tell(meeting):
    page = meeting(undated=True)
    page.status = MeetingStatus.HELD
    page.save()
    assert page.state() == MeetingStatus.HELD
    later = meeting()
    later.status = MeetingStatus.HELD
    with pytest.raises(ValidationError) as refused:
        later.save()
    assert list(refused.value.error_dict) == ["status"]


def test_a_copy_is_another_meeting(meeting, listing):
    page = meeting(confirmed=True, number=5, lead="Zostaje")
    page.save_revision()
    copy = page.copy(update_attrs={"slug": "kopia", "title": "Kopia"}, keep_live=False)
    for version in (copy, copy.get_latest_revision_as_object()):
        assert (version.status, version.number, version.starts_on) == ("planned", None, None)
        assert (version.starts_time, version.starts_at, version.lead) == (None, None, "Zostaje")
    assert list(copy.bodies.all()) == list(page.bodies.all())
    assert kinds(copy) == []
    assert copy.translation_key != page.translation_key


def test_a_live_copy_is_another_meeting_too(meeting):
    copy = meeting(confirmed=True).copy(update_attrs={"slug": "kopia"}, keep_live=True)
    assert (copy.status, copy.starts_on) == ("planned", None)


def test_a_translation_is_the_same_meeting(meeting, site_root, locale):
    from wagtail.models import Locale

    english = Locale.objects.create(language_code="en")
    page = meeting(confirmed=True, number=5)
    other = page.copy_for_translation(english, copy_parents=True)
    assert (other.when, other.status, other.number) == (page.when, "confirmed", 5)
    move_meeting(other, NEW, user=None, reason="x")
    assert type(page).objects.get(pk=page.pk).when == NEW
    assert kinds(page) == kinds(other)


class TestNumbers:
    def test_one_number_in_one_term(self, meeting, committee):
        TermFactory(committee=committee)
        meeting(number=5)
        page = meeting()
        page.number = 5
        with pytest.raises(ValidationError) as refused:
            page.save()
        assert list(refused.value.error_dict) == ["number"]

    def test_again_in_another_term_or_body(self, meeting, committee):
        TermFactory(committee=committee)
        group = GroupPageFactory(parent=committee)
        meeting(number=5)
        meeting(number=5, bodies=[group])
        meeting(number=5, starts_on=date(2015, 5, 5))

    @pytest.mark.parametrize(("numbering", "label"), [("roman", "XIV"), ("arabic", "14")])
    def test_roman_or_arabic(self, meeting, listing, numbering, label):
        listing.numbering = numbering
        listing.save()
        assert meeting(number=14).number_label == label


class TestBodies:
    def test_a_closed_body_does_not_meet_later(self, meeting, committee):
        group = GroupPageFactory(parent=committee, active_to=date(2020, 1, 31))
        meeting(bodies=[committee, group], starts_on=date(2020, 1, 31))
        page = meeting()
        page.bodies.add(group)
        with pytest.raises(ValidationError) as refused:
            page.save()
        assert list(refused.value.error_dict) == ["bodies"]

    def test_nor_is_its_meeting_moved_past_its_end(self, meeting, committee):
        group = GroupPageFactory(parent=committee, active_to=date(2027, 1, 31))
        page = meeting(bodies=[group], confirmed=True)
        with pytest.raises(ValidationError) as refused:
            move_meeting(page, NEW, user=None, reason="x")
        assert list(refused.value.error_dict) == ["starts_on"]

    def test_another_committees_body_is_an_outside_body(self, meeting):
        page = meeting()
        page.bodies.add(CommitteePageFactory(title="Inny"))
        with pytest.raises(ValidationError) as refused:
            page.save()
        assert list(refused.value.error_dict) == ["bodies"]

    def test_a_page_that_is_no_body(self, meeting, site_root):
        page = meeting()
        page.bodies.add(site_root)
        with pytest.raises(ValidationError) as refused:
            page.save()
        assert list(refused.value.error_dict) == ["bodies"]


class TestAddresses:
    def test_the_date_stands_in_the_address(self, listing):
        from tests.factories.pages import page_class

        model = page_class("MEETING_PAGE")
        slugs = []
        for _number in range(2):
            page = listing.add_child(
                instance=model(
                    title="Posiedzenie RKRES",
                    locale=listing.locale,
                    date_precision="day",
                    starts_on=date(2016, 12, 12),
                )
            )
            slugs.append(page.slug)
        assert slugs == ["posiedzenie-rkres-2016-12-12", "posiedzenie-rkres-2016-12-12-2"]
        page = listing.add_child(
            instance=model(
                title="Posiedzenie RKRES",
                locale=listing.locale,
                date_precision="month",
                starts_on=date(2023, 9, 1),
            )
        )
        assert page.slug == "posiedzenie-rkres-2023-09"


class TestDeletion:
    def test_held_and_settled_meetings_stay(self, meeting):
        cancelled = meeting(confirmed=True)
        cancel_meeting(cancelled, user=None, reason="x")
        for page in (meeting(past=True), meeting(confirmed=True), cancelled):
            with pytest.raises(RecordsProtected), transaction.atomic():
                page.delete()
            assert type(page).objects.filter(pk=page.pk).exists()

    def test_nor_go_with_their_list(self, meeting, listing):
        meeting(past=True)
        listing.refresh_from_db()
        with pytest.raises(RecordsProtected), transaction.atomic():
            listing.delete()

    def test_plans_and_drafts_may_go(self, meeting):
        for page in (meeting(), meeting(live=False, past=True), meeting(undated=True)):
            page.delete()
            assert not type(page).objects.filter(pk=page.pk).exists()

    def test_a_plan_that_was_once_for_an_earlier_day_may_go(self, meeting):
        page = meeting(past=True)
        page.starts_on = date(2028, 1, 1)
        publish(page).delete()

    def test_a_body_that_has_met_stays(self, meeting, committee):
        group = GroupPageFactory(parent=committee)
        meeting(past=True, bodies=[group])
        with pytest.raises(RecordsProtected, match="1"), transaction.atomic():
            group.delete()

    def test_a_body_that_was_to_meet_may_go(self, meeting, committee):
        group = GroupPageFactory(parent=committee)
        meeting(bodies=[group])
        group.delete()


def test_a_body_that_meets_stays_in_its_committee(meeting, committee):
    other = CommitteePageFactory(title="Inny")
    group = GroupPageFactory(parent=committee)
    assert group.can_move_to(other)
    meeting(bodies=[group])
    assert not group.can_move_to(other)
