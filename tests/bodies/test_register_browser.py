"""The registers in a real browser: choosers, the clerk's way through them, accessibility."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from rkres_wagtail.bodies.models import Membership
from tests import factories as make
from tests.support.users import create_user

pytestmark = pytest.mark.browser

SIZES = [{"width": 1280, "height": 900}, {"width": 360, "height": 800}]


@pytest.fixture
def register(live_site, committee, browser_login):
    """The address of the register of members, for a logged-in administrator."""
    browser_login(create_user("biuro", superuser=True))
    return f"{live_site.url}/admin/rkres_wagtail/membership/"


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def lista(*rows) -> dict:
    book = Workbook()
    for row in [["Imię", "Nazwisko", "Podmiot", "Rola"], *rows]:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return {"name": "lista.xlsx", "mimeType": "application/x-x", "buffer": output.getvalue()}


@pytest.mark.parametrize("size", SIZES, ids=["1280", "360"])
def test_pages_are_accessible_and_fit(page, register, committee, axe, size):
    seat = make.SeatFactory(body=committee, sector=make.SectorFactory(committee=committee))
    make.MembershipFactory(body=committee, seat=seat, past=True)
    row = make.MembershipFactory(body=committee, seat=seat, office_note="poufne")
    make.GroupPageFactory(parent=committee)
    page.set_viewport_size(size)
    for address in (
        "",
        f"?state=past&body={committee.pk}",
        "?q=nikogo",
        f"inspect/{row.pk}/",
        f"end/{row.pk}/",
        f"role/{row.pk}/",
        f"delete/{row.pk}/",
        f"history/{row.pk}/",
        "create/",
        "import/",
        f"import/?body={committee.pk}",
        "../seat/",
        "../personcontact/",
    ):
        page.goto(register + address)
        page.wait_for_load_state("networkidle")
        assert fits(page), address
        axe(page, admin=True)


def test_a_member_is_added_with_the_choosers(page, register, committee):
    person = make.PersonFactory(first_name="Łucja", last_name="Źrebiec")
    make.PersonFactory(first_name="Adam", last_name="Kowal")
    page.goto(f"{register}create/?body={committee.pk}")
    assert committee.title in page.locator("#id_body-chooser, [data-chooser]").first.inner_text()
    page.locator("#id_person-chooser [data-chooser-action-choose]").first.click()
    page.fill(".modal-body input[name=q]", "zrebiec")
    page.wait_for_selector(".modal-body a[data-chooser-modal-choice]:has-text('Źrebiec')")
    page.locator(".modal-body a:has-text('Kowal')").wait_for(state="detached")
    page.click(".modal-body a[data-chooser-modal-choice]:has-text('Źrebiec')")
    page.wait_for_selector(".modal-body", state="detached")
    page.click("button.action-save")
    page.wait_for_url(register)
    assert Membership.objects.get().person == person
    assert "Źrebiec Łucja" in page.inner_text("main")


def test_the_body_chooser_offers_bodies_only(page, register, committee, group, site_root):
    page.goto(f"{register}create/")
    page.locator("#id_body-chooser [data-chooser-action-choose]").first.click()
    page.wait_for_selector(".modal-body .page-results, .modal-body table")
    page.fill(".modal-body input[name=q]", site_root.title.split()[0])
    page.wait_for_timeout(1000)
    choices = page.locator(".modal-body a.choose-page").all_inner_texts()
    assert not any(site_root.title in text for text in choices)


def test_end_and_successor(page, register, committee):
    seat = make.SeatFactory(body=committee, name="Miejsce wojewody")
    row = make.MembershipFactory(body=committee, seat=seat, starts_on=date(2025, 1, 1))
    page.goto(register)
    page.click(f"a[href$='/end/{row.pk}/']")
    page.click("#id_ends_on")
    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    page.fill("#id_ends_on", "31.01.2026")
    page.click("h1")  # closes the calendar
    page.check("#id_with_successor")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/create/?after={row.pk}")
    assert page.input_value("#id_starts_on") == "01.02.2026"
    assert page.input_value("#id_seat") == str(seat.pk)
    row.refresh_from_db()
    assert str(row.ends_on) == "2026-01-31"


@pytest.mark.parametrize("typed", ["31.01.2026", "2026-01-31"])
def test_a_typed_day_stays_what_it_is(page, register, committee, typed):
    """Wagtail's calendar would make today of a day in another form than its own."""
    row = make.MembershipFactory(body=committee, starts_on=date(2025, 1, 1))
    page.goto(f"{register}edit/{row.pk}/")
    page.click("#id_ends_on")
    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    page.fill("#id_ends_on", typed)
    page.click("h1")
    page.wait_for_selector(".xdsoft_datetimepicker:visible", state="detached")
    page.click("button.action-save")
    page.wait_for_url(register)
    row.refresh_from_db()
    assert str(row.ends_on) == "2026-01-31"
    assert str(row.starts_on) == "2025-01-01"


@pytest.mark.parametrize("size", SIZES, ids=["1280", "360"])
def test_import_from_file_to_register(page, register, committee, axe, size):
    page.set_viewport_size(size)
    page.goto(f"{register}import/?body={committee.pk}")
    submit = page.locator("main form[enctype] button[type=submit]")
    page.set_input_files("#id_file", lista(["Ewa", "Żuraw", "Gmina X", "król"]))
    submit.click()
    page.wait_for_selector(".rkres-register__row--wrong")
    assert "król" in page.inner_text(".rkres-register__row--wrong")
    assert fits(page)
    axe(page, admin=True)
    page.goto(f"{register}import/?body={committee.pk}")
    page.set_input_files("#id_file", lista(["Ewa", "Żuraw", "Gmina X", None]))
    submit.click()
    page.wait_for_selector(".rkres-register__row--new")
    axe(page, admin=True)
    page.click("button:has-text('Dodaj 1')")
    page.wait_for_url(f"**/membership/?body={committee.pk}")
    assert Membership.objects.count() == 1
    assert "Żuraw Ewa" in page.inner_text("main")


def test_the_template_is_downloaded(page, register, committee):
    page.goto(f"{register}import/?body={committee.pk}")
    with page.expect_download() as download:
        page.click("a[href*='import_template']")
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("size", SIZES, ids=["1280", "360"])
def test_the_last_row_is_whole_and_the_list_comes_first(page, register, committee, size):
    row = make.MembershipFactory(body=committee)
    page.set_viewport_size(size)
    page.goto(register)
    page.wait_for_load_state("networkidle")
    table = page.locator(".rkres-register__table")
    assert table.evaluate("each => each.scrollHeight <= each.clientHeight")
    name = page.get_by_role("link", name=row.holder_name)
    assert name.bounding_box()["y"] < size["height"] / 2
    # Whoever wants the filters on a phone is led down to them.
    to_filter = page.locator(".rkres-register__to-filter")
    assert to_filter.is_visible() == (size["width"] == 360)


def test_names_in_listings_do_not_break_letter_by_letter(page, register, live_site, committee):
    make.LegalActFactory(body=committee, number="54/2023", issuer="Marszałka Województwa")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_site.url}/admin/snippets/rkres_wagtail/legalact/")
    page.wait_for_load_state("networkidle")
    assert page.locator("td.title").first.bounding_box()["width"] > 150
    assert fits(page)
