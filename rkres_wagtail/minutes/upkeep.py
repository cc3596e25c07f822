"""What follows from publishing minutes, and from changes of what they are made of.

Files are made in a task after the commit, the search index of the meeting's page learns the
words, and a cache in front of the site forgets the page. Whatever is missed here (a link to a page
that was hidden, a lost task) ``manage.py rkres_files`` makes good; nothing stale is served.
"""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.search import index
from wagtail.signals import page_published, page_unpublished, published, unpublished

from .. import front_caches
from ..bodies.pages import BodyPageMixin
from ..meetings.attendance.models import AttendanceSheet
from ..meetings.pages import MeetingPageMixin
from ..meetings.querysets import meetings
from .models import Minutes, MinutesApproval

logger = logging.getLogger(__name__)

_UID = "rkres_wagtail.minutes_files"


def connect() -> None:
    """Called from ``AppConfig.ready``."""
    for signal in (published, unpublished):
        signal.connect(_on_minutes, sender=Minutes, dispatch_uid=_UID)
    for signal in (post_save, post_delete):
        signal.connect(_on_approval, sender=MinutesApproval, dispatch_uid=_UID)
        signal.connect(_on_sheet, sender=AttendanceSheet, dispatch_uid=_UID)
    for signal in (page_published, page_unpublished):
        signal.connect(_on_page, dispatch_uid=_UID)


def changed(minutes: Minutes) -> None:
    """Renew what is made of ``minutes``, once the caller's transaction is committed."""
    transaction.on_commit(partial(_start_task, minutes.pk))
    transaction.on_commit(partial(_tell_pages, minutes.meeting.translation_key))


def _start_task(pk: int) -> None:
    """Start the task; whatever is wrong with tasks, ``rkres_files`` makes the files."""
    try:
        from .tasks import make_files

        make_files.enqueue(pk)
    except Exception:
        logger.exception("The task that makes the files of minutes %s could not be started", pk)


def _tell_pages(key) -> None:
    """The index and the cache of the meeting's page, in each of its languages."""
    for page in meetings().filter(translation_key=key):
        index.insert_or_update_object(page)
        front_caches.forget(page)


def _of_meetings(keys) -> None:
    """Minutes of these meetings, and those that were approved at them, which name them."""
    keys = list(keys)
    there = MinutesApproval.objects.filter(meeting__translation_key__in=keys).values("minutes")
    concerned = Q(meeting__translation_key__in=keys) | Q(pk__in=there)
    for minutes in Minutes.objects.filter(concerned, live=True).select_related("meeting"):
        changed(minutes)


def _on_minutes(sender, instance, **kwargs) -> None:
    changed(instance)


def _on_approval(sender, instance, raw=False, **kwargs) -> None:
    if not raw and instance.minutes.live:
        changed(instance.minutes)


def _on_sheet(sender, instance, raw=False, **kwargs) -> None:
    if not raw:
        _of_meetings([instance.meeting.translation_key])


def _on_page(sender, instance, **kwargs) -> None:
    """A meeting's own facts, or the name of a body and what it tells of attendance."""
    if isinstance(instance, MeetingPageMixin):
        _of_meetings([instance.translation_key])
    elif isinstance(instance, BodyPageMixin):
        met = meetings().filter(bodies__translation_key=instance.translation_key)
        _of_meetings(met.values_list("translation_key", flat=True).distinct())
