"""Who meets: the one thing of a meeting that API v3's own endpoints cannot take.

They take no relation that is read through a serializer, and a bare one would name closed bodies.
"""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from wagtail.actions import action_registry
from wagtail.admin.panels import get_form_for_model

from ...meetings.forms import MeetingPageAPIForm
from ...meetings.querysets import meeting_model
from . import schemas
from .problems import find


def set_bodies(user, pk: int, data: schemas.MeetingBodies) -> dict[str, Any]:
    """Save the latest draft with other bodies, by the rules of the page's form; or publish it.

    Wagtail's action asks for permissions and locks, saves, logs.
    """
    page = find(meeting_model(), pk).get_latest_revision_as_object()
    model = type(page)
    form_class = get_form_for_model(
        model, form_class=MeetingPageAPIForm, fields=["bodies"], formsets={}
    )
    form = form_class(
        MultiValueDict({"bodies": [str(key) for key in data.bodies]}),
        instance=page,
        parent_page=page.get_parent(),
        for_user=user,
    )
    action = action_registry.get_action_class(model, "edit")(
        form.instance, user=user, form=form, publish=data.action == "publish"
    )
    action.execute()
    saved = find(meeting_model(), pk)
    return {
        "id": saved.pk,
        "bodies": [
            {"id": body.pk, "title": body.title}
            for body in saved.get_latest_revision_as_object().bodies.all()
        ],
        "is_live": saved.live,
        "has_unpublished_changes": saved.has_unpublished_changes,
    }
