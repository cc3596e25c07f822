"""The files of published minutes: made by a task, kept in the database, never served stale."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from ... import print_files
from ...public import Gate
from ..choices import FileKind
from ..models import Minutes, MinutesFile
from ..published import public_document
from . import pdf, word

logger = logging.getLogger(__name__)

#: Kind -> the module that makes it.
MAKERS = {FileKind.DOCX: word, FileKind.PDF: pdf}

FAILED = "rkres_wagtail.minutes_file_failed"
#: What became of a file: fresh already, made now, failed, or its extra is not installed.
KEPT, MADE, BROKEN, NOT_INSTALLED = "kept", "made", "failed", "not-installed"


def refresh(minutes: Minutes) -> dict[str, str]:
    """Bring the files of ``minutes`` up to date; those of minutes that are not public go.

    Returns what became of each kind. Nothing is raised where a file cannot be made: it is logged,
    the history of the minutes says so, and the next run tries again.
    """
    found = public_document(minutes, Gate(minutes.meeting.get_site()))
    if found is None:
        MinutesFile.objects.filter(minutes=minutes).delete()
        return {}
    document, _meeting = found
    others = MinutesFile.objects.filter(minutes=minutes).exclude(language=document.language)
    others.delete()
    return {str(kind): _refresh(minutes, kind, document) for kind in MAKERS}


def _refresh(minutes: Minutes, kind: str, document) -> str:
    maker, basis = MAKERS[kind], document.basis
    if not maker.is_available():
        return NOT_INSTALLED
    known = MinutesFile.objects.filter(minutes=minutes, kind=kind, language=document.language)
    if known.filter(basis=basis).exists():
        return KEPT
    try:
        content = maker.make(document)
    except Exception as error:
        # Whatever goes wrong inside a library is no reason not to publish.
        logger.exception("The %s file of minutes %s could not be made", kind, minutes.pk)
        _record_failure(minutes, kind, basis, error)
        return BROKEN
    with transaction.atomic():
        MinutesFile.objects.update_or_create(
            minutes=minutes,
            kind=kind,
            language=document.language,
            defaults={"basis": basis, "content": content, "made_at": timezone.now()},
        )
    return MADE


def _record_failure(minutes: Minutes, kind: str, basis: str, error: Exception) -> None:
    """Once for each text: cron tries every few minutes."""
    last = last_failure(minutes, kind)
    if last is None or last.data.get("basis") != basis:
        data = {
            "kind": str(kind),
            "basis": basis,
            "error": f"{type(error).__name__}: {error}"[:500],
        }
        log(instance=minutes, action=FAILED, data=data)


def last_failure(minutes: Minutes, kind: str):
    """The last entry of the history that says that a file of ``kind`` could not be made."""
    entries = ModelLogEntry.objects.for_instance(minutes).filter(action=FAILED)
    found = entries.order_by("-timestamp", "-pk")[:20]
    return next((entry for entry in found if entry.data.get("kind") == str(kind)), None)


# What a reader is offered -------------------------------------------------------------------------


@dataclass
class File:
    """One file of published minutes; ``size`` is 0 while it is not ready."""

    minutes: Minutes
    kind: str
    size: int = 0
    made_at: datetime | None = None

    @property
    def is_ready(self) -> bool:
        return self.size > 0

    @property
    def label(self) -> str:
        return str(FileKind(self.kind).label)

    @cached_property
    def failure(self):
        return None if self.is_ready else last_failure(self.minutes, self.kind)


def files_of(minutes: Minutes, basis: str, language: str) -> list[File]:
    """Files that this installation can make, in the order in which they are offered; one query."""
    rows = MinutesFile.objects.filter(minutes=minutes, basis=basis, language=language)
    # Counted where it is kept: every reader of the page would fetch all of every file.
    sizes = rows.annotate(size=Length("content")).values_list("kind", "size", "made_at")
    fresh = {kind: File(minutes, kind, size, made_at) for kind, size, made_at in sizes}
    return [
        fresh.get(kind) or File(minutes, str(kind))
        for kind, maker in MAKERS.items()
        if maker.is_available()
    ]


def missing_extra(kind: str) -> str:
    """What to tell the office where a file cannot be made; nothing where it can."""
    if MAKERS[kind].is_available():
        return ""
    return print_files.missing_extra(kind, pdf.problem())
