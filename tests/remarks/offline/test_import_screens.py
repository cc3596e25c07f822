"""The import through the office's screens: preview, corrections, all or nothing."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry

from rkres_wagtail.remarks import services as core
from rkres_wagtail.remarks.models import (
    Remark,
    RemarkBatch,
    RemarkBatchFile,
    Submission,
    SubmissionFile,
)
from rkres_wagtail.remarks.offline import services
from rkres_wagtail.remarks.offline.blank import blank_form
from rkres_wagtail.remarks.offline.plan import Plan
from tests.factories import ConsultationPageFactory, DocumentVersionFactory
from tests.factories.remarks import RemarkRulesFactory

from .conftest import Office, fill_docx, fill_xlsx, told

pytestmark = pytest.mark.django_db

ROWS = [
    (
        "Rozdział 2",
        "Wsparcie OWES",
        "Dopisać spółdzielnie.",
        "Wsparcie OWES i spółdzielni",
        "Brak.",
    ),
    ("", "", "Za mało o wsi.", "", ""),
]
SENDER = {
    0: "[ ] osoba fizyczna\n[x] organizacja\n[ ] samorząd",
    1: "Anna Przykładowa",
    2: "Fundacja Testowa",
    3: "biuro@example.org",
    4: "[ ] tak\n[x] nie",
    5: "[X] tak\n[ ] nie",
}
CSV = (
    "Lp.;Podmiot;Rodzaj podmiotu;E-mail;Kanał;Data wpływu;Część dokumentu;Treść uwagi;"
    "Uzasadnienie\n"
    "1;Fundacja A;organizacja;a@example.org;e-mail;{day};2;Uwaga pierwsza;Bo tak\n"
    "2;Fundacja A;organizacja;a@example.org;e-mail;{day};3;Uwaga druga;\n"
    "3;Jan Zmyślony;osoba fizyczna;;poczta;{day};;Uwaga trzecia;\n"
)


def csv(day=None, text=CSV) -> bytes:
    return text.format(day=day or timezone.localdate().isoformat()).encode()


def user_of(django_user_model, name, page, *codenames):
    """Somebody of the admin with these permissions for pages, and no others."""
    user = django_user_model.objects.create_user(
        **{django_user_model.USERNAME_FIELD: f"{name}@example.org"}, password="x"
    )
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user


def test_a_filled_docx_becomes_remarks(office, blank_docx):
    remarks = office.take(("uwagi.docx", fill_docx(blank_docx, ROWS, SENDER)))
    assert [(r.place, r.quote, r.content, r.proposed, r.justification) for r in remarks] == ROWS
    sender = remarks[0].submission
    assert remarks[1].submission == sender
    assert (sender.author_kind, sender.name) == ("organisation", "Anna Przykładowa")
    assert (sender.organisation, sender.email) == ("Fundacja Testowa", "biuro@example.org")
    assert (sender.is_name_public, sender.wants_result) == (False, True)
    assert sender.channel == "email" and sender.received_at.date() == timezone.now().date()


def test_a_filled_xlsx_becomes_the_same(office, blank_xlsx):
    answers = {**SENDER, 0: "organizacja", 4: "nie", 5: "tak"}
    remarks = office.take(("uwagi.xlsx", fill_xlsx(blank_xlsx, ROWS, answers)))
    assert [(r.place, r.quote, r.content, r.proposed, r.justification) for r in remarks] == ROWS
    sender = remarks[0].submission
    assert sender.organisation == "Fundacja Testowa" and sender.wants_result


def test_many_files_of_different_kinds_at_once(office, blank_docx, blank_xlsx):
    remarks = office.take(
        ("a.docx", fill_docx(blank_docx, ROWS, SENDER)),
        ("b.xlsx", fill_xlsx(blank_xlsx, ROWS[:1], {0: "samorząd", 2: "Gmina Przykładowo"})),
        ("c.csv", csv()),
    )
    assert len(remarks) == 6
    assert Submission.objects.count() == 4
    assert [r.number for r in remarks] == [1, 2, 3, 4, 5, 6]


def test_nothing_is_a_remark_before_it_is_confirmed(office, blank_docx):
    shown = told(office.drop(("uwagi.docx", fill_docx(blank_docx, ROWS, SENDER))))
    assert "Fundacja Testowa" in shown and "Za mało o wsi." in shown
    assert not Remark.objects.exists() and not Submission.objects.exists()
    office.look()
    assert not Remark.objects.exists()


def test_the_file_of_one_sender_is_kept_and_the_waiting_copy_emptied(office, blank_docx):
    data = fill_docx(blank_docx, ROWS, SENDER)
    office.take(("uwagi.docx", data))
    kept = SubmissionFile.objects.get()
    assert (kept.kind, kept.name, bytes(kept.content)) == ("form", "uwagi.docx", data)
    waiting = RemarkBatchFile.objects.get()
    assert bytes(waiting.content) == b"" and waiting.reading == {} and waiting.name == "docx"


def test_a_table_of_many_senders_is_not_kept(office):
    office.take(("zbiorcza.csv", csv()))
    assert not SubmissionFile.objects.exists()


def test_consecutive_rows_of_one_sender_are_one_submission(office):
    remarks = office.take(("zbiorcza.csv", csv()))
    assert remarks[0].submission == remarks[1].submission != remarks[2].submission
    last = remarks[2].submission
    assert (last.author_kind, last.name, last.organisation) == ("person", "Jan Zmyślony", "")
    assert last.channel == "post"
    assert last.public_author != "Jan Zmyślony"


def test_the_day_of_receipt_of_a_row_decides_whether_it_is_late(office, consultation):
    from rkres_wagtail.consultations.models import Round

    consultation.receipt_date_counts = True
    consultation.save()
    Round.objects.update(ends_at=timezone.now() - timedelta(days=3))
    early, late = (timezone.localdate() - timedelta(days=n) for n in (6, 1))
    office.drop(("a.csv", csv(early.isoformat())), ("b.csv", csv(late.strftime("%d.%m.%Y"))))
    office.apply()
    found = Submission.objects.order_by("pk").values_list("is_late", flat=True)
    assert list(found) == [False, False, True, True]


def test_the_clerk_sets_one_day_for_all_and_another_for_one_file(office, blank_docx):
    one = fill_docx(blank_docx, ROWS[:1], SENDER)
    two = fill_docx(blank_docx, ROWS[1:], SENDER)
    office.drop(("a.docx", one), ("b.docx", two))
    days = [timezone.localdate() - timedelta(days=n) for n in (2, 4)]
    office.client.post(office.batch_url, {"channel": "post", "day": days[0].isoformat()})
    office.correct(1, day=days[1].isoformat(), channel="in_person")
    office.apply()
    found = [(s.channel, timezone.localdate(s.received_at)) for s in Submission.objects.all()]
    assert sorted(found) == [("in_person", days[1]), ("post", days[0])]


def test_a_day_that_has_not_come_is_refused(office, blank_docx):
    office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = office.client.post(
        office.batch_url, {"channel": "post", "day": tomorrow.isoformat()}
    )
    assert response.status_code == 422 and "jeszcze nie nadszedł" in told(response)


def test_the_sender_may_be_corrected(office, blank_docx):
    bad = {**SENDER, 3: "biuro(małpa)example.org"}
    shown = told(office.drop(("a.docx", fill_docx(blank_docx, ROWS, bad))))
    assert "to nie adres e-mail" in shown and "Importuj 2 uwagi" not in shown
    office.correct(email="biuro@example.org", organisation="Fundacja Poprawiona")
    office.apply()
    sender = Submission.objects.get()
    assert (sender.email, sender.organisation) == ("biuro@example.org", "Fundacja Poprawiona")


def test_errors_name_row_and_column_and_what_was_expected(office):
    text = CSV.replace("poczta", "gołąb").replace("3;Jan Zmyślony", "3;Jan Zmyślony")
    bad = text.format(day="32.13.2026").encode()
    shown = told(office.drop(("zbiorcza.csv", bad)))
    assert "zbiorcza.csv" in shown
    assert "wiersz 2, kolumna „Data wpływu”: „32.13.2026” to nie data; oczekiwano" in shown
    assert "wiersz 4, kolumna „Kanał”: „gołąb” to nieznany sposób wpływu; oczekiwano" in shown
    office.apply()
    assert not Remark.objects.exists()


def test_one_bad_row_stops_all_files_until_it_is_left_out(office, blank_docx):
    rows = [ROWS[0], ("Rozdział 5", "", "", "", "")]
    office.drop(
        ("dobry.docx", fill_docx(blank_docx, ROWS, SENDER)),
        ("zly.docx", fill_docx(blank_docx, rows, SENDER)),
    )
    assert "tabela 2, wiersz 3, kolumna „Treść uwagi" in told(office.look())
    office.apply()
    assert not Remark.objects.exists()
    office.correct(1, skip="2.3", shown="2.3")
    office.apply()
    assert Remark.objects.count() == 3


def test_a_file_may_be_left_out_and_taken_in_again(office, blank_docx):
    office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)), ("zly.docx", b"nic"))
    bad = RemarkBatchFile.objects.get(name="zly.docx")
    assert 'name="seen"' not in office.look().content.decode()
    office.client.post(office.batch_url, {"toggle": bad.pk})
    office.apply()
    assert Remark.objects.count() == 2


def test_the_form_of_another_consultation_is_an_error(office, consultations):
    other = ConsultationPageFactory(parent=consultations, rounds=[{}])
    RemarkRulesFactory(consultation=other)
    data = fill_docx(blank_form(other, "docx").data, ROWS, SENDER)
    assert "formularz innych konsultacji" in told(office.drop(("a.docx", data)))
    office.apply()
    assert not Remark.objects.exists()


def test_an_earlier_edition_is_read_with_a_note(office, rules, blank_docx):
    data = fill_docx(blank_docx, ROWS, SENDER)
    rules.form_edition, rules.quote = 2, "no"
    rules.save()
    assert "wcześniejsza wersja formularza" in told(office.drop(("a.docx", data)))
    office.apply()
    assert Remark.objects.first().quote == "Wsparcie OWES"


def test_the_same_file_again_is_left_out_but_may_be_taken(office, blank_docx):
    data = fill_docx(blank_docx, ROWS, SENDER)
    office.take(("a.docx", data))
    shown = told(office.drop(("kopia.docx", data)))
    assert "już zaimportowany" in shown and "Pominięto" in shown
    office.apply()
    assert Remark.objects.count() == 2
    row = RemarkBatchFile.objects.get(name="kopia.docx")
    office.client.post(office.batch_url, {"toggle": row.pk})
    office.apply()
    assert Remark.objects.count() == 4


def test_a_table_of_many_senders_is_known_again_without_its_file(office):
    office.take(("a.csv", csv()))
    assert "już zaimportowany" in told(office.drop(("b.csv", csv())))


def test_the_same_file_twice_in_one_import_counts_once(office, blank_docx):
    data = fill_docx(blank_docx, ROWS, SENDER)
    assert "dwa razy" in told(office.drop(("a.docx", data), ("b.docx", data)))
    office.apply()
    assert Remark.objects.count() == 2


def test_columns_whose_headings_say_nothing_are_mapped_by_the_clerk(office):
    data = "A;B;C\nRozdział 1;Zmienić cel.;Bo jest niejasny.\n".encode()
    assert "Wskaż kolumnę z treścią uwagi" in told(office.drop(("tabela.csv", data)))
    office.correct(column_0="place", column_1="content", column_2="justification")
    office.apply()
    remark = Remark.objects.get()
    assert (remark.place, remark.content) == ("Rozdział 1", "Zmienić cel.")
    assert remark.justification == "Bo jest niejasny."


def test_two_columns_cannot_be_the_same(office):
    office.drop(("tabela.csv", b"A;B\nx;y\n"))
    response = office.correct(column_0="content", column_1="content")
    assert response.status_code == 422 and "nie mogą znaczyć tego samego" in told(response)


def test_senders_of_unknown_kind_are_the_clerks_to_name(office):
    data = "Podmiot;Treść uwagi\nJan Zmyślony;Zmienić.\n".encode()
    assert "Wskaż, kim są zgłaszający" in told(office.drop(("tabela.csv", data)))
    office.correct(default_kind="person")
    office.apply()
    sender = Submission.objects.get()
    assert (sender.name, sender.organisation) == ("Jan Zmyślony", "")


def test_columns_that_are_not_read_are_told(office):
    data = "Treść uwagi;Województwo\nZmienić.;lubuskie\n".encode()
    assert "Kolumna „Województwo” nie jest wczytywana (wiersz 2)" in told(
        office.drop(("tabela.csv", data))
    )


def test_a_section_is_recognised_by_number_or_title_when_that_is_clear(
    office, consultation, blank_docx
):
    version = DocumentVersionFactory(
        consultation=consultation,
        sections=[
            {"number": "2", "title": "Cele"},
            {"number": "2.1", "title": "Zatrudnienie"},
            {"number": "3", "title": "Finanse"},
            {"number": "4", "title": "Finanse"},
        ],
    )
    places = ["rozdz. 2.1", "CELE", "Finanse", "21", "2.1. Zatrudnienie", "strona 14"]
    rows = [(place, "", f"Uwaga {place}", "", "") for place in places]
    shown = told(office.drop(("a.docx", fill_docx(blank_docx, rows, SENDER))))
    assert "2.1. Zatrudnienie rozpoznano" in shown
    office.apply()
    texts = {text.identity_id: text.number for text in version.texts.all()}
    found = [texts.get(r.section_id, "") for r in Remark.objects.order_by("number")]
    assert found == ["2.1", "2", "", "", "2.1", ""]
    first = Remark.objects.order_by("number").first()
    text = version.texts.get(number="2.1")
    assert (first.version, first.section_digest, first.place) == (
        version,
        text.digest,
        "rozdz. 2.1",
    )


def test_formulas_and_scripts_stay_harmless_words(office, blank_xlsx):
    evil = '=HYPERLINK("http://zly.example","x")'
    rows = [("", "", evil, "<script>alert(1)</script>", "+1")]
    shown = office.drop(("a.xlsx", fill_xlsx(blank_xlsx, rows, {2: "=1+1"})))
    assert b"<script>alert(1)" not in shown.content
    office.apply(shown)
    remark = Remark.objects.get()
    assert (remark.content, remark.proposed) == (evil, "<script>alert(1)</script>")


# Two at once, killed, forgotten -----------------------------------------------------------------


def test_the_second_clerk_is_told(office, blank_docx, consultation, admin_user):
    shown = office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    batch = RemarkBatch.objects.get()
    assert office.apply(shown).status_code == 200
    assert "już wykonany" in told(office.apply(shown))
    with pytest.raises(Exception, match="już wykonany"):
        services.apply_batch(batch=batch, page=consultation, seen="", user=admin_user)
    assert Remark.objects.count() == 2


def test_a_change_by_another_clerk_since_the_preview_is_told(office, blank_docx):
    shown = office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    office.client.post(
        office.batch_url, {"channel": "post", "day": timezone.localdate().isoformat()}
    )
    assert not Remark.objects.exists()
    office.apply(shown)
    assert not Remark.objects.exists()
    office.apply()
    assert Remark.objects.count() == 2


def test_the_same_file_in_two_imports_comes_in_once(office, blank_docx):
    data = fill_docx(blank_docx, ROWS, SENDER)
    first = office.drop(("a.docx", data))
    first_url = office.batch_url
    office.drop(("b.docx", data))
    office.apply()
    office.batch_url = first_url
    office.apply(first)
    assert Remark.objects.count() == 2


def test_killed_in_the_middle_leaves_nothing(office, blank_docx, monkeypatch):
    office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)), ("b.csv", csv()))

    def killed(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(services, "_empty", killed)
    with pytest.raises(SystemExit):
        office.apply()
    assert not Remark.objects.exists() and not Submission.objects.exists()
    assert not SubmissionFile.objects.exists()
    assert core.rules_of(office.page).last_number == 0
    monkeypatch.undo()
    office.apply()
    assert Remark.objects.count() == 5


def test_old_imports_are_forgotten_at_the_next_visit(office, blank_docx):
    office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    RemarkBatch.objects.update(created_at=timezone.now() - timedelta(hours=25))
    office.drop(("b.csv", csv()))
    assert RemarkBatch.objects.count() == 2
    office.client.get(office.url)
    assert [row.name for row in RemarkBatchFile.objects.all()] == ["b.csv"]


def test_an_import_that_was_done_is_not_forgotten(office, blank_docx):
    office.take(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    RemarkBatch.objects.update(created_at=timezone.now() - timedelta(days=400))
    assert services.forget_old_batches() == 0
    assert RemarkBatch.objects.count() == 1


def test_an_import_may_be_thrown_away(office, blank_docx):
    office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    office.client.post(office.batch_url, {"discard": "1"})
    assert not RemarkBatch.objects.exists() and not Remark.objects.exists()
    assert office.client.get(office.batch_url).status_code == 404


def test_more_files_join_an_import(office, blank_docx):
    from django.core.files.uploadedfile import SimpleUploadedFile

    office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    more = SimpleUploadedFile("b.csv", csv())
    office.client.post(office.batch_url, {"add": "1", "files": more})
    office.apply()
    assert Remark.objects.count() == 5


def test_the_history_of_the_page_says_it(office, blank_docx):
    office.take(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    entry = PageLogEntry.objects.get(action=services.IMPORTED)
    assert entry.data == {"files": 1, "remarks": 2}
    assert "2 uwagi" in entry.message.replace("\xa0", " ")


# Limits -----------------------------------------------------------------------------------------


def test_too_many_or_too_large_files_are_refused(office, settings):
    settings.RKRES_WAGTAIL_REMARK_IMPORT_MAX_FILES = 2
    response = office.drop(*[(f"{n}.csv", csv()) for n in range(3)])
    assert response.status_code == 422 and "najwyżej 2" in told(response)
    settings.RKRES_WAGTAIL_REMARK_IMPORT_MAX_FILE_BYTES = 100
    assert "Większe niż" in told(office.drop(("a.csv", csv())))
    settings.RKRES_WAGTAIL_REMARK_IMPORT_MAX_FILE_BYTES = 10**6
    settings.RKRES_WAGTAIL_REMARK_IMPORT_MAX_BYTES = 500
    assert "razem więcej" in told(office.drop(("a.csv", csv()), ("b.csv", csv())))
    assert not RemarkBatch.objects.exists()


def test_more_rows_than_the_limit_are_refused(office, settings):
    settings.RKRES_WAGTAIL_REMARK_IMPORT_MAX_ROWS = 4
    assert "najwyżej 4" in told(office.drop(("a.csv", csv()), ("b.csv", csv() + b"\n")))
    office.apply()
    assert not Remark.objects.exists()


def test_choosing_nothing_is_told(office):
    response = office.client.post(office.url, {})
    assert response.status_code == 422 and not RemarkBatch.objects.exists()


# Who ----------------------------------------------------------------------------------------------


def test_only_keepers_of_remarks_come_in(client, django_user_model, consultation, office):
    office.drop(("a.csv", csv()))
    urls = [
        office.url,
        office.batch_url,
        office.file_url(),
        reverse("rkres_remark_form_xlsx", args=[consultation.pk]),
    ]
    editor = user_of(django_user_model, "redaktor", consultation, "change_page")
    client.force_login(editor)
    for url in urls:
        assert client.get(url).status_code in (302, 403), url
        assert client.post(url, {"discard": "1"}).status_code in (302, 403, 405), url
    assert RemarkBatch.objects.exists()
    editor.user_permissions.add(Permission.objects.get(codename="change_remark"))
    client.force_login(type(editor).objects.get(pk=editor.pk))
    for url in urls:
        assert client.get(url).status_code == 200, url


def test_the_publisher_comes_in(client, django_user_model, consultation, rules):
    client.force_login(user_of(django_user_model, "wydawca", consultation, "publish_page"))
    clerk = Office(client, consultation)
    assert len(clerk.take(("a.csv", csv()))) == 3


def test_a_page_that_is_no_consultation_is_not_found(admin_client, consultations):
    url = reverse("rkres_remark_import", args=[consultations.pk])
    assert admin_client.get(url).status_code == 404


# Cost ---------------------------------------------------------------------------------------------


def test_the_preview_asks_the_same_number_of_times_for_many_files(office, blank_docx):
    from django.test.utils import CaptureQueriesContext

    office.drop(("a.docx", fill_docx(blank_docx, ROWS, SENDER)))
    with CaptureQueriesContext(connection) as few:
        office.look()
    files = [(f"{n}.csv", csv() + f"4;;;;;;;Inna {n};\n".encode()) for n in range(20)]
    office.drop(*files)
    with CaptureQueriesContext(connection) as many:
        assert office.look().status_code == 200
    assert len(many) == len(few)


def test_taking_over_asks_once_for_many_remarks(office):
    from django.test.utils import CaptureQueriesContext

    def table(count):
        rows = "".join(f"{n};Uwaga numer {n};\n" for n in range(count))
        return f"Lp.;Treść uwagi;Uzasadnienie\n{rows}".encode()

    counts = []
    for count in (10, 190):
        office.drop((f"{count}.csv", table(count)))
        batch = RemarkBatch.objects.first()
        seen = office.look().context["plan"].seen
        with CaptureQueriesContext(connection) as asked:
            services.apply_batch(batch=batch, page=office.page, seen=seen, user=None)
        counts.append(len(asked))
    # One INSERT holds at least thirty remarks on every database, two hundred on most.
    assert counts[1] - counts[0] <= 190 // 30
    assert Remark.objects.count() == 200


def test_bytes_of_any_kind_never_break_the_screen(office):
    noise = [bytes(range(256)) * 8, b"PK\x03\x04" + b"\0" * 500, b'a;b\n"', b"\xff\xfea\0;\0"]
    response = office.drop(*[(f"{n}.docx", data) for n, data in enumerate(noise)])
    assert response.status_code == 200
    assert io.BytesIO(noise[0]) and not Remark.objects.exists()


def test_names_are_one_line_without_turned_letters(office):
    turned = "Fundacja\u202e A"
    office.drop(("a.csv", csv(text=CSV.replace("Fundacja A", turned))))
    batch = RemarkBatch.objects.get()
    plan = Plan(batch, office.page)
    services.apply_batch(batch=batch, page=office.page, seen=plan.seen, user=batch.created_by)
    names = Submission.objects.exclude(organisation="").values_list("organisation", flat=True)
    assert set(names) == {"Fundacja A"}


def test_names_that_the_clerk_corrected_are_one_line_too(office):
    office.drop(("a.csv", b"Lp.;Tre\xc5\x9b\xc4\x87 uwagi\n1;Uwaga\n"))
    batch = RemarkBatch.objects.get()
    author = {"kind": "person", "name": "Jan\u202e\x07 Zmyślony"}
    services.change_file(file=batch.files.get(), options={"author": author})
    plan = Plan(batch, office.page)
    services.apply_batch(batch=batch, page=office.page, seen=plan.seen, user=batch.created_by)
    assert Submission.objects.get().name == "Jan Zmyślony"
