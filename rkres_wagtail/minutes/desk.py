"""Minutes that are not yet published, and corrections to examine, on the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import desk
from ..meetings.choices import DatePrecision, MeetingStatus
from ..meetings.querysets import is_past, latest_first, meetings
from .choices import CorrectionState
from .models import Minutes
from .rules import first_language

#: For so long after a meeting its minutes are asked for; older ones are history.
BACK = timedelta(days=180)
#: After so many days minutes are late.
LATE = 60


def unpublished(user, now: datetime) -> list[desk.Pile]:
    """Meetings of the last half-year without published minutes."""
    if not user.has_perm("rkres_wagtail.change_minutes"):
        return []
    of_meeting = Minutes.objects.filter(meeting__translation_key=OuterRef("translation_key"))
    mine = meetings().filter(pk__in=desk.editable(user), live=True)
    rows = mine.filter(
        is_past(now),
        ~Exists(of_meeting.filter(live=True)),
        Q(over_at__gt=now - BACK),
        first_language(mine),
        alias_of=None,
        date_precision__in=[DatePrecision.MINUTE, DatePrecision.DAY, DatePrecision.DAYS],
    )
    rows = desk.once(rows.exclude(status=MeetingStatus.CANCELLED)).order_by(*latest_first())
    pages = list(rows[: desk.MOST + 1])
    keys = [page.translation_key for page in pages]
    begun = Minutes.objects.filter(meeting__translation_key__in=keys).with_state()
    by_key = {each.meeting.translation_key: each for each in begun.select_related("meeting")}
    return [
        desk.pile(
            _("Minutes to be published"),
            (_without(page, by_key.get(page.translation_key), now) for page in pages),
        )
    ]


def _without(page, minutes: Minutes | None, now: datetime) -> desk.Waiting:
    days = (timezone.localdate(now) - page.when.last_day).days
    ago = ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    state = minutes.state_label if minutes is not None else _("not begun")
    if minutes is not None:
        url = reverse(Minutes.snippet_viewset.get_url_name("edit"), args=[minutes.pk])
    else:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return desk.Waiting(name=page.title, url=url, note=f"{ago}, {state}", is_late=days >= LATE)


def corrections(user, now: datetime) -> list[desk.Pile]:
    """Minutes with corrections that nobody has examined."""
    if not user.has_perm("rkres_wagtail.change_minutes"):
        return []
    new = Count("corrections", filter=Q(corrections__state=CorrectionState.NEW))
    rows = Minutes.objects.filter(meeting__in=desk.editable(user)).annotate(new=new)
    rows = rows.filter(new__gt=0).select_related("meeting").order_by("pk")[: desk.MOST + 1]
    return [desk.pile(_("Corrections of minutes to examine"), (_to_examine(row) for row in rows))]


def _to_examine(minutes: Minutes) -> desk.Waiting:
    note = ngettext("%(count)d correction", "%(count)d corrections", minutes.new)
    return desk.Waiting(
        name=str(minutes),
        url=reverse("rkres_minutes_corrections", args=[minutes.pk]),
        note=note % {"count": minutes.new},
    )


def register() -> None:
    desk.provider(order=300)(unpublished)
    desk.provider(order=310)(corrections)
