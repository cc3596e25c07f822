"""Verbs of an import: take files in, change what the clerk says of them, take them over, forget.

Nothing of an import is a remark before ``apply_batch``, and then all of it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...bodies.rules import canonical_body
from ...conf import settings
from ...text import clean_text
from ..choices import FileKind
from ..models import RemarkBatch, RemarkBatchFile, SubmissionFile
from ..services import ChangedMeanwhile, locked_rules, receive_many
from .packing import packed
from .plan import Plan
from .reading import read_file

IMPORTED = "rkres_wagtail.remarks_imported"
#: How long files wait to be taken over: they hold personal data that nobody looks after.
KEPT_FOR = timedelta(days=1)


@transaction.atomic
def stage(*, page, uploads: Iterable, user, batch: RemarkBatch | None = None) -> RemarkBatch:
    """Read files and keep them, waiting; more of them go into the same ``batch``."""
    uploads = list(uploads)
    if batch is not None:
        batch = _locked(batch)
    _check_amount(uploads, batch)
    if batch is None:
        batch = RemarkBatch.objects.create(
            consultation_id=canonical_body(page).pk,
            created_by=user,
            options={"channel": "email", "day": timezone.localdate().isoformat()},
        )
    for upload in uploads:
        upload.seek(0)
        data = upload.read()
        name = clean_text(upload.name or "").replace("\n", " ")[-255:] or "?"
        RemarkBatchFile.objects.create(
            batch=batch,
            name=name,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            content=data,
            reading=packed(read_file(name, data).as_json()),
        )
    return batch


def _check_amount(uploads: list, batch: RemarkBatch | None) -> None:
    present = list(batch.files.values_list("size", flat=True)) if batch is not None else []
    most = settings.REMARK_IMPORT_MAX_FILES
    if len(uploads) + len(present) > most:
        raise ValidationError(
            _("There are %(count)d files; the most at one time is %(limit)d.")
            % {"count": len(uploads) + len(present), "limit": most}
        )
    each = settings.REMARK_IMPORT_MAX_FILE_BYTES
    if large := [upload.name for upload in uploads if upload.size > each]:
        raise ValidationError(
            _("Larger than %(limit)s: %(names)s.")
            % {"limit": filesizeformat(each), "names": ", ".join(large)}
        )
    total = settings.REMARK_IMPORT_MAX_BYTES
    if sum(present) + sum(upload.size for upload in uploads) > total:
        raise ValidationError(
            _("The files have more than %(limit)s together. Import them in several parts.")
            % {"limit": filesizeformat(total)}
        )


def _locked(batch: RemarkBatch) -> RemarkBatch:
    """The same row, locked until the transaction ends; only one that waits."""
    row = RemarkBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if row is None:
        raise ValidationError(_("This import is no longer there: files wait for one day."))
    if row.applied_at is not None:
        raise ValidationError(_("This import was taken over already."), code="applied")
    return row


@transaction.atomic
def change_common(*, batch: RemarkBatch, options: dict) -> None:
    """What the clerk says of all files: way and day of receipt."""
    row = _locked(batch)
    row.options = {**row.options, **options}
    row.save(update_fields=["options"])


@transaction.atomic
def change_file(*, file: RemarkBatchFile, options: dict) -> None:
    """What the clerk says of one file."""
    _locked(file.batch)
    row = RemarkBatchFile.objects.select_for_update().defer("content").get(pk=file.pk)
    row.options = {**row.options, **options}
    row.save(update_fields=["options"])


@transaction.atomic
def discard(*, batch: RemarkBatch) -> None:
    """Throw an import away that was not taken over."""
    _drop(_locked(batch))


def _drop(batch: RemarkBatch) -> None:
    """Delete without fetching what may be a hundred megabytes of files."""
    batch.files.update(content=b"", reading={})
    batch.delete()


@transaction.atomic
def apply_batch(*, batch: RemarkBatch, page, seen: str, user) -> int:
    """Make remarks of all that is included, in one transaction; return how many.

    ``seen`` names what the clerk looked at (``Plan.seen``). Raises ``ValidationError`` and writes
    nothing where somebody was faster, or where anything is wrong.
    """
    batch = _locked(batch)
    # One UPDATE decides, also where rows cannot be locked.
    if not RemarkBatch.objects.filter(pk=batch.pk, applied_at=None).update(
        applied_at=timezone.now()
    ):
        raise ValidationError(_("This import was taken over already."), code="applied")
    # Of two imports at once the second one waits here, and then sees the first one's files.
    locked_rules(page)
    plan = Plan(batch, page)
    if plan.seen != seen:
        raise ChangedMeanwhile
    if not plan.may_be_applied:
        raise ValidationError(
            plan.too_many or _("Nothing was imported: correct or leave out what is marked first.")
        )
    receive_many(consultation=page, sendings=plan.sendings, user=user)
    _keep_files(plan)
    _empty(batch, plan)
    count = plan.remark_count
    data = {"files": len(plan.included), "remarks": count}
    log(instance=page, action=IMPORTED, user=user, data=data)
    return count


def _keep_files(plan: Plan) -> None:
    """The file of one sender stays with what it brought.

    A table of many senders does not: whoever of them asks for erasure would still be in it.
    """
    for each in plan.included:
        if len(each.sendings) != 1:
            continue
        content = RemarkBatchFile.objects.values_list("content", flat=True).get(pk=each.file.pk)
        SubmissionFile.objects.create(
            submission=each.sendings[0][0],
            kind=FileKind.FORM,
            name=each.file.name,
            size=each.file.size,
            sha256=each.file.sha256,
            content=bytes(content),
        )


def _empty(batch: RemarkBatch, plan: Plan) -> None:
    """Hashes stay, so that the same files are known again; what they said does not."""
    kept = [each.file for each in plan.included]
    batch.files.exclude(pk__in=[row.pk for row in kept]).delete()
    for row in kept:
        row.content, row.reading, row.options = b"", {}, {}
        row.name = row.name.rpartition(".")[2][:10]
    RemarkBatchFile.objects.bulk_update(
        kept, ["content", "reading", "options", "name"], batch_size=100
    )
    batch.options = {}
    batch.save(update_fields=["options"])


def forget_old_batches(now=None) -> int:
    """Delete imports that nobody took over within a day; return how many. Safe to repeat."""
    now = now or timezone.now()
    old = RemarkBatch.objects.filter(applied_at=None, created_at__lt=now - KEPT_FOR)
    count = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            row = RemarkBatch.objects.select_for_update().filter(pk=pk, applied_at=None).first()
            if row is not None:
                _drop(row)
                count += 1
    return count
