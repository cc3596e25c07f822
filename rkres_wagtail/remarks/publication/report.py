"""What the register adds to the page of a report: statistics, and the whole table."""

from __future__ import annotations

from django.template.loader import render_to_string

from ...consultations.report import numbers
from ...public import Gate
from ..models import Remark
from .exports import offered
from .listing import Register

_STATISTICS = "rkres_wagtail/remarks/publication/_statistics.html"
_TABLE = "rkres_wagtail/remarks/publication/_report_table.html"
_ATTRIBUTE = "_rkres_wagtail_report_register"


def register_of(context) -> Register | None:
    """The register of the report that is shown, read once for a request; None of numbers only."""
    report, request = context.get("report"), context.get("request")
    if report is None or request is None or not numbers.is_counted(report):
        return None
    known = getattr(request, _ATTRIBUTE, None)
    if known is None or known[0] != report.pk:
        known = (report.pk, _register(context, report, request))
        setattr(request, _ATTRIBUTE, known)
    return known[1]


def _register(context, report, request) -> Register:
    page = context.get("page") or report.consultation_page
    source = getattr(page, "source", page)
    address = f"{page.get_url(request) or ''}{page.reverse_subpage('report')}"
    rows = Remark.objects.of(source).counted()
    return Register(source, request, rows, has_answers=True, address=address)


def statistics(context) -> str:
    register = register_of(context)
    if register is None or not register.tally.total:
        return ""
    return render_to_string(_STATISTICS, {"breakdowns": register.breakdowns})


def table(context) -> str:
    register = register_of(context)
    if register is None or not register.tally.total:
        return ""
    gate = Gate.of(register.request)
    total, headings = register.tally.total, register.headings
    files = []
    if not getattr(register.request, "is_preview", False):
        files = offered(register.page, context["report"], gate, total=total, headings=headings)
    return render_to_string(
        _TABLE, {**register.context(), "downloads": files}, request=register.request
    )
