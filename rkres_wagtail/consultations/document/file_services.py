"""Verbs of the files of a version: add, change, move, remove."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...meetings.choices import MaterialAccess
from ...text import without_directions
from ..models import DocumentVersion, VersionFile
from .locking import finish, locked_version


@transaction.atomic
def add_file(
    *,
    version: DocumentVersion,
    document,
    title: str = "",
    access: str = MaterialAccess.ACCESSIBLE,
    user,
    edits: int | None = None,
) -> VersionFile:
    """Add a file at the end. Raises ``ValidationError`` by field."""
    version = locked_version(version, edits)
    row = VersionFile(version=version, sort_order=version.files.count())
    return _write(row, "file_add", user, document=document, title=title, access=access)


@transaction.atomic
def change_file(
    *, file: VersionFile, document, title: str, access: str, user, edits: int | None = None
) -> VersionFile:
    """Choose another file, or say something else of it."""
    row = _fresh(file, edits)
    return _write(row, "file_edit", user, document=document, title=title, access=access)


@transaction.atomic
def move_file(*, file: VersionFile, up: bool, user, edits: int | None = None) -> None:
    """Change places with the file before (``up``) or after it."""
    row = _fresh(file, edits)
    rows = list(row.version.files.order_by("sort_order", "pk"))
    index = rows.index(row)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        raise ValidationError(_("This file is at the end of the list already."))
    rows[index], rows[other] = rows[other], rows[index]
    for place, each in enumerate(rows):
        each.sort_order = place
    VersionFile.objects.bulk_update(rows, ["sort_order"])
    finish(row.version, "file_edit", user, file=str(row))


@transaction.atomic
def remove_file(*, file: VersionFile, user, edits: int | None = None) -> None:
    """Take a file out of the version; the file itself stays in the collection."""
    row = _fresh(file, edits)
    version = row.version
    alone = version.files.count() == 1 and not version.texts.exists()
    if version.is_published and alone:
        raise ValidationError(
            _("This is all that the public can read of this version, so it stays."), code="last"
        )
    name = str(row)
    row.delete()
    finish(version, "file_remove", user, file=name)


def _fresh(file: VersionFile, edits: int | None) -> VersionFile:
    version = locked_version(file.version, edits)
    try:
        row = VersionFile.objects.select_related("document").get(pk=file.pk, version=version)
    except VersionFile.DoesNotExist:
        raise ValidationError(
            _("This file has been removed in the meantime."), code="gone"
        ) from None
    row.version = version
    return row


def _write(row: VersionFile, action: str, user, **values) -> VersionFile:
    for name, value in values.items():
        setattr(row, name, value)
    row.title = " ".join(without_directions(row.title).split())
    row.full_clean(exclude=["version"])
    row.save()
    finish(row.version, action, user, file=str(row))
    return row
