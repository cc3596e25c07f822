"""Reports whose set time came while something was missing, on the desk of who keeps them."""

from __future__ import annotations

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Revision

from ... import desk
from ...consultations.models import ConsultationReport
from ...consultations.report.obstacles import obstacles_of
from ..permissions import kept_consultations
from .addresses import GAPS_URL

#: Most reports that are looked at.
_LOOKED_AT = 20


def held_back(user, now: datetime) -> list[desk.Pile]:
    """They come out by themselves at the next run of the command once nothing is missing."""
    kind = ContentType.objects.get_for_model(ConsultationReport)
    rows = Revision.objects.filter(content_type=kind, approved_go_live_at__lte=now)
    rows = list(rows.order_by("approved_go_live_at")[:_LOOKED_AT])
    if not rows:
        return []
    reports = ConsultationReport.objects.select_related("consultation").in_bulk(
        [int(each.object_id) for each in rows]
    )
    pages = [report.consultation_id for report in reports.values()]
    mine = set(kept_consultations(user).filter(pk__in=pages).values_list("pk", flat=True))
    waiting = [
        _waiting(each)
        for each in rows
        if (report := reports.get(int(each.object_id))) is not None
        and report.consultation_id in mine
        and obstacles_of(each.as_object())
    ]
    return [desk.pile(_("Reports held back"), waiting)]


def _waiting(revision) -> desk.Waiting:
    from django.urls import reverse

    report = revision.as_object()
    return desk.Waiting(
        name=report.consultation.title,
        url=reverse(GAPS_URL, args=[report.consultation_id]),
        note=_("its time has come, but something is missing"),
        is_late=True,
    )


def register() -> None:
    """Called from ``wiring.ready``."""
    desk.provider(order=520)(held_back)
