"""Decisions in a profile: made with their kinds and addressees, brought up to date, refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from rkres_wagtail.bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.conf import settings as rkres_settings
from rkres_wagtail.decisions.models import DecisionKind, Dispatch
from rkres_wagtail.regions.loader import load_profile, read_profile
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.report import Outcome

from .conftest import SMALL, edited

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DECISIONS = """
[meeting_list]
name = "Spotkania"

[[meetings]]
key = "pierwsze"
name = "Spotkanie"
date = 2024-04-08

[decision_list]
name = "Uchwały"
lead = "Co uchwalono."

[[decision_kinds]]
key = "stanowisko"
name = "stanowisko"
name_plural = "stanowiska"
description = "Z własnej inicjatywy."

[[decision_kinds]]
key = "opinia"
name = "opinia"

[[decisions]]
key = "klauzule"
name = "Klauzule społeczne"
kind = "stanowisko"
number = "1/2024"
date = 2024-04-08
body = "zespol"
meeting = "pierwsze"
lead = "Prosimy o klauzule."
text = "Tekst **ważny**."
voting = "counted"
votes = { for = 16, against = 0, abstaining = 1 }
supersedes = "starsze"
tags = ["klauzule"]

[[decisions]]
key = "starsze"
name = "Starsze"
date = 2020-04-08

[[dispatches]]
key = "zarzad"
decision = "klauzule"
addressee = "Zarząd"
sent_on = 2024-04-10
state = "accepted"
answered_on = 2024-05-10
answered_by = "Departament"
answer = "Tak."

[[dispatches]]
key = "ministerstwo"
decision = "klauzule"
addressee = "Ministerstwo"
"""
FULL = SMALL + DECISIONS


def changed(*changes):
    return edited(*changes, text=FULL)


def decision(title="Klauzule społeczne"):
    return apps.get_model(rkres_settings.DECISION_PAGE).objects.get(title=title)


def test_everything_is_made(apply):
    apply(FULL)
    register = apps.get_model(rkres_settings.DECISION_INDEX_PAGE).objects.get()
    committee = pages_of(CommitteePageMixin).get()
    assert register.get_parent().pk == committee.pk
    assert (register.title, register.lead, register.live) == ("Uchwały", "Co uchwalono.", True)
    kinds = DecisionKind.objects.of(committee)
    assert [(kind.name, kind.name_plural) for kind in kinds] == [
        ("stanowisko", "stanowiska"), ("opinia", ""),
    ]  # fmt: skip
    page = decision()
    assert page.live and page.kind == kinds[0] and page.number == "1/2024"
    assert page.adopted_on == date(2024, 4, 8)
    assert page.body_id == pages_of(GroupPageMixin).get(title="Zespół").pk
    assert page.meeting.title == "Spotkanie" and page.supersedes.title == "Starsze"
    assert (page.voting, page.votes_for, page.votes_against, page.votes_abstaining) == (
        "counted", 16, 0, 1,
    )  # fmt: skip
    assert page.text == "<p>Tekst <b>ważny</b>.</p>"
    old = decision("Starsze")
    assert old.body_id == pages_of(TierPageMixin).first().pk  # the statutory body
    rows = Dispatch.objects.of(page)
    assert [(row.addressee, row.state, row.sent_on) for row in rows] == [
        ("Zarząd", "accepted", date(2024, 4, 10)), ("Ministerstwo", "sent", None),
    ]  # fmt: skip
    assert rows[0].answer == "Tak." and rows[0].answer_recorded_at is None


def test_the_second_run_writes_nothing(apply):
    apply(FULL)
    stamps = (decision().latest_revision_id, Dispatch.objects.first().changed_at)
    report = apply(FULL)
    assert not report.of(Outcome.CREATED) and not report.of(Outcome.UPDATED)
    assert (decision().latest_revision_id, Dispatch.objects.first().changed_at) == stamps


def test_what_the_file_changes_and_what_editors_keep(apply):
    apply(FULL)
    row = Dispatch.objects.get(addressee="Ministerstwo")
    row.state = "rejected"
    row.save()
    apply(
        changed(
            ('number = "1/2024"', 'number = "2/2024"'),
            ('addressee = "Ministerstwo"', 'addressee = "Ministerstwo"\nstate = "done"'),
        )
    )
    assert decision().number == "2/2024"
    row.refresh_from_db()
    assert row.state == "rejected"


def test_usual_kinds_without_any_in_the_file(apply):
    apply(SMALL + '\n[decision_list]\nname = "Uchwały"\n')
    assert DecisionKind.objects.count() == 4


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('kind = "stanowisko"', 'kind = "uchwala"', "kind"),
        ('meeting = "pierwsze"', 'meeting = "drugie"', "meeting"),
        ('supersedes = "starsze"', 'supersedes = "klauzule"', "supersedes"),
        ('body = "zespol"\nmeeting', 'body = "nikt"\nmeeting', "body"),
        ('decision = "klauzule"\naddressee = "M', 'decision = "inna"\naddressee = "M', "decision"),
        ('state = "accepted"', 'state = "dobra"', "state"),
        ("for = 16", "for = -1", "for"),
        ('key = "opinia"', 'key = "stanowisko"', "key"),
        ('[decision_list]\nname = "Uchwały"\nlead = "Co uchwalono."', "", "decisions"),
        ('name = "Uchwały"', 'name = "Uchwały"\nslug = "sklad"', "slug"),
    ],
)
def test_faults_are_said_with_their_place(old, new, path):
    with pytest.raises(ProfileError) as error:
        read_profile(changed((old, new)).encode(), source="test.toml")
    assert any(path in problem.path for problem in error.value.problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("votes = { for = 16, against = 0, abstaining = 1 }", "votes = { for = 0, against = 0 }"),
        ("date = 2024-04-08\nbody", "date = 2024-04-07\nbody"),
        ("answered_on = 2024-05-10", "answered_on = 2024-04-01"),
        ("date = 2020-04-08", "date = 2025-04-08"),
    ],
)
def test_what_the_models_refuse_leaves_nothing_behind(apply, old, new):
    with pytest.raises(ProfileError):
        apply(changed((old, new)))
    assert not pages_of(CommitteePageMixin).exists()


def test_lubuskie_has_the_two_that_were_published_without_their_texts():
    data = load_profile("lubuskie").data
    assert [(each["date"], each["kind"]) for each in data["decisions"]] == [
        ("2016-12-12", "rekomendacja"), ("2021-06-07", "opinia"),
    ]  # fmt: skip
    assert all("źródło nie podaje" in each["text"] for each in data["decisions"])
    (sent,) = data["dispatches"]
    assert sent["state"] == "sent" and "sent_on" not in sent and "answered_on" not in sent
