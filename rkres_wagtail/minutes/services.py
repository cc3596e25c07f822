"""Verbs of minutes: start, complete from the meeting, approve, revoke the approval.

Check, do in one transaction, log in the history of the minutes. Permissions are the callers'
matter (``permissions.may_keep``); ``user`` is who is named in the log.
"""

from __future__ import annotations

from datetime import date

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..bodies.rules import canonical_body
from ..dates import long_date
from . import completing, rules
from .assembling import Assembly, content_of
from .models import Minutes, MinutesApproval

MAX_REASON = 1000


@transaction.atomic
def start_minutes(*, meeting, user) -> Minutes:
    """Make the draft of the minutes of ``meeting``, assembled from what is known of it.

    They are of the canonical page, whichever language is given. Raises ``ValidationError`` for a
    meeting that has not begun, was cancelled, or has minutes already.
    """
    page = _locked_meeting(canonical_body(meeting))
    if reason := rules.reason_not_to_start(page):
        raise ValidationError(reason)
    assembly = Assembly(page.get_latest_revision_as_object())
    minutes = Minutes(
        meeting_id=page.pk,
        live=False,
        chaired_by=assembly.chair,
        taken_by=(user.get_full_name() if user is not None else "")[:255],
        content=content_of(assembly.blocks()),
    )
    minutes.save()
    minutes.save_revision(user=user, clean=False)
    _log(minutes, "start", user, items=len(assembly.items))
    return minutes


@transaction.atomic
def complete_minutes(*, minutes: Minutes, user) -> completing.Plan:
    """Add to the latest draft what the meeting has and the minutes have not.

    Nothing that was written is changed. Returns what was added; where that is nothing, nothing
    is saved. Raises ``ValidationError`` for minutes that were approved or published.
    """
    minutes = locked(minutes)
    if reason := completing.reason_not_to(minutes):
        raise ValidationError(reason)
    draft = minutes.get_latest_revision_as_object()
    plan = completing.plan(draft)
    if plan.is_empty:
        return plan
    draft.content = content_of(plan.blocks)
    draft.save_revision(user=user, clean=False)
    if not draft.live:
        # As Wagtail's editor does while nothing is published.
        draft.save()
    _log(minutes, "complete", user, items=len(plan.added), outcomes=len(plan.outcomes))
    return plan


@transaction.atomic
def approve_minutes(
    *,
    minutes: Minutes,
    approved_on: date,
    user,
    meeting=None,
    note: str = "",
    despite_corrections: bool = False,
) -> MinutesApproval:
    """Record at which later ``meeting``, or in which other way (``note``), they were approved.

    Raises ``ValidationError`` by field; while a round of corrections runs it asks for
    ``despite_corrections``.
    """
    minutes = locked(minutes)
    note = " ".join(note.split())
    rules.check_approval(
        minutes, meeting=meeting, note=note, approved_on=approved_on, despite=despite_corrections
    )
    page = canonical_body(meeting) if meeting is not None else None
    approval = MinutesApproval.objects.create(
        minutes=minutes,
        meeting_id=page.pk if page is not None else None,
        note=note,
        approved_on=approved_on,
        recorded_by=user,
    )
    way = page.title if page is not None else note
    _log(minutes, "approve", user, way=way, day=long_date(approved_on))
    return approval


@transaction.atomic
def revoke_approval(*, minutes: Minutes, user, reason: str) -> None:
    """Take back an approval that was recorded by mistake; only while nothing is published."""
    minutes = locked(minutes)
    if refusal := rules.reason_not_to_revoke(minutes):
        raise ValidationError(refusal)
    reason = reason.strip()[:MAX_REASON]
    if not reason:
        raise ValidationError({"reason": _("Say why; the history keeps it.")})
    approval = MinutesApproval.objects.get(minutes=minutes)
    day = long_date(approval.approved_on)
    approval.delete()
    # What was to be published at a moment to come is published no more.
    minutes.revisions.update(approved_go_live_at=None)
    _log(minutes, "revoke", user, day=day, reason=reason)


def locked(minutes: Minutes) -> Minutes:
    """The minutes as they are now, locked: two clerks are served one after the other."""
    try:
        return Minutes.objects.select_for_update().get(pk=minutes.pk)
    except Minutes.DoesNotExist:
        raise ValidationError(_("These minutes have been deleted in the meantime.")) from None


def _locked_meeting(page):
    """The meeting as it is now, as its own class, locked."""
    Page = swapper.load_model("wagtailcore", "Page")
    return Page.objects.select_for_update().get(pk=page.pk).specific


def _log(minutes: Minutes, verb: str, user, **data) -> None:
    log(instance=minutes, action=f"rkres_wagtail.minutes_{verb}", user=user, data=data)
