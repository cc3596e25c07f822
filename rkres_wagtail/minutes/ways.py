"""Names of the screens of minutes, and their addresses."""

from __future__ import annotations

from django.urls import reverse

START_URL = "rkres_minutes_start"
COMPLETE_URL = "rkres_minutes_complete"
APPROVE_URL = "rkres_minutes_approve"
REVOKE_URL = "rkres_minutes_revoke"


def edit_url(minutes) -> str:
    return reverse(type(minutes).snippet_viewset.get_url_name("edit"), args=[minutes.pk])


def add_url(model) -> str:
    """The screen on which a meeting is chosen."""
    return reverse(model.snippet_viewset.get_url_name("add"))
