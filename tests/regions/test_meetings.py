"""Meetings in a profile: made, brought up to date, and left alone once their date is settled."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.apps import apps
from django.db import transaction
from django.utils.translation import override

from rkres_wagtail.bodies.models import Organisation
from rkres_wagtail.bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.conf import settings as rkres_settings
from rkres_wagtail.deletion import RecordsProtected
from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When
from rkres_wagtail.regions.loader import load_profile, read_profile
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.report import Outcome
from rkres_wagtail.regions.services import apply_profile

from .conftest import SMALL, edited

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

MEETINGS = """
[meeting_list]
name = "Spotkania"
lead = "Terminy."
numbering = "arabic"
agenda_template = "Otwarcie\\nWolne wnioski"

[[meetings]]
key = "pierwsze"
name = "Spotkanie zespołu"
status = "confirmed"
number = 3
date = 2024-04-08
from = "11:30"
to = 13:00:00
bodies = ["zespol", "pierwszy"]
lead = "O planach."
form = "hybrid"
place = "Sala 1"
address = "ul. Próbna 1"
host = "rops"
description = "Zapraszamy."
report = "Odbyło się."
tags = ["plany", "budżet"]
funding = "fe"

[[meetings.outside_bodies]]
name = "Rada"
url = "https://example.org/rada"

[[meetings.agenda]]
title = "Otwarcie"

[[meetings.agenda]]
title = "Plan pracy"
level = 2
speaker = "Jan Próbny"
affiliation = "ROPS"

[[meetings.links]]
title = "Relacja"
url = "https://example.org/relacja"
kind = "report"

[[meetings]]
key = "dwudniowe"
name = "Spotkanie wyjazdowe"
date = 2016-04-07
date_to = 2016-04-08

[[meetings]]
key = "miesiac"
name = "Spotkanie"
month = "2023-09"

[[meetings]]
key = "plan"
name = "Spotkanie"
date = 2099-05-06

[[meetings]]
key = "nieznane"
name = "Spotkanie bez daty"
"""
FULL = SMALL + MEETINGS


def changed(*changes):
    return edited(*changes, text=FULL)


def meeting_class():
    return apps.get_model(rkres_settings.MEETING_PAGE)


def meeting(title="", **kwargs):
    if not kwargs:
        kwargs = {"title": title or "Spotkanie zespołu"}
    return meeting_class().objects.get(**kwargs)


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def fields_of(report, outcome) -> dict:
    return {entry.key: entry.fields for entry in report.of(outcome)}


def kinds(page) -> list[str]:
    return list(MeetingChange.objects.of(page).values_list("kind", flat=True))


def test_the_list_and_the_meetings_are_made(apply):
    report = apply(FULL)
    listing = apps.get_model(rkres_settings.MEETING_INDEX_PAGE).objects.get()
    assert listing.get_parent().pk == pages_of(CommitteePageMixin).get().pk
    assert (listing.title, listing.slug, listing.lead) == ("Spotkania", "spotkania", "Terminy.")
    assert (listing.numbering, listing.agenda_template) == ("arabic", "Otwarcie\nWolne wnioski")

    page = meeting()
    assert page.get_parent().pk == listing.pk and page.live and page.latest_revision
    assert page.slug == "spotkanie-zespolu-2024-04-08"
    assert page.when == When("minute", date(2024, 4, 8), time(11, 30), None, time(13))
    assert (page.status, page.number, page.number_label) == ("confirmed", 3, "3")
    team, tier = pages_of(GroupPageMixin).get(title="Zespół"), pages_of(TierPageMixin).first()
    assert {body.pk for body in page.bodies.all()} == {team.pk, tier.pk}
    assert (page.lead, page.meeting_form, page.place_name) == ("O planach.", "hybrid", "Sala 1")
    assert page.host_organisation == Organisation.objects.get()
    assert (page.description, page.report) == ("<p>Zapraszamy.</p>", "<p>Odbyło się.</p>")
    assert page.outside_bodies[0].value["url"] == "https://example.org/rada"
    assert page.funding.name == "Fundusze"
    if hasattr(page, "tags"):
        assert set(page.tags.names()) == {"plany", "budżet"}
    rows = page.agenda_items.values_list("title", "level", "speaker", "affiliation")
    assert list(rows) == [("Otwarcie", 1, "", ""), ("Plan pracy", 2, "Jan Próbny", "ROPS")]
    (link,) = page.materials.all()
    assert (link.title, link.kind, link.url) == ("Relacja", "report", "https://example.org/relacja")

    days = meeting("Spotkanie wyjazdowe")
    assert days.when == When("days", date(2016, 4, 7), None, date(2016, 4, 8))
    assert [body.pk for body in days.bodies.all()] == [tier.pk]  # the statutory body
    assert meeting(date_precision="month").slug == "spotkanie-2023-09"
    assert meeting("Spotkanie bez daty").when == When()
    assert len(report.of(Outcome.CREATED)) == 14 + 6


def test_past_meetings_are_on_record_from_the_start(apply):
    """Without a row of changes they could be deleted, and would have no SEQUENCE."""
    apply(FULL)
    assert kinds(meeting()) == ["confirmed"]
    for page in (meeting(), meeting("Spotkanie wyjazdowe"), meeting(date_precision="month")):
        assert page.state() == "held"
        assert len(kinds(page)) == 1
        with pytest.raises(RecordsProtected), transaction.atomic():
            page.delete()


def test_the_second_run_writes_nothing(apply):
    apply(FULL)
    before = MeetingChange.objects.count()
    report = apply(FULL)
    assert {entry.outcome for entry in report.entries} == {Outcome.UNCHANGED}
    assert MeetingChange.objects.count() == before
    assert meeting().revisions.count() == 1


def test_a_file_without_meetings_stays_valid_and_takes_them_later(apply):
    apply(SMALL)
    assert not meeting_class().objects.exists()
    report = apply(FULL)
    assert len(report.of(Outcome.CREATED)) == 6
    assert len(fields_of(apply(SMALL), Outcome.GONE)) == 6
    assert meeting_class().objects.count() == 5


def test_what_changed_in_the_file_is_written(apply):
    apply(FULL)
    first = meeting().agenda_items.get(title="Otwarcie")
    first.result = "noted"
    first.save()
    report = apply(
        changed(
            ('lead = "O planach."', 'lead = "O budżecie."'),
            ('title = "Plan pracy"', 'title = "Plan i budżet"'),
            ('bodies = ["zespol", "pierwszy"]', 'bodies = ["zespol"]'),
            ('tags = ["plany", "budżet"]', 'tags = ["budżet"]'),
            ("date = 2099-05-06", "date = 2099-05-07"),
            ("date_to = 2016-04-08", "date_to = 2016-04-09"),
            ("Wolne wnioski", "Sprawy różne"),
        )
    )
    page = meeting()
    assert page.lead == "O budżecie."
    assert [body.title for body in page.bodies.all()] == ["Zespół"]
    if hasattr(page, "tags"):
        assert list(page.tags.names()) == ["budżet"]
    opening, plan = page.agenda_items.all()
    assert (opening.uuid, opening.result) == (first.uuid, "noted")
    assert (plan.title, plan.speaker) == ("Plan i budżet", "Jan Próbny")
    updated = fields_of(report, Outcome.UPDATED)
    assert set(updated["meetings.pierwsze"]) >= {"lead", "agenda", "bodies"}
    assert updated["meetings.plan"] == ("date",)
    assert updated["meetings.dwudniowe"] == ("date_to",)
    assert updated["meeting_list"] == ("agenda_template",)
    assert meeting(starts_on=date(2099, 5, 7)).starts_at is not None
    assert kinds(meeting("Spotkanie wyjazdowe")) == ["planned", "planned"]


def test_what_editors_changed_is_kept(apply):
    apply(FULL)
    page = meeting()
    page.agenda_items.get(title="Plan pracy").delete()
    page.bodies.set(page.bodies.filter(title="Zespół"))
    publish(page, lead="Redakcja.")
    report = apply(
        changed(
            ('lead = "O planach."', 'lead = "O budżecie."'),
            ('title = "Plan pracy"', 'title = "Plan i budżet"'),
            ('place = "Sala 1"', 'place = "Sala 2"'),
        )
    )
    assert fields_of(report, Outcome.KEPT)["meetings.pierwsze"] == ("agenda", "bodies", "lead")
    assert fields_of(report, Outcome.UPDATED)["meetings.pierwsze"] == ("place",)
    page = meeting()
    assert (page.lead, page.place_name) == ("Redakcja.", "Sala 2")
    assert page.agenda_items.count() == page.bodies.count() == 1


def test_an_internal_item_stays_internal(apply):
    apply(FULL)
    item = meeting().agenda_items.get(title="Plan pracy")
    item.is_internal = True
    item.save()
    apply(changed(('title = "Otwarcie"', 'title = "Powitanie"')))
    assert [item.title for item in meeting().public_agenda()] == ["Otwarcie"]


def test_a_result_noted_by_the_office_is_no_change_of_the_agenda(apply):
    apply(FULL)
    meeting().agenda_items.update(result="adopted", duration=15)
    assert {entry.outcome for entry in apply(FULL).entries} == {Outcome.UNCHANGED}


def test_links_that_left_the_file_stay_and_are_reported(apply):
    apply(FULL)
    start = FULL.index("[[meetings.links]]")
    report = apply(FULL[:start] + FULL[FULL.index('[[meetings]]\nkey = "dwudniowe"') :])
    assert "links" in fields_of(report, Outcome.GONE)["meetings.pierwsze"]
    assert meeting().materials.count() == 1


class TestSettledDates:
    OTHER = (("date = 2024-04-08", "date = 2024-04-09"), ('from = "11:30"', 'from = "9:30"'))

    def test_a_confirmed_date_is_not_typed_over(self, apply):
        apply(FULL)
        report = apply(
            changed(
                ("date = 2024-04-08", "date = 2024-04-09"),
                ('status = "confirmed"', 'status = "planned"'),
                ('place = "Sala 1"', 'place = "Sala 2"'),
            )
        )
        (skipped,) = report.of(Outcome.SKIPPED)
        assert (skipped.key, skipped.fields) == ("meetings.pierwsze", ("date",))
        assert "2024" in skipped.note
        page = meeting()
        assert (page.starts_on, page.status) == (date(2024, 4, 8), "confirmed")
        assert page.place_name == "Sala 2"
        assert kinds(page) == ["confirmed"]

    def test_a_moved_meeting_stays_where_it_was_moved(self, apply):
        apply(FULL)
        there = When("minute", date(2027, 5, 6), time(11, 30), None, time(13))
        move_meeting(meeting(), there, user=None, reason="Brak sali")
        for text in (FULL, changed(("date = 2024-04-08", "date = 2024-04-09"))):
            report = apply(text)
            assert fields_of(report, Outcome.KEPT) == {"meetings.pierwsze": ("date",)}
            assert meeting().when == there
        assert kinds(meeting()) == ["confirmed", "moved"]

    def test_a_cancelled_meeting_is_not_revived(self, apply):
        apply(FULL)
        cancel_meeting(meeting(), user=None, reason="Choroba")
        report = apply(changed(('lead = "O planach."', 'lead = "O budżecie."')))
        assert fields_of(report, Outcome.KEPT) == {"meetings.pierwsze": ("status",)}
        page = meeting()
        assert (page.status, page.lead) == ("cancelled", "O budżecie.")

    def test_one_part_changed_by_an_editor_keeps_the_whole_date(self, apply):
        """Half of each would be a date that nobody gave, or none at all."""
        apply(FULL)
        publish(
            meeting(starts_on=date(2099, 5, 6)), date_precision="month", starts_on=date(2099, 5, 1)
        )
        report = apply(changed(("date = 2099-05-06", 'date = 2099-06-07\nfrom = "10:00"')))
        assert fields_of(report, Outcome.KEPT) == {"meetings.plan": ("date", "from")}
        assert meeting(starts_on=date(2099, 5, 1)).when == When("month", date(2099, 5, 1))

    def test_a_plan_is_confirmed_by_the_file(self, apply):
        apply(FULL)
        apply(
            changed(('name = "Spotkanie"\ndate', 'name = "Spotkanie"\nstatus = "confirmed"\ndate'))
        )
        assert kinds(meeting(starts_on=date(2099, 5, 6))) == ["planned", "confirmed"]


def test_a_meeting_with_a_draft_is_skipped(apply):
    apply(FULL)
    page = meeting()
    page.lead = "Szkic"
    page.save_revision()
    report = apply(changed(('lead = "O planach."', 'lead = "O budżecie."')))
    assert fields_of(report, Outcome.SKIPPED) == {"meetings.pierwsze": ("lead",)}
    assert meeting().lead == "O planach."


def test_a_plan_that_an_editor_deleted_comes_back_only_when_asked(apply):
    apply(FULL)
    meeting(starts_on=date(2099, 5, 6)).delete()
    assert apply(FULL).keys(Outcome.DELETED) == ["meetings.plan"]
    assert apply(FULL, recreate=True).keys(Outcome.CREATED) == ["meetings.plan"]


def test_a_meeting_of_a_deleted_body_is_one_of_the_others(apply):
    changes = (('founding_act = "uchwala"\n', ""), ('body = "zespol"\n', ""))
    apply(edited(*changes))
    pages_of(GroupPageMixin).get(title="Zespół").specific.delete()
    only = ("date = 2099-05-06", 'date = 2099-05-06\nbodies = ["zespol"]')
    report = apply(edited(*changes, only, text=FULL))
    assert [body.title for body in meeting().bodies.all()] == ["Szczebel pierwszy"]
    # Nobody is left who could meet.
    assert set(report.keys(Outcome.DELETED)) == {"groups.zespol", "meetings.plan"}


def test_a_value_that_the_site_refuses_is_told_with_its_line(apply):
    apply(SMALL)
    text = changed(
        ('name = "Spotkanie wyjazdowe"', 'name = "Spotkanie wyjazdowe"\nnumber = 3'),
        ("date = 2016-04-07\ndate_to = 2016-04-08", "date = 2024-05-07"),
        ('bodies = ["zespol", "pierwszy"]', 'bodies = ["pierwszy"]'),
    )
    with pytest.raises(ProfileError) as refused:
        apply(text)
    (problem,) = refused.value.problems
    assert problem.path == "meetings[dwudniowe].number"
    assert text.splitlines()[problem.line - 1] == "number = 3"
    assert not meeting_class().objects.exists()


#: Change of the file -> (path, expected, found).
BROKEN = [
    ('from = "11:30"', 'from = "25:00"', "from", 'an hour, e.g. "11:30"', "“25:00”"),
    ('from = "11:30"', "from = 11.30", "from", 'an hour, e.g. "11:30"', "11.3"),
    ('from = "11:30"', "", "from", "the key “from”, which belongs to “to”", "nothing"),
    ("to = 13:00:00", 'to = "11:00"', "to", "an hour later than the start, 11:30", "“11:00”"),
    ("date = 2024-04-08", "", "date", "the key “date”, which belongs to “from”", "nothing"),
    ("date = 2024-04-08", "date = 0203-04-08", "date",
     "a day between the years 1900 and 2200", "“0203-04-08”"),
    ("date = 2024-04-08", 'month = "2024-04"', "from",
     "either the month or the day, not both", "“11:30”"),
    ("date_to = 2016-04-08", "date_to = 2016-04-06", "date_to",
     "a day later than the date, 2016-04-07", "2016-04-06"),
    ("date_to = 2016-04-08", "date_to = 2016-06-08", "date_to",
     "a last day at most 30 days after the first", "2016-06-08"),
    ("date = 2099-05-06", 'date = 2099-05-06\nfrom = "9"', "from",
     'an hour, e.g. "11:30"', "“9”"),
    ("date_to = 2016-04-08", 'date_to = 2016-04-08\nfrom = "9:00"', "to",
     "the hour of the end on the last day", "nothing"),
    ("date = 2099-05-06", 'date = 2026-03-29\nfrom = "02:30"', "from",
     "an hour that there is: clocks go forward from 2:00 to 3:00 on 2026-03-29", "“02:30”"),
    ('month = "2023-09"', 'month = "2023-13"', "month", 'a month, e.g. "2023-09"', "“2023-13”"),
    ('month = "2023-09"', "month = 2023-09-01", "month", 'a month, e.g. "2023-09"', None),
    ('status = "confirmed"', 'status = "cancelled"', "status",
     "one of: planned, confirmed, held", "“cancelled”"),
    ('bodies = ["zespol", "pierwszy"]', "bodies = []", "bodies", "at least one item",
     "an empty list"),
    ('bodies = ["zespol", "pierwszy"]', 'bodies = ["nikt"]', "bodies[1]", None, "“nikt”"),
    ('host = "rops"\ndescription', 'host = "x"\ndescription', "host", None, "“x”"),
    ("number = 3", "number = 0", "number", "a whole number from 1 to 999", "0"),
    ("level = 2", "level = 4", "agenda[2].level", "a whole number from 1 to 3", "4"),
    ('url = "https://example.org/relacja"', 'url = "relacja"', "links[1].url",
     "an address that begins with https:// or http://", "“relacja”"),
    ('key = "dwudniowe"', 'key = "pierwsze"', "key", "a key used once", None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "expected", "found"), BROKEN)
def test_wrong_values_are_refused_with_line_key_and_what_was_expected(
    old, new, path, expected, found
):
    text = changed((old, new))
    with override("en"), pytest.raises(ProfileError) as error:
        read_profile(text.encode(), source="test.toml")
    (problem,) = error.value.problems
    assert problem.path.startswith("meetings[") and problem.path.endswith(f"].{path}")
    assert expected is None or problem.expected == expected
    assert found is None or problem.found == found
    shown = text.splitlines()[problem.line - 1]
    assert path.split(".")[-1].split("[")[0] in shown or shown == "[[meetings]]"


def test_meetings_need_their_list():
    start, end = MEETINGS.index("[meeting_list]"), MEETINGS.index("[[meetings]]")
    text = SMALL + MEETINGS[:start] + MEETINGS[end:]
    with override("en"), pytest.raises(ProfileError) as error:
        read_profile(text.encode(), source="test.toml")
    (problem,) = error.value.problems
    assert problem.expected.startswith("the table [meeting_list]")
    assert text.splitlines()[problem.line - 1] == "[[meetings]]"


def test_the_list_takes_no_reserved_address():
    text = changed(('name = "Spotkania"', 'name = "Spotkania"\nslug = "szukaj"'))
    with override("en"), pytest.raises(ProfileError) as error:
        read_profile(text.encode(), source="test.toml")
    assert [problem.path for problem in error.value.problems] == ["meeting_list.slug"]


#: domain.md §4.2: date, number, place, and a word of each topic.
LUBUSKIE = [
    ("12 grudnia 2016", 5, "OWES Zielona Góra", ["grup", "LPRES", "pięć wniosków"]),
    ("8 lutego 2018", None, "Gorzów", ["OWES", "nabory", "Wybór", "zadaniow"]),
    ("17 grudnia 2018", None, "Gorzów", ["Usługi społeczne", "składu"]),
    ("4 kwietnia 2019", None, "Nietkowice", ["LPRES", "2021–2023"]),
    ("7 czerwca 2021", None, "", ["projektu ustawy", "trzech grupach"]),
    ("wrzesień 2023", 1, "", ["Pierwsze posiedzenie"]),
]


def test_the_lubuskie_meetings_are_those_of_the_sources(site):
    apply_profile(load_profile("lubuskie"), site=site)
    meetings = list(meeting_class().objects.order_by("starts_on"))
    tier = pages_of(TierPageMixin).get(title="Komitet")
    assert len(meetings) == len(LUBUSKIE)
    with override("pl"):
        for page, (days, number, place, topics) in zip(meetings, LUBUSKIE, strict=True):
            assert page.when.days().replace("\xa0", " ") == days
            assert (page.number, place in page.place_name) == (number, True)
            assert page.starts_time is None and page.state() == "held"
            for topic in topics:
                assert topic.lower() in page.lead.lower()
            assert [body.pk for body in page.bodies.all()] == [tier.pk]
            (source,) = page.materials.all()
            assert "es.lubuskie.pl" in source.url
            assert len(kinds(page)) == 1
    assert not any(page.report or page.agenda_items.exists() for page in meetings)


@pytest.mark.parametrize("name", ["jeden-szczebel", "prezydium-podkomitety-zespoly"])
def test_starters_begin_with_an_empty_list(site, name):
    apply_profile(load_profile(name), site=site)
    listing = apps.get_model(rkres_settings.MEETING_INDEX_PAGE).objects.get()
    assert listing.title == "Posiedzenia" and len(listing.agenda_template.splitlines()) == 5
    assert not meeting_class().objects.exists()
