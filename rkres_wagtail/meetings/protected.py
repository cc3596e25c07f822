"""Meetings that nothing may delete: held, confirmed, moved or cancelled ones (DESIGN, rule 4)."""

from __future__ import annotations

import swapper
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..bodies.moving import tie
from ..deletion import protect
from .choices import FIXING
from .models import MeetingChange
from .querysets import meeting_model


def settled_or_held(rows):
    """Of rows of changes, the last of each meeting that was held or whose date was settled."""
    return rows.latest_only().filter(Q(kind__in=FIXING) | Q(over_at__lte=timezone.now()))


def of_settled_meetings(rows):
    """Of rows that say who meets, those of meetings that were held or settled."""
    kept = settled_or_held(MeetingChange.objects.all()).values("meeting__translation_key")
    meetings = meeting_model()._default_manager.filter(translation_key__in=kept)
    (to_meeting,) = (
        field.name for field in rows.model._meta.fields if field.related_model is meeting_model()
    )
    return rows.filter(**{f"{to_meeting}__in": meetings.values("pk")})


@tie
def has_meetings(page) -> bool:
    """Whether a body in ``page`` meets: its meetings are listed under its committee."""
    return meeting_model()._default_manager.filter(bodies__path__startswith=page.path).exists()


def register() -> None:
    _protect_bodies()
    protect(
        "rkres_wagtail.MeetingChange",
        "meeting",
        ngettext_lazy(
            "%(count)d meeting that was confirmed, cancelled or held",
            "%(count)d meetings that were confirmed, cancelled or held",
            "count",
        ),
        where=settled_or_held,
        advice=_(
            "What to do: cancel a meeting that will not take place with “Cancel the meeting”; a "
            "held one stays in the archive. Only what was published by mistake may be unpublished."
        ),
    )


def _protect_bodies() -> None:
    """A body that has met stays, or its meetings would be nobody's."""
    try:
        through = meeting_model().bodies.through
    except (AttributeError, LookupError, TypeError, ValueError):
        return  # checks E004, E006 and E007 say what is wrong with the setting
    Page = swapper.load_model("wagtailcore", "Page")
    (to_body,) = (field.name for field in through._meta.fields if field.related_model is Page)
    protect(
        through._meta.label,
        to_body,
        ngettext_lazy("%(count)d meeting of this body", "%(count)d meetings of this body", "count"),
        where=of_settled_meetings,
    )
