"""How every verb of the document begins and ends: one at a time, logged, caches told.

The consultation's pages, in all languages, are locked before the version, as rounds do: so no
text changes in the same moment in which a round is opened.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.search import index

from ... import front_caches
from ...bodies.rules import canonical_body
from ...meetings.services import lock
from ..models import DocumentVersion, SectionText
from ..querysets import consultations
from .rules import frozen_reason


def locked_page(page):
    """The page on which the versions of a consultation hang, its twins locked, too.

    The canonical page, unless there are versions already: a page in the site's default language
    that was made after them takes nothing over. Inside a transaction.
    """
    lock(page)
    versions = DocumentVersion.objects.of(page).select_related("consultation")
    first = versions.order_by("number", "pk").first()
    return first.consultation if first is not None else canonical_body(page)


def locked_version(version: DocumentVersion, edits: int | None = None) -> DocumentVersion:
    """``version`` as it is now, locked; inside a transaction.

    Raises ``ValidationError``: ``gone``, ``frozen``, or ``stale`` where ``edits`` is given and
    somebody has changed the version since it was that number.
    """
    found = lock_any_version(version, edits)
    reason = frozen_reason(found, timezone.now())
    if reason:
        raise ValidationError(reason, code="frozen")
    return found


def lock_any_version(version: DocumentVersion, edits: int | None = None) -> DocumentVersion:
    """The same, frozen ones included."""
    lock(version.consultation)
    try:
        found = DocumentVersion.objects.select_for_update().get(pk=version.pk)
    except DocumentVersion.DoesNotExist:
        raise ValidationError(
            _("This version has been deleted in the meantime."), code="gone"
        ) from None
    found.consultation = type(version.consultation).objects.get(pk=found.consultation_id)
    if edits is not None and found.edits != edits:
        raise ValidationError(
            _(
                "Nothing was changed: somebody has changed this version in the meantime. Look at "
                "it as it is now, and try again."
            ),
            code="stale",
        )
    return found


def touch(version: DocumentVersion) -> None:
    """Count a change, so that whoever looks at an older state of the version is told."""
    DocumentVersion.objects.filter(pk=version.pk).update(
        edits=F("edits") + 1, changed_at=timezone.now()
    )
    version.refresh_from_db(fields=["edits", "changed_at"])


def finish(version: DocumentVersion, action: str, user, **data) -> None:
    """Count and log a change; of a published version, tell the caches and the search."""
    touch(version)
    record(version, action, user, **data)
    if version.is_published:
        announce(version.consultation)


def record(version: DocumentVersion, action: str, user, **data) -> None:
    """Write into the history of the consultation's page."""
    log(
        instance=version.consultation.specific,
        action=f"rkres_wagtail.{action}",
        user=user,
        data={"version": version.number, **data},
    )


def announce(page) -> None:
    """The public text has changed: every language of the page is searched and shown anew."""
    for each in consultations().filter(translation_key=page.translation_key):
        front_caches.forget(each, and_parent=True)
        if each.live:
            transaction.on_commit(lambda each=each: index.insert_or_update_object(each))


def fresh(section: SectionText, version: DocumentVersion) -> SectionText:
    """``section`` as it is now; ``ValidationError`` (``gone``) where it is not there any more."""
    from .outline import index_of

    rows = list(SectionText.objects.filter(pk=section.pk, version=version))
    row = rows[index_of(rows, section)]
    row.version = version
    return row


def rows_of(version: DocumentVersion, *, with_content: bool = False) -> list[SectionText]:
    """The sections of a version in the order of reading; their texts are read when asked for.

    An import adds one section after another, each time to all that are there.
    """
    texts = version.texts.order_by("position", "pk")
    rows = list(texts if with_content else texts.defer("content"))
    for row in rows:
        row.version = version
    return rows


def store_order(rows: list[SectionText]) -> None:
    """Write positions from 0 and levels, where they changed; the texts stay untouched."""
    found = SectionText.objects.filter(pk__in=[row.pk for row in rows])
    places = {key: rest for key, *rest in found.values_list("pk", "position", "level")}
    changed = []
    for position, row in enumerate(rows):
        row.position = position
        if places.get(row.pk) != [position, row.level]:
            changed.append(row)
    SectionText.objects.bulk_update(changed, ["position", "level"], batch_size=100)
