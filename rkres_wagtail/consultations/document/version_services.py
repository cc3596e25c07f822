"""Verbs of whole versions: create, describe, publish, delete."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ...text import without_directions
from ..choices import VersionKind
from ..course import course_of
from ..models import DocumentVersion, Round, SectionText, VersionFile
from ..rounds.rules import was_seen
from . import rules
from .locking import finish, locked_page, locked_version, record, rows_of

_COPIED = ("identity_id", "position", "level", "number", "title", "content", "digest")


@transaction.atomic
def create_version(
    *,
    consultation,
    kind: str = VersionKind.DRAFT,
    title: str = "",
    based_on: DocumentVersion | None = None,
    number: int | None = None,
    user,
) -> DocumentVersion:
    """Make the next version, a draft; with ``based_on``, of its sections and files.

    Sections keep their identities. ``number`` is the one that the editor was shown: where
    somebody has made it meanwhile, or the same button was pressed twice, ``ValidationError``
    (``stale``).
    """
    page = locked_page(consultation)
    versions = DocumentVersion.objects.of(page)
    following = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    if number is not None and number != following:
        raise ValidationError(
            _("Version %(number)d was made in the meantime. Look at it first.")
            % {"number": number},
            code="stale",
        )
    if based_on is not None and not versions.filter(pk=based_on.pk).exists():
        raise ValidationError(
            {"based_on": _("Choose a version of the same consultation.")}, code="based_on"
        )
    version = DocumentVersion(
        consultation=page, number=following, based_on=based_on, created_by=user
    )
    _describe(version, kind=kind, title=title)
    version.save()
    if based_on is not None:
        _copy(based_on, version)
    record(version, "version_create", user)
    return version


def _copy(source: DocumentVersion, version: DocumentVersion) -> None:
    rows = [
        SectionText(version=version, **{name: getattr(row, name) for name in _COPIED})
        for row in rows_of(source, with_content=True)
    ]
    SectionText.objects.bulk_create(rows, batch_size=100)
    files = [
        VersionFile(
            version=version,
            document_id=row.document_id,
            title=row.title,
            access=row.access,
            sort_order=row.sort_order,
        )
        for row in source.files.all()
    ]
    VersionFile.objects.bulk_create(files)


@transaction.atomic
def change_version(
    *,
    version: DocumentVersion,
    kind: str,
    title: str = "",
    changes: str = "",
    user,
    edits: int | None = None,
) -> DocumentVersion:
    """Say which text it is, what it is called and what has changed."""
    version = locked_version(version, edits)
    if version.is_published and not changes.strip() and version.changes:
        raise ValidationError({"changes": _("The public reads it, so it cannot become empty.")})
    _describe(version, kind=kind, title=title, changes=changes)
    version.save()
    finish(version, "version_edit", user)
    return version


@transaction.atomic
def publish_version(
    *, version: DocumentVersion, changes: str = "", user, edits: int | None = None
) -> DocumentVersion:
    """Show a draft to the public from now on; ``changes`` says what is new in it.

    While a round is open and people have another text before them (never of a page that nobody
    has seen), it is an erratum. A number
    below a published one is refused: the public's latest text is the one with the highest.
    """
    version = locked_version(version, edits)
    if version.is_published:
        raise ValidationError(_("This version is published already."), code="published")
    rules.check_has_text(version)
    now = timezone.now()
    before = latest_published(version.consultation, now)
    if before is not None and before.number > version.number:
        raise ValidationError(
            _(
                "Version %(later)d is published already, and the public reads the one with the "
                "highest number. Make a new version of this text and publish that one."
            )
            % {"later": before.number},
            code="number",
        )
    changes = changes.strip() or version.changes
    if before is not None and not changes:
        raise ValidationError(
            {"changes": _("Say what has changed since version %d.") % before.number}
        )
    _describe(version, changes=changes)
    version.published_at, version.published_by = now, user
    version.is_erratum = before is not None and is_being_answered(version.consultation, now)
    version.save()
    finish(version, "version_publish", user)
    return version


@transaction.atomic
def delete_version(*, version: DocumentVersion, user, edits: int | None = None) -> None:
    """Delete a draft from which no other version was made; its sections' identities stay."""
    version = locked_version(version, edits)
    rules.check_may_be_deleted(version)
    record(version, "version_delete", user)
    version.delete()


def latest_published(page, now) -> DocumentVersion | None:
    """The text that the public reads: the published one with the highest number."""
    return DocumentVersion.objects.of(page).published(now).order_by("-number").first()


def open_round(page, now) -> Round | None:
    """The round that takes answers at ``now``; after an outcome there is none."""
    return course_of(page.specific, now=now).open_round(now)


def is_being_answered(page, now) -> bool:
    """Whether a round is open on a page that the public has seen: a new text is an erratum."""
    return open_round(page, now) is not None and was_seen(page)


def _describe(version: DocumentVersion, **values) -> None:
    for name, value in values.items():
        if name == "title":
            value = " ".join(without_directions(value).split())
        elif name == "changes":
            value = without_directions(value).strip()
        setattr(version, name, value)
    others = {field.name for field in version._meta.fields} - set(values)
    version.clean_fields(exclude=others)
