"""Consultations in a profile: made with rounds and texts, brought up to date, refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.utils import timezone

from rkres_wagtail.bodies.pages import CommitteePageMixin, TierPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.conf import settings as rkres_settings
from rkres_wagtail.consultations.choices import ConsultationState
from rkres_wagtail.consultations.course import course_of
from rkres_wagtail.consultations.document import locking
from rkres_wagtail.consultations.models import (
    ConsultationKind,
    ConsultationOutcome,
    ConsultationReport,
    DocumentVersion,
    Extension,
    Round,
    SectionIdentity,
    SectionText,
)
from rkres_wagtail.regions.loader import load_profile, read_profile
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.report import Outcome
from rkres_wagtail.remarks.models import RemarkRules
from tests.factories.remarks import RemarkFactory

from .conftest import SMALL, edited

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

WARSAW = ZoneInfo("Europe/Warsaw")
CONSULTATIONS = """
[consultation_list]
name = "Konsultacje"
lead = "O co pytamy."

[[consultation_kinds]]
key = "program"
name = "projekt programu"
minimum_days = 35
description = "Na kilka lat."

[[consultations]]
key = "program"
name = "Program rozwoju"
kind = "program"
body = "committee"
lead = "O czym jest."
authority = "Zarząd"
host_unit = "ROPS"
contact = { person = "Anna", phone = "1", email = "a@b.example" }
next_steps = "Raport."
text = "Tekst **ważny**."
legal_basis = "Art. 6"
invited = "Gminy\\nSpółdzielnie"
announced_on = 2023-10-02
only_on_form = true
receipt_date_counts = true
channels = [{ type = "email", email = "a@b.example", subject = "Uwagi" }]
copies = [{ title = "BIP", url = "https://bip.example/" }]
tags = ["program"]
outcome = { kind = "adopted", date = 2024-04-01, note = "Przyjęto." }
remarks = { quote = "no", justification = "required", must_confirm = true, retention_months = 24 }

[consultations.report]
lead = "Wyniki."
remarks = 4
authors = 4
published_on = 2024-03-01
results = [{ label = "przyjęte", count = 3 }]

[[consultation_rounds]]
key = "pierwsza"
consultation = "program"
name = "I tura"
from = 2023-10-04
to = 2023-10-11
extensions = [{ to = 2023-10-13, reason = "Prośby", on = 2023-10-10 }]

[[consultation_rounds]]
key = "druga"
consultation = "program"
from = 2023-12-19
to = 2024-01-31

[[document_versions]]
key = "projekt"
consultation = "program"
name = "Projekt"
published_on = 2023-10-04

[[document_versions]]
key = "po"
consultation = "program"
kind = "consulted"
changes = "Uwzględniono uwagi."

[[document_sections]]
key = "cele"
version = "projekt"
number = "1"
title = "Cele"
text = "Cel **pierwszy**."

[[document_sections]]
key = "praca"
version = "projekt"
number = "1.1"
title = "Praca"
level = 2

[[document_sections]]
key = "cele-2"
version = "po"
same_as = "cele"
number = "1"
title = "Cele i priorytety"
text = "Cel drugi."
"""
FULL = SMALL + CONSULTATIONS


def changed(*changes):
    return edited(*changes, text=FULL)


def page():
    return apps.get_model(rkres_settings.CONSULTATION_PAGE).objects.get()


def test_everything_is_made(apply):
    apply(FULL)
    index = apps.get_model(rkres_settings.CONSULTATION_INDEX_PAGE).objects.get()
    committee = pages_of(CommitteePageMixin).get()
    assert index.get_parent().pk == committee.pk
    assert (index.title, index.lead, index.live) == ("Konsultacje", "O co pytamy.", True)
    (kind,) = ConsultationKind.objects.of(committee)
    assert (kind.name, kind.minimum_days) == ("projekt programu", 35)
    made = page()
    assert made.live and made.kind == kind and made.audience is None
    assert made.body_id == committee.pk
    assert (made.contact_person, made.contact_email) == ("Anna", "a@b.example")
    assert made.description == "<p>Tekst <b>ważny</b>.</p>"
    assert made.invited == "Gminy\nSpółdzielnie" and made.announced_on == date(2023, 10, 2)
    assert made.only_on_form and made.anonymous_accepted is None
    (channel,) = made.channels
    assert channel.block_type == "email" and channel.value["subject"] == "Uwagi"
    assert made.copies[0].value["title"] == "BIP"


def test_the_course_is_made(apply):
    apply(FULL)
    first, second = Round.objects.of(page())
    assert first.starts_at == datetime(2023, 10, 4, tzinfo=WARSAW)
    assert first.ends_at == datetime(2023, 10, 14, tzinfo=WARSAW)
    assert first.was_recorded_afterwards and second.title == ""
    extension = Extension.objects.get()
    assert extension.old_ends_at == datetime(2023, 10, 12, tzinfo=WARSAW)
    assert extension.new_ends_at == first.ends_at and extension.reason == "Prośby"
    assert extension.recorded_at == datetime(2023, 10, 10, tzinfo=WARSAW)
    report = ConsultationReport.objects.published(timezone.now()).get()
    assert (report.remarks_count, report.published_on) == (4, date(2024, 3, 1))
    assert report.first_published_at is not None
    assert report.results[0].value["count"] == 3
    outcome = ConsultationOutcome.objects.get()
    assert (outcome.kind, outcome.decided_on) == ("adopted", date(2024, 4, 1))
    assert course_of(page()).state(timezone.now()) == ConsultationState.ADOPTED


def test_the_texts_are_made_with_the_same_identity(apply):
    apply(FULL)
    draft, consulted = DocumentVersion.objects.of(page())
    assert (draft.number, draft.title, draft.kind) == (1, "Projekt", "draft")
    assert draft.published_at == datetime(2023, 10, 4, tzinfo=WARSAW)
    assert consulted.number == 2 and consulted.published_at is not None
    goals, work = draft.texts.all()
    assert (goals.number, goals.level, work.level) == ("1", 1, 2)
    assert str(goals.content[0].value.source) == "<p>Cel <b>pierwszy</b>.</p>"
    assert len(goals.digest) == 64
    (later,) = consulted.texts.all()
    assert later.identity_id == goals.identity_id and later.title == "Cele i priorytety"
    assert SectionIdentity.objects.count() == 2


def test_rules_of_remarks_are_set_and_the_form_stays_off(apply):
    apply(FULL)
    rules = RemarkRules.objects.of(page()).get()
    assert (rules.place, rules.quote, rules.justification) == ("optional", "no", "required")
    assert (rules.must_confirm, rules.shows_at_once, rules.retention_months) == (True, False, 24)
    assert rules.is_online is False and rules.form_edition == 1


def test_a_file_does_not_turn_the_form_on(apply):
    with pytest.raises(ProfileError):
        apply(changed(('{ quote = "no"', '{ is_online = true, quote = "no"')))


def test_other_columns_make_another_edition_of_the_forms(apply):
    apply(FULL)
    apply(changed(('quote = "no"', 'quote = "required"')))
    rules = RemarkRules.objects.of(page()).get()
    assert (rules.quote, rules.form_edition) == ("required", 2)
    apply(changed(('quote = "no"', 'quote = "required"'), ("months = 24", "months = 36")))
    rules.refresh_from_db()
    assert (rules.retention_months, rules.form_edition) == (36, 2)


def test_rules_that_the_office_has_changed_stay(apply):
    apply(FULL)
    RemarkRules.objects.update(quote="required", is_online=True)
    apply(changed(('quote = "no"', 'quote = "optional"')))
    rules = RemarkRules.objects.get()
    assert (rules.quote, rules.is_online) == ("required", True)


def test_rules_that_the_first_remark_made_are_taken_over(apply):
    without = "remarks = { quote"
    (line,) = [each for each in FULL.splitlines() if each.startswith(without)]
    apply(changed((f"{line}\n", "")))
    RemarkFactory(consultation=page())
    apply(FULL)
    rules = RemarkRules.objects.get()
    assert (rules.quote, rules.last_number, rules.form_edition) == ("no", 1, 2)
    assert (rules.must_confirm, rules.retention_months) == (True, 24)


def test_the_second_run_writes_nothing(apply):
    apply(FULL)
    stamps = (page().latest_revision_id, [row.changed_at for row in Round.objects.all()])
    report = apply(FULL)
    assert {entry.outcome for entry in report.entries} == {Outcome.UNCHANGED}
    assert (page().latest_revision_id, [row.changed_at for row in Round.objects.all()]) == stamps


def test_what_the_file_changes_and_what_editors_keep(apply):
    apply(FULL)
    made = page()
    made.authority = "Sejmik"
    made.save_revision().publish()
    apply(changed(('authority = "Zarząd"', 'authority = "Inny"'), ('"O czym jest."', '"Nowe."')))
    assert (page().authority, page().lead) == ("Sejmik", "Nowe.")


def test_history_may_be_corrected(apply):
    apply(FULL)
    apply(changed(("to = 2024-01-31", "to = 2024-01-30")))
    assert Round.objects.last().ends_at == datetime(2024, 1, 31, tzinfo=WARSAW)


def test_a_round_that_has_begun_stays(apply):
    today = timezone.localdate()
    days = {"starts_at": timezone.now() + timedelta(days=9)}
    text = changed(
        ("from = 2023-12-19", f"from = {today + timedelta(days=9)}"),
        ("to = 2024-01-31", f"to = {today + timedelta(days=50)}"),
        ('outcome = { kind = "adopted", date = 2024-04-01, note = "Przyjęto." }\n', ""),
    )
    apply(text)
    row = Round.objects.last()
    assert row.starts_at > days["starts_at"] - timedelta(days=2)
    Round.objects.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(days=1))
    report = apply(
        edited(
            (f"to = {today + timedelta(days=50)}", f"to = {today + timedelta(days=20)}"), text=text
        )
    )
    assert Round.objects.get(pk=row.pk).ends_at == row.ends_at
    assert any("przedłużyć" in entry.note for entry in report.of(Outcome.SKIPPED))


def test_a_consulted_text_stays(apply):
    apply(FULL)
    added = '\n[[document_sections]]\nkey = "nowa"\nversion = "projekt"\ntitle = "Nowa"\n'
    report = apply(changed(('text = "Cel **pierwszy**."', 'text = "Inny."')) + added)
    assert "pierwszy" in str(SectionText.objects.first().content)
    assert SectionText.objects.count() == 3
    # The section that would be new is refused with its text, and leaves nothing behind.
    assert {entry.key for entry in report.of(Outcome.SKIPPED)} == {
        "document_sections.cele",
        "document_sections.nowa",
        "document_sections.nowa.section",
    }
    assert SectionIdentity.objects.count() == 2
    # The other text was never open to answers.
    apply(changed(('text = "Cel drugi."', 'text = "Cel trzeci."')))
    assert "trzeci" in str(SectionText.objects.get(title="Cele i priorytety").content)


OUTCOME = 'outcome = { kind = "adopted", date = 2024-04-01, note = "Przyjęto." }\n'
NEW_ROUND = """
[[consultation_rounds]]
key = "trzecia"
consultation = "program"
from = {first}
to = {last}
extensions = [{{ to = {later}, reason = "Prośby" }}]
"""


def in_days(number: int):
    return timezone.localdate() + timedelta(days=number)


def reasons(report) -> str:
    return " ".join(entry.note for entry in report.of(Outcome.SKIPPED))


def open_round(**kwargs) -> Round:
    """A round that the office entered; open now."""
    days = {"starts_at": timezone.now() - timedelta(days=3)}
    days["ends_at"] = timezone.now() + timedelta(days=9)
    return Round.objects.create(consultation=page(), **days | kwargs)


def test_a_round_of_the_file_does_not_lie_in_one_of_the_office(apply):
    text = changed((OUTCOME, ""))
    apply(text)
    open_round()
    added = NEW_ROUND.format(first=in_days(5), last=in_days(40), later=in_days(45))
    report = apply(text + added)
    assert Round.objects.count() == 3 and Extension.objects.count() == 1
    assert "inna tura" in reasons(report)
    assert {"consultation_rounds.trzecia", "consultation_rounds.trzecia.1"} == {
        entry.key for entry in report.of(Outcome.SKIPPED)
    }


def test_an_outcome_waits_until_the_round_is_over(apply):
    text = changed((OUTCOME, ""))
    apply(text)
    row = open_round()
    report = apply(FULL)
    assert not ConsultationOutcome.objects.exists() and "poczekaj, aż się skończy" in reasons(
        report
    )
    Round.objects.filter(pk=row.pk).update(ends_at=timezone.now() - timedelta(days=1))
    apply(FULL)
    assert ConsultationOutcome.objects.get().kind == "adopted"


def test_after_an_outcome_the_file_opens_nothing(apply):
    apply(FULL)
    later = FULL + NEW_ROUND.format(first=in_days(5), last=in_days(40), later=in_days(45))
    assert "najpierw go cofnij" in reasons(apply(later))
    assert Round.objects.count() == 2


def test_dates_that_the_public_has_read_are_not_moved_by_a_file(apply):
    text = changed((OUTCOME, ""))
    dates = NEW_ROUND.format(first=in_days(5), last=in_days(40), later=in_days(45))
    apply(text + dates)
    row = Round.objects.last()
    report = apply(text + dates.replace(f"from = {in_days(5)}", f"from = {in_days(9)}"))
    assert Round.objects.last().starts_at == row.starts_at
    assert "ogłoszone" in reasons(report)


def test_a_text_that_lands_in_an_open_round_is_an_erratum(apply):
    added = '\n[[document_versions]]\nkey = "nowa"\nconsultation = "program"\n'
    section = '\n[[document_sections]]\nkey = "x"\nversion = "nowa"\ntitle = "Nowa"\n'
    text = changed((OUTCOME, ""))
    apply(text)
    open_round()
    report = apply(text + added + section)
    assert DocumentVersion.objects.count() == 2 and SectionIdentity.objects.count() == 2
    assert "trwającej tury" in reasons(report)
    apply(text + added + 'changes = "Poprawiono tabelę."\n' + section)
    made = DocumentVersion.objects.get(number=3)
    assert made.is_erratum and made.texts.count() == 1
    assert not DocumentVersion.objects.filter(is_erratum=True).exclude(pk=made.pk).exists()


def test_each_page_is_told_once(apply, monkeypatch, django_capture_on_commit_callbacks):
    told, indexed = [], []
    monkeypatch.setattr(locking.front_caches, "forget", lambda each, **kwargs: told.append(each.pk))
    monkeypatch.setattr(
        locking.index, "insert_or_update_object", lambda each: indexed.append(each.pk)
    )
    apply(FULL)
    told.clear(), indexed.clear()
    with django_capture_on_commit_callbacks(execute=True):
        apply(changed(("to = 2024-01-31", "to = 2024-01-30"), ('"Cel drugi."', '"Cel trzeci."')))
    assert told == indexed == [page().pk]


def test_usual_kinds_without_any_in_the_file(apply):
    apply(SMALL + '\n[consultation_list]\nname = "Konsultacje"\n')
    assert ConsultationKind.objects.count() == 5


def test_without_a_body_the_statutory_one(apply):
    apply(changed(('kind = "program"\nbody = "committee"\n', 'kind = "program"\n')))
    assert page().body_id == pages_of(TierPageMixin).first().pk


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('kind = "program"', 'kind = "inny"', "kind"),
        ('body = "committee"\nlead', 'body = "nikt"\nlead', "body"),
        ("date = 2024-04-01,", 'date = 2024-04-01, act = "brak",', "act"),
        ('consultation = "program"\nname = "I tura"', 'consultation = "x"', "consultation"),
        ("to = 2023-10-11", "to = 2023-10-03", "to"),
        ("to = 2023-10-13", "to = 2023-10-11", "extensions"),
        ("from = 2023-12-19", "from = 2023-10-13", "from"),
        ('reason = "Prośby"', 'reason = ""', "reason"),
        ('same_as = "cele"', 'same_as = "nic"', "same_as"),
        ('same_as = "cele"', 'same_as = "cele-2"', "same_as"),
        ('version = "projekt"\nnumber = "1.1"', 'version = "brak"', "version"),
        ("level = 2", "level = 6", "level"),
        ('type = "email"', 'type = "faks"', "type"),
        ("remarks = 4", "remarks = -1", "remarks"),
        ('kind = "adopted"', 'kind = "przyjęty"', "kind"),
        ('key = "praca"', 'key = "cele"', "key"),
        ('[consultation_list]\nname = "Konsultacje"\nlead = "O co pytamy."', "", "consultations"),
        ('name = "Konsultacje"', 'name = "Konsultacje"\nslug = "sklad"', "slug"),
    ],
)  # fmt: skip
def test_faults_are_said_with_their_place(old, new, path):
    with pytest.raises(ProfileError) as error:
        read_profile(changed((old, new)).encode(), source="test.toml")
    assert any(path in problem.path for problem in error.value.problems)


def test_lubuskie_has_the_one_that_was_published_and_says_what_is_not_known(apply):
    data = load_profile("lubuskie").data
    (consultation,) = data["consultations"]
    assert consultation["outcome"]["kind"] == "unknown"
    (row,) = data["consultation_rounds"]
    assert (row["from"], row["to"]) == ("2020-10-16", "2020-11-02")
    assert len(data["document_sections"]) == 5
