"""When something may be new: a task tells those who want to know at once, after the commit.

What appears by time alone, and what a killed task left, ``rkres_send`` finds.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from wagtail.signals import page_published, published

from ...bodies.tree import body_models
from ...consultations.models import (
    ConsultationOutcome,
    ConsultationReport,
    DocumentVersion,
    Extension,
    Round,
)
from ...consultations.pages import ConsultationPageMixin
from ...decisions.models import Dispatch
from ...decisions.pages import DecisionPageMixin
from ...meetings.models import MeetingChange
from ...meetings.pages import MeetingPageMixin
from ...minutes.models import Minutes
from ..choices import Rhythm
from ..models import Subscription
from ..pages import CallPageMixin

logger = logging.getLogger(__name__)

_UID = "rkres_wagtail.news"
_PAGES = (MeetingPageMixin, DecisionPageMixin, ConsultationPageMixin, CallPageMixin)
_RECORDS = (MeetingChange, Dispatch, Round, Extension, DocumentVersion, ConsultationOutcome)
#: Where tasks run in the request of an editor, no more people than this are told in it.
MOST_IN_REQUEST = 50


def connect() -> None:
    from . import forgetting

    page_published.connect(_on_page, dispatch_uid=_UID)
    for model in (Minutes, ConsultationReport):
        published.connect(_on_record, sender=model, dispatch_uid=_UID)
    for model in _RECORDS:
        post_save.connect(_on_record, sender=model, dispatch_uid=_UID)
    pre_delete.connect(forgetting.before_delete, sender=Subscription, dispatch_uid=_UID)
    # Not of every class: what somebody listens to cannot be deleted in one query.
    for model in body_models():
        pre_delete.connect(_on_deletion, sender=model, dispatch_uid=_UID)


def _on_page(sender, instance, **kwargs) -> None:
    if isinstance(instance, _PAGES):
        _after_commit()


def _on_record(sender, **kwargs) -> None:
    if not kwargs.get("raw"):
        _after_commit()


def _on_deletion(sender, instance, **kwargs) -> None:
    from . import forgetting

    forgetting.before_body_goes(instance)


def _after_commit() -> None:
    """Once for each transaction, however much is written in it."""
    connection = transaction.get_connection()
    if not any(start is _start for _sids, start, *_rest in connection.run_on_commit):
        transaction.on_commit(_start)


def _start() -> None:
    """Start the task; whatever is wrong with tasks, ``rkres_send`` tells people later."""
    try:
        if not _is_worth_it():
            return
        from .tasks import tell_at_once

        tell_at_once.enqueue()
    except Exception:
        logger.exception("The task that tells subscribers could not be started")


def _is_worth_it() -> bool:
    from django_tasks import task_backends
    from django_tasks.backends.immediate import ImmediateBackend

    rows = Subscription.objects.active().filter(rhythm=Rhythm.AT_ONCE)
    if not rows.exists():
        return False
    is_immediate = isinstance(task_backends["default"], ImmediateBackend)
    return not is_immediate or rows.count() <= MOST_IN_REQUEST
