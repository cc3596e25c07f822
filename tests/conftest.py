"""Fixtures for every test; they live in ``tests/support/``, by what they are for."""

from __future__ import annotations

import gc
import os

# Playwright's synchronous interface keeps an event loop in the thread of the tests, in which
# Django would otherwise refuse every query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from django.apps import apps

from tests.support.browser import (  # noqa: F401
    _wait_for_the_new_page,
    axe,
    browser_context_args,
    browser_login,
    browser_type_launch_args,
    csp_violations,
    live_site,
    mark_browser_tests,
    pytest_configure,
    strict_page,
)
from tests.support.database import mark_searching_tests
from tests.support.share import keep_share
from tests.support.site import (  # noqa: F401
    _baseline,
    _default_language,
    _no_reference_index,
    _no_search_index,
    committee,
    django_db_setup,
    group,
    locale,
    root_page,
    site,
    site_root,
    tier,
)
from tests.support.swapped import mark_swapped_tests


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    keep_share(config, items)
    mark_searching_tests(items)
    mark_browser_tests(items)
    mark_swapped_tests(items)


def pytest_collection_finish(session):
    """Take everything loaded so far out of the garbage collector's sight; it costs a tenth."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


def pytest_ignore_collect(collection_path):
    """The example site's tests import its models, which a site without it cannot."""
    if collection_path.name == "example_site" and collection_path.parent.name == "tests":
        return not apps.is_installed("example_site.news") or None
    return None
