"""How pages of consultations are served: caches, and addresses below a page for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Min
from django.utils import timezone
from django.utils.cache import patch_cache_control

from ...meetings.presentation.boundaries import limit_caches, seconds_until
from ...public import Gate
from ..course import course_of, start_of_day, today_of
from ..models import ConsultationReport, DocumentVersion
from ..querysets import is_open, is_unreported, with_dates

_REQUEST_ATTRIBUTE = "_rkres_wagtail_consultation_moments"


def note(request, moments: Iterable[datetime | None]) -> None:
    """Remember when what this answer says will change by itself."""
    known = request.__dict__.setdefault(_REQUEST_ATTRIBUTE, [])
    known.extend(each for each in moments if each is not None)


def limit_to_course(page, request, response) -> None:
    """Let caches keep ``response`` no longer than what it says holds (DESIGN, rule 14).

    The page and the list note what they show; an address below the page has its course.
    """
    gate = Gate.of(request)
    if getattr(request, "is_preview", False) or gate.is_restricted(page):
        return
    source = page.source
    moments = request.__dict__.get(_REQUEST_ATTRIBUTE)
    if moments is None:
        # Only a consultation has addresses below it.
        moments = moments_of(course_of(source, now=gate.now), gate.now)
    expiries = [each.expire_at for each in (page, source) if each.expire_at]
    limit_caches(request, response, [*moments, *expiries], gate.now)


def limit_boxes(serve):
    """Hook ``on_serve_page``: other pages are kept no longer than what their boxes say holds.

    A box speaks when the page is rendered, so its moments are known only then.
    """

    def inner(page, request, serve_args, serve_kwargs):
        response = serve(page, request, serve_args, serve_kwargs)
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(partial(_limit_to_noted, page, request))
        return response

    return inner


def _limit_to_noted(page, request, response) -> None:
    gate = Gate.of(request)
    ahead = [each for each in request.__dict__.get(_REQUEST_ATTRIBUTE, ()) if each > gate.now]
    if not ahead or getattr(request, "is_preview", False) or gate.is_restricted(page):
        return
    if not response.has_header("Cache-Control"):
        limit_caches(request, response, ahead, gate.now)
    elif "max-age" in response["Cache-Control"]:
        # The page's own limit; Django keeps the smaller one.
        patch_cache_control(response, max_age=seconds_until(min(ahead)))


def moments_of(course, now: datetime) -> list[datetime]:
    """When the state of one consultation, or a count of days, changes next."""
    report = course.report
    found = [course.next_change(now), report.expire_at if report is not None else None]
    return [each for each in found if each is not None]


def moments_of_many(consultations, now: datetime) -> list[datetime]:
    """The same of all of a list, those on its other pages, too; three queries.

    Counts of days and due dates change at midnight, which is near enough for a list.
    """
    dates = with_dates(consultations.order_by(), now)
    found = dates.aggregate(Min("closes_at"), Min("opens_at"), rkres_expire_at=Min("expire_at"))
    keys = consultations.order_by().values("translation_key")
    reports = ConsultationReport.objects.published(now)
    reports = reports.filter(consultation__translation_key__in=keys).order_by()
    found |= reports.aggregate(report_expire_at=Min("expire_at"))
    is_moving = is_open(now) | is_unreported(now)
    if consultations.filter(is_moving).exists():
        found["midnight"] = start_of_day(today_of(now) + timedelta(days=1))
    return [each for each in found.values() if each is not None]


def cached_paths_below(page) -> list[str]:
    """Paths below the page that a front cache forgets with it."""
    numbers = DocumentVersion.objects.of(page.source).published(timezone.now()).order_by("number")
    names = [
        page.reverse_subpage("document"),
        *(
            page.reverse_subpage("document_version", kwargs={"number": number})
            for number in numbers.values_list("number", flat=True)
        ),
        page.reverse_subpage("document_comparison"),
        page.reverse_subpage("report"),
        page.reverse_subpage("remarks"),
    ]
    return [f"/{name}" for name in names]
