"""``manage.py demo``: twice is once, and nothing an editor did is lost."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page, Revision, Site

from example_site.home.demo_people import HOLDERS, LABEL, demo_term_dates, seat_demo_people
from example_site.home.demo_site import build_site, find
from example_site.home.models import ContactSettings
from rkres_wagtail.editorial.roles import create_roles

pytestmark = pytest.mark.django_db

djangos_user = pytest.mark.skipif(
    settings.AUTH_USER_MODEL != "auth.User",
    reason="the example site's logins are of Django's own user model",
)

COUNTED = [
    "wagtailcore.Page",
    "wagtailcore.Site",
    "wagtailcore.Revision",
    settings.AUTH_USER_MODEL,
    "auth.Group",
    "rkres_wagtail.Person",
    "rkres_wagtail.Organisation",
    "rkres_wagtail.Seat",
    "rkres_wagtail.Membership",
    "rkres_wagtail.Term",
    "rkres_wagtail.Sector",
    "rkres_wagtail.LegalAct",
    "rkres_wagtail.MeetingChange",
    "wagtailimages.Image",
    "wagtaildocs.Document",
]


def counts() -> dict[str, int]:
    return {name: apps.get_model(name).objects.count() for name in COUNTED}


def demo(**options) -> str:
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def test_own_pages_are_built_once(root_page):
    build_site()
    before = Page.objects.count(), Revision.objects.count()
    build_site()
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_wagtails_welcome_page_makes_room(root_page):
    welcome = root_page.add_child(
        instance=Page(title="Welcome to your new Wagtail site!", slug="home")
    )
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    home = build_site(port=8123)
    site = Site.objects.get()
    assert site.root_page_id == home.pk
    assert (site.site_name, site.port) == ("OWES Zielone Wzgórza", 8123)
    assert not Page.objects.filter(pk=welcome.pk).exists()


def test_what_an_editor_changed_stays(root_page):
    home = build_site()
    page = find("kontakt", home.locale)
    page.title, page.slug = "Gdzie nas znaleźć", "adres"
    page.save_revision().publish()
    site = Site.objects.get()
    site.site_name = "Inna nazwa"
    site.save()
    contact = ContactSettings.for_site(site)
    contact.phone = "1"
    contact.save()
    before = Page.objects.count()
    build_site()
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Gdzie nas znaleźć", "adres")
    assert Page.objects.count() == before
    assert Site.objects.get().site_name == "Inna nazwa"
    assert ContactSettings.objects.get().phone == "1"


def test_people_take_their_seats_once_and_follow_the_rules(committee):
    Seat = apps.get_model("rkres_wagtail.Seat")
    Membership = apps.get_model("rkres_wagtail.Membership")
    assert seat_demo_people(committee) > 0
    assert Seat.objects.count() == len(HOLDERS)
    taken = Membership.objects.current().holders().values("seat").distinct().count()
    assert Seat.objects.count() - taken == 2
    for membership in Membership.objects.all():
        membership.full_clean()
    assert seat_demo_people(committee) == 0


def test_people_are_labelled_as_fictional(committee):
    seat_demo_people(committee)
    assert LABEL in str(apps.get_model("rkres_wagtail.Term").objects.get())
    for person in apps.get_model("rkres_wagtail.Person").objects.all():
        assert person.about.startswith("Osoba fikcyjna")


@pytest.mark.parametrize(
    "day", ["2026-06-01", "2026-11-24", "2029-05-31", "2029-06-01", "2035-1-1"]
)
def test_demonstration_term_always_runs(day):
    from datetime import date

    today = date(*map(int, day.split("-")))
    starts_on, ends_on = demo_term_dates(today)
    assert starts_on <= today <= ends_on


@djangos_user
def test_demo_twice_changes_nothing(root_page, settings):
    settings.DEBUG = True
    first = demo()
    before = counts()
    second = demo()
    assert counts() == before
    assert "pokaz-rkres" in first
    assert "pokaz-rkres" in second


def test_demo_shows_the_committee_on_the_site(root_page, client):
    demo()
    html = client.get("/").content.decode()
    committee = apps.get_model("rkres_wagtail_pages.CommitteePage").objects.get()
    assert committee.get_url() in html
    assert LABEL in client.get(committee.get_url()).content.decode()
    assert client.get("/en/").status_code == 200


def test_demo_makes_no_logins_outside_debug(root_page, django_user_model, settings):
    settings.DEBUG = False
    demo()
    assert not django_user_model.objects.exists()


@djangos_user
def test_demo_logins_work_in_their_groups(root_page, django_user_model, settings):
    settings.DEBUG = True
    demo()
    committee = apps.get_model("rkres_wagtail_pages.CommitteePage").objects.get()
    groups = create_roles(committee)
    expected = {"admin": [], "redaktor": [groups["editors"]], "sekretarz": [groups["secretariat"]]}
    users = django_user_model.objects.all()
    assert {user.get_username(): list(user.groups.all()) for user in users} == expected


@djangos_user
def test_demo_keeps_a_changed_password(root_page, django_user_model, settings):
    settings.DEBUG = True
    demo()
    user = django_user_model.objects.get_by_natural_key("redaktor")
    user.set_password("inne-haslo")
    user.save()
    assert "(changed)" in demo()
    user.refresh_from_db()
    assert user.check_password("inne-haslo")
