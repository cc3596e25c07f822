"""What follows from publishing a report: the index and the caches of its consultation's page."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from wagtail.search import index
from wagtail.signals import published, unpublished

from .. import caching
from ..models import ConsultationReport
from ..querysets import consultations

_UID = "rkres_wagtail.consultation_report"


def connect() -> None:
    for signal in (published, unpublished):
        signal.connect(_on_report, sender=ConsultationReport, dispatch_uid=_UID)


def _on_report(sender, instance, **kwargs) -> None:
    transaction.on_commit(partial(tell_pages, instance.consultation.translation_key))


def tell_pages(key) -> None:
    """The page in each of its languages, and whatever says its state."""
    for page in consultations().filter(translation_key=key):
        index.insert_or_update_object(page)
    caching.forget(key)
