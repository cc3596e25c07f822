"""A cache in front of the site, where the site has one."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction


def is_used() -> bool:
    return apps.is_installed("wagtail.contrib.frontend_cache")


def forget(page, *, and_parent: bool = False) -> None:
    """Ask the cache to forget ``page`` (and the one above it), once the change is committed."""
    if not is_used():
        return
    from wagtail.contrib.frontend_cache.utils import purge_page_from_cache

    page = page.specific
    for each in (page, page.get_parent().specific) if and_parent else (page,):
        transaction.on_commit(lambda each=each: purge_page_from_cache(each))
