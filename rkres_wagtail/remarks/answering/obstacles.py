"""What keeps a report from being published while its numbers come from the register."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...consultations.choices import CountedFrom
from ...consultations.report.obstacles import Obstacle
from ..models import Remark, Response
from .addresses import GAPS_URL
from .progress import progress_of


def gaps_of(page) -> dict[str, list[int]]:
    """Keys of remarks by what they lack: values of ``querysets.GAPS``, and ``moderation``."""
    rows = Remark.objects.of(page)
    answers = {each.pk: each for each in Response.objects.of(page).select_related("status")}
    found: dict[str, list[int]] = {}
    for key, answer in rows.with_gap().order_by("number").values_list("pk", "response"):
        found.setdefault(answers[answer].gap if answer else "response", []).append(key)
    if pending := list(rows.pending().order_by("number").values_list("pk", flat=True)):
        found["moderation"] = pending
    return found


def counts_of(page) -> dict[str, int]:
    """How many remarks lack an answer, something of it, and a word on their publication."""
    rows = Remark.objects.of(page)
    gaps = rows.with_gap()
    unanswered = gaps.filter(response=None).count()
    return {
        "unanswered": unanswered,
        "incomplete": gaps.count() - unanswered,
        "pending": rows.pending().count(),
    }


def of_report(report) -> list[Obstacle]:
    """Provider of ``consultations.report.obstacles``."""
    page = report.consultation_page
    counts, url = counts_of(page), reverse(GAPS_URL, args=[page.pk])
    found = []
    if count := counts["incomplete"]:
        text = ngettext(
            "%(count)d answer lacks its status, position or reasons.",
            "%(count)d answers lack their status, position or reasons.",
            count,
        )
        found.append(Obstacle(text % {"count": count}, url=url))
    if count := counts["unanswered"]:
        text = ngettext(
            "%(count)d remark has no answer.", "%(count)d remarks have no answer.", count
        )
        found.append(Obstacle(text % {"count": count}, url=url, yields_to_reason=True))
    if count := counts["pending"]:
        text = ngettext(
            "%(count)d remark waits for a decision whether the public may read it.",
            "%(count)d remarks wait for a decision whether the public may read them.",
            count,
        )
        found.append(Obstacle(text % {"count": count}, url=url, yields_to_reason=True))
    return found


def notes_of_report(report) -> list[str]:
    """In the report's editor: how far the answers are."""
    if report.counted_from != CountedFrom.REGISTER:
        return []
    if not Remark.objects.of(report.consultation_page).counted().exists():
        return [
            _(
                "The register has no remark, so the report will say that none came in. Where "
                "only numbers are known, choose that they come from what is written below."
            )
        ]
    return [f"{progress_of(report.consultation_page).total}."]
