"""Numbers, quorum and runs of absences against an oracle that counts day by day, at random."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.utils import timezone

from rkres_wagtail.bodies.choices import QuorumRule
from rkres_wagtail.bodies.models import Membership
from rkres_wagtail.meetings.attendance import absences, counts
from rkres_wagtail.meetings.attendance.models import Attendance, AttendanceSheet, Presence
from rkres_wagtail.meetings.attendance.rules import members_on
from rkres_wagtail.meetings.attendance.summary import summaries
from rkres_wagtail.meetings.attendance.tally import percent, tally
from rkres_wagtail.meetings.when import local_today
from tests.factories import (
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TermFactory,
)

pytestmark = [pytest.mark.swapped]

RECORDED = [str(each) for each in Presence if each != Presence.UNKNOWN]
TOOK_PART = {"present", "remote", "substitute"}


# Without a database -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(200))
def test_a_quorum_is_what_the_rule_says(seed):
    """Against fractions: "half" and "more than half" need no rounding there."""
    chance = random.Random(seed)
    presences = [chance.choice(RECORDED) for _ in range(chance.choice([0, 1, 2, 3, 20, 21, 500]))]
    numbers = counts.Numbers.of(presences)
    members, attended = len(presences), sum(each in TOOK_PART for each in presences)
    assert (numbers.members, numbers.attended) == (members, attended)
    assert numbers.members == numbers.attended + numbers.excused + numbers.unexcused
    number = chance.randint(1, 30)
    expected = {
        QuorumRule.NONE: None,
        QuorumRule.HALF: members > 0 and 2 * attended >= members,
        QuorumRule.MORE_THAN_HALF: members > 0 and 2 * attended > members,
        QuorumRule.NUMBER: members > 0 and attended >= number,
    }
    for rule, is_enough in expected.items():
        assert counts.has_quorum(rule, number, numbers) is is_enough, (rule, members, attended)
        least = counts.needed(rule, number, members)
        if rule == QuorumRule.NONE:
            assert least is None
        elif members:
            # The least number that is enough, and one fewer is not.
            present = counts.Numbers(members=members, present=least)
            fewer = counts.Numbers(members=members, present=least - 1)
            assert counts.has_quorum(rule, number, present) is True
            assert counts.has_quorum(rule, number, fewer) is False or least == 0


@pytest.mark.parametrize(
    ("rule", "members", "least"),
    [
        ("half", 0, 0), ("half", 1, 1), ("half", 20, 10), ("half", 21, 11),
        ("more_than_half", 0, 1), ("more_than_half", 1, 1), ("more_than_half", 20, 11),
        ("more_than_half", 21, 11), ("number", 21, 7),
    ],
)  # fmt: skip
def test_how_many_are_needed(rule, members, least):
    assert counts.needed(rule, 7, members) == least


@pytest.mark.parametrize("seed", range(200))
def test_a_percentage_leaves_the_excused_out(seed):
    chance = random.Random(seed)
    presences = [chance.choice(RECORDED) for _ in range(chance.randint(0, 60))]
    found = percent(counts.Numbers.of(presences))
    owed = [each for each in presences if each != "excused"]
    if not owed:
        assert found is None
        return
    exact = 100 * sum(each in TOOK_PART for each in owed) / len(owed)
    assert abs(found - exact) < 1
    assert (found == 100) == (exact == 100) and (found == 0) == (exact == 0)
    more = counts.Numbers.of([*presences, "excused", "excused"])
    assert percent(more) == found


@pytest.mark.parametrize("seed", range(200))
def test_a_run_is_the_tail_of_absences_without_excuse(seed):
    """Against text: the run is how many U's stand at the end, the longest the longest word."""
    chance = random.Random(seed)
    run, text = absences.Run(), ""
    for number in range(chance.randint(0, 40)):
        presence = chance.choice([*RECORDED, "unexcused", "unexcused"])
        run.add(presence, date(2020, 1, 1) + timedelta(days=number))
        text += "U" if presence == "unexcused" else " "
        assert run.current == len(text) - len(text.rstrip("U")) == len(run.days)
        assert run.longest == max(map(len, text.split(" ")))


# With a register ----------------------------------------------------------------------------------


def random_register(chance, committee, count: int) -> list[Membership]:
    """Memberships one after another, of people and of institutions; some overlap, some are gaps."""
    holders = [PersonFactory() for _ in range(count // 4)]
    houses = [OrganisationFactory() for _ in range(3)]
    term = TermFactory(
        committee=committee, starts_on=FIRST - timedelta(days=30), ends_on=local_today()
    )
    made = []
    for _ in range(count):
        person = chance.choice([*holders, None])
        organisation = chance.choice(houses) if person is None else chance.choice([*houses, None])
        starts = FIRST + timedelta(days=chance.randint(-100, 400))
        ends = starts + timedelta(days=chance.randint(0, 300))
        made.append(
            MembershipFactory(
                body=committee,
                person=person,
                organisation=organisation,
                term=chance.choice([term, None]),
                starts_on=chance.choice([starts, None]),
                ends_on=chance.choice([ends, None]),
            )
        )
    for principal in chance.sample(made, count // 10):
        MembershipFactory(body=committee, deputy_for=principal, starts_on=principal.starts_on)
    return made


FIRST = date(2024, 1, 8)


def is_member(row: Membership, day: date) -> bool:
    """In other words than the code's: from the later of no day at all to the last."""
    starts = row.starts_on or (row.term.starts_on if row.term else date.min)
    ends = row.ends_on or (row.term.ends_on if row.term else None) or date.max
    return starts <= day <= ends


def holder(row: Membership):
    return ("p", row.person_id) if row.person_id else ("o", row.organisation_id)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_random_registers_and_sheets(seed, committee, listing):
    """50 memberships × 12 meetings, four times: 200 memberships, 48 sheets."""
    chance = random.Random(seed)
    register = random_register(chance, committee, 50)
    said: list[tuple[date, dict[int, str]]] = []
    days = sorted(FIRST + timedelta(days=chance.randint(0, 500)) for _ in range(12))
    for day in days:
        page = MeetingPageFactory(parent=listing, starts_on=day)
        members = [row for row in register if is_member(row, day)]
        assert {row.pk for row in members_on(committee, day)} == {row.pk for row in members}
        weights = [1, 1, 1, 2, 4]
        presences = {row.pk: chance.choices(RECORDED, weights)[0] for row in members}
        sheet = AttendanceSheet.objects.create(
            meeting_id=page.pk, body_id=committee.pk, held_on=day, closed_at=timezone.now(),
            quorum_rule=chance.choice(QuorumRule.values), quorum_number=chance.randint(1, 20),
        )  # fmt: skip
        rows = [
            Attendance(sheet=sheet, membership_id=key, presence=presence)
            for key, presence in presences.items()
        ]
        Attendance.objects.bulk_create(rows)
        said.append((day, presences))
        (summary,) = summaries(page)
        took_part = sum(each in TOOK_PART for each in presences.values())
        assert (summary.members, summary.attended) == (len(presences), took_part)
        assert summary.excused == sum(each == "excused" for each in presences.values())
        if sheet.quorum_rule == "half":
            assert summary.has_quorum is bool(presences and took_part >= len(presences) / 2)
        if sheet.quorum_rule == "none":
            assert summary.has_quorum is None
    check_runs(committee, register, said)


def history_of(register, said) -> dict:
    """Holder -> what was noted at each meeting of theirs, the best of several entries."""
    by_key = {row.pk: row for row in register}
    found = defaultdict(list)
    # Two meetings on one day stand in the order in which they were made.
    for _day, presences in said:
        per_holder = defaultdict(set)
        for key, presence in presences.items():
            per_holder[holder(by_key[key])].add(presence)
        for who, values in per_holder.items():
            if values & TOOK_PART:
                found[who].append("present")
            else:
                found[who].append("excused" if "excused" in values else "unexcused")
    return found


def check_runs(committee, register, said) -> None:
    history = history_of(register, said)
    tails = {}
    for who, presences in history.items():
        text = "".join("U" if each == "unexcused" else "." for each in presences)
        tails[who] = len(text) - len(text.rstrip("U"))
    result = tally(committee, first=FIRST, last=None)
    found = {holder(each.membership): each for each in result.members}
    assert set(found) == set(history)
    for who, each in found.items():
        presences = history[who]
        text = "".join("U" if one == "unexcused" else "." for one in presences)
        assert each.meetings == len(presences)
        assert each.current == tails[who]
        assert each.longest == max(map(len, text.split(".")))
        assert each.numbers.excused == presences.count("excused")
    today = local_today()
    in_office = {holder(row) for row in register if is_member(row, today)}
    expected = {who: n for who, n in tails.items() if n >= 2 and who in in_office}
    alerts = absences.alerts([committee])
    assert {holder(each.membership): each.count for each in alerts} == expected
    assert all(each.is_last == (each.count >= 3) for each in alerts)
    assert math.isclose(sum(m.numbers.members for m in result.meetings), total(said))


def total(said) -> int:
    return sum(len(presences) for _day, presences in said)
