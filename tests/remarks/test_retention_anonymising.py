"""Names and addresses go in time, for good; the table and its totals stay as they were."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.integrity import lists
from rkres_wagtail.remarks.integrity.checking import SHORTENED, check
from rkres_wagtail.remarks.models import (
    Remark,
    RemarkNote,
    RemarkRules,
    RemarkText,
    Submission,
    SubmissionFile,
)
from rkres_wagtail.remarks.names import author_key
from rkres_wagtail.remarks.retention import chores, due, emptying, services
from rkres_wagtail.secret_links import find, make_token
from rkres_wagtail.site_settings import RkresSettings
from tests.factories.remarks import RemarkFactory, RemarkRulesFactory, SubmissionFactory

from .personal import (
    EMAIL,
    NAME,
    PHONE,
    closed_consultation,
    decide,
    everything_stored,
    fill,
    table,
)

pytestmark = pytest.mark.django_db

YEAR = 366
ACTION = "rkres_wagtail.remarks_anonymise"


@pytest.fixture
def over(consultations):
    return closed_consultation(consultations)


@pytest.fixture
def rows(over):
    return fill(over)


@pytest.fixture
def decided(over, rows):
    decide(over, days_ago=YEAR)
    return over


def run(*args) -> str:
    out = StringIO()
    call_command("rkres_anonymise", *args, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 5), 12, date(2026, 12, 5)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
    ],
)
def test_months_end_where_the_calendar_says(day, months, expected):
    assert due.months_later(day, months) == expected


def test_due_months_after_the_outcome_of_the_consultation_or_of_the_site(over):
    day = decide(over, days_ago=100).decided_on
    settings = RkresSettings.for_site(over.get_site())
    settings.retention_months = 24
    settings.save()
    now = timezone.now()
    assert due.plan_of(over, now).due_on == due.months_later(day, 24)
    RemarkRulesFactory(consultation=over)
    RemarkRules.objects.update(retention_months=3)
    plan = due.plan_of(over, now)
    assert plan.due_on == due.months_later(day, 3) and plan.is_due


def test_nothing_goes_without_an_outcome_or_before_its_time(over, rows):
    with pytest.raises(ValidationError):
        services.anonymise(over)
    decide(over, days_ago=30)
    with pytest.raises(ValidationError):
        services.anonymise(over)
    assert NAME in everything_stored(over)


def test_what_is_personal_is_nowhere_afterwards(decided, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        counts = services.anonymise(decided)
    assert counts == {
        "submissions": 4, "files": 1, "former_texts": 1, "notes": 1, "passages": 1,
        "messages": 1, "imports": 1,
    }  # fmt: skip
    kept = everything_stored(decided)
    for word in (NAME, "Joanna", EMAIL, PHONE, "Jawny", "Kontaktowa", "ewa@", "Urzędowy"):
        assert word not in kept, word
    assert not SubmissionFile.objects.exists()
    assert not RemarkText.objects.exists() and not RemarkNote.objects.exists()


def test_the_table_stays_as_it_was_but_for_people_who_agreed_to_be_named(decided):
    before = table(decided)
    services.anonymise(decided)
    after = table(decided)
    named = [row for row in before if row[1] == "Adam Jawny-Zgodny"]
    assert len(named) == 1
    person = before[0][1]
    assert after == [(row[0], person, *row[2:]) if row in named else row for row in before]
    assert "Fundacja Łąka" in {row[1] for row in after}


def test_entities_of_later_letters_are_still_the_same(decided):
    entity = Submission.objects.get(organisation="Fundacja Łąka").entity
    services.anonymise(decided)
    later = SubmissionFactory(consultation=decided, organisation="Fundacja  łąka")
    assert later.entity == entity
    assert author_key(decided.pk, later) == later.author_key != ""
    assert not Submission.objects.filter(author_kind="person").exclude(author_key="").exists()


def test_secret_links_end(decided, rows):
    token = make_token("remarks", rows["person"].submission)
    assert find("remarks", Submission.objects.all(), token)
    services.anonymise(decided)
    assert find("remarks", Submission.objects.all(), token) is None


def test_seals_and_lists_stay_and_the_check_says_what_happened(decided, rows):
    lists.settle(decided)
    before = [(m.digest, m.rows) for m in lists.lists_of(decided)]
    assert before
    seals = list(Remark.objects.order_by("pk").values_list("number", "salt", "digest"))
    services.anonymise(decided)
    assert [(m.digest, m.rows) for m in lists.lists_of(decided)] == before
    assert list(Remark.objects.order_by("pk").values_list("number", "salt", "digest")) == seals
    person = rows["person"]
    assert check(decided, str(person.number), person.salt).seal == SHORTENED
    entity = rows["entity"]
    assert check(decided, str(entity.number), entity.salt).seal == "agrees"


def test_the_hash_of_hidden_words_goes_with_them(decided, rows):
    before = rows["person"].fingerprint
    services.anonymise(decided)
    assert Remark.objects.get(pk=rows["person"].pk).fingerprint not in ("", before)


def test_again_changes_nothing_and_writes_no_second_entry(decided):
    services.anonymise(decided)
    first = (Submission.objects.values_list("anonymised_at", "edits"), table(decided))
    first = (list(first[0]), first[1])
    assert not any(services.anonymise(decided).values())
    assert (list(Submission.objects.values_list("anonymised_at", "edits")), table(decided)) == first
    entry = PageLogEntry.objects.get(action=ACTION)
    assert entry.data["submissions"] == 4 and "4" in entry.message


def test_what_is_added_afterwards_goes_the_next_time(decided, rows):
    services.anonymise(decided)
    RemarkNote.objects.create(remark=rows["entity"], text="Ewa Kontaktowa dzwoniła.")
    SubmissionFactory(consultation=decided, person=True)
    counts = services.anonymise(decided)
    assert (counts["submissions"], counts["notes"]) == (1, 1)
    assert "Kontaktowa" not in everything_stored(decided)


def test_a_process_that_dies_half_way_changes_nothing(decided, monkeypatch):
    before = everything_stored(decided)
    monkeypatch.setattr(emptying, "BATCH", 1)
    empty, calls = emptying._empty_batch, []

    def dying(*args):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return empty(*args)

    with monkeypatch.context() as patch:
        patch.setattr(emptying, "_empty_batch", dying)
        with pytest.raises(KeyboardInterrupt):
            services.anonymise(decided)
    assert everything_stored(decided) == before
    assert services.anonymise(decided)["submissions"] == 4


def test_an_open_form_of_the_office_does_not_bring_the_name_back(decided, rows):
    seen = rows["person"].submission
    services.anonymise(decided)
    from rkres_wagtail.remarks.services import ChangedMeanwhile, claim

    with pytest.raises(ChangedMeanwhile):
        claim(seen, seen.edits)


def test_early_by_hand_but_never_while_people_need_their_links(over, rows, consultation):
    assert services.anonymise(over, is_early=True)["submissions"] == 4
    assert PageLogEntry.objects.get(action=ACTION).data["is_early"] is True
    RemarkFactory(consultation=consultation, sender={"person": True})
    with pytest.raises(ValidationError):
        services.anonymise(consultation, is_early=True)


def test_who_never_confirmed_is_forgotten_thirty_days_after_the_round(over, consultation):
    lost = RemarkFactory(consultation=over, sender={"person": True, "unconfirmed": True})
    kept = RemarkFactory(consultation=over, sender={"person": True})
    fresh = RemarkFactory(consultation=consultation, sender={"person": True, "unconfirmed": True})
    ended = over.course.rounds[0].ends_at
    days = timedelta(days=30)
    assert services.forget_unconfirmed(now=ended + days - timedelta(seconds=1)) == 0
    assert services.forget_unconfirmed(now=ended + days) == 1
    names = dict(Submission.objects.values_list("pk", "name"))
    assert names[lost.submission_id] == ""
    assert names[kept.submission_id] and names[fresh.submission_id]
    assert services.forget_unconfirmed(now=ended + days) == 0


# The command ------------------------------------------------------------------------------------


def test_a_dry_run_tells_and_changes_nothing(decided):
    before = everything_stored(decided)
    out = run("--dry-run")
    assert everything_stored(decided) == before
    assert decided.title in out and "4 " in out and NAME not in out


def test_a_dry_run_says_that_an_outcome_is_missing(over, rows):
    assert "wynik" in run("--dry-run").lower()
    run()
    assert NAME in everything_stored(over)


def test_the_command_removes_what_is_due_and_leaves_the_rest(decided, consultation):
    RemarkFactory(consultation=consultation, sender={"person": True, "name": "Zostaje Tu"})
    run()
    assert NAME not in everything_stored(decided)
    assert Submission.objects.filter(name="Zostaje Tu").exists()


def test_the_command_takes_one_consultation_and_refuses_an_unknown_one(decided):
    assert decided.title in run("--consultation", str(decided.pk))
    with pytest.raises(CommandError):
        run("--consultation", "999999")


def test_the_command_does_the_chores_of_other_parts(decided, monkeypatch):
    called = []
    monkeypatch.setitem(chores._chores, "test", lambda now: called.append(now) or 7)
    run("--dry-run")
    assert not called
    assert "test: 7" in run()


def test_other_parts_hear_of_it_after_the_commit(
    decided, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []
    monkeypatch.setattr(chores, "_after", [heard.append])
    with django_capture_on_commit_callbacks(execute=True):
        services.anonymise(decided)
    assert [each.pk for each in heard] == [decided.pk]


def test_messages_that_wait_are_not_sent_any_more(decided):
    services.anonymise(decided)
    message = OutgoingMessage.objects.get(key="receipt:1")
    assert message.status == "withdrawn" and message.is_forgotten


def test_memory_and_queries_grow_by_batches_only(consultations):
    costs = []
    for count in (2, 150):
        over = closed_consultation(consultations)
        for _number in range(count):
            SubmissionFactory(consultation=over, person=True)
        decide(over, days_ago=YEAR)
        with CaptureQueriesContext(connection) as queries:
            services.anonymise(over)
        costs.append(len(queries))
    assert costs[1] <= costs[0]
