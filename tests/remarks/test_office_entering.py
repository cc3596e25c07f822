"""What the office enters: remarks of other channels, files, corrections of author and receipt."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from rkres_wagtail.meetings.when import zone
from rkres_wagtail.remarks.models import Remark, RemarkManifest, Submission, SubmissionFile
from rkres_wagtail.remarks.office import attachments
from rkres_wagtail.remarks.sealing import digest_of
from tests.factories import (
    CommitteePageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.remarks import RemarkFactory, SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = timedelta(days=1)


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def add_url(page) -> str:
    return reverse("rkres_remark_add", args=[page.pk])


def when(moment) -> dict:
    local = moment.astimezone(zone())
    return {"received_on": local.strftime("%d.%m.%Y"), "received_time": local.strftime("%H:%M")}


def data(*remarks, **fields) -> dict:
    rows = remarks or ({"content": "Dopisać spółdzielnie."},)
    found = {
        "request_key": str(uuid.uuid4()),
        "channel": "post",
        "author_kind": "organisation",
        "organisation": "Fundacja Przykład",
        "name": "",
        "email": "",
        "raised": "",
        "remarks-TOTAL_FORMS": str(len(rows)),
        "remarks-INITIAL_FORMS": "0",
        **when(timezone.now() - timedelta(hours=1)),
        **fields,
    }
    for index, row in enumerate(rows):
        found |= {f"remarks-{index}-{name}": value for name, value in row.items()}
    return found


# Entering -------------------------------------------------------------------------------------


def test_several_remarks_of_one_letter_are_entered_at_once(boss, consultation, admin_user):
    version = DocumentVersionFactory(consultation=consultation, sections=2)
    text = version.texts.first()
    response = boss.post(
        add_url(consultation),
        data(
            {
                "content": "Pierwsza.",
                "section": str(text.pk),
                "quote": "Brzmienie",
                "proposed": "X",
            },
            {"content": ""},
            {"content": "Druga.", "place": "rozdział 2, strona 14", "justification": "Bo tak."},
            is_unsigned="on",
        ),
        follow=True,
    )
    assert "Wprowadzono uwagi nr 1, 2." in words(response)
    first, second = Remark.objects.of(consultation).order_by("number")
    assert (first.section, first.version, first.section_digest) == (
        text.identity,
        version,
        text.digest,
    )
    assert (second.section, second.place) == (None, "rozdział 2, strona 14")
    submission = Submission.objects.get()
    assert submission.entered_by == admin_user and submission.is_unsigned
    assert not submission.is_late and submission.round is not None
    assert first.digest == digest_of(first)
    entries = ModelLogEntry.objects.filter(action="rkres_wagtail.remark_enter")
    assert entries.count() == 2


def test_pressed_twice_it_is_stored_once(boss, consultation):
    sent = data()
    for _again in range(2):
        assert boss.post(add_url(consultation), sent).status_code == 302
    assert Remark.objects.count() == 1


@pytest.mark.parametrize("kind", ["person", "organisation", "government", "internal"])
def test_each_kind_of_author_is_entered(boss, consultation, kind):
    boss.post(add_url(consultation), data(author_kind=kind))
    assert Submission.objects.get().author_kind == kind


def test_a_moment_to_come_is_refused_and_what_was_typed_stays(boss, consultation):
    response = boss.post(
        add_url(consultation),
        data({"content": "Zażółć gęślą jaźń."}, **when(timezone.now() + DAY)),
    )
    assert response.status_code == 200 and not Remark.objects.exists()
    html = words(response)
    assert "Ta chwila jeszcze nie nadeszła." in html and "Zażółć gęślą jaźń." in html
    assert 'href="#id_received_on"' in html


def test_a_letter_after_the_closing_is_late_by_the_minute(boss, consultations):
    closing = (timezone.now() - 3 * DAY).replace(second=0, microsecond=0)
    page = ConsultationPageFactory(
        parent=consultations, rounds=[{"starts_at": closing - 40 * DAY, "ends_at": closing}]
    )
    for moment, late in ((closing - timedelta(minutes=1), False), (closing, True)):
        boss.post(add_url(page), data(**when(moment)))
        submission = Submission.objects.latest("pk")
        assert (submission.is_late, submission.received_at) == (late, moment)
        assert submission.round is not None


def test_where_the_date_of_dispatch_counts_the_office_says_what_is_late(boss, consultation):
    assert 'name="is_late"' not in boss.get(add_url(consultation)).content.decode()
    type(consultation).objects.update(receipt_date_counts=False)
    assert 'name="is_late"' in boss.get(add_url(consultation)).content.decode()
    boss.post(add_url(consultation), data(is_late="on"))
    assert Submission.objects.get().is_late


def test_a_remark_is_tied_to_the_item_of_an_agenda(boss, consultation, consultations, site_root):
    listing = MeetingIndexPageFactory(parent=consultations.committee)
    meeting = MeetingPageFactory(parent=listing, past=True, agenda=[{"title": "Dyskusja"}])
    item = meeting.agenda_items.get()
    foreign = MeetingPageFactory(
        parent=MeetingIndexPageFactory(parent=CommitteePageFactory(parent=site_root)),
        past=True,
        agenda=[{"title": "Cudzy punkt"}],
    )
    html = words(boss.get(add_url(consultation)))
    assert "Dyskusja" in html and "Cudzy punkt" not in html
    for value in (str(foreign.pk), f"{meeting.pk}:{uuid.uuid4()}", f"{meeting.pk}:x", "x", "1:2:3"):
        response = boss.post(add_url(consultation), data(raised=value, channel="meeting"))
        assert response.status_code == 200 and not Remark.objects.exists(), value
    boss.post(add_url(consultation), data(raised=f"{meeting.pk}:{item.uuid}", channel="meeting"))
    submission = Submission.objects.get()
    assert (submission.meeting_id, submission.agenda_item) == (meeting.pk, item.uuid)
    html = words(boss.get(reverse("rkres_remark", args=[submission.remarks.get().pk])))
    assert f"{meeting.title}: Dyskusja" in html


@pytest.mark.parametrize(
    ("fields", "remark", "name"),
    [
        ({"channel": "online"}, {}, "channel"),
        ({"channel": ""}, {}, "channel"),
        ({"author_kind": "robot"}, {}, "author_kind"),
        ({"received_on": "31.02.2026"}, {}, "received_on"),
        ({"received_on": ""}, {}, "received_on"),
        ({"received_time": "25:00"}, {}, "received_time"),
        ({"email": "nie adres"}, {}, "email"),
        ({"wants_result": "on"}, {}, "email"),
        ({"organisation": "x" * 256}, {}, "organisation"),
        ({}, {"content": "x" * 20_001}, None),
        ({}, {"content": "\x01 "}, None),
        ({}, {"section": "999999", "content": "Tak."}, None),
    ],
)
def test_bad_input_is_said_at_its_field_and_changes_nothing(
    boss, consultation, fields, remark, name
):
    rows = (remark,) if remark else ()
    response = boss.post(add_url(consultation), data(*rows, **fields))
    assert response.status_code == 200 and not Submission.objects.exists()
    if name:
        assert name in response.context["form"].errors
    else:
        formset = response.context["remarks"]
        assert formset.total_error_count()
    assert "Niczego nie zapisano" in words(response)


def test_nothing_is_no_remark(boss, consultation):
    response = boss.post(add_url(consultation), data({"content": ""}))
    assert "Wpisz co najmniej jedną uwagę." in words(response)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("total", ["", "-1", "99999999", "x"])
def test_a_broken_formset_is_no_crash(boss, consultation, total):
    sent = data(**{"remarks-TOTAL_FORMS": total})
    assert boss.post(add_url(consultation), sent).status_code == 200
    assert boss.post(add_url(consultation), {**sent, "more": "1"}).status_code == 200
    assert not Submission.objects.exists()


def test_one_more_remark_keeps_what_was_typed(boss, consultation):
    response = boss.post(
        add_url(consultation), data({"content": "Pierwsza treść."}, more="1", name="Jan Próbny")
    )
    html = words(response)
    assert "Pierwsza treść." in html and "Jan Próbny" in html
    assert len(response.context["remarks"].forms) == 2
    assert "Niczego nie zapisano" not in html and not Submission.objects.exists()


def test_characters_that_deceive_are_dropped(boss, consultation):
    boss.post(
        add_url(consultation),
        data({"content": "Treść\x07 =1+1"}, organisation="Fundacja \u202eexe.fdp"),
    )
    assert Submission.objects.get().organisation == "Fundacja exe.fdp"
    assert Remark.objects.get().content == "Treść =1+1"


# Files ----------------------------------------------------------------------------------------


def upload(name: str, content: bytes):
    return SimpleUploadedFile(name, content)


def zipped(*names: str, types: bytes = b"<Types/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        for name in names:
            archive.writestr(name, b"x")
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pismo.pdf", b"%PDF-1.7 ..."),
        ("pismo.docx", zipped("word/document.xml")),
        ("PISMO.ODT", zipped("content.xml")),
        ("pismo.doc", OLE + b"Word"),
        ("skan.jpg", b"\xff\xd8\xff"),
        ("pismo.xml", b"<?xml version='1.0'?><p/>"),
    ],
)
def test_files_of_an_office_are_kept(boss, consultation, name, content):
    boss.post(add_url(consultation), {**data(), "files": [upload(name, content)]})
    row = SubmissionFile.objects.get()
    assert (row.name, bytes(row.content), row.size) == (name, content, len(content))
    assert len(row.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.exe", b"cokolwiek"),
        ("pismo.pdf", b"MZ\x90\x00"),
        ("pismo.txt", b"\x7fELF"),
        ("pismo.txt", b"#!/bin/sh"),
        ("pismo.docm", zipped("word/document.xml")),
        ("pismo.docx", zipped("word/vbaProject.bin")),
        ("pismo.docx", zipped(types=b"application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("arkusz.ods", zipped("Basic/Standard/Module1.xml")),
        ("pismo.doc", OLE + "_VBA_PROJECT".encode("utf-16-le")),
        ("pismo.docx", b"PK\x03\x04zepsute"),
        ("pismo.docx", b"zwykly tekst"),
        ("pismo.pdf", zipped("x")),
        ("pismo.pdf", b"<html>"),
        ("skan.png", b"<svg onload=x>"),
        ("strona.html", b"<script>"),
        ("rysunek.svg", b"<svg/>"),
        ("bez-rozszerzenia", b"x"),
        ("pusty.txt", b""),
        ("cos\u202efdp.exe", b"x"),
    ],
)
def test_programs_macros_and_lies_are_refused(boss, consultation, name, content):
    response = boss.post(add_url(consultation), {**data(), "files": [upload(name, content)]})
    assert response.status_code == 200
    assert "files" in response.context["form"].errors
    assert not Submission.objects.exists() and not SubmissionFile.objects.exists()


def test_a_file_too_large_is_refused(boss, consultation, settings):
    settings.RKRES_WAGTAIL_REMARK_IMPORT_MAX_FILE_BYTES = 10
    response = boss.post(add_url(consultation), {**data(), "files": [upload("a.txt", b"x" * 11)]})
    assert "files" in response.context["form"].errors
    many = [upload(f"{n}.txt", b"x") for n in range(attachments.MAX_FILES + 1)]
    response = boss.post(add_url(consultation), {**data(), "files": many})
    assert "files" in response.context["form"].errors and not Submission.objects.exists()


def test_of_several_files_all_are_kept(boss, consultation):
    files = [upload("a.txt", b"a"), upload("..\\..\\b.txt", b"b")]
    boss.post(add_url(consultation), {**data(), "files": files})
    assert [each.name for each in SubmissionFile.objects.all()] == ["a.txt", "b.txt"]


# Correcting -----------------------------------------------------------------------------------


def change(client, submission, **fields):
    found = {
        "edits": str(submission.edits),
        "channel": submission.channel,
        "author_kind": submission.author_kind,
        "organisation": submission.organisation,
        "name": submission.name,
        "email": submission.email,
        "raised": "",
        **when(submission.received_at),
        **fields,
    }
    return client.post(reverse("rkres_submission", args=[submission.pk]), found)


def test_the_author_is_corrected_and_the_same_entity_has_one_number(boss, consultation):
    first = SubmissionFactory(consultation=consultation, organisation="Fundacja Przykład")
    second = SubmissionFactory(consultation=consultation, organisation="Fundacja Przyklat")
    assert (first.entity, second.entity) == (1, 2)
    seal = second.remarks.get().digest
    assert change(boss, second, organisation="Fundacja Przykład").status_code == 302
    second.refresh_from_db()
    assert (second.organisation, second.entity, second.edits) == ("Fundacja Przykład", 1, 1)
    assert second.remarks.get().digest == seal
    change(boss, second, organisation="Gmina Inna")
    second.refresh_from_db()
    assert second.entity == 3
    change(boss, second, organisation="Gmina Inna, Urząd")
    second.refresh_from_db()
    assert second.entity == 3, "nobody else has that number"
    entry = ModelLogEntry.objects.filter(action="rkres_wagtail.remark_sender").first()
    assert "Fundacja" not in f"{entry.label} {entry.data} {entry.message}"


def test_of_two_editors_the_second_is_told(boss, consultation):
    submission = SubmissionFactory(consultation=consultation)
    change(boss, submission, organisation="Pierwsza")
    response = change(boss, submission, organisation="Druga")
    assert response.status_code == 200
    assert response.context["form"].has_error("__all__", "changed_meanwhile")
    submission.refresh_from_db()
    assert submission.organisation == "Pierwsza"


def test_while_the_round_is_open_the_moment_and_the_seal_follow(boss, consultation):
    submission = SubmissionFactory(consultation=consultation)
    seal = submission.remarks.get().digest
    earlier = (timezone.now() - timedelta(hours=5)).replace(second=0, microsecond=0)
    assert change(boss, submission, **when(earlier)).status_code == 302
    remark = Remark.objects.select_related("submission").get()
    assert remark.submission.received_at == earlier
    assert remark.digest != seal and remark.digest == digest_of(remark)


def test_what_was_not_touched_keeps_its_seconds_and_its_seal(boss, consultation):
    submission = SubmissionFactory(consultation=consultation)
    seal, moment = submission.remarks.get().digest, submission.received_at
    change(boss, submission, name="Nowa Osoba")
    submission.refresh_from_db()
    assert (submission.name, submission.received_at) == ("Nowa Osoba", moment)
    assert submission.remarks.get().digest == seal


def test_after_the_closing_the_moment_stays_and_the_author_may_be_corrected(boss, consultations):
    page = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    submission = SubmissionFactory(consultation=page)
    seal = submission.remarks.get().digest
    html = words(boss.get(reverse("rkres_submission", args=[submission.pk])))
    assert "Tura się zakończyła" in html
    response = change(boss, submission, **when(timezone.now() - 200 * DAY))
    assert response.status_code == 200 and "received_on" in response.context["form"].errors
    assert change(boss, submission, organisation="Inna nazwa").status_code == 302
    submission.refresh_from_db()
    assert submission.organisation == "Inna nazwa"
    assert submission.remarks.get().digest == seal


def test_the_seal_on_a_list_stays_though_the_round_was_prolonged(boss, consultation):
    submission = SubmissionFactory(consultation=consultation)
    remark = submission.remarks.get()
    RemarkManifest.objects.create(
        consultation=consultation, round=submission.round, position=1, digest="a" * 64,
        rows=[[remark.number, remark.digest]], closed_at=timezone.now(),
    )  # fmt: skip
    earlier = (timezone.now() - timedelta(hours=5)).replace(second=0, microsecond=0)
    response = change(boss, submission, **when(earlier))
    assert response.status_code == 200 and "received_on" in response.context["form"].errors
    assert submission.remarks.get().digest == remark.digest


def test_what_the_site_recorded_stays(boss, consultation):
    submission = SubmissionFactory(consultation=consultation, channel="online")
    response = change(boss, submission, **when(timezone.now() - timedelta(hours=3)))
    assert "received_on" in response.context["form"].errors
    response = change(boss, submission, channel="post")
    assert "channel" in response.context["form"].errors
    assert change(boss, submission, organisation="Inna").status_code == 302


def test_nothing_is_added_to_an_author_who_was_made_anonymous(boss, consultation):
    submission = SubmissionFactory(consultation=consultation)
    Submission.objects.update(anonymised_at=timezone.now())
    assert change(boss, submission, name="Jan Wraca").status_code == 200
    submission.refresh_from_db()
    assert submission.name == ""


def test_the_form_costs_a_constant(boss, consultation):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(url) -> int:
        boss.get(url)
        with CaptureQueriesContext(connection) as captured:
            boss.get(url)
        return len(captured)

    DocumentVersionFactory(consultation=consultation, sections=2, number=1)
    submission = RemarkFactory(consultation=consultation).submission
    urls = [add_url(consultation), reverse("rkres_submission", args=[submission.pk])]
    few = [queries(url) for url in urls]
    DocumentVersionFactory(consultation=consultation, sections=40, number=2)
    SubmissionFactory(consultation=consultation, remarks=[{}] * 40)
    assert [queries(url) for url in urls] == few
