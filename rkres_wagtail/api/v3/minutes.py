"""Minutes for the office: start, record the approval, publish."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.actions import action_registry
from wagtail.utils.forms import FormValidationError

from ...meetings.querysets import meeting_model
from ...minutes import services
from ...minutes.forms import ApprovalForm
from ...minutes.models import Minutes
from ...minutes.permissions import may_keep
from ...minutes.ways import edit_url
from . import schemas
from .guards import locked_reason
from .problems import broken, find, of_form, refused


def start(user, data: schemas.StartMinutes) -> dict[str, Any]:
    """As the screen “Start minutes” does."""
    if not user.has_perm("rkres_wagtail.add_minutes"):
        raise PermissionDenied
    meeting = meeting_model()._default_manager.filter(pk=data.meeting, alias_of=None).first()
    if meeting is None:
        raise broken({("meeting",): ["There is no meeting with this id."]})
    if not may_keep(meeting, user, "add"):
        raise PermissionDenied
    try:
        return _told(services.start_minutes(meeting=meeting, user=user))
    except ValidationError as error:
        raise refused(error) from error


def approve(user, pk: int, data: schemas.ApproveMinutes) -> dict[str, Any]:
    """As the screen “Record the approval” does; its form offers the meetings in question only."""
    minutes = _kept(user, pk, "change")
    sent = data.dict()
    sent |= {"meeting": str(data.meeting or ""), "approved_on": data.approved_on.isoformat()}
    form = ApprovalForm(sent, minutes=minutes)
    if not form.is_valid():
        raise FormValidationError(of_form(form))
    try:
        form.do(minutes, user=user)
    except ValidationError as error:
        raise refused(error) from error
    return _told(minutes)


def publish(user, pk: int) -> dict[str, Any]:
    """Publish the latest draft as the editor's button does; what is published already stays."""
    minutes = _kept(user, pk, "publish")
    try:
        with transaction.atomic():
            minutes = services.locked(minutes)
            if not (minutes.live and not minutes.has_unpublished_changes):
                _publish_latest(minutes, user)
    except ValidationError as error:
        raise refused(error) from error
    return _told(minutes)


def _publish_latest(minutes: Minutes, user) -> None:
    """Through Wagtail's action, which asks for the permission, logs and tells the others."""
    if reason := locked_reason(minutes, user, "published"):
        raise PermissionDenied(reason)
    revision = minutes.get_latest_revision()
    action = action_registry.get_action_class(Minutes, "publish")(revision, user=user)
    action.check()
    # The editor checks what it publishes; a draft may lack what is required.
    revision.as_object().full_clean()
    action.execute()


def _kept(user, pk: int, action: str) -> Minutes:
    """The minutes, for who keeps those of that committee."""
    minutes = find(Minutes.objects.select_related("meeting"), pk)
    if not may_keep(minutes.meeting, user, action):
        raise PermissionDenied
    return minutes


def _told(minutes: Minutes) -> dict[str, Any]:
    """What the office is told of them, as they are now."""
    minutes = Minutes.objects.with_state().get(pk=minutes.pk)
    approval = minutes.approval
    return {
        "id": minutes.pk,
        "meeting": minutes.meeting_id,
        "state": minutes.state,
        "state_label": minutes.state_label,
        "is_live": minutes.live,
        "has_unpublished_changes": minutes.has_unpublished_changes,
        "go_live_at": minutes.go_live_at,
        "approval": approval
        and {
            "approved_on": approval.approved_on,
            "meeting": approval.meeting_id,
            "note": approval.note,
        },
        "html_url": minutes.full_url if minutes.live else None,
        "admin_url": edit_url(minutes),
    }
