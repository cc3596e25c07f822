"""Remarks for everyone before the report: ``uwagi/`` below the consultation's page."""

from __future__ import annotations

from django.db.models import Max
from django.http import Http404, HttpResponseRedirect

from ...consultations.choices import CountedFrom
from ...consultations.models import ConsultationReport
from ...consultations.reader.context import frame
from ...public import Gate
from ..models import Remark, RemarkRules
from .exports import offered
from .listing import ANCHOR, Register
from .scope import answers_are_public, public_rows

TEMPLATE = "rkres_wagtail/remarks/publication/remarks_page.html"


def serve_remarks(page, request):
    """The list without answers; once these are public, the table of the report stands for it.

    404 where nothing is public. ``page`` has passed its gate.
    """
    gate, source = Gate.of(request), page.source
    base = page.get_url(request) or ""
    if answers_are_public(source, gate.now):
        query = request.META.get("QUERY_STRING", "")
        where = f"{base}{page.reverse_subpage('report')}"
        return HttpResponseRedirect(f"{where}?{query}#{ANCHOR}" if query else f"{where}#{ANCHOR}")
    address = f"{base}{page.reverse_subpage('remarks')}"
    register = Register(
        source, request, public_rows(source, gate.now), has_answers=False, address=address
    )
    if not register.tally.total:
        raise Http404
    canonical = source.get_full_url(request)
    canonical = f"{canonical}{source.reverse_subpage('remarks')}" if canonical else ""
    context = {
        **frame(page, request),
        **register.context(),
        "breakdowns": register.breakdowns,
        "downloads": offered(
            source, None, gate, total=register.tally.total, headings=register.headings
        ),
        "canonical_url": register.form.canonical_address(canonical, register.listed.number),
    }
    return page.render(request, context_overrides=context, template=TEMPLATE)


def found(pages, gate) -> dict:
    """Consultations with a list of their own, by ``translation_key``: when it last changed."""
    key = "consultation__translation_key"
    showing = RemarkRules.objects.of_any(pages).filter(shows_at_once=True).order_by()
    reports = ConsultationReport.objects.of_any(pages).published(gate.now).order_by()
    reports = reports.filter(counted_from=CountedFrom.REGISTER)
    rows = Remark.objects.readable().filter(**{f"{key}__in": showing.values(key)})
    rows = rows.exclude(**{f"{key}__in": reports.values(key)})
    newest = rows.order_by().values_list(key).annotate(Max("changed_at"))
    return {each: {"published_at": moment} for each, moment in newest}
