"""A copy for the author, and erasure; screens for whoever keeps the remarks, and nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry

from rkres_wagtail.remarks.integrity import lists
from rkres_wagtail.remarks.models import Remark, RemarkTableFile, Submission
from rkres_wagtail.remarks.office import links
from rkres_wagtail.remarks.publication.texts import public_text, trace_of
from rkres_wagtail.remarks.retention import authors, emptying
from tests.factories import ConsultationPageFactory
from tests.factories.consultations import ConsultationReportFactory
from tests.factories.remarks import RemarkFactory, SubmissionFactory
from tests.support.users import create_user

from .personal import EMAIL, NAME, closed_consultation, decide, everything_stored, fill, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(consultations):
    return closed_consultation(consultations)


@pytest.fixture
def rows(over):
    return fill(over)


def keeper(*pages, name="sekretarz"):
    """Somebody who may publish these pages, and no other."""
    user, group = create_user(name), Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page in pages:
        for codename in ("change_page", "publish_page"):
            permission = Permission.objects.filter(codename=codename).first()
            GroupPagePermission.objects.create(group=group, page_id=page.pk, permission=permission)
    user.groups.add(group)
    return user


def author_url(row, query="") -> str:
    return reverse("rkres_author", args=[row.pk]) + query


def retention_url(page) -> str:
    return reverse("rkres_retention", args=[page.pk])


# Finding ----------------------------------------------------------------------------------------


def test_all_submissions_of_the_author_in_the_consultation(over, rows):
    again = SubmissionFactory(consultation=over, person=True, email=EMAIL.upper(), name="")
    found = authors.same_author(rows["person"].submission)
    assert {each.pk for each in found} == {rows["person"].submission_id, again.pk}


def test_in_other_consultations_only_where_the_clerk_keeps_remarks(over, rows, consultations):
    mine = ConsultationPageFactory(parent=consultations, rounds=[{}])
    foreign = ConsultationPageFactory(parent=consultations, rounds=[{}])
    there = SubmissionFactory(consultation=mine, person=True, email=EMAIL)
    SubmissionFactory(consultation=foreign, person=True, email=EMAIL)
    found = authors.same_author(rows["person"].submission, keeper(over, mine))
    assert {each.pk for each in found} == {rows["person"].submission_id, there.pk}


def test_who_left_nothing_stands_alone(over):
    one, _two = (SubmissionFactory(consultation=over, person=True, name="") for _number in range(2))
    assert authors.same_author(one) == [one]


# The copy ---------------------------------------------------------------------------------------


def test_the_copy_has_all_that_is_kept_and_no_note_of_the_office(client, admin_user, over, rows):
    client.force_login(admin_user)
    row = rows["person"]
    data = {"copy": "1", "submissions": [row.submission_id]}
    response = client.post(author_url(row.submission), data)
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    (sent,) = response.json()["submissions"]
    assert (sent["name"], sent["email"]) == (NAME, EMAIL)
    (remark,) = sent["remarks"]
    assert remark["content"] == row.content and remark["control_code"] == row.salt
    assert remark["former_texts"][0]["content"] == "Jestem Joanna."
    assert "dzwoniła" not in response.content.decode()
    entry = PageLogEntry.objects.get(action="rkres_wagtail.author_copy")
    assert NAME not in str(entry.data)


def test_answers_are_in_the_copy_once_they_are_public(over, rows):
    row = rows["person"].submission
    copy = authors.copy_for_author([row])
    assert copy["submissions"][0]["remarks"][0]["answer"] is None
    ConsultationReportFactory(consultation=over, counted_from="register")
    copy = authors.copy_for_author([row])
    assert copy["submissions"][0]["remarks"][0]["answer"]["position"]


# Erasing ----------------------------------------------------------------------------------------


def test_the_author_goes_and_the_texts_stay(over, rows):
    before, number = table(over), Remark.objects.counted().count()
    authors.erase([rows["person"].submission], reason="Wniosek 12/2026", user=None)
    kept = everything_stored(over)
    assert NAME not in kept and EMAIL not in kept and "Adam Jawny" in kept
    assert table(over) == before and Remark.objects.counted().count() == number
    assert Remark.objects.get(pk=rows["person"].pk).erased_at is None


def test_the_texts_go_and_number_seal_answer_and_totals_stay(over, rows):
    lists.settle(over)
    manifests = [(m.digest, m.rows) for m in lists.lists_of(over)]
    row, number = rows["person"], Remark.objects.counted().count()
    authors.erase([row.submission], reason="Wniosek", with_texts=True, user=None)
    after = Remark.objects.get(pk=row.pk)
    assert all(getattr(after, name) == "" for name in ("place", *Remark.TEXTS))
    assert (after.number, after.digest, after.response_id) == (
        row.number, row.digest, Remark.objects.get(pk=rows["entity"].pk).response_id,
    )  # fmt: skip
    assert trace_of(after) and not after.is_readable and public_text(after, "content") == ""
    assert Remark.objects.counted().count() == number
    assert [(m.digest, m.rows) for m in lists.lists_of(over)] == manifests


def test_ready_files_of_the_table_go_with_an_erased_text(over, rows):
    report = ConsultationReportFactory(consultation=over)
    RemarkTableFile.objects.create(
        report=report, kind="pdf", language="pl", basis="x", content=b"Joanna"
    )
    authors.erase([rows["person"].submission], reason="Wniosek", with_texts=True, user=None)
    assert not RemarkTableFile.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n", "a" * 501])
def test_without_a_reason_nothing_is_erased(over, rows, reason):
    before = everything_stored(over)
    with pytest.raises(ValidationError):
        authors.erase([rows["person"].submission], reason=reason, user=None)
    assert everything_stored(over) == before


def test_a_process_that_dies_erases_nothing(over, rows, monkeypatch):
    before = everything_stored(over)

    def dying(page):
        raise KeyboardInterrupt

    monkeypatch.setattr(emptying, "forget_files", dying)
    with pytest.raises(KeyboardInterrupt):
        authors.erase([rows["person"].submission], reason="W.", with_texts=True, user=None)
    assert everything_stored(over) == before


# Screens ----------------------------------------------------------------------------------------


def test_the_clerk_erases_what_is_ticked_and_the_history_names_nobody(
    client, admin_user, over, rows
):
    client.force_login(admin_user)
    again = SubmissionFactory(consultation=over, person=True, email=EMAIL)
    row = rows["person"].submission
    data = {"erase": "1", "submissions": [row.pk], "with_texts": "on", "reason": "Wniosek 12/2026"}
    assert client.post(author_url(row), data).status_code == 302
    assert Submission.objects.get(pk=row.pk).name == ""
    assert Submission.objects.get(pk=again.pk).email == EMAIL
    entry = PageLogEntry.objects.get(action="rkres_wagtail.author_erase")
    assert entry.user == admin_user and entry.data["reason"] == "Wniosek 12/2026"
    assert NAME not in str(entry.data) and "12/2026" in entry.message


@pytest.mark.parametrize("data", [{}, {"submissions": ["999999"]}, {"reason": ""}])
def test_a_form_that_does_not_hold_erases_nothing(client, admin_user, over, rows, data):
    client.force_login(admin_user)
    row = rows["person"].submission
    data = {"erase": "1", "submissions": [row.pk], "reason": "W.", **data}
    if data["submissions"] == [row.pk] and data["reason"]:
        del data["submissions"]
    response = client.post(author_url(row), data)
    assert response.status_code == 422
    assert Submission.objects.get(pk=row.pk).name == NAME


def test_another_author_cannot_be_slipped_in(client, admin_user, over, rows):
    client.force_login(admin_user)
    other = rows["entity"].submission
    data = {"erase": "1", "submissions": [other.pk], "reason": "W."}
    assert client.post(author_url(rows["person"].submission), data).status_code == 422
    assert Submission.objects.get(pk=other.pk).email == "ewa@example.org"


def test_the_button_removes_names_also_early_once_it_is_confirmed(client, admin_user, over, rows):
    client.force_login(admin_user)
    html = client.get(retention_url(over)).content.decode()
    assert 'name="confirm"' in html and NAME not in html
    assert client.post(retention_url(over), {}).status_code == 422
    assert NAME in everything_stored(over)
    assert client.post(retention_url(over), {"confirm": "on"}).status_code == 302
    assert NAME not in everything_stored(over)
    assert 'name="confirm"' not in client.get(retention_url(over)).content.decode()


def test_while_a_round_is_open_there_is_no_button(client, admin_user, consultation):
    RemarkFactory(consultation=consultation, sender={"person": True})
    client.force_login(admin_user)
    assert 'name="confirm"' not in client.get(retention_url(consultation)).content.decode()
    response = client.post(retention_url(consultation), {"confirm": "on"})
    assert response.status_code == 422
    assert Submission.objects.with_personal_data().exists()


def test_only_who_keeps_the_remarks_gets_in(client, over, rows, consultation):
    row = rows["person"].submission
    user = keeper(consultation)
    client.force_login(user)
    for url in (author_url(row), author_url(row, "?all=1"), retention_url(over)):
        for send in (client.get, client.post):
            response = send(url)
            assert response.status_code == 302 and NAME not in response.content.decode()
    client.force_login(keeper(over, name="inny"))
    assert client.get(author_url(row)).status_code == 200
    assert client.get(retention_url(over)).status_code == 200


def test_links_stand_only_where_they_open(over, rows, consultation):
    row = rows["person"].submission
    mine, foreign = keeper(over), keeper(consultation, name="obcy")

    def names(place, target, user):
        return {each.url_name for each in links.links(place, target, user)}

    assert "rkres_retention" in names("consultation", over, mine)
    assert "rkres_author" in names("submission", row, mine)
    assert "rkres_retention" not in names("consultation", over, foreign)
    assert "rkres_author" not in names("submission", row, foreign)


def test_queries_do_not_grow_with_submissions(client, admin_user, consultations):
    client.force_login(admin_user)
    costs = []
    for count in (2, 30):
        over = closed_consultation(consultations)
        for _number in range(count):
            last = SubmissionFactory(consultation=over, person=True, email=EMAIL)
        decide(over, days_ago=3)
        cost = []
        for url in (author_url(last), retention_url(over)):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            cost.append(len(queries))
        costs.append(cost)
    assert costs[0] == costs[1]
