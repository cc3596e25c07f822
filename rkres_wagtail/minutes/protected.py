"""Minutes that nothing may delete, and what they keep from being deleted (DESIGN, rule 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..deletion import advise, protect


def published(rows):
    """Of minutes, those that the public has seen."""
    return rows.filter(first_published_at__isnull=False)


def register() -> None:
    protect(
        "rkres_wagtail.Minutes",
        "meeting",
        ngettext_lazy("%(count)d set of minutes", "%(count)d sets of minutes", "count"),
        advice=_(
            "What to do: leave it; minutes are of a meeting. A draft of minutes that was started "
            "by mistake may be deleted first."
        ),
    )
    protect(
        "rkres_wagtail.MinutesApproval",
        "meeting",
        ngettext_lazy(
            "%(count)d set of minutes approved at it",
            "%(count)d sets of minutes approved at it",
            "count",
        ),
        advice=_("What to do: leave it; other minutes were approved at this meeting."),
    )
    protect(
        "rkres_wagtail.MinutesReading",
        "minutes",
        ngettext_lazy("%(count)d round of corrections", "%(count)d rounds of corrections", "count"),
    )
    protect(
        "rkres_wagtail.MinutesCorrection",
        "minutes",
        ngettext_lazy("%(count)d correction", "%(count)d corrections", "count"),
    )
    protect(
        "rkres_wagtail.MinutesCorrection",
        "reader",
        ngettext_lazy("%(count)d correction", "%(count)d corrections", "count"),
    )
    protect(
        "rkres_wagtail.MinutesApproval",
        "minutes",
        ngettext_lazy("%(count)d approval", "%(count)d approvals", "count"),
    )
    protect(
        "rkres_wagtail.Minutes",
        "id",
        ngettext_lazy(
            "%(count)d set of minutes that was published",
            "%(count)d sets of minutes that were published",
            "count",
        ),
        where=published,
        own=True,
    )
    advise(
        "rkres_wagtail.Minutes",
        _(
            "What to do: leave them. Minutes that were sent to the members, approved or published "
            "stay; what was published by mistake may be unpublished."
        ),
    )
