"""Behind the secret link: the list, one document, and the two answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection

from rkres_wagtail.bodies.models import Membership, PersonContact
from rkres_wagtail.consultations.models import DocumentVersion, Round
from rkres_wagtail.participation.choices import ReaderAnswer
from rkres_wagtail.participation.models import AssignedReader, Assignment, ReadingLink
from rkres_wagtail.participation.readers import answers, services
from rkres_wagtail.remarks.models import Remark, RemarkRules, Submission
from rkres_wagtail.secret_links import make_token
from tests.factories import (
    ConsultationPageFactory,
    DocumentVersionFactory,
    OrganisationFactory,
    VersionFileFactory,
)
from tests.meetings.public import document

from .conftest import address, give, in_days, list_address, reader_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

CONTENT = "Prosimy dopisać spółdzielnie socjalne."


def send(client, assignment, person, **fields):
    version = DocumentVersion.objects.of(assignment.consultation).order_by("-number").first()
    data = {"send": "1", "r1-content": CONTENT, "version": str(version.pk) if version else ""}
    return client.post(address(assignment, person), {**data, **fields})


def state() -> list:
    return [
        list(AssignedReader.objects.order_by("pk").values_list("answer", "answered_at")),
        list(ReadingLink.objects.order_by("pk").values_list("nonce")),
        Submission.objects.count(),
    ]


# Reading ----------------------------------------------------------------------------------------


def test_the_list_has_what_waits_first(client, lab, assignment):
    other = ConsultationPageFactory(parent=lab.index, title="Plan na rok", rounds=[{}])
    give(lab, page=other, due_on=in_days(3))
    past = ConsultationPageFactory(parent=lab.index, title="Dawny dokument", rounds=[{}])
    old = give(lab, page=past)
    Assignment.objects.filter(pk=old.pk).update(due_at=timezone.now() - timedelta(days=1))
    response = client.get(list_address(lab.anna))
    shown = words(response).split("<h1>")[1]
    assert response.status_code == 200
    assert shown.index("Plan na rok") < shown.index("Projekt programu") < shown.index("Dawny")
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert lab.page.get_url() in shown and "Laboratorium ekonomii społecznej" in shown


def test_a_document_shows_its_text_and_files(client, lab, assignment):
    closed = Collection.get_first_root_node().add_child(name="Dla członków")
    closed.view_restrictions.create(restriction_type="login")
    stored = document("Załącznik")
    get_document_model().objects.filter(pk=stored.pk).update(collection=closed)
    row = VersionFileFactory(version=lab.version, document=stored)
    shown = words(client.get(address(assignment, lab.anna)))
    for text in lab.version.texts.all():
        assert text.heading in shown
    url = f"{address(assignment, lab.anna)}plik/{row.pk}/"
    assert url in shown and client.get(url).status_code == 200
    assert client.get(url.replace(f"/{row.pk}/", "/999/")).status_code == 404


def test_an_unpublished_version_is_not_shown(client, lab, assignment):
    draft = DocumentVersionFactory(consultation=lab.page, number=2, draft=True, sections=1)
    draft.texts.update(title="TAJNA SEKCJA")
    assert "TAJNA SEKCJA" not in words(client.get(address(assignment, lab.anna)))


def test_behind_a_password_the_text_is_read_here(client, lab, assignment):
    lab.page.view_restrictions.create(restriction_type="password", password="tajne")
    shown = words(client.get(address(assignment, lab.anna))).split("<article")[1]
    assert lab.version.texts.first().heading in shown
    assert f'href="{lab.page.get_url()}' not in shown


def test_a_get_changes_nothing(client, lab, assignment):
    before = state()
    for path in (list_address(lab.anna), address(assignment, lab.anna)):
        for query in ("", "?zapisano=1", "?wyslano=1", "?agree=1", "?czesc=x"):
            assert client.get(path + query).status_code == 200
            assert client.head(path + query).status_code == 200
    assert client.post(list_address(lab.anna)).status_code == 405
    assert state() == before


def test_nobody_reads_what_another_person_was_asked(client, lab, assignment):
    other = ConsultationPageFactory(parent=lab.index, title="Dokument Jana", rounds=[{}])
    Membership.objects.filter(person=lab.anna).update(ends_on=in_days(-1))
    theirs = give(lab, page=other)
    assert "Dokument Jana" not in words(client.get(list_address(lab.anna)))
    row = reader_of(theirs, lab.jan)
    for path in (f"{row.pk}/", f"{10**30}/", "0/"):
        for method in (client.get, client.post):
            assert method(list_address(lab.anna) + path, {"agree": "1"}).status_code == 404
    assert reader_of(theirs, lab.jan).answer == ReaderAnswer.NONE


@pytest.mark.parametrize("broken", ["purpose", "nonce", "word", "other"])
def test_a_link_that_was_not_made_here(client, lab, assignment, broken):
    link = ReadingLink.objects.get(person=lab.anna)
    other = ReadingLink.objects.get(person=lab.jan)
    token = {
        "purpose": make_token("minutes_reading", link),
        "nonce": make_token("reading_list", ReadingLink(pk=link.pk, nonce="x" * 43)),
        "word": "x",
        "other": f"{link.pk}-{make_token('reading_list', other).split('-', 1)[1]}",
    }[broken]
    assert client.get(f"/rkres/do-konsultacji/{token}/").status_code == 404


def test_whose_contact_data_were_removed_has_no_link(client, lab, assignment):
    path = address(assignment, lab.anna)
    PersonContact.objects.filter(person=lab.anna).delete()
    assert client.get(path).status_code == client.post(path, {"agree": 1}).status_code == 404


# No remarks -------------------------------------------------------------------------------------


def test_one_button_says_no_remarks(client, lab, assignment):
    path = address(assignment, lab.anna)
    for _number in range(2):
        response = client.post(path, {"agree": "1"}, follow=True)
        assert response.redirect_chain[-1][0] == f"{path}?zapisano=1"
    row = reader_of(assignment, lab.anna)
    assert row.answer == ReaderAnswer.NO_REMARKS and row.answered_at and not row.recorded_by
    assert 'name="agree"' not in words(client.get(list_address(lab.anna)))
    assert reader_of(assignment, lab.jan).answer == ReaderAnswer.NONE


def test_the_mind_may_be_changed_until_the_deadline(client, lab, assignment):
    client.post(address(assignment, lab.anna), {"agree": "1"})
    assert send(client, assignment, lab.anna).status_code == 302
    assert reader_of(assignment, lab.anna).answer == ReaderAnswer.REMARKS
    refused = client.post(address(assignment, lab.anna), {"agree": "1"})
    assert refused.status_code == 422
    assert reader_of(assignment, lab.anna).answer == ReaderAnswer.REMARKS
    Remark.objects.update(withdrawn_at=timezone.now())
    client.post(address(assignment, lab.anna), {"agree": "1"})
    assert reader_of(assignment, lab.anna).answer == ReaderAnswer.NO_REMARKS


# Remarks ----------------------------------------------------------------------------------------


def test_a_remark_is_one_of_the_consultation(client, lab, assignment):
    text = lab.version.texts.order_by("position")[1]
    response = send(
        client,
        assignment,
        lab.anna,
        **{
            "r1-section": text.identity.anchor,
            "r1-proposed": "Nowe brzmienie.",
            "r1-justification": "Bo tak.",
        },
    )
    assert response.status_code == 302
    remark = Remark.objects.get()
    submission = remark.submission
    assert (remark.section, remark.version) == (text.identity, lab.version)
    assert (remark.content, remark.proposed) == (CONTENT, "Nowe brzmienie.")
    assert remark.justification == "Bo tak." and remark.number == 1 and remark.digest
    assert submission.consultation_id == lab.page.pk and submission.round == Round.objects.get()
    assert submission.channel == "online" and not submission.is_late and submission.is_counted
    assert submission.author_kind == "organisation"
    assert submission.organisation == submission.public_author == "Fundacja Most"
    assert submission.name == f"{lab.anna.first_name} Annowska" and not submission.email
    row = reader_of(assignment, lab.anna)
    assert list(row.submissions.all()) == [submission]
    shown = client.get(response["Location"])
    assert remark.receipt_number in words(shown) and "/uwagi/moje/" in words(shown)


def test_who_sits_for_nobody_is_a_private_person(client, lab, assignment):
    send(client, assignment, lab.jan)
    submission = Submission.objects.get()
    assert submission.author_kind == "person" and submission.name.endswith("Janowski")
    assert submission.organisation == "" and not submission.is_name_public
    assert "Janowski" not in submission.public_author


def test_a_hidden_membership_names_no_organisation(client, lab, assignment):
    Membership.objects.filter(person=lab.anna).update(is_public=False)
    send(client, assignment, lab.anna)
    assert Submission.objects.get().organisation == ""


def test_a_county_speaks_as_a_local_government(client, lab, assignment):
    county = OrganisationFactory(name="Powiat Przykładowy", kind="local_government")
    Membership.objects.filter(person=lab.anna).update(represents=county)
    send(client, assignment, lab.anna)
    submission = Submission.objects.get()
    assert (submission.author_kind, submission.organisation) == ("government", county.name)


def test_sent_twice_it_is_stored_once_and_other_words_anew(client, lab, assignment):
    for _number in range(2):
        send(client, assignment, lab.anna)
    assert Remark.objects.count() == 1
    send(client, assignment, lab.anna, **{"r1-content": "Coś innego."})
    send(client, assignment, lab.jan)
    assert Remark.objects.count() == 3
    assert reader_of(assignment, lab.anna).submissions.count() == 2
    Remark.objects.filter(number=1).update(withdrawn_at=timezone.now())
    send(client, assignment, lab.anna)
    assert Remark.objects.count() == 4


@pytest.mark.parametrize("is_on", [False, True])
def test_the_public_form_may_be_off_or_demand_confirmation(client, lab, assignment, is_on):
    clause = "<p>Administratorem danych jest Ośrodek.</p>"
    RemarkRules.objects.filter(consultation=lab.page).update(
        is_online=is_on, must_confirm=True, privacy_clause=clause
    )
    assert "Administratorem danych" in words(client.get(address(assignment, lab.anna)))
    assert send(client, assignment, lab.anna).status_code == 302
    assert Submission.objects.get().is_counted


@pytest.mark.parametrize(
    ("first", "last", "is_late", "has_round"),
    [(-40, -5, True, True), (5, 40, False, False)],
)
def test_outside_the_round_it_is_taken_and_marked_by_its_rules(
    client, lab, assignment, first, last, is_late, has_round
):
    now = timezone.now()
    Round.objects.update(starts_at=now + timedelta(days=first), ends_at=now + timedelta(days=last))
    assert send(client, assignment, lab.anna).status_code == 302
    submission = Submission.objects.get()
    assert (submission.is_late, submission.round is not None) == (is_late, has_round)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"r1-content": ""}, "id_r1-content"),
        ({"r1-content": "x" * 200_001}, "id_r1-content"),
        ({"r1-section": "sekcja-nie-ma"}, "id_r1-section"),
        ({"version": "999999"}, "rkres-problems"),
        ({"version": "<script>"}, "rkres-problems"),
    ],
)
def test_what_is_wrong_is_said_and_stores_nothing(client, lab, assignment, fields, word):
    response = send(client, assignment, lab.anna, **{"r1-justification": "Zachowaj mnie", **fields})
    assert response.status_code == 422
    shown = words(response)
    assert f'href="#{word}"' in shown or f'id="{word}"' in shown
    assert "Zachowaj mnie" in shown and "<script>" not in shown.replace("<script>alert", "")
    assert not Remark.objects.exists()
    assert reader_of(assignment, lab.anna).answer == ReaderAnswer.NONE


def test_hostile_words_stay_words(client, lab, assignment):
    hostile = "<script>alert(1)</script>\x07 =1+1 \u202eabc"
    send(client, assignment, lab.anna, **{"r1-content": hostile})
    assert "\x07" not in Remark.objects.get().content
    assert "<script>alert" not in words(client.get(address(assignment, lab.anna)))


def test_there_is_an_end_to_sendings(client, lab, assignment, monkeypatch):
    monkeypatch.setattr("rkres_wagtail.participation.readers.rules.MAX_SENDINGS", 1)
    send(client, assignment, lab.anna)
    response = send(client, assignment, lab.anna, **{"r1-content": "Jeszcze jedna."})
    assert response.status_code == 422 and "Jeszcze jedna." in words(response)
    assert Remark.objects.count() == 1


def test_a_remark_stays_bound_to_the_version_that_was_read(client, lab, assignment):
    DocumentVersionFactory(consultation=lab.page, number=2, sections=1)
    text = lab.version.texts.first()
    response = send(
        client,
        assignment,
        lab.anna,
        version=str(lab.version.pk),
        **{"r1-section": text.identity.anchor},
    )
    assert response.status_code == 302 and Remark.objects.get().version == lab.version


# Too late ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["over", "withdrawn", "unpublished"])
def test_too_late_nothing_is_taken_and_nothing_is_lost(client, lab, assignment, how):
    if how == "over":
        Assignment.objects.update(due_at=timezone.now())
    elif how == "withdrawn":
        services.withdraw_assignment(assignment=assignment, edits=0, user=None)
    else:
        type(lab.page).objects.update(live=False)
    before = state()
    response = send(client, assignment, lab.anna)
    assert response.status_code == 410 and CONTENT in words(response)
    assert client.post(address(assignment, lab.anna), {"agree": "1"}).status_code == 410
    assert state() == before
    shown = client.get(address(assignment, lab.anna))
    assert shown.status_code == (410 if how == "withdrawn" else 200)
    assert 'name="send"' not in words(shown) and 'name="agree"' not in words(shown)
    listed = words(client.get(list_address(lab.anna)))
    assert "Projekt programu" in listed and 'name="agree"' not in listed
    heading = lab.version.texts.first().heading
    assert (heading in words(shown)) == (how == "over")


def test_a_service_refuses_what_came_while_the_office_took_it_back(lab, assignment):
    row = reader_of(assignment, lab.anna)
    services.withdraw_assignment(assignment=assignment, edits=0, user=None)
    with pytest.raises(answers.TooLate):
        answers.agree(reader=row)
    with pytest.raises(answers.TooLate):
        answers.send_remark(reader=row, remark=Remark(content=CONTENT))
    assert not Remark.objects.exists()


def test_who_left_answers_what_was_asked_before(client, lab, assignment):
    Membership.objects.filter(person=lab.anna).update(ends_on=in_days(-1))
    assert send(client, assignment, lab.anna).status_code == 302
    assert Submission.objects.get().organisation == "Fundacja Most"


# Cost -------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_many_documents(client, lab):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(list_address(lab.anna)).status_code == 200
        return len(captured)

    def more(count: int) -> None:
        for _number in range(count):
            page = ConsultationPageFactory(parent=lab.index, rounds=[{}])
            send(client, give(lab, page=page), lab.anna)

    more(2)
    cost()
    few = cost()
    more(8)
    assert cost() == few
