"""Which minutes the public may read: published, approved, of a meeting that is public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import translation

from ..meetings.querysets import public_meetings
from ..public import Gate
from ..sub_addresses import keys_of
from .models import Minutes, MinutesApproval
from .presentation.document import MinutesDocument, minutes_document
from .presentation.rich import words_of


def published(now: datetime):
    """Minutes in force at ``now``, whoever may see their meeting: ask the gate, too.

    Published without an approval they stay with the office; past their time they are gone,
    also before the scheduler ran.
    """
    approved = MinutesApproval.objects.filter(minutes=OuterRef("pk"))
    return Minutes.objects.filter(
        Q(expire_at=None) | Q(expire_at__gt=now), Exists(approved), live=True
    )


def public_minutes(gate: Gate):
    """Minutes of meetings whose page the public may see in any language."""
    keys = public_meetings(gate, any_locale=True).order_by().values("translation_key")
    return published(gate.now).filter(meeting__translation_key__in=keys)


def minutes_of(meeting, gate: Gate) -> Minutes | None:
    """The minutes that a reader of the page of ``meeting``, who has passed its gate, may read."""
    return published(gate.now).of(meeting).select_related("meeting__locale").first()


def found(pages: Iterable, gate: Gate) -> dict:
    """For ``sub_addresses``: facts on the minutes of ``pages``, by ``translation_key``."""
    keys = keys_of(pages)
    rows = (
        published(gate.now)
        .filter(meeting__translation_key__in=keys)
        .annotate(
            rkres_key=F("meeting__translation_key"),
            rkres_approved_on=MinutesApproval.objects.filter(minutes=OuterRef("pk")).values(
                "approved_on"
            )[:1],
        )
    )
    return {
        key: {
            "id": pk,
            "type": Minutes._meta.label,
            "approved_on": approved_on,
            "published_at": changed_at,
        }
        for pk, key, approved_on, changed_at in rows.values_list(
            "pk", "rkres_key", "rkres_approved_on", "last_published_at"
        )
    }


def shown_meeting(minutes: Minutes, gate: Gate):
    """The public page of their meeting: the one they name, else another language's; or None."""
    key = minutes.meeting.translation_key
    pages = public_meetings(gate, any_locale=True).filter(translation_key=key)
    chosen = sorted(
        pages.select_related("locale"), key=lambda page: (page.pk != minutes.meeting_id, page.pk)
    )
    return chosen[0] if chosen else None


def public_document(minutes: Minutes, gate: Gate) -> tuple[MinutesDocument, object] | None:
    """The public copy that files are made of, in the meeting's language, and the meeting's page.

    None for minutes that the public must not read.
    """
    if not published(gate.now).filter(pk=minutes.pk).exists():
        return None
    meeting = shown_meeting(minutes, gate)
    if meeting is None:
        return None
    with translation.override(meeting.locale.language_code):
        return minutes_document(minutes, internal=False, gate=gate, meeting=meeting), meeting


def words(meeting) -> str:
    """For the search index: what the published minutes of a meeting say.

    Minutes that end by themselves are left out: the index would outlive them.
    """
    gate = Gate(meeting.get_site())
    minutes = minutes_of(meeting, gate)
    if minutes is None or minutes.expire_at is not None or gate.site is None:
        return ""
    with translation.override(minutes.meeting.locale.language_code):
        document = minutes_document(minutes, internal=False, gate=gate, meeting=meeting)
    rows = []
    for section in document.sections:
        rows += [section.heading, *words_of(section.blocks), *words_of(section.outcome)]
    return " ".join(rows)
