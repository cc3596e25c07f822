"""The office's screens in a real browser: accessible, narrow enough, and one story to its end."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.pages import page_class

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 360]
LISTINGS = ("committees", "tiers", "groups", "meetings")
SNIPPETS = (
    "person",
    "organisation",
    "sector",
    "term",
    "legalact",
    "fundingnotice",
    "consultationkind",
)


@pytest.fixture
def admin_page(page, live_site, users, browser_login):
    """A browser page with the session of the secretariat."""
    browser_login(users["secretariat"])
    page.set_default_timeout(20_000)
    return page


def visit(page, live_site, path):
    response = page.goto(live_site.url + path)
    assert response.status == 200, path
    page.wait_for_load_state("networkidle")


def listings() -> list[str]:
    return [
        reverse(f"rkres_{name}:index")
        for name in ("committees", "tiers", "groups", "meetings", "decisions", "consultations")
    ] + [reverse(f"wagtailsnippets_rkres_wagtail_{kind}:list") for kind in SNIPPETS]


def forms(office) -> list[str]:
    model = page_class("GROUP_PAGE")._meta
    add = [model.app_label, model.model_name, office.tier.pk]
    return [
        *(reverse("wagtailadmin_pages:edit", args=[each.pk]) for each in bodies(office)),
        reverse("wagtailadmin_pages:add", args=add),
        *meeting_forms(office),
        *decision_forms(office),
        *consultation_forms(office),
        *(reverse(f"wagtailsnippets_rkres_wagtail_{kind}:add") for kind in SNIPPETS),
        reverse("wagtailsnippets_rkres_wagtail_person:inspect", args=[office.person.pk]),
        reverse("rkres_groups:choose_parent"),
        reverse("wagtailsettings:edit", args=["rkres_wagtail", "rkressettings"]),
    ]


def meeting_forms(office) -> list[str]:
    model = type(office.meeting)._meta
    pages = [office.meetings.pk, office.meeting.pk]
    return [
        *(reverse("wagtailadmin_pages:edit", args=[key]) for key in pages),
        reverse(
            "wagtailadmin_pages:add", args=[model.app_label, model.model_name, office.meetings.pk]
        ),
        *(reverse(f"rkres_meeting_{verb}", args=pages[1:]) for verb in ("move", "cancel")),
    ]


def decision_forms(office) -> list[str]:
    return [
        reverse("wagtailadmin_pages:edit", args=[office.register.pk]),
        reverse("wagtailadmin_pages:edit", args=[office.decision.pk]),
        reverse("rkres_dispatch_add", args=[office.decision.pk]),
        reverse("rkres_dispatch_edit", args=[office.dispatch.pk]),
        reverse("rkres_dispatch_remove", args=[office.dispatch.pk]),
    ]


def consultation_forms(office) -> list[str]:
    page, row = [office.consultation.pk], [office.round.pk]
    return [
        reverse("wagtailadmin_pages:edit", args=[office.consultations.pk]),
        reverse("wagtailadmin_pages:edit", args=page),
        *(reverse(f"rkres_round_{verb}", args=row) for verb in ("change", "remove", "extend")),
        reverse("rkres_round_add", args=page),
        reverse("rkres_consultation_outcome", args=page),
        *document_forms(office),
        *remark_screens(office),
    ]


def remark_screens(office) -> list[str]:
    page = [office.consultation.pk]
    return [
        reverse("rkres_remarks_list"),
        *(reverse(name, args=page) for name in ("rkres_remarks", "rkres_remark_add")),
        reverse("rkres_remark_rules", args=page),
        reverse("rkres_remark", args=[office.remark.pk]),
        reverse("rkres_submission", args=[office.submission.pk]),
    ]


def document_forms(office) -> list[str]:
    version, section = [office.version.pk], [office.version.pk, office.section.pk]
    verbs = ("version", "settings", "publish", "delete", "section_add", "file_add")
    return [
        reverse("rkres_document_new", args=[office.consultation.pk]),
        *(reverse(f"rkres_document_{verb}", args=version) for verb in verbs),
        reverse("rkres_document_section", args=section),
        *(
            reverse(f"rkres_document_section_{verb}", args=section)
            for verb in ("split", "merge", "remove")
        ),
    ]


def bodies(office):
    return (office.committee, office.tier, office.group)


def explorers(office) -> list[str]:
    pages = (office.committee, office.meetings, office.register, office.consultations)
    return [reverse("wagtailadmin_explore", args=[page.pk]) for page in pages]


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})


# Both widths of one visit: loading a screen takes longer than looking at it.


def test_listings_are_accessible(admin_page, live_site, office, axe):
    for path in [*listings(), *explorers(office)]:
        resize(admin_page, WIDTHS[0])
        visit(admin_page, live_site, path)
        for width in WIDTHS:
            resize(admin_page, width)
            axe(admin_page, admin=True)


def test_forms_are_accessible_and_fit(admin_page, live_site, office, axe):
    office.committee.statutory_body = office.tier
    office.committee.seats_min = 15
    office.committee.save_revision().publish()
    for path in forms(office):
        resize(admin_page, WIDTHS[0])
        visit(admin_page, live_site, path)
        tabs = admin_page.get_by_role("tab")
        for width in WIDTHS:
            resize(admin_page, width)
            for index in range(max(tabs.count(), 1)):
                if tabs.count():
                    tabs.nth(index).click()
                axe(admin_page, admin=True)
                assert admin_page.evaluate("document.documentElement.scrollWidth") <= width


def test_create_fill_publish_find_undo(admin_page, live_site, office, users, browser_login):
    """An editor makes a group, publishes it, finds it again, changes it and takes that back."""
    browser_login(users["editors"])
    page = admin_page
    visit(page, live_site, reverse("wagtailadmin_home"))

    # The menu leads there.
    page.get_by_role("button", name="Komitet").click()
    page.get_by_role("link", name="Grupy").click()
    page.get_by_role("link", name="Dodaj grupę").click()
    page.wait_for_load_state("networkidle")
    if "choose_parent" in page.url:
        page.get_by_label(office.tier.title).check()
        page.get_by_role("button", name="Dalej").click()
        page.wait_for_load_state("networkidle")

    # Only the name is needed.
    page.locator("#id_title").fill("Zespół ds. żywności 🎉")
    page.locator("#id_lead").fill("Pracuje nad żywnością społeczną.")
    page.get_by_role("tab", name="Skład i kadencja").click()
    assert page.get_by_text("Po pierwszym zapisaniu dodasz członków").is_visible()
    submit(page, "action-publish")

    group = page_class("GROUP_PAGE").objects.get(title="Zespół ds. żywności 🎉")
    assert group.live
    public = page.goto(live_site.url + group.url)
    assert public.status == 200
    assert "żywnością" in page.content()

    # Found without diacritics.
    visit(page, live_site, reverse("rkres_groups:index") + "?q=zywnosci")
    page.get_by_role("link", name="Zespół ds. żywności 🎉", exact=True).click()
    page.wait_for_load_state("networkidle")

    # A mistake, published ...
    page.locator("#id_lead").fill("Pomyłka.")
    submit(page, "action-publish")
    group.refresh_from_db()
    assert group.lead == "Pomyłka."

    # ... and taken back in the history.
    first = group.revisions.order_by("pk").first()
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[group.pk, first.pk])
    visit(page, live_site, revert)
    assert page.locator("#id_lead").input_value() == "Pracuje nad żywnością społeczną."
    submit(page, "action-publish")
    group.refresh_from_db()
    assert group.lead == "Pracuje nad żywnością społeczną."


def submit(page, name):
    """Press the button ``name`` of the footer, in its menu or not."""
    button = page.locator(f"button[name='{name}']")
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    button.click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("typed", ["31.01.2026", "2026-01-31"])
def test_a_day_typed_into_a_term_stays_what_it_is(admin_page, live_site, office, typed):
    """Wagtail's calendar would make today of a day in another form than its own."""
    page = admin_page
    edit = reverse("wagtailsnippets_rkres_wagtail_term:edit", args=[office.term.pk])
    visit(page, live_site, edit)
    page.click("#id_ends_on")
    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    page.fill("#id_ends_on", typed)
    page.click("#id_name")
    page.wait_for_selector(".xdsoft_datetimepicker:visible", state="detached")
    page.locator("main form[method=post] button[type=submit].button").last.click()
    page.wait_for_url("**/term/")
    office.term.refresh_from_db()
    assert str(office.term.ends_on) == "2026-01-31"
