"""The verb: put the sections of a file in the place of a version's text, all or nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from ...text import without_directions
from ..choices import LineageKind
from ..document.services import finish, locked_version
from ..models import DocumentVersion, SectionIdentity, SectionLineage
from .plan import Plan, PlannedRow, make_plan
from .reading import ReadSection

ACTION = "document_import"


@transaction.atomic
def import_sections(
    *,
    version: DocumentVersion,
    sections: list[ReadSection],
    choices: dict[int, str] | None = None,
    title: str | None = None,
    edits: int,
    key: str = "",
    file_name: str = "",
    user,
) -> Plan:
    """Write ``sections`` into ``version`` and return what was done.

    ``choices`` are identities by the section's index (``plan.NEW``: a new one). ``edits`` is the
    version's number of edits that the editor saw. ``key`` names this import, so that a second
    click is known. Raises ``ValidationError``: ``stale``, ``frozen``, ``gone``, ``done`` (this
    import was made already), ``choice``.
    """
    try:
        version = locked_version(version, edits)
    except ValidationError as error:
        if key and _was_done(version, key):
            raise ValidationError(_("This import is saved already."), code="done") from error
        raise
    plan = make_plan(version, sections, choices)
    if plan.has_errors:
        raise ValidationError(
            _("Nothing was saved: one section is chosen for several parts of the file."),
            code="choice",
        )
    if version.is_published and not sections:
        raise ValidationError(_("There is no text in the file."), code="empty")
    _write(plan, user)
    if title is not None:
        version.title = " ".join(without_directions(title).split())
        version.clean_fields(exclude={f.name for f in version._meta.fields} - {"title"})
        version.save(update_fields=["title", "changed_at"])
    finish(version, ACTION, user, file=file_name[:200], key=key, sections=len(plan.rows))
    return plan


def _was_done(version: DocumentVersion, key: str) -> bool:
    entries = PageLogEntry.objects.filter(
        page_id=version.consultation_id, action=f"rkres_wagtail.{ACTION}"
    ).order_by("-timestamp")[:20]
    return any(entry.data.get("key") == key for entry in entries)


def _write(plan: Plan, user) -> None:
    version = plan.version
    version.texts.filter(pk__in=[one.text.pk for one in plan.removed]).delete()
    for position, row in enumerate(plan.rows):
        _write_row(version, row, position)
    moved = [row.known.text.identity_id for row in plan.rows if row.known and row.is_moved]
    said = set(
        SectionLineage.objects.filter(version=version, kind=LineageKind.MOVE).values_list(
            "source_id", flat=True
        )
    )
    SectionLineage.objects.bulk_create(
        SectionLineage(
            version=version,
            kind=LineageKind.MOVE,
            source_id=identity,
            target_id=identity,
            recorded_by=user,
        )
        for identity in moved
        if identity not in said
    )


def _write_row(version: DocumentVersion, row: PlannedRow, position: int) -> None:
    text = row.text
    if row.known is None:
        text.identity = SectionIdentity.objects.create(consultation_id=version.consultation_id)
    else:
        old = row.known.text
        text.identity = old.identity
        if row.keeps_form:
            # The same words: their form, which somebody may have improved by hand, stays.
            text.content = old.content
        if row.known.is_present:
            text.pk = old.pk
            text._state.adding = False
    text.version, text.position = version, position
    text.full_clean(exclude=["version", "identity", "digest"], validate_unique=False)
    text.save()
