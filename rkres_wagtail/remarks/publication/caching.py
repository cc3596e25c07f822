"""Public pages and files change with the register: caches forget them, files are made again.

Once for a consultation and a transaction, however many rows it changed; and only where the
public sees something of it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.search import index
from wagtail.signals import page_published, page_unpublished, published, unpublished

from ...consultations import caching
from ...consultations.models import ConsultationReport
from ...consultations.pages import ConsultationPageMixin
from ...consultations.querysets import consultations
from ...consultations.report.upkeep import tell_pages
from ..models import Remark, RemarkRules, Response, ResponseStatus, Submission
from .scope import remarks_are_public

logger = logging.getLogger(__name__)
_UID = "rkres_wagtail.remark_publication"


@dataclass(eq=False)
class _Tell:
    """What is called after the commit; those that share ``told`` are one."""

    consultation_id: int
    told: set = field(default_factory=set)

    def __call__(self) -> None:
        if not self.told:
            self.told.add(self.consultation_id)
            _tell(self.consultation_id)


@dataclass(frozen=True)
class _Forget:
    """After the commit of other rules: what is public no more leaves the index, too."""

    consultation_id: int

    def __call__(self) -> None:
        page = consultations().filter(pk=self.consultation_id).first()
        if page is not None and not remarks_are_public(page, timezone.now()):
            tell_pages(page.translation_key)


def changed(consultation_id: int) -> None:
    """Say that remarks on a consultation (its canonical page) have changed.

    Saving a row says so by itself; whoever changes rows with ``update()`` or ``bulk_create()``
    calls this once.
    """
    connection = transaction.get_connection()
    now, told = set(connection.savepoint_ids), set()
    for sids, function, *_rest in reversed(connection.run_on_commit):
        if isinstance(function, _Tell) and function.consultation_id == consultation_id:
            if function.told:
                break
            if set(sids) <= now:
                # It waits already, whichever savepoint is rolled back from here on.
                return
            told = function.told
    transaction.on_commit(_Tell(consultation_id, told))


def _tell(consultation_id: int) -> None:
    now = timezone.now()
    page = consultations().filter(pk=consultation_id).first()
    if page is None or not remarks_are_public(page, now):
        return
    for each in consultations().filter(translation_key=page.translation_key, live=True):
        index.insert_or_update_object(each)
    caching.forget(page.translation_key)
    make_files(page)


def make_files(page) -> None:
    """Start the task for the report of ``page``; whatever is wrong with tasks, nothing breaks."""
    report = ConsultationReport.objects.of(page).first()
    if report is None:
        return
    try:
        from .tasks import make_table_files

        make_table_files.enqueue(report.pk)
    except Exception:
        logger.exception("The task that makes the files of report %s did not start", report.pk)


# What tells -------------------------------------------------------------------------------------


def connect() -> None:
    """Called from the part's ``wiring.ready``."""
    for sender in (Remark, Response, Submission, RemarkRules):
        post_save.connect(_on_row, sender=sender, dispatch_uid=_UID)
    post_save.connect(_on_rules, sender=RemarkRules, dispatch_uid=f"{_UID}.rules")
    post_save.connect(_on_status, sender=ResponseStatus, dispatch_uid=_UID)
    for signal in (published, unpublished):
        signal.connect(_on_report, sender=ConsultationReport, dispatch_uid=_UID)
    for signal in (page_published, page_unpublished):
        signal.connect(_on_page, dispatch_uid=_UID)


def _on_row(sender, instance, raw=False, **kwargs) -> None:
    if not raw:
        changed(instance.consultation_id)


def _on_rules(sender, instance, raw=False, created=False, **kwargs) -> None:
    if not (raw or created or instance.shows_at_once):
        transaction.on_commit(_Forget(instance.consultation_id))


def _on_status(sender, instance, raw=False, created=False, **kwargs) -> None:
    if raw or created:
        return
    rows = Response.objects.filter(status=instance).order_by()
    for key in rows.values_list("consultation", flat=True).distinct():
        changed(key)


def _on_report(sender, instance, **kwargs) -> None:
    transaction.on_commit(_MakeFiles(instance.consultation_id))


def _on_page(sender, instance, **kwargs) -> None:
    if isinstance(instance, ConsultationPageMixin) and _has_report(instance):
        transaction.on_commit(_MakeFiles(instance.pk))


def _has_report(page) -> bool:
    return ConsultationReport.objects.of(page).exists()


@dataclass(frozen=True)
class _MakeFiles:
    page_id: int

    def __call__(self) -> None:
        page = consultations().filter(pk=self.page_id).first()
        if page is not None:
            make_files(page)
