"""An editor's consultation from a DOCX file to its closing, which time alone opens and closes.

What the public is told agrees to the second wherever it is told: page, list, committee, API,
calendar, and the copies that caches keep.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time
from playwright.sync_api import expect

from rkres_wagtail.consultations.models import DocumentVersion, Round
from rkres_wagtail.consultations.querysets import consultation_model
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.when import moment
from tests.consultations.importing import builders
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
)
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Projekt programu na lata 2027–2030"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANNOUNCED, OPENS, CLOSES = date(2026, 9, 1), date(2026, 9, 21), date(2026, 10, 25)
LATER = date(2026, 11, 8)
SECOND = timedelta(seconds=1)


def noon(day: date) -> datetime:
    return moment(day, time(12)).astimezone(UTC)


def midnight(day: date) -> datetime:
    return moment(day).astimezone(UTC)


@pytest.fixture
def index(live_site):
    committee = CommitteePageFactory(title="Regionalny Komitet", slug="komitet")
    ConsultationKindFactory(committee=committee, name="projekt programu")
    return ConsultationIndexPageFactory(parent=committee, slug="konsultacje")


class Editor:
    """What the editor does, by what stands on the screen."""

    def __init__(self, tab, url: str, login):
        self.tab, self.url, self.login = tab, url, login
        tab.set_default_timeout(20_000)

    def open(self, path: str, tab: str = "") -> None:
        assert self.tab.goto(self.url + path).status == 200, path
        self.tab.wait_for_load_state("networkidle")
        if tab:
            self.tab.get_by_role("tab", name=tab).click()

    def follow(self, name: str) -> None:
        self.tab.get_by_role("link", name=name).locator("visible=true").first.click()
        self.tab.wait_for_load_state("networkidle")

    def press(self, name) -> None:
        # By key: a field that grows or a calendar that closes moves the button.
        self.tab.get_by_role("button", name=name).locator("visible=true").first.press("Enter")
        self.tab.wait_for_load_state("networkidle")

    def write(self, **fields: str) -> None:
        for name, value in fields.items():
            self.tab.locator(f"[name='{name}']").fill(value)

    def sees(self, text: str) -> None:
        expect(self.tab.get_by_text(text).first).to_be_visible()


@pytest.fixture
def editor(page, live_site, index, browser_login):
    user = create_user("redaktorka", full_name="Maria Redaktorska")
    user.groups.add(create_roles(index.get_parent().specific)["secretariat"])
    return Editor(page, live_site.url, lambda: browser_login(user))


def announce(editor, index):
    """A page with a title, what it is about and who decides; published."""
    kind = consultation_model()._meta
    add = reverse("wagtailadmin_pages:add", args=[kind.app_label, kind.model_name, index.pk])
    editor.open(add)
    editor.write(title=TITLE, lead="Jak region wesprze podmioty.", authority="Zarząd Województwa")
    editor.tab.locator("[name='kind']").select_option(label="projekt programu")
    editor.tab.get_by_role("button", name="Więcej akcji").click()
    editor.press("Opublikuj")
    return consultation_model()._default_manager.get(title=TITLE)


def import_text(editor, page) -> DocumentVersion:
    """A version from a DOCX: looked through, saved, published."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.open(edit, "Dokument")
    editor.follow("Nowa wersja")
    editor.tab.locator("main form button[type=submit]").first.press("Enter")
    editor.tab.wait_for_load_state("networkidle")
    version = DocumentVersion.objects.of(page).get()
    editor.open(reverse("rkres_document_import", args=[version.pk]))
    file = {"name": "program.docx", "mimeType": DOCX, "buffer": builders.programme()}
    editor.tab.locator("input[type=file]").set_input_files(file)
    editor.tab.locator("main form button[type=submit]").last.press("Enter")
    editor.tab.wait_for_load_state("networkidle")
    editor.sees("Diagnoza")
    assert not version.texts.exists()
    editor.press(re.compile(r"^Zapisz \d"))
    assert version.texts.count() == 4
    editor.open(reverse("rkres_document_publish", args=[version.pk]))
    editor.tab.locator("main form button[type=submit]").first.press("Enter")
    editor.tab.wait_for_load_state("networkidle")
    version.refresh_from_db()
    assert version.is_published
    return version


def add_round(editor, page) -> Round:
    editor.open(reverse("wagtailadmin_pages:edit", args=[page.pk]), "Terminy")
    editor.follow("Dodaj turę")
    editor.write(starts_on=f"{OPENS:%d.%m.%Y}", ends_on=f"{CLOSES:%d.%m.%Y}")
    editor.press("Najpierw policz dni")
    editor.sees("35")
    assert not Round.objects.of(page).exists()
    editor.tab.locator("main form button[type=submit]").first.press("Enter")
    editor.tab.wait_for_load_state("networkidle")
    return Round.objects.of(page).get()


def extend(editor, round: Round) -> None:
    editor.open(reverse("rkres_round_extend", args=[round.pk]))
    editor.write(ends_on=f"{LATER:%d.%m.%Y}", reason="Prosiły o to organizacje.")
    editor.tab.locator("main form button[type=submit]").first.press("Enter")
    editor.tab.wait_for_load_state("networkidle")
    round.refresh_from_db()
    assert round.ends_at == midnight(LATER + timedelta(days=1))


class Public:
    """Everything that tells a stranger whether the consultation is open."""

    def __init__(self, client, page, index):
        self.client, self.page, self.index = client, page, index

    def text(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, path
        return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())

    def states(self) -> set[str]:
        """The states that are told; one, when all agree."""
        url, committee = self.page.get_url(), self.index.get_parent().get_url()
        api = self.client.get(
            f"/api/v2/pages/{self.page.pk}/", {"fields": "state,is_open,days_left"}
        ).json()
        listed = self.client.get(
            "/api/v2/pages/", {"type": self.page._meta.label, "state": api["state"]}
        ).json()
        assert [each["id"] for each in listed["items"]] == [self.page.pk]
        is_on_committee = "został" in self.text(committee) or "ostatni dzień" in self.text(
            committee
        )
        assert is_on_committee is (api["state"] == "open") is api["is_open"]
        told = {"announced": "zapowiedziane", "open": "otwarte", "analysed": "analiza uwag"}
        for path in (url, self.index.get_url(), f"{url}dokument/"):
            assert told[api["state"]] in self.text(path), path
        return {api["state"]}

    def kept_for(self, path: str) -> int:
        """Seconds for which a cache may keep a page."""
        found = re.search(r"max-age=(\d+)", self.client.get(path)["Cache-Control"])
        return int(found[1])

    def closing(self) -> str:
        """The moment in the committee's calendar, and how often it was moved."""
        path = reverse("rkres_wagtail:calendar", args=[self.index.get_parent().pk])
        text = self.client.get(path).content.decode().replace("\r\n ", "")
        return re.search(r"DTSTART[^:\r\n]*:(\S+)", text[text.index("BEGIN:VEVENT") :])[1]


def test_from_a_file_to_the_closing(editor, index, client):
    with freeze_time(noon(ANNOUNCED), tick=True):
        editor.login()
        consultation = announce(editor, index)
        version = import_text(editor, consultation)
        round = add_round(editor, consultation)
    public = Public(client, consultation, index)

    with freeze_time(midnight(OPENS) - SECOND):
        assert public.states() == {"announced"}
        for each in (consultation, index, index.get_parent()):
            assert public.kept_for(each.get_url()) <= 1
    with freeze_time(midnight(OPENS)):
        assert public.states() == {"open"}
        assert public.closing() == "20261025T235900"
        assert "do 25 października 2026, 23:59" in public.text(consultation.get_url())

    with freeze_time(noon(CLOSES), tick=True):
        editor.login()
        editor.open(reverse("rkres_document_version", args=[version.pk]))
        editor.sees("Utwórz wersję 2 z tego tekstu")
        extend(editor, round)
    with freeze_time(midnight(CLOSES + timedelta(days=1))):
        assert public.states() == {"open"}
        assert public.closing() == "20261108T235900"
        said = public.text(consultation.get_url())
        assert "do 8 listopada 2026, 23:59" in said and "25 października 2026" in said
        assert "Prosiły o to organizacje." in said

    end = midnight(LATER + timedelta(days=1))
    with freeze_time(end - SECOND):
        assert public.states() == {"open"}
        for each in (consultation, index, index.get_parent()):
            assert public.kept_for(each.get_url()) <= 1
    with freeze_time(end):
        assert public.states() == {"analysed"}
        assert "8 grudnia 2026" in public.text(consultation.get_url())
