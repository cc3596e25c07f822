"""The two steps through HTTP: who may, what is shown, and what is saved when."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.consultations.importing import sealing
from rkres_wagtail.consultations.models import SectionText
from tests.factories import RoundFactory

from . import builders
from .conftest import upload

pytestmark = pytest.mark.django_db

TWO = builders.simple((1, "1. Diagnoza", "Sto podmiotów."), (1, "2. Cele", "Więcej miejsc."))


def preview(client, url, data: bytes = TWO, name: str = "program.docx"):
    return client.post(url, {"file": upload(data, name)})


def fields_of(response) -> dict:
    """What the browser would send from the preview."""
    html = response.content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', html)[1]
    chosen = {
        select[1]: re.search(r'value="([^"]*)" selected', select[2])[1]
        for select in re.finditer(r'<select name="(section_\d+)"[^>]*>(.*?)</select>', html, re.S)
    }
    title = re.search(r'name="title"[^>]*?(?:value="([^"]*)")', html)
    return {"sealed": sealed, "title": title[1] if title else "", **chosen}


def titles(version) -> list[str]:
    return list(version.texts.values_list("title", flat=True))


def test_upload_then_preview_then_saved(admin_client, url, draft):
    assert admin_client.get(url).status_code == 200
    shown = preview(admin_client, url, builders.programme())
    assert shown.status_code == 200
    html = shown.content.decode()
    for words in ("Diagnoza", "1 tabela", "nowa", "Program rozwoju", "Zapisz 4"):
        assert words in html
    assert not draft.texts.exists()
    saved = admin_client.post(url, fields_of(shown))
    assert saved.status_code == 302
    draft.refresh_from_db()
    assert titles(draft) == ["Wstęp", "Diagnoza", "Zasoby", "Cele"]
    assert draft.title == "Program rozwoju"
    table = draft.texts.get(title="Zasoby").content[0]
    assert table.block_type == "table"
    assert "rowspan" in table.render()
    entry = PageLogEntry.objects.get(action="rkres_wagtail.document_import")
    assert "program.docx" in entry.message


def test_a_second_click_saves_nothing_twice(admin_client, url, draft):
    fields = fields_of(preview(admin_client, url))
    admin_client.post(url, fields)
    rows = list(draft.texts.values())
    again = admin_client.post(url, fields, follow=True)
    assert "już zapisana" in again.content.decode()
    assert list(draft.texts.values()) == rows
    assert PageLogEntry.objects.filter(action="rkres_wagtail.document_import").count() == 1


def test_of_two_editors_the_second_is_told(admin_client, url, draft):
    mine = fields_of(preview(admin_client, url))
    other = builders.simple((1, "Inny", "Tekst innej osoby."))
    theirs = fields_of(preview(admin_client, url, other))
    admin_client.post(url, theirs)
    answer = admin_client.post(url, mine, follow=True)
    assert "międzyczasie" in answer.content.decode()
    assert titles(draft) == ["Inny"]


def test_after_an_hour_it_is_too_late(admin_client, url, draft, monkeypatch):
    fields = fields_of(preview(admin_client, url))
    monkeypatch.setattr(sealing, "MAX_AGE", -1)
    assert "godzina" in admin_client.post(url, fields, follow=True).content.decode()
    assert not draft.texts.exists()


@pytest.mark.parametrize("sealed", ["", "abc", "a:b:c", "x" * 5000])
def test_a_forged_preview(admin_client, url, draft, sealed):
    answer = admin_client.post(url, {"sealed": sealed}, follow=True)
    assert "nie da się zatwierdzić" in answer.content.decode()
    assert not draft.texts.exists()


def test_a_preview_of_another_version_or_user(admin_client, client, url, draft, version):
    fields = fields_of(preview(admin_client, url))
    other = version(draft.consultation, draft=True, number=draft.number + 1)
    elsewhere = reverse("rkres_document_import", args=[other.pk])
    answer = admin_client.post(elsewhere, fields)
    assert answer.status_code in (302, 403)
    assert not SectionText.objects.exists()


def test_who_may_not_edit_the_page(client, django_user_model, url, draft):
    user = django_user_model.objects.create_user(username="gosc", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(url).status_code in (302, 403)
    assert preview(client, url).status_code in (302, 403)
    assert not draft.texts.exists()


def test_a_stranger(client, url):
    assert "login" in client.get(url).url


def test_a_frozen_text_says_why(admin_client, version, page_of):
    RoundFactory(consultation=page_of)
    frozen = version(page_of, sections=2)
    url = reverse("rkres_document_import", args=[frozen.pk])
    assert 'type="file"' not in admin_client.get(url).content.decode()
    rows = list(frozen.texts.values())
    assert preview(admin_client, url).status_code == 422
    assert list(frozen.texts.values()) == rows


def test_a_text_frozen_between_the_steps(admin_client, version, page_of):
    text = version(page_of, sections=1)
    url = reverse("rkres_document_import", args=[text.pk])
    fields = fields_of(preview(admin_client, url))
    RoundFactory(consultation=page_of, starts_at=timezone.now() - timedelta(seconds=1))
    rows = list(text.texts.values())
    assert admin_client.post(url, fields).status_code == 422
    assert list(text.texts.values()) == rows


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ\x90\x00" + b"\0" * 99, "program.docx", "program, nie dokument"),
        (builders.ole("EncryptedPackage"), "program.docx", "hasłem"),
        (b"", "program.docx", "pusty"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field(admin_client, url, draft, data, name, words):
    answer = preview(admin_client, url, data, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not draft.texts.exists()


def test_no_file(admin_client, url):
    assert admin_client.post(url, {}).status_code == 422


def test_without_the_extra_the_screen_says_so(admin_client, url, monkeypatch):
    from rkres_wagtail.consultations.importing import views

    monkeypatch.setattr(views, "is_available", lambda: False)
    assert "office" in admin_client.get(url).content.decode()
    assert preview(admin_client, url).status_code == 422


def test_choosing_one_section_twice_is_an_error(admin_client, url, draft):
    admin_client.post(url, fields_of(preview(admin_client, url)))
    fields = fields_of(preview(admin_client, url))
    rows = list(draft.texts.values())
    fields["section_1"] = fields["section_0"]
    answer = admin_client.post(url, fields)
    assert answer.status_code == 422
    assert answer.content.decode().count("więcej niż raz") >= 2
    assert list(draft.texts.values()) == rows
    recounted = admin_client.post(url, {**fields, "section_1": "new", "recount": "1"})
    assert recounted.status_code == 200
    assert list(draft.texts.values()) == rows


def test_an_identity_of_another_document(admin_client, url, draft, version, consultation):
    other = version(consultation(), draft=True, sections=1, number=1)
    key = other.texts.get().identity.uuid.hex
    fields = fields_of(preview(admin_client, url))
    answer = admin_client.post(url, {**fields, "section_0": key}, follow=True)
    assert answer.status_code == 200
    assert not draft.texts.exists()


def test_removed_sections_are_named_before_saving(admin_client, url, draft):
    admin_client.post(url, fields_of(preview(admin_client, url)))
    shown = preview(admin_client, url, builders.simple((1, "1. Diagnoza", "Sto podmiotów.")))
    html = shown.content.decode()
    assert "Części, które znikną" in html
    assert "2. Cele" in html
    admin_client.post(url, fields_of(shown))
    assert titles(draft) == ["Diagnoza"]


def test_the_whole_of_a_new_section_can_be_read(admin_client, url):
    words = [f"Akapit {number} programu." for number in range(60)]
    html = preview(admin_client, url, builders.simple((1, "Cele", *words))).content.decode()
    assert "Całość tekstu" in html
    assert all(f"<p>{text}</p>" in html for text in words)


def test_old_and_new_words_of_a_changed_section_and_nothing_of_the_others(admin_client, url):
    def data(word):
        goals = f"Więcej {word} w każdym powiecie regionu."
        return builders.simple((1, "1. Diagnoza", "Sto podmiotów."), (1, "2. Cele", goals))

    admin_client.post(url, fields_of(preview(admin_client, url, data("miejsc"))))
    html = preview(admin_client, url, data("szkół")).content.decode()
    assert html.count('<details class="rkres-import__whole"') == 1
    assert re.search(r"<del>.*?</span>miejsc<.*?</del>", html, re.S)
    assert re.search(r"<ins>.*?</span>szkół<.*?</ins>", html, re.S)
    assert "zmiana samego formatowania" in re.sub(r"\s", " ", html)


def test_too_long_a_title(admin_client, url, draft):
    fields = {**fields_of(preview(admin_client, url)), "title": "a" * 300}
    assert admin_client.post(url, fields).status_code == 422
    assert not draft.texts.exists()


def test_script_in_words_is_shown_as_words(admin_client, url):
    data = builders.simple((1, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"))
    html = preview(admin_client, url, data).content.decode()
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html


def test_queries_do_not_grow_with_the_file(admin_client, url, draft):
    small = builders.simple((1, "A", "Tekst."))
    large = builders.simple(*[(1, f"Część {number}", f"Tekst {number}.") for number in range(60)])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for data in (small, small, large):
        with CaptureQueriesContext(connection) as found:
            preview(admin_client, url, data)
        counts.append(len(found))
    assert counts[1] == counts[2]


def test_nothing_of_it_is_needed_at_the_start():
    """Without the extra “office” the site starts; only the screen says what is missing."""
    import subprocess
    import sys

    program = (
        "import sys; sys.modules['lxml'] = sys.modules['mammoth'] = None\n"
        "import django; django.setup()\n"
        "import rkres_wagtail.consultations.importing.views as views\n"
        "print('stands', views.is_available)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.stdout.startswith("stands"), ran.stderr
