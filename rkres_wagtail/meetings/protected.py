"""Meetings that nothing may delete: held, confirmed, moved or cancelled ones (DESIGN, rule 4)."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..deletion import protect
from .choices import FIXING


def settled_or_held(rows):
    """Of rows of changes, the last of each meeting that was held or whose date was settled."""
    return rows.latest_only().filter(Q(kind__in=FIXING) | Q(over_at__lte=timezone.now()))


def register() -> None:
    protect(
        "rkres_wagtail.MeetingChange",
        "meeting",
        ngettext_lazy(
            "%(count)d meeting that was confirmed or held",
            "%(count)d meetings that were confirmed or held",
            "count",
        ),
        where=settled_or_held,
        advice=_(
            "What to do: cancel a meeting that will not take place with “Cancel the meeting”; a "
            "held one stays in the archive. Only what was published by mistake may be unpublished."
        ),
    )
