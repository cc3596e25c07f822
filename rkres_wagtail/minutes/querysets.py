"""States of minutes as adjectives, told by what was recorded of them."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from ..meetings.when import local_today
from .choices import MinutesState


def is_running(on: date | None = None) -> Q:
    """Rounds of corrections that take answers on the day ``on`` (today)."""
    return Q(ended_at=None, until__gte=on or local_today())


def _rows(name: str):
    return apps.get_model("rkres_wagtail", name)._default_manager.filter(minutes=OuterRef("pk"))


class MinutesQuerySet(models.QuerySet):
    def of(self, meeting):
        """Minutes of a meeting, whichever language of its page is given."""
        return self.filter(meeting__translation_key=meeting.translation_key)

    def with_state(self):
        """Each with ``state_now``, which ``Minutes.state`` then takes; no query for each."""
        readings = _rows("MinutesReading")
        return self.annotate(
            state_now=Case(
                When(live=True, then=Value(MinutesState.PUBLISHED.value)),
                When(Exists(_rows("MinutesApproval")), then=Value(MinutesState.APPROVED.value)),
                When(
                    Exists(readings.filter(is_running())),
                    then=Value(MinutesState.CORRECTIONS.value),
                ),
                When(Exists(readings), then=Value(MinutesState.CORRECTED.value)),
                default=Value(MinutesState.DRAFT.value),
                output_field=models.CharField(),
            )
        )

    def editable_by(self, user):
        """Minutes of meetings whose page ``user`` may edit; the permission is asked elsewhere."""
        from wagtail.permissions import page_permission_policy

        pages = page_permission_policy.instances_user_has_permission_for(user, "change")
        return self.filter(meeting__in=pages.order_by().values("pk"))
