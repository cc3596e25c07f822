"""What no decision and no addressee may be, whoever writes it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from rkres_wagtail.decisions import cautions, services
from rkres_wagtail.decisions.choices import DispatchState, Voting
from rkres_wagtail.decisions.models import DecisionKind, Dispatch
from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import (
    CommitteePageFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DispatchFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def refused(page, **values) -> set[str]:
    """Fields at which ``clean()`` refuses the page with ``values``."""
    for name, value in values.items():
        setattr(page, name, value)
    try:
        page.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.fixture
def other(site_root):
    """Another committee with everything."""
    committee = CommitteePageFactory(title="Inny komitet")
    listing = MeetingIndexPageFactory(parent=committee)
    return {
        "kind": DecisionKindFactory(committee=committee),
        "body": committee,
        "meeting": MeetingPageFactory(parent=listing, past=True),
    }


@pytest.mark.parametrize("name", ["kind", "body", "meeting"])
def test_nothing_of_another_committee(decision, other, name):
    assert refused(decision(), **{name: other[name]}) == {name}


def test_body_must_be_one(decision, register):
    assert refused(decision(), body=register) == {"body"}


def test_body_must_have_existed(decision, committee):
    group = GroupPageFactory(
        parent=committee, active_from=date(2020, 1, 1), active_to=date(2021, 1, 1)
    )
    page = decision(body=group, adopted_on=date(2020, 6, 1))
    assert refused(page, adopted_on=date(2021, 1, 2)) == {"body"}
    assert refused(page, adopted_on=date(2019, 12, 31)) == {"body"}
    assert refused(page, adopted_on=date(2021, 1, 1)) == set()


def test_meeting_must_be_one(decision, committee):
    assert refused(decision(), meeting=committee) == {"meeting"}


def test_nothing_is_decided_at_a_cancelled_meeting(decision, meeting):
    held = meeting(confirmed=True, starts_on=date(2026, 1, 5))
    cancel_meeting(held, user=None, reason="Choroba")
    assert refused(decision(), meeting=held) == {"meeting"}


def test_item_must_be_of_that_meeting(decision, meeting):
    key = uuid.uuid4()
    mine = meeting(past=True, agenda=[{"title": "Punkt", "uuid": key}])
    others = meeting(past=True, agenda=[{"title": "Inny", "uuid": uuid.uuid4()}])
    page = decision(adopted_on=timezone.localdate())
    assert refused(page, meeting=mine, item_uuid=key) == set()
    assert refused(page, meeting=others, item_uuid=key) == {"item_uuid"}
    assert refused(page, meeting=None, item_uuid=key) == {"item_uuid"}


def test_item_of_an_unpublished_agenda_counts(decision, meeting):
    page = meeting(past=True)
    key = uuid.uuid4()
    page.agenda_items.add(page.agenda_items.model(title="W szkicu", uuid=key))
    page.save_revision()
    draft = type(page).objects.get(pk=page.pk)
    assert not draft.agenda_items.exists()
    found = decision(adopted_on=timezone.localdate())
    assert refused(found, meeting=draft, item_uuid=key) == set()


@pytest.mark.parametrize(
    ("fields", "day", "wrong"),
    [
        ({"starts_on": date(2026, 3, 2)}, date(2026, 3, 1), True),
        ({"starts_on": date(2026, 3, 2)}, date(2026, 3, 2), False),
        ({"month_only": True, "starts_on": date(2026, 3, 1)}, date(2026, 2, 28), True),
        ({"month_only": True, "starts_on": date(2026, 3, 1)}, date(2026, 3, 1), False),
        ({"undated": True}, date(2020, 1, 1), False),
    ],
)
def test_day_is_not_before_the_meeting(decision, meeting, fields, day, wrong):
    found = refused(decision(), meeting=meeting(**fields), adopted_on=day)
    assert found == ({"adopted_on"} if wrong else set())


@pytest.mark.parametrize(
    ("voting", "votes", "wrong"),
    [
        (Voting.COUNTED, (None, None, None), {"votes_for", "votes_against"}),
        (Voting.COUNTED, (3, None, None), {"votes_against"}),
        (Voting.COUNTED, (0, 0, 0), {"votes_for"}),
        (Voting.COUNTED, (0, 0, None), {"votes_for"}),
        (Voting.COUNTED, (0, 5, 0), set()),
        (Voting.COUNTED, (16, 0, 1), set()),
        (Voting.COUNTED, (1000, 0, 0), {"votes_for"}),
        (Voting.UNANIMOUS, (None, None, None), set()),
        (Voting.UNANIMOUS, (16, 0, None), set()),
        (Voting.UNANIMOUS, (16, 1, None), {"votes_against"}),
        (Voting.UNANIMOUS, (0, 0, 5), {"votes_for"}),
        (Voting.UNANIMOUS, (0, 0, 0), {"votes_for"}),
        (Voting.CIRCULATED, (15, 1, 2), set()),
        (Voting.CIRCULATED, (None, None, None), set()),
        (Voting.NOT_VOTED, (1, None, None), {"voting"}),
        (Voting.NOT_VOTED, (None, None, None), set()),
    ],
)
def test_votes(decision, voting, votes, wrong):
    names = ("votes_for", "votes_against", "votes_abstaining")
    assert refused(decision(), voting=voting, **dict(zip(names, votes, strict=True))) == wrong


def test_replaced_decision(decision, committee):
    first = decision(adopted_on=date(2020, 1, 1))
    second = decision(adopted_on=date(2021, 1, 1), supersedes=first)
    third = decision(adopted_on=date(2021, 1, 1), supersedes=second)
    assert refused(third) == set()
    assert refused(third, supersedes=third) == {"supersedes"}
    assert refused(third, supersedes=committee) == {"supersedes"}
    third = type(third).objects.get(pk=third.pk)
    assert refused(first, adopted_on=date(2021, 1, 1), supersedes=third) == {"supersedes"}
    early = decision(adopted_on=date(2019, 1, 1))
    assert refused(early, supersedes=second) == {"supersedes"}


def test_copy_forgets_what_is_its_own(decision, meeting, register):
    first = decision(adopted_on=date(2020, 1, 1))
    page = decision(
        meeting=meeting(past=True), adopted_on=timezone.localdate(), supersedes=first,
        voting=Voting.COUNTED, votes_for=3, votes_against=1, sent=[{}],
    )  # fmt: skip
    copied = page.copy(update_attrs={"slug": "kopia"}, keep_live=False)
    copied = type(page).objects.get(pk=copied.pk)
    assert copied.title == page.title and copied.kind == page.kind and copied.body == page.body
    assert (copied.number, copied.adopted_on, copied.meeting, copied.supersedes) == (
        "", None, None, None,
    )  # fmt: skip
    assert (copied.voting, copied.votes_for) == (Voting.NOT_VOTED, None)
    assert not Dispatch.objects.of(copied).exists()


def test_title_turns_no_words_round(decision):
    page = decision()
    page.title, page.number = "Klauzule\u202e", "1\u202e/2026"
    page.full_clean()
    assert (page.title, page.number) == ("Klauzule", "1/2026")


# Cautions -----------------------------------------------------------------------------------------


def test_more_votes_than_members_only_warn(decision, committee):
    for _number in range(2):
        MembershipFactory(body=committee, starts_on=date(2020, 1, 1))
    page = decision(voting=Voting.COUNTED, votes_for=2, votes_against=0)
    assert cautions.warnings(page) == []
    page.votes_against = 1
    page.full_clean()
    with override("pl"):
        (warning,) = cautions.warnings(page)
    assert warning.startswith("Policzono 3 głosy") and warning.endswith("mniej osób: 2.")


def test_members_are_those_of_that_day(decision, committee):
    MembershipFactory(body=committee, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    page = decision(voting=Voting.COUNTED, votes_for=1, votes_against=0)
    page.adopted_on = date(2020, 6, 1)
    assert cautions.warnings(page) == []
    assert cautions.members_on(committee, date(2021, 1, 1)) == 0


def test_other_cautions(decision, meeting, committee):
    group = GroupPageFactory(parent=committee)
    held = meeting(starts_on=date(2026, 3, 2))
    page = decision(meeting=held, body=group, adopted_on=date(2026, 3, 9), voting=Voting.CIRCULATED)
    assert len(cautions.warnings(page)) == 3
    twin = decision(number=page.number, body=group, adopted_on=date(2026, 4, 1))
    assert any(page.title in warning for warning in cautions.warnings(twin))
    ahead = decision(adopted_on=timezone.localdate() + timedelta(days=3))
    assert len(cautions.warnings(ahead)) == 1


# Kinds --------------------------------------------------------------------------------------------


def test_usual_kinds_come_with_the_register(committee):
    with override("pl"):
        page = DecisionIndexPageFactory(parent=committee, draft=True)
        page.save_revision().publish()
    names = [kind.name for kind in DecisionKind.objects.of(committee)]
    assert names == ["uchwała", "stanowisko", "opinia", "rekomendacja"]
    page.save_revision().publish()
    assert DecisionKind.objects.of(committee).count() == 4


def test_own_kinds_are_left_alone(register, kind, committee):
    register.save_revision().publish()
    assert list(DecisionKind.objects.of(committee)) == [kind]


def test_kind_names_are_unique_in_a_committee(kind, committee, other):
    with pytest.raises(ValidationError):
        DecisionKind(committee=committee, name="Stanowisko").full_clean()
    DecisionKind(committee=other["body"], name="stanowisko").full_clean()


def test_kind_in_use_stays_with_its_committee(decision, kind, other):
    decision(kind=kind)
    kind.committee = other["body"]
    with pytest.raises(ValidationError) as error:
        kind.full_clean()
    assert "committee" in error.value.message_dict


# Addressees ---------------------------------------------------------------------------------------


def today():
    return timezone.localdate()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"addressee": "  "}, {"addressee"}),
        ({"sent_on": timezone.localdate() + timedelta(days=2)}, {"sent_on"}),
        ({"sent_on": timezone.localdate() - timedelta(days=31)}, {"sent_on"}),
        ({"answered_on": timezone.localdate() + timedelta(days=2)}, {"answered_on"}),
        ({"answered_on": timezone.localdate() - timedelta(days=13)}, {"answered_on"}),
        ({"answer": "Tak"}, {"answered_on"}),
        ({"sent_on": None}, set()),
        ({"answered_on": timezone.localdate()}, set()),
    ],
)
def test_dispatch_rules(decision, values, wrong):
    row = DispatchFactory(decision=decision())
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
        found = set()
    except ValidationError as error:
        found = set(error.message_dict)
    assert found == wrong


def test_dispatch_needs_a_decision(committee):
    with pytest.raises(ValidationError) as error:
        Dispatch(decision_id=committee.pk, addressee="X").full_clean()
    assert "decision" in error.value.message_dict


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({}, 12),
        ({"sent_on": None}, None),
        ({"state": DispatchState.DONE}, None),
        ({"answered_on": timezone.localdate()}, None),
    ],
)
def test_waiting_is_of_those_alone_who_owe_an_answer(decision, values, days):
    row = DispatchFactory(decision=decision(), **values)
    assert row.days_waiting() == days
    assert Dispatch.objects.waiting().exists() == (days is not None)


def test_services_write_log_and_order(decision, admin_user):
    page = decision()
    first = services.add_dispatch(page, user=admin_user, addressee=" Zarząd  Województwa ")
    second = services.add_dispatch(page, user=admin_user, addressee="Ministerstwo")
    assert first.addressee == "Zarząd Województwa"
    assert (first.sort_order, second.sort_order) == (0, 1)
    answered = services.record_answer(
        first, state=DispatchState.PARTLY, answered_on=today(), answer="Tak", user=admin_user
    )
    assert answered.answer_recorded_at is not None
    with pytest.raises(ValidationError):
        services.remove_dispatch(answered, user=admin_user)
    services.remove_dispatch(second, user=admin_user)
    with pytest.raises(ValidationError):
        services.change_dispatch(second, user=admin_user, addressee="X")
    from wagtail.models import PageLogEntry

    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="rkres_wagtail.")
    assert {entry.action.rsplit("_", 1)[1] for entry in entries} == {"add", "answer", "remove"}
    with override("pl"):
        messages = {entry.message for entry in entries}
    assert "Odnotowano odpowiedź: Zarząd Województwa (przyjęta częściowo)" in messages


def test_refused_changes_nothing(decision, admin_user):
    row = DispatchFactory(decision=decision(), addressee="Zarząd")
    with pytest.raises(ValidationError):
        services.change_dispatch(row, user=admin_user, addressee="", sent_on=None)
    stored = Dispatch.objects.get(pk=row.pk)
    assert stored.addressee == "Zarząd" and stored.sent_on is not None


def test_cleared_answer_is_news_no_more(decision, admin_user):
    row = DispatchFactory(decision=decision(), answered=True)
    row = services.change_dispatch(
        row, user=admin_user, answered_on=None, answer="", answered_by="", state="sent"
    )
    assert row.answer_recorded_at is None
