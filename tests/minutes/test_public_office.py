"""The office's screen of files: what there is, what went wrong, its own copy."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.attendance.models import Presence
from rkres_wagtail.minutes import files_views
from rkres_wagtail.minutes.documents import files, pdf, word
from rkres_wagtail.minutes.models import MinutesFile
from tests.factories import MembershipFactory, PersonFactory
from tests.factories.minutes_public import item, make_minutes, make_sheet
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def office(client, committee):
    """A client logged in as somebody of the committee's secretariat."""
    user = create_user("sekretariat")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    client.user = user
    return client


def address(minutes, name=files_views.FILES_URL) -> str:
    return reverse(name, args=[minutes.pk])


def said(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_what_there_is(office, held):
    minutes = make_minutes(held)
    assert "przygotowywany" in said(office.get(address(minutes)))
    files.refresh(minutes)
    html = said(office.get(address(minutes)))
    assert f"/rkres/protokol/{minutes.pk}.docx" in html and "gotowy, przygotowany" in html


def test_of_a_draft_only_the_offices_copy(office, held):
    html = said(office.get(address(make_minutes(held, publish=False))))
    assert "Jeszcze nic" in html and "Pobierz kopię biura" in html
    assert "Przygotuj brakujące pliki" not in html


def test_missing_files_are_made_at_once(office, held):
    minutes = make_minutes(held)
    html = said(office.post(address(minutes), follow=True))
    assert "Pliki są aktualne" in html
    assert MinutesFile.objects.filter(minutes=minutes).exists()


def test_a_failure_is_told(office, held, monkeypatch):
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    monkeypatch.setattr(pdf, "make", lambda document: 1 / 0)
    minutes = make_minutes(held)
    html = said(office.post(address(minutes), follow=True))
    assert "Nie udało się przygotować: PDF" in html and "ZeroDivisionError" in html


def test_a_missing_extra_is_told(office, held, monkeypatch):
    for maker in (pdf, word):
        monkeypatch.setattr(maker, "is_available", lambda: False)
    monkeypatch.setattr(pdf, "problem", lambda: "")
    minutes = make_minutes(held)
    html = said(office.get(address(minutes)))
    assert "dodatku „office”" in html and "dodatku „pdf”" in html
    assert "Pobierz kopię biura" not in html
    response = office.get(address(minutes, files_views.OFFICE_COPY_URL), follow=True)
    assert "dodatku „office”" in said(response)
    monkeypatch.setattr(pdf, "problem", lambda: "cannot load library 'libpango'")
    assert "brakuje biblioteki systemowej" in said(office.get(address(minutes)))


def test_the_offices_copy_has_everything(office, held, committee):
    who = MembershipFactory(
        body=committee, person=PersonFactory(first_name="Ewa", last_name="Cicha")
    )
    make_sheet(
        held, committee, {"presence": Presence.UNEXCUSED, "membership": who},
        {"presence": Presence.SUBSTITUTE, "substitute_name": "Jan Zastępca"},
        guests="Anna Gość\n\nPiotr Gość",
    )  # fmt: skip
    minutes = make_minutes(held, content=[item(title="Kadry", is_internal=True)])
    minutes.closing = "<p>Szkic zakończenia</p>"
    minutes.save_revision()
    response = office.get(address(minutes, files_views.OFFICE_COPY_URL))
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    name = f"protokol-{held.starts_on.isoformat()}-kopia-biura.docx"
    assert name in response.headers["Content-Disposition"]
    text = "\n".join(p.text for p in Document(BytesIO(response.content)).paragraphs)
    for wanted in (
        "Kopia biura", "1. Kadry", "Część wewnętrzna", "Ewa Cicha", "Jan Zastępca", "Piotr Gość",
        "Szkic zakończenia", "Nieobecni nieusprawiedliwieni",
    ):  # fmt: skip
        assert wanted in text.replace("\xa0", " "), wanted


@pytest.mark.parametrize("role", ["editors", "moderators", None])
def test_nobody_else(client, committee, held, role):
    user = create_user("ktoś")
    if role:
        user.groups.add(create_roles(committee)[role])
    client.force_login(user)
    minutes = make_minutes(held)
    for name in (files_views.FILES_URL, files_views.OFFICE_COPY_URL):
        assert client.get(address(minutes, name)).status_code in (302, 403)
        assert client.post(address(minutes, name)).status_code in (302, 403, 405)
    assert not MinutesFile.objects.exists()


def test_not_of_another_committees_meeting(office, site_root):
    from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory

    other = MeetingIndexPageFactory(parent=CommitteePageFactory(parent=site_root))
    minutes = make_minutes(MeetingPageFactory(parent=other, past=True))
    assert office.get(address(minutes)).status_code in (302, 403)


def test_the_way_from_the_listing(office, held):
    minutes = make_minutes(held)
    buttons = list(files_views.listing_buttons(minutes, office.user))
    assert [button.url for button in buttons] == [address(minutes)]
    assert not list(files_views.listing_buttons(minutes, create_user("inny")))
    assert not list(files_views.listing_buttons(held, office.user))
