"""The secretary's desk from an invitation to published minutes and an answered position.

A secretary works in Chromium, a member without an account answers behind the links of her mails
on a phone without JavaScript, and a reader who is not logged in looks at what is public.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from freezegun import freeze_time
from playwright.sync_api import expect

from rkres_wagtail.decisions.querysets import decision_model
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.when import local_today, moment
from rkres_wagtail.minutes.models import Minutes, MinutesFile
from tests.factories import (
    CommitteePageFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.invitations import make_member
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "V posiedzenie Komitetu"
AGENDA = [
    {"title": "Otwarcie posiedzenia"},
    {"title": "Klauzule społeczne", "result": "adopted"},
    {"title": "Sprawy kadrowe biura", "is_internal": True},
]
LINK = re.compile(r"http://localhost:\d+/\S+?(?:zaproszenie|protokol-do-uwag)/\S+")
SECRETS = ("Urlop wypoczynkowy", "kadrowe", "@example.org", "Tajna narada")


@pytest.fixture
def committee(live_site):
    return CommitteePageFactory(
        title="Regionalny Komitet", slug="komitet", quorum_rule="half", contact_unit="Biuro"
    )


@pytest.fixture
def meeting(committee):
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    return MeetingPageFactory(
        parent=listing, title=TITLE, confirmed=True, place_name="Sala 12", agenda=AGENDA
    )


@pytest.fixture
def members(committee):
    return [
        make_member(
            committee,
            person__first_name=first,
            person__last_name=last,
            email=f"{first.lower()}@example.org",
        )
        for first, last in (("Anna", "Wierzba"), ("Ewa", "Olcha"), ("Jan", "Jawor"))
    ]


class Office:
    """What the secretary does, by what stands on the screen."""

    def __init__(self, tab, url: str, login):
        self.tab, self.url, self.login = tab, url, login
        tab.set_default_timeout(20_000)

    def open(self, path: str, tab: str = "") -> None:
        assert self.tab.goto(self.url + path).status == 200, path
        self.tab.wait_for_load_state("networkidle")
        if tab:
            self.tab.get_by_role("tab", name=tab).click()

    def follow(self, name) -> None:
        self.tab.get_by_role("link", name=name).locator("visible=true").first.click()
        self.tab.wait_for_load_state("networkidle")

    def press(self, name: str) -> None:
        # By key: a field that grows or a calendar that closes moves the button.
        self.tab.get_by_role("button", name=name, exact=True).locator("visible=true").press("Enter")
        self.tab.wait_for_load_state("networkidle")

    def act(self, name: str) -> None:
        """Choose in the menu at the foot of the editor."""
        self.tab.get_by_role("button", name="Więcej akcji").click()
        self.tab.get_by_role("button", name=name).click()
        self.tab.wait_for_load_state("networkidle")

    def sees(self, text: str) -> None:
        expect(self.tab.get_by_text(text).first).to_be_visible()


@pytest.fixture
def office(page, live_site, committee, browser_login):
    secretary = create_user("sekretarz", full_name="Maria Sekretarska")
    secretary.groups.add(create_roles(committee)["secretariat"])
    return Office(page, live_site.url, lambda: browser_login(secretary))


@pytest.fixture
def phone(new_context):
    """A member's: small, and without JavaScript."""
    tab = new_context(java_script_enabled=False).new_page()
    tab.set_viewport_size({"width": 360, "height": 740})
    return tab


@pytest.fixture
def reader(new_context, live_site):
    """Return ``reader(path)``: the words of a public page; nothing private is among them."""
    tab = new_context().new_page()

    def read(path: str) -> str:
        assert tab.goto(live_site.url + path).status == 200, path
        tab.reload()
        for secret in SECRETS:
            assert secret not in tab.content(), secret
        return " ".join(tab.inner_text("main").replace("\xa0", " ").split())

    return read


def letters(subject: str) -> dict[str, str]:
    """First part of the address -> text of the mail whose subject begins so."""
    found = [each for each in mail.outbox if each.subject.startswith(subject)]
    return {each.to[0].split("<")[-1].split("@")[0]: each.body for each in found}


def link_in(text: str) -> str:
    return LINK.search(text)[0].rstrip(".,)>")


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_from_the_invitation_to_the_answer(
    office, phone, reader, live_site, committee, meeting, members
):
    office.login()
    invite(office, meeting)
    sent = letters("Zaproszenie")
    assert set(sent) == {"anna", "ewa", "jan"}
    assert "Sala 12" in sent["anna"] and "kadrowe" not in str(sent)
    answer_the_invitation(phone, link_in(sent["anna"]))

    later = meeting.starts_on + timedelta(days=1)
    with freeze_time(moment(later, time(12)), tick=True):
        office.login()
        keep_attendance(office, meeting, members)
        said = reader(meeting.get_url())
        assert "2 z 3, było kworum" in said or "2 z 3, kworum było" in said
        position = take_a_position(office, committee, meeting)
        minutes = write_minutes(office, meeting)
        assert reader_status(phone, live_site, minutes) == 404
        correct(office, phone, minutes)
        publish(office, minutes)
        said = reader(f"{meeting.get_url()}protokol/")
        assert "Klauzule społeczne" in said and "obiegowo" in said and "2 z 3" in said
        assert "Dwie gminy" in said and "Stanowisko w sprawie klauzul" in said
        assert "Przeczytaj protokół" in reader(meeting.get_url())
        assert {each.kind for each in MinutesFile.objects.all()} == {"docx", "pdf"}
        get_an_answer(office, position)
        assert "Przyjęto wszystkie wnioski." in reader(position.get_url())
    assert len(mail.outbox) == 3 + 3  # nothing was sent twice


def invite(office, meeting) -> None:
    office.open(reverse("wagtailadmin_home"))
    office.sees("Zaproszenia do wysłania")
    office.follow(TITLE)
    office.press("Wyślij do zaznaczonych")
    office.sees("Zaproszono 3 osoby")
    office.open(reverse("wagtailadmin_home"))
    expect(office.tab.get_by_text("Zaproszenia do wysłania")).to_have_count(0)


def answer_the_invitation(phone, address: str) -> None:
    phone.goto(address)
    phone.get_by_label("usprawiedliwienie").check()
    phone.get_by_role("textbox").last.fill("Urlop wypoczynkowy")
    phone.get_by_role("button", name="Wyślij odpowiedź").click()
    expect(phone.get_by_role("status")).to_be_visible()


def keep_attendance(office, meeting, members) -> None:
    office.open(reverse("rkres_attendance", args=[meeting.pk]))
    office.press("Przygotuj listę obecności")
    office.sees("Urlop wypoczynkowy")
    office.press("Zaznacz pozostałych jako obecnych")
    office.press("Zapisz i zamknij listę obecności")
    office.sees("Otwórz ponownie")


def take_a_position(office, committee, meeting):
    """The form of a decision has its own story (tests/decisions/test_browser.py)."""
    kind = DecisionKindFactory(committee=committee, name="stanowisko")
    register = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    decision = decision_model()(
        title="Stanowisko w sprawie klauzul",
        slug="klauzule",
        kind=kind,
        adopted_on=meeting.starts_on,
        body_id=committee.pk,
        meeting_id=meeting.pk,
        item_uuid=meeting.agenda_items.get(title="Klauzule społeczne").uuid,
        voting="counted",
        votes_for=2,
        votes_against=0,
        locale=register.locale,
    )
    register.add_child(instance=decision)
    decision.save_revision().publish()
    office.open(edit(decision), "Adresaci i odpowiedzi")
    office.follow("Dodaj adresata")
    office.tab.locator("#id_addressee").fill("Zarząd Województwa")
    type_day(office.tab, "sent_on", meeting.starts_on)
    office.press("Zapisz")
    return decision


def write_minutes(office, meeting) -> Minutes:
    office.open(edit(meeting), "Protokół")
    office.follow("Rozpocznij protokół")
    office.press("Rozpocznij protokół")
    office.sees("Projekt protokołu jest gotowy.")
    minutes = Minutes.objects.get()
    draft = minutes.get_latest_revision_as_object()
    # What was said; typing into the rich text of blocks is Wagtail's matter.
    for block, text in zip(
        draft.content, ("Otwarto.", "Dwie gminy.", "Tajna narada."), strict=True
    ):
        child = block.block.child_blocks["discussion"]
        block.value["discussion"] = child.to_python(f"<p>{text}</p>")
    draft.save_revision()
    return minutes


def reader_status(tab, live_site, minutes) -> int:
    return tab.goto(live_site.url + f"{minutes.meeting.get_url()}protokol/").status


def correct(office, phone, minutes) -> None:
    office.open(reverse("rkres_minutes_send", args=[minutes.pk]))
    office.press("Wyślij do poprawek")
    office.sees("Protokół wysłano do 3 osób.")
    sent = letters("Protokół do poprawek")
    assert set(sent) == {"anna", "ewa", "jan"}
    phone.goto(link_in(sent["ewa"]))
    assert "Tajna narada" not in phone.content()
    assert "Dwie gminy." in phone.content()
    phone.get_by_label("Poprawka do całości").fill("Gmin było trzy.")
    phone.get_by_role("button", name="Wyślij poprawki").click()
    office.open(reverse("wagtailadmin_home"))
    office.sees("1 poprawka")
    office.open(reverse("rkres_minutes_corrections", args=[minutes.pk]))
    office.follow(re.compile("^Rozpatrz.*Gmin"))
    office.tab.get_by_label("nieuwzględniona").check()
    office.tab.get_by_label("Odpowiedź").fill("Lista obecności mówi o dwóch.")
    office.press("Zapisz")
    phone.goto(link_in(sent["ewa"]))
    assert "Lista obecności mówi o dwóch." in phone.content()


def publish(office, minutes) -> None:
    """By the steps of the workflow that the office has from the start."""
    address = reverse(Minutes.snippet_viewset.get_url_name("edit"), args=[minutes.pk])
    office.open(address)
    office.act("Wyślij do Protokół")
    office.open(address)
    office.act("Zakończ poprawki")
    modal = office.tab.locator(".modal-body")
    modal.locator("#id_end_now").check()
    modal.get_by_role("button", name="Zakończ poprawki").click()
    office.tab.wait_for_url("**/minutes/")
    office.open(address)
    office.act("Odnotuj zatwierdzenie")
    modal = office.tab.locator(".modal-body")
    modal.get_by_label("Albo w inny sposób").fill("obiegowo")
    modal.get_by_role("button", name="Odnotuj zatwierdzenie").click()
    office.tab.wait_for_url("**/minutes/")


def get_an_answer(office, decision) -> None:
    office.open(edit(decision), "Adresaci i odpowiedzi")
    office.follow("Odnotuj odpowiedź lub popraw")
    office.tab.locator("#id_state").select_option("accepted")
    type_day(office.tab, "answered_on", local_today())
    office.tab.locator("#id_answer").fill("Przyjęto wszystkie wnioski.")
    office.press("Zapisz")


def type_day(tab, name: str, day) -> None:
    field = tab.locator(f"#id_{name}")
    field.fill(datetime.strftime(day, "%d.%m.%Y"))
    field.press("Escape")
