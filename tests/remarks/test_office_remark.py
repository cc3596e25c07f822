"""The screen of one remark: publication, hidden passages, assignment, notes, files, history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from rkres_wagtail.consultations.document import rules as document_rules
from rkres_wagtail.consultations.document import section_services
from rkres_wagtail.consultations.document import version_services as services_of_versions
from rkres_wagtail.consultations.models import Round
from rkres_wagtail.consultations.rounds import rules as round_rules
from rkres_wagtail.consultations.rounds import services as rounds_services
from rkres_wagtail.remarks import services
from rkres_wagtail.remarks.models import Remark, RemarkNote, SubmissionFile
from rkres_wagtail.remarks.publication.texts import public_text
from tests.factories import ConsultationPageFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory, SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = timedelta(days=1)


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def remark(consultation):
    return RemarkFactory(
        consultation=consultation,
        content="Proszę dzwonić: 600 100 200. Dopisać spółdzielnie.",
        sender={"person": True, "email": "jw@example.org"},
    )


def url(remark) -> str:
    return reverse("rkres_remark", args=[remark.pk])


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def moderate(client, remark, moderation, *, edits=0, verb="moderate", **data):
    fields = {"moderation": moderation, "block_reason": "", "hidden_passages": "", "edits": edits}
    return client.post(url(remark), {"verb": verb, **fields, **data}, follow=True)


# Publication ----------------------------------------------------------------------------------


def test_an_editor_approves_and_hides_a_passage(boss, remark, admin_user):
    moderate(boss, remark, "approved", hidden_passages="600 100 200\n")
    remark.refresh_from_db()
    assert (remark.moderation, remark.moderated_by) == ("approved", admin_user)
    assert public_text(remark, "content") == "Proszę dzwonić: […]. Dopisać spółdzielnie."
    actions = ModelLogEntry.objects.for_instance(remark).values_list("action", flat=True)
    assert set(actions) == {"rkres_wagtail.remark_moderate", "rkres_wagtail.remark_hide"}


def test_the_preview_shows_what_the_public_would_read_and_saves_nothing(boss, remark):
    response = moderate(boss, remark, "approved", hidden_passages="600 100 200", verb="preview")
    shown = response.context["preview"]
    assert [each.text for each in shown.texts] == ["Proszę dzwonić: […]. Dopisać spółdzielnie."]
    assert shown.author == "osoba fizyczna" or "Wierzbicka" not in shown.author
    response = moderate(boss, remark, "blocked", block_reason="offensive", verb="preview")
    assert response.context["preview"].texts == [] and response.context["preview"].trace
    remark.refresh_from_db()
    assert (remark.moderation, remark.hidden_passages, remark.edits) == ("pending", "", 0)


def test_a_passage_that_is_not_there_is_refused(boss, remark):
    response = moderate(boss, remark, "approved", hidden_passages="600-100-200")
    remark.refresh_from_db()
    assert remark.moderation == "pending"
    html = words(response)
    assert "Tego fragmentu nie ma w uwadze" in html and "600-100-200" in html
    assert 'href="#id_hidden_passages"' in html


def test_blocking_without_a_reason_is_refused(boss, remark):
    moderate(boss, remark, "blocked")
    remark.refresh_from_db()
    assert remark.moderation == "pending"
    moderate(boss, remark, "blocked", block_reason="unlawful")
    remark.refresh_from_db()
    assert (remark.moderation, remark.block_reason) == ("blocked", "unlawful")


def test_of_two_editors_the_second_is_told_and_may_go_on(boss, remark):
    moderate(boss, remark, "approved")
    response = moderate(boss, remark, "blocked", block_reason="unlawful")
    remark.refresh_from_db()
    assert remark.moderation == "approved"
    form = response.context["moderation"]
    assert form.has_error("__all__", "changed_meanwhile")
    assert form.data["edits"] == 1
    moderate(boss, remark, "blocked", block_reason="unlawful", edits=1)
    remark.refresh_from_db()
    assert remark.moderation == "blocked"


def test_a_text_that_its_author_corrected_is_not_approved_unread(boss, remark):
    services.correct(remark=remark, texts={"content": "Zupełnie inna treść."})
    moderate(boss, remark, "approved")
    remark.refresh_from_db()
    assert remark.moderation == "pending"
    html = words(boss.get(url(remark)))
    assert "Przed poprawką (1)" in html and "Proszę dzwonić" in html and "Zupełnie inna" in html


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"verb": "x"},
        {"verb": "moderate", "edits": "-1"},
        {"verb": "moderate", "moderation": "public", "edits": "0"},
        {"verb": "assign", "edits": "0", "assignee": "1; DROP"},
    ],
)
def test_nonsense_changes_nothing(boss, remark, data):
    assert boss.post(url(remark), data).status_code in (200, 302)
    remark.refresh_from_db()
    assert (remark.moderation, remark.edits) == ("pending", 0)


# Notes, assignment, history -------------------------------------------------------------------


def test_notes_are_kept_once_and_never_public(boss, remark, admin_user):
    data = {"verb": "note", "text": "Zapytać\x01 radcę <b>prawnego</b>."}
    for _again in range(2):
        boss.post(url(remark), data)
    note = RemarkNote.objects.get()
    assert (note.text, note.written_by) == ("Zapytać radcę <b>prawnego</b>.", admin_user)
    html = words(boss.get(url(remark)))
    assert "Zapytać radcę &lt;b&gt;" in html
    assert not RemarkNote.objects.exclude(pk=note.pk).exists()


@pytest.mark.parametrize("text", ["", "  \x01 ", "ż" * 5001])
def test_an_empty_or_endless_note_is_refused(boss, remark, text):
    response = boss.post(url(remark), {"verb": "note", "text": text})
    assert response.status_code == 200 and response.context["noting"].errors
    assert not RemarkNote.objects.exists()


def test_it_is_assigned_and_taken_back(boss, remark, admin_user):
    boss.post(url(remark), {"verb": "assign", "edits": "0", "assignee": str(admin_user.pk)})
    remark.refresh_from_db()
    assert remark.assigned_to == admin_user
    boss.post(url(remark), {"verb": "assign", "edits": "0", "assignee": ""})
    remark.refresh_from_db()
    assert remark.assigned_to == admin_user, "an old form changes nothing"
    boss.post(url(remark), {"verb": "assign", "edits": "1", "assignee": ""})
    remark.refresh_from_db()
    assert remark.assigned_to is None


def test_the_history_names_no_person_and_quotes_nothing(boss, remark, admin_user):
    moderate(boss, remark, "approved", hidden_passages="600 100 200")
    boss.post(url(remark), {"verb": "note", "text": "Tajna notatka"})
    boss.post(url(remark), {"verb": "assign", "edits": "1", "assignee": str(admin_user.pk)})
    entries = list(ModelLogEntry.objects.for_instance(remark))
    assert len(entries) == 4
    kept = " ".join(f"{each.label} {each.data} {each.message}" for each in entries)
    for secret in ("600", "Wierzbicka", "jw@example", "Tajna", "spółdzielnie"):
        assert secret not in kept
    assert "Ukryte fragmenty: 1" in words(boss.get(url(remark)))


def test_neighbours_and_what_was_sent_together(boss, consultation):
    first, second = SubmissionFactory(consultation=consultation, remarks=[{}, {}]).remarks.order_by(
        "number"
    )
    third = RemarkFactory(consultation=consultation)
    html = boss.get(url(second)).content.decode()
    assert f'href="{url(first)}"' in html and f'href="{url(third)}"' in html


def test_the_answer_is_shown(boss, remark, consultation):
    ResponseFactory(consultation=consultation, remarks=[remark], position="Zapis będzie zmieniony.")
    html = words(boss.get(url(remark)))
    assert "Zapis będzie zmieniony." in html and "uwzględniona" in html


def test_the_number_of_queries_does_not_grow(boss, consultation, remark):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        boss.get(url(remark))
        with CaptureQueriesContext(connection) as captured:
            boss.get(url(remark))
        return len(captured)

    few = queries()
    SubmissionFactory(consultation=consultation, remarks=[{}] * 60)
    for number in range(10):
        boss.post(url(remark), {"verb": "note", "text": f"Notatka {number}"})
    assert queries() <= few + 1  # the neighbour


# What the author read -------------------------------------------------------------------------


def test_a_newer_wording_and_a_removed_section_are_said(boss, consultation):
    first = DocumentVersionFactory(consultation=consultation, sections=2, number=1)
    text, gone = first.texts.order_by("position")
    one, two = (
        RemarkFactory(
            consultation=consultation,
            section=each.identity,
            version=first,
            section_digest=each.digest,
        )
        for each in (text, gone)
    )
    assert "brzmi inaczej" not in words(boss.get(url(one)))
    second = services_of_versions.create_version(
        consultation=consultation, kind="draft", based_on=first, user=None
    )
    section = second.texts.get(identity=text.identity)
    section_services.change_section(section=section, title="Nowy tytuł", user=None)
    section_services.remove_section(section=second.texts.get(identity=gone.identity), user=None)
    type(second).objects.filter(pk=second.pk).update(published_at=timezone.now())
    html = words(boss.get(url(one)))
    assert text.heading in html and "W wersji 2 ta część brzmi inaczej." in html
    assert "W wersji 2 nie ma już tej części." in words(boss.get(url(two)))


# Files ----------------------------------------------------------------------------------------


def test_a_file_is_only_downloaded_and_only_by_the_office(client, boss, remark):
    row = SubmissionFile.objects.create(
        submission=remark.submission,
        name='skan "<b>ż.html',
        size=4,
        sha256="0" * 64,
        content=b"<b>!",
    )
    address = reverse("rkres_submission_file", args=[row.pk])
    assert address in boss.get(url(remark)).content.decode()
    response = boss.get(address)
    assert response.content == b"<b>!"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    client.logout()
    assert client.get(address).status_code == 302


# For earlier rooms ----------------------------------------------------------------------------


def test_a_section_says_how_many_remarks_it_has(boss, consultation):
    version = DocumentVersionFactory(consultation=consultation, sections=2)
    text, other = version.texts.order_by("position")
    rows = [{"section": text.identity, "version": version}] * 17
    SubmissionFactory(consultation=consultation, remarks=rows)
    RemarkFactory(consultation=consultation, section=other.identity, version=version, junk=True)
    html = words(boss.get(reverse("rkres_document_version", args=[version.pk])))
    assert "na tej części jest 17 uwag" in html
    counts = document_rules.remark_counts([text.identity, other.identity])
    assert counts == {text.identity_id: 17}


def test_sections_are_counted_in_one_query(consultation, django_assert_num_queries):
    version = DocumentVersionFactory(consultation=consultation, sections=5)
    identities = [each.identity for each in version.texts.select_related("identity")]
    SubmissionFactory(
        consultation=consultation,
        remarks=[{"section": each, "version": version} for each in identities],
    )
    with django_assert_num_queries(1):
        assert len(document_rules.remark_counts(identities)) == 5


def test_a_round_with_answers_stays(boss, consultations):
    now = timezone.now()
    page = ConsultationPageFactory(
        parent=consultations, rounds=[{"starts_at": now - 9 * DAY, "ends_at": now - 2 * DAY}]
    )
    Round.objects.of(page).update(recorded_at=now - DAY)
    round = page_rounds(page).get()
    assert round.was_recorded_afterwards
    with_remark = RemarkFactory(consultation=page, sender={"received_at": now - 3 * DAY})
    assert with_remark.submission.round == round
    assert round_rules.answers_of([round]) == {round.pk: 1}
    response = boss.post(
        reverse("rkres_round_remove", args=[round.pk]),
        {"seen": round.changed_at.isoformat()},
        follow=True,
    )
    assert page_rounds(page).exists()
    assert "W tej turze ludzie się wypowiedzieli (1 zgłoszenie)" in words(response)
    with pytest.raises(ValidationError):
        rounds_services.remove_round(round=round, user=None)


def test_a_slip_in_a_round_is_not_corrected_once_somebody_answered(consultation):
    round = page_rounds(consultation).get()
    type(round).objects.filter(pk=round.pk).update(recorded_at=timezone.now())
    round.refresh_from_db()
    assert round_rules.may_be_corrected(round, timezone.now())
    RemarkFactory(consultation=consultation)
    assert not round_rules.may_be_corrected(round, timezone.now())


def page_rounds(page):
    return Round.objects.of(page)


def test_the_editor_shows_the_tab(boss, consultation):
    RemarkFactory(consultation=consultation)
    html = words(boss.get(reverse("wagtailadmin_pages:edit", args=[consultation.pk])))
    assert 'id="tab-label-uwagi"' in html
    assert "Odniesiono się do 0 z 1 uwagi." in html
    assert reverse("rkres_remarks", args=[consultation.pk]) in html


def test_the_desk_says_what_waits(boss, consultations, consultation, admin_user):
    from rkres_wagtail import desk

    closed = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    RemarkFactory(consultation=consultation)
    answered = RemarkFactory(consultation=consultation, approved=True)
    RemarkFactory(consultation=closed, approved=True)
    piles = {each.title: each for each in desk.piles_of(admin_user)}
    (waiting,) = piles["Uwagi do decyzji o\xa0publikacji"].rows
    assert waiting.name == consultation.title and "1 uwaga czeka" in waiting.note
    (due,) = piles["Uwagi bez stanowiska"].rows
    assert due.name == closed.title and "1 uwaga bez stanowiska" in due.note
    Remark.objects.update(moderation="approved")
    ResponseFactory(consultation=closed, remarks=Remark.objects.of(closed))
    titles = {each.title for each in desk.piles_of(admin_user)}
    assert not titles & {"Uwagi do decyzji o\xa0publikacji", "Uwagi bez stanowiska"}
    assert answered.pk


def test_the_desk_costs_a_constant(consultations, admin_user):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from rkres_wagtail.remarks.office import desk_items

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for provider in (desk_items.to_moderate, desk_items.to_answer):
                provider(admin_user, timezone.now())
        return len(captured)

    def more(count):
        for _each in range(count):
            page = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
            RemarkFactory(consultation=page)

    more(1)
    few = queries()
    more(4)
    assert queries() == few
