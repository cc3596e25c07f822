"""What the page of a report shows: at its sub-address, and in the office's preview."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from ...bodies.presentation.related import public_acts
from ...meetings.choices import MaterialAccess, MaterialKind
from ...meetings.presentation.materials import MaterialLine
from ...meetings.presentation.places import PublicBodies
from ...public import Gate
from ..course import today_of
from ..presentation.channels import channels_of, online_way
from ..presentation.hearings import hearings_of
from ..presentation.rounds import round_lines
from ..reader import published as texts
from ..reader.context import frame
from ..reader.words import version_name
from . import numbers

TEMPLATE = "rkres_wagtail/consultations/report_page.html"


def report_context(report, page, request) -> dict:
    """``page`` is the consultation below which it is read, in whichever language."""
    gate = Gate.of(request)
    shown = frame(page, request)
    latest = texts.latest_version(page.source, gate.now)
    language = report.consultation.locale.language_code
    canonical = page.source.get_full_url(request)
    return {
        **shown,
        "report": report,
        "label": report.name or _("Report on the consultation"),
        "opening": numbers.opening(report),
        "results": numbers.results_of(report),
        "is_uneven": bool(numbers.caution(report)),
        "is_numbers_only": not numbers.is_counted(report),
        **course_facts(page, shown["course"], request),
        "channels": ways_of(report, page.source),
        **day_facts(report, shown["course"], gate.now),
        "files": files_of(report, gate),
        "document_url": texts.address_of(page, request=request) if latest else "",
        "document_name": version_name(latest) if latest else "",
        "text_language": "" if language == page.locale.language_code else language,
        "canonical_url": f"{canonical}{page.source.reverse_subpage('report')}" if canonical else "",
    }


def course_facts(page, course, request) -> dict:
    """Basis and course from the consultation's own data (requirement 60); never typed twice."""
    gate, consultation = Gate.of(request), page.source
    bodies = PublicBodies(gate, consultation.locale_id)
    act = consultation.initiating_act_id
    return {
        "initiating_act": next(iter(public_acts(gate, Q(pk=act))), None) if act else None,
        "rounds": round_lines(course, gate.now),
        "hearings": hearings_of(consultation, request, bodies, gate),
    }


def ways_of(report, consultation) -> list[str]:
    """Ways that were announced; the form on this site first, if remarks came by it."""
    figures = numbers.figures_of(report)
    came_online = figures is not None and figures.by_channel.get("online")
    ways = [online_way()] if came_online else []
    ways += [each.short for each in channels_of(consultation)]
    return list(dict.fromkeys(ways))


def day_facts(report, course, now) -> dict:
    """On which day it came out, by which it was due, and how many days late that was."""
    day = report.published_on
    if day is None and report.first_published_at is not None:
        day = today_of(report.first_published_at)
    due = course.due_on
    is_known = report.published_on is not None or not course.is_history
    late = (day - due).days if day and due and is_known else 0
    return {
        "published_on": day,
        "due_on": due,
        "is_late": late > 0,
        "days_late": numbers.days_late(late) if late > 0 else "",
    }


def files_of(report, gate: Gate) -> list[MaterialLine]:
    """Files of open collections, in the editors' order; one query."""
    values = [block["value"] for block in report.files.raw_data] if report.files else []
    values = [value for value in values if value and value.get("document")]
    ids = {value["document"] for value in values}
    found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    opened = {each.pk: each for each in found if gate.allows_document(each)} if ids else {}
    return [
        MaterialLine(
            title=value.get("title") or opened[value["document"]].title,
            kind=MaterialKind.OTHER,
            kind_label="",
            url=opened[value["document"]].url,
            document=opened[value["document"]],
            access=MaterialAccess.ACCESSIBLE,
            replace_by=None,
        )
        for value in values
        if value["document"] in opened
    ]


def preview_context(report, request) -> dict:
    """The draft inside the page of its consultation, which may be a draft itself."""
    page = report.consultation_page
    Gate.of(request).admit(page, preview=True)
    return {**page.get_context(request), **report_context(report, page, request)}
