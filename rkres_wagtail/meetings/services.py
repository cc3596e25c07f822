"""Verbs of meetings: confirm, move, cancel. Check, do in one transaction, log.

``MeetingChange`` says when a meeting is; the pages (all language versions of it) are brought in
line with it. Permissions are the callers' matter; ``user`` is who is named in the log.
"""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .. import front_caches
from . import invited
from .choices import ChangeKind, MeetingStatus
from .models import MeetingChange
from .querysets import meeting_model
from .rules import closed_reason, fixing_change, last_change
from .when import When

_KINDS = {
    MeetingStatus.PLANNED: ChangeKind.PLANNED,
    MeetingStatus.CONFIRMED: ChangeKind.CONFIRMED,
    MeetingStatus.HELD: ChangeKind.HELD,
}
MAX_REASON = 1000


@transaction.atomic
def record_published(page, *, user=None) -> MeetingChange | None:
    """Note the date and state of a page that was published; None where nothing changed.

    Every published change of time or state becomes a row, so that its ``sequence`` rises
    (RFC 5545 §3.8.7.4). The first confirmed one settles the date.
    """
    lock(page)
    last = last_change(page)
    if last is not None and last.is_fixing:
        return None
    if last is not None and last.when == page.when and last.status == page.status:
        return None
    kind = _KINDS.get(page.status)
    return _add(page, kind, page.when, page.status, last=last, user=user) if kind else None


def move_meeting(
    page, when: When, *, user, reason: str, tell_invited: bool = True
) -> MeetingChange:
    """Give a confirmed (or cancelled) meeting another date, with the reason the public reads.

    A date that is not known to the day makes the meeting planned again. Who was invited gets a
    message, unless ``tell_invited`` is False. Raises ``ValidationError`` by field.
    """
    when = when.normalised()
    errors = when.errors() or when.missing()
    if not reason.strip():
        errors["reason"] = _("Say why; the public reads it.")
    if errors:
        raise ValidationError(errors)
    status = MeetingStatus.CONFIRMED if when.is_day_known else MeetingStatus.PLANNED
    with transaction.atomic():
        last = _settled(page)
        if last.when == when and last.status == status:
            raise ValidationError({"starts_on": _("The meeting already is on that date.")})
        for body in page.bodies.all():
            if refusal := closed_reason(body.specific, when):
                raise ValidationError({"starts_on": refusal})
        change = _add(
            page, ChangeKind.MOVED, when, status, last=last, user=user, reason=reason.strip()
        )
        data = {"from": last.when.text(), "to": when.text(), "reason": change.reason}
        _bring_in_line(page, change, "rkres_wagtail.meeting_move", user, data)
        if tell_invited:
            invited.tell(page, user=user)
    return change


def cancel_meeting(page, *, user, reason: str, tell_invited: bool = True) -> MeetingChange:
    """Cancel a confirmed meeting, with the reason the public reads; the page stays.

    Who was invited gets a message, unless ``tell_invited`` is False.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the public reads it.")})
    with transaction.atomic():
        last = _settled(page)
        if last.status == MeetingStatus.CANCELLED:
            raise ValidationError(_("This meeting has already been cancelled."))
        change = _add(
            page,
            ChangeKind.CANCELLED,
            last.when,
            MeetingStatus.CANCELLED,
            last=last,
            user=user,
            reason=reason.strip(),
        )
        data = {"date": last.when.text(), "reason": change.reason}
        _bring_in_line(page, change, "rkres_wagtail.meeting_cancel", user, data)
        if tell_invited:
            invited.tell(page, user=user)
    return change


def _settled(page) -> MeetingChange:
    """The row that says when the meeting is, its page locked; raises while nothing is settled."""
    lock(page)
    change = fixing_change(page)
    if change is None:
        raise ValidationError(
            _(
                "The date of this meeting has not been confirmed and published yet: change it in "
                "the page's form."
            )
        )
    return change


def lock(page) -> None:
    """Let those who change one meeting at once be served one after the other."""
    Page = swapper.load_model("wagtailcore", "Page")
    versions = Page.objects.filter(translation_key=page.translation_key)
    list(versions.select_for_update().order_by("pk").values_list("pk", flat=True))


def _add(page, kind, when: When, status, *, last, user, reason="") -> MeetingChange:
    change = MeetingChange(
        meeting_id=page.pk,
        sequence=last.sequence + 1 if last is not None else 0,
        kind=kind,
        status=status,
        reason=reason[:MAX_REASON],
        made_by=user if getattr(user, "pk", None) else None,
    )
    when.apply(change)
    change.save()
    return change


def _bring_in_line(page, change: MeetingChange, action: str, user, data: dict) -> None:
    """Write the settled facts to every language version of the page, and to ``page`` itself."""
    change.when.apply(page)
    page.status = change.status
    page.count_moments()
    for version in meeting_model()._default_manager.filter(translation_key=page.translation_key):
        change.when.apply(version)
        version.status = change.status
        version.save()
        log(instance=version, action=action, user=user, data=data, content_changed=True)
        front_caches.forget(version)


def on_page_published(sender, instance, revision=None, **kwargs) -> None:
    """Receiver of Wagtail's ``page_published``: scheduled publishing and the API send it, too."""
    from .pages import MeetingPageMixin

    if isinstance(instance, MeetingPageMixin) and instance.alias_of_id is None:
        record_published(instance, user=getattr(revision, "user", None))
