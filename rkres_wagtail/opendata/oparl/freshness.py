"""When records are compared with what is public: when a list is asked for, and it is time.

Five minutes after the last time, because states flip by themselves; at once where something
was saved that is published here. No list waits for another process that compares already.
"""

from __future__ import annotations

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from wagtail.models import Site

from .records import Reconciled, reconcile

#: Seconds for which records count as right though nothing was saved.
GOOD_FOR = 300
#: Seconds after which a process that compares is given up.
_GIVEN_UP = 600
_CHANGED = "rkres_wagtail.open_data.changed"


def _name(what: str, site: Site) -> str:
    return f"rkres_wagtail.open_data.{what}.{site.pk}"


def refresh(site: Site) -> None:
    """Bring the records of a site up to date, unless they are, or somebody does it."""
    if cache.get(_name("right", site)) == _changed():
        return
    lock = _name("lock", site)
    if not cache.add(lock, True, _GIVEN_UP):
        return
    try:
        refresh_now(site)
    finally:
        cache.delete(lock)


def refresh_now(site: Site) -> Reconciled:
    # Read before: what is saved meanwhile makes the records old again.
    changed = _changed()
    found = reconcile(site)
    cache.set(_name("right", site), changed, GOOD_FOR)
    return found


def _changed() -> str:
    known = cache.get(_CHANGED)
    return known or cache.get_or_set(_CHANGED, uuid4().hex, None)


def forget(**kwargs) -> None:
    """Records may be old: what signals call. One note in the cache, after the commit."""
    transaction.on_commit(_forget)


def _forget() -> None:
    cache.set(_CHANGED, uuid4().hex, None)
