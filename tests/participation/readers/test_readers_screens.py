"""The office's screens: look before sending, the table, its file, the verbs, the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail import desk
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.choices import ReaderAnswer
from rkres_wagtail.participation.models import Assignment
from rkres_wagtail.participation.readers import answers, desk_items, services
from rkres_wagtail.remarks.models import Remark
from tests.factories import CommitteePageFactory
from tests.support.users import create_user

from .conftest import give, in_days, join, reader_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def clerk(client, lab):
    """The secretary of the committee."""
    user = create_user("sekretarz")
    user.groups.add(create_roles(lab.committee)["secretariat"])
    client.force_login(user)
    client.user = user
    return client


def screen(page) -> str:
    return reverse("rkres_readers", args=[page.pk])


def of(assignment, verb: str = "") -> str:
    return reverse(f"rkres_assignment{verb and '_'}{verb}", args=[assignment.pk])


def filled(lab, **fields) -> dict:
    return {"body": lab.body.pk, "due_on": in_days(10).isoformat(), "message": "", **fields}


# Giving ---------------------------------------------------------------------------------------


def test_the_body_that_is_meant_stands_first(clerk, lab):
    form = clerk.get(screen(lab.page)).context["form"]
    bodies = [key for key, _title in form.fields["body"].choices]
    assert bodies[0] == str(lab.body.pk) and str(lab.committee.pk) in bodies
    assert form["due_on"].value() is not None


def test_a_look_stores_nothing_and_names_who_gets_it(clerk, lab):
    shown = words(clerk.post(screen(lab.page), filled(lab, message="Prosimy o opinię.")))
    for person in (lab.anna, lab.jan, lab.ewa):
        assert person.full_name in shown
    assert "Prosimy o opinię." in shown and 'name="send"' in shown
    assert "example.invalid" not in shown.replace("biuro@example.invalid", "")
    assert not Assignment.objects.exists() and not OutgoingMessage.objects.exists()


def test_sent_from_the_screen_once(clerk, lab):
    for _number in range(2):
        clerk.post(screen(lab.page), filled(lab, send="1"))
    assignment = Assignment.objects.get()
    assert assignment.created_by == clerk.user
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"due_on": ""},
        {"due_on": "31 lutego"},
        {"due_on": "0001-01-01"},
        {"due_on": "9999-12-31"},
        {"body": "999999"},
        {"body": "x"},
        {"message": "x" * 3001},
    ],
)
@pytest.mark.parametrize("step", ["", "send"])
def test_what_is_wrong_is_said_at_its_field(clerk, lab, fields, step):
    data = filled(lab, **fields, **({step: "1"} if step else {}))
    response = clerk.post(screen(lab.page), data)
    assert response.status_code == 200 and list(fields)[0] in response.context["form"].errors
    assert not Assignment.objects.exists()


def test_a_draft_cannot_be_given(clerk, lab):
    type(lab.page).objects.update(live=False)
    assert 'name="due_on"' not in words(clerk.get(screen(lab.page)))
    clerk.post(screen(lab.page), filled(lab, send="1"))
    assert not Assignment.objects.exists()


def test_the_register_of_remarks_leads_there(clerk, lab):
    assert screen(lab.page) in words(clerk.get(reverse("rkres_remarks", args=[lab.page.pk])))


# The table ------------------------------------------------------------------------------------


def test_the_table_says_who_answered_what(clerk, lab, assignment):
    answers.agree(reader=reader_of(assignment, lab.jan))
    answers.send_remark(reader=reader_of(assignment, lab.anna), remark=Remark(content="Słowa."))
    response = clerk.get(of(assignment))
    by_name = {row.person.last_name: row for row in response.context["rows"]}
    assert by_name["Janowski"].reader.answer == ReaderAnswer.NO_REMARKS
    assert by_name["Annowska"].numbers == "1" and by_name["Annowska"].seat == "Fundacja Most"
    assert not by_name["Ewicka"].has_answered and not by_name["Ewicka"].has_address
    assert (
        response.context["item"]["progress"].answered,
        response.context["item"]["progress"].asked,
    ) == (2, 3)
    assert reverse("rkres_remark", args=[Remark.objects.get().pk]) in words(response)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_file_of_the_table(clerk, lab, assignment, file_format):
    person = lab.anna
    person.first_name = "=1+1"
    person.save()
    answers.agree(reader=reader_of(assignment, lab.jan))
    response = clerk.get(of(assignment), {"export": file_format})
    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"].endswith(f'.{file_format}"')
    if file_format == "csv":
        lines = content.decode("utf-8-sig").splitlines()
        assert len(lines) == 4 and any(line.startswith("'=1+1") for line in lines)
        assert "@" not in content.decode()


def test_the_list_and_the_menu(clerk, lab, assignment):
    shown = words(clerk.get(reverse("rkres_assignments")))
    assert "Projekt programu" in shown and of(assignment) in shown


def test_nothing_of_another_committee(client, lab, assignment, site_root):
    other = CommitteePageFactory(parent=site_root, abbreviation="MKRES")
    user = create_user("obcy")
    user.groups.add(create_roles(other)["secretariat"])
    client.force_login(user)
    answer = reverse("rkres_reader_answer", args=[reader_of(assignment, lab.anna).pk])
    urls = [of(assignment, verb) for verb in ("", "add", "remind", "deadline", "withdraw")]
    for url in [screen(lab.page), answer, *urls]:
        for method in (client.get, client.post):
            assert method(url, {"edits": 0}).status_code in (302, 403), url
    assert words(client.get(reverse("rkres_assignments"))).count("Projekt programu") == 0
    assignment.refresh_from_db()
    assert assignment.withdrawn_at is None and assignment.edits == 0


# Verbs ----------------------------------------------------------------------------------------


def test_verbs_from_their_screens(clerk, lab, assignment):
    join(lab.body, "Nowa")
    for verb, data in (
        ("add", {}),
        ("remind", {}),
        ("deadline", {"edits": 0, "due_on": in_days(12).isoformat()}),
        ("withdraw", {"edits": 1}),
    ):
        assert clerk.get(of(assignment, verb)).status_code == 200
        response = clerk.post(of(assignment, verb), data)
        assert response.status_code == 302 and response["Location"] == of(assignment), verb
    assignment.refresh_from_db()
    assert assignment.withdrawn_at and assignment.edits == 2
    assert assignment.readers.exclude(reminded_at=None).count() == 3
    for verb in ("add", "remind", "deadline", "withdraw"):
        assert clerk.get(of(assignment, verb))["Location"] == of(assignment)


@pytest.mark.parametrize("verb", ["deadline", "withdraw"])
def test_a_screen_that_is_stale_changes_nothing(clerk, lab, assignment, verb):
    services.change_deadline(assignment=assignment, due_on=in_days(11), edits=0, user=None)
    data = {"edits": 0, "due_on": in_days(12).isoformat()}
    assert clerk.post(of(assignment, verb), data).status_code == 200
    assert clerk.post(of(assignment, verb), {**data, "edits": ""}).status_code == 200
    assignment.refresh_from_db()
    assert assignment.withdrawn_at is None and assignment.edits == 1


def test_an_answer_is_written_down(clerk, lab, assignment):
    row = reader_of(assignment, lab.ewa)
    url = reverse("rkres_reader_answer", args=[row.pk])
    assert "Ewicka" in words(clerk.get(url))
    data = {"was": "none", "answer": "no_remarks", "received_on": in_days(0).isoformat()}
    assert clerk.post(url, {**data, "answer": "x"}).status_code == 200
    assert clerk.post(url, data).status_code == 302
    row.refresh_from_db()
    assert row.answer == ReaderAnswer.NO_REMARKS and row.recorded_by == clerk.user
    assert clerk.post(url, data).status_code == 200  # of two clerks, one is told


# The desk -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "is_there", "is_late"),
    [(-1, True, True), (2, True, False), (5, False, False), (-40, False, False)],
)
def test_missing_answers_lie_on_the_desk(clerk, lab, assignment, days, is_there, is_late):
    now = timezone.now()
    Assignment.objects.update(due_at=now + timedelta(days=days))
    (pile,) = desk_items.missing_answers(clerk.user, now)
    assert [row.is_late for row in pile.rows] == ([is_late] if is_there else [])


def test_what_was_answered_is_gone_from_the_desk(clerk, lab, assignment):
    assignment.readers.update(answer=ReaderAnswer.NO_REMARKS)
    Assignment.objects.update(due_at=timezone.now())
    assert desk_items.missing_answers(clerk.user, timezone.now())[0].rows == []
    assert "Projekt programu" not in str([pile.rows for pile in desk.piles_of(clerk.user)])
    assert desk_items.missing_answers(create_user("obcy"), timezone.now()) == []


# Cost -----------------------------------------------------------------------------------------


def test_the_screens_cost_the_same_for_many(clerk, lab):
    for number in range(2):
        join(lab.body, f"Mała{number}")
    assignment = give(lab)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert clerk.get(url).status_code == 200
        return len(captured)

    urls = [
        of(assignment),
        screen(lab.page),
        reverse("rkres_assignments"),
        of(assignment, "remind"),
    ]
    answers.send_remark(reader=reader_of(assignment, lab.anna), remark=Remark(content="Słowa."))
    for url in urls:
        cost(url)
    few = [cost(url) for url in urls]
    for number in range(55):
        join(lab.body, f"Duża{number}")
    services.add_members(assignment=assignment, user=None)
    for reader in assignment.readers.all()[5:15]:
        answers.send_remark(reader=reader, remark=Remark(content="Słowa."))
    assert [cost(url) for url in urls] == few
