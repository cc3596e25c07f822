"""A site to test on: what migrations created, and one home page."""

from __future__ import annotations

import pytest
import swapper
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from modelsearch import index as search_index
from modelsearch import signal_handlers
from wagtail.signal_handlers import disable_reference_index_auto_update

_DB_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def ensure_baseline() -> None:
    """Create again what Wagtail's migrations created and a transactional test flushed away."""
    from django.contrib.auth.models import Group
    from wagtail.models import Collection, Locale

    Page = swapper.load_model("wagtailcore", "Page")
    ContentType.objects.clear_cache()
    locale, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    for name in ("Moderators", "Editors"):
        Group.objects.get_or_create(name=name)


@pytest.fixture(autouse=True)
def _baseline(request):
    """Give every test that uses the database the rows that migrations leave."""
    uses_db = request.node.get_closest_marker("django_db") or _DB_FIXTURES & set(
        request.fixturenames
    )
    if uses_db:
        request.getfixturevalue("db")
        from wagtail.models import Locale

        if not Locale.objects.exists():
            ensure_baseline()


@pytest.fixture(autouse=True)
def _default_language():
    """Forget the language that a request of the test before left active in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_reference_index(request):
    """Leave Wagtail's index of references alone: it takes a fifth of the time of every test.

    Tests marked ``reference_index`` keep it.
    """
    if request.node.get_closest_marker("reference_index"):
        yield
    else:
        with disable_reference_index_auto_update():
            yield


@pytest.fixture(autouse=True)
def _no_search_index(request, monkeypatch):
    """Leave the search index alone: keeping it takes a fifth of the time of every test.

    Tests marked ``searches`` (``tests.support.database``) and those with a browser keep it.
    """
    markers = ("searches", "browser", "scale")
    if any(request.node.get_closest_marker(name) for name in markers):
        return
    monkeypatch.setattr(signal_handlers, "insert_or_update_object_task", _NoTask)
    monkeypatch.setattr(search_index, "get_search_backends_with_name", lambda **kwargs: ())


class _NoTask:
    @staticmethod
    def enqueue(*args):
        """Index nothing."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Take away the welcome page that Wagtail's migrations leave, once and not in every test."""
    Page = swapper.load_model("wagtailcore", "Page")
    with django_db_blocker.unblock():
        from wagtail.models import Site

        Site.objects.all().delete()
        for root in Page.objects.filter(depth=1):
            for child in root.get_children():
                child.specific.delete()


@pytest.fixture
def locale(db, _baseline):
    """The Polish locale, the site's only one unless a test adds another."""
    from wagtail.models import Locale

    return Locale.objects.get_or_create(language_code="pl")[0]


@pytest.fixture
def root_page(locale):
    """The one page at depth 1, with nothing under it."""
    from wagtail.models import Site

    Page = swapper.load_model("wagtailcore", "Page")
    ensure_baseline()
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    for child in root.get_children():
        child.specific.delete()
    root.refresh_from_db()
    return root


@pytest.fixture
def site_root(root_page, locale):
    """The home page of the example site (of type ``TESTS_HOME_PAGE``), published."""
    from wagtail.models import Site

    home_model = apps.get_model(settings.TESTS_HOME_PAGE)
    home = root_page.add_child(
        instance=home_model(title="Ośrodek wsparcia", slug="home", locale=locale, live=True)
    )
    Site.objects.create(
        hostname="localhost", port=80, site_name="OWES", root_page=home, is_default_site=True
    )
    return home


@pytest.fixture
def site(site_root):
    """The one ``Site``; its root is ``site_root``."""
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


def add_page(parent, setting: str, title: str, slug: str, **fields):
    """Create and publish a page of the class that the setting ``RKRES_WAGTAIL_<setting>`` names."""
    from rkres_wagtail.conf import settings as rkres_settings

    model = apps.get_model(getattr(rkres_settings, setting))
    page = parent.add_child(
        instance=model(title=title, slug=slug, locale=parent.locale, live=False, **fields)
    )
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def committee(site_root):
    """A published committee under the home page; no tier, group, term or member."""
    return add_page(site_root, "COMMITTEE_PAGE", "Komitet Rozwoju Ekonomii Społecznej", "komitet")


@pytest.fixture
def tier(committee):
    """A published tier of ``committee``."""
    return add_page(committee, "TIER_PAGE", "Laboratorium ekonomii społecznej", "laboratorium")


@pytest.fixture
def group(committee):
    """A published group of ``committee``."""
    return add_page(committee, "GROUP_PAGE", "Grupa robocza ds. współpracy", "grupa")
