"""What the list of consultations shows: open now first, paginated in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from ...conf import settings
from ...meetings.presentation.places import PublicBodies
from ...meetings.presentation.subscribe import subscription
from ...public import Gate
from ...public_filters import PAGE_PARAMETER
from ..choices import ConsultationState
from ..querysets import (
    is_announced,
    is_open,
    is_reported,
    is_unreported,
    public_consultations,
    with_dates,
)
from . import serving
from .filters import ConsultationFilterForm, Offer
from .rows import Row, for_rows, report_days, rows_of
from .words import how_many

#: Sections of the list in their order, by the states of what stands in them.
_SECTIONS = {
    "open": (ConsultationState.OPEN,),
    "announced": (ConsultationState.ANNOUNCED,),
    "analysed": (ConsultationState.ANALYSED, ConsultationState.OVERDUE),
    "reported": (ConsultationState.REPORTED,),
    "archive": (
        ConsultationState.ADOPTED,
        ConsultationState.ABANDONED,
        ConsultationState.UNKNOWN,
    ),
}


@dataclass
class Section:
    name: str
    title: str
    rows: list[Row] = field(default_factory=list)


def index_context(page, request) -> dict:
    """The context of a list of consultations; at most twelve queries beside the gate's own."""
    gate, index = Gate.of(request), page.source
    bodies = PublicBodies(gate, index.locale_id)
    committee = bodies.committee_of(index)
    above = bodies.above(index)
    # The body under which the list stands; its own consultations wherever they are, too.
    body = above[-1] if above else committee
    found = public_consultations(gate, locale_id=index.locale_id, under=committee or index)
    if body is not None and committee is not None and body.pk != committee.pk:
        own = Q(path__startswith=body.path) | Q(body__translation_key=body.translation_key)
        found = found.filter(own)
    offer = Offer(
        found, bodies.below(body) if body is not None else [], gate.now, report_days(gate)
    )
    form = ConsultationFilterForm(request.GET, offer)
    chosen = form.apply(found)
    listed = _page(form, chosen, offer, request, gate.now)
    rows = rows_of(listed, request, bodies, gate, own=body)
    count = listed.paginator.count
    is_first = listed.number == 1 and not form.chosen
    serving.note(request, serving.moments_of_many(found, gate.now))
    return {
        "index": index,
        "committee": committee,
        "body": body,
        "trail": [{"title": each.title, "url": each.get_url(request)} for each in above],
        "form": form,
        "is_filtered": bool(form.chosen),
        "total": count,
        "total_text": how_many(count, _opened(form, chosen, offer, gate.now) if count else 0),
        "list_page": listed,
        "page_parameter": PAGE_PARAMETER,
        "sections": sections_of(rows, with_open=is_first and bool(count)),
        "canonical_url": form.canonical_address(index.get_full_url(request), listed.number),
        "page_url": page.get_url(request) or "",
        "subscription": subscription(request, body),
    }


def _page(form: ConsultationFilterForm, chosen, offer: Offer, request, now: datetime):
    """One page of the consultations asked for; any number in the address gives a page."""
    paginator = Paginator(in_order(for_rows(chosen), now), settings.PER_PAGE)
    if not form.chosen:
        # The form's choices have counted them already.
        paginator.count = offer.total
    return paginator.get_page(request.GET.get(PAGE_PARAMETER))


def _opened(form: ConsultationFilterForm, chosen, offer: Offer, now: datetime) -> int:
    return chosen.filter(is_open(now)).count() if form.chosen else offer.opened


def in_order(queryset, now: datetime):
    """Section by section: the next to close, the next to open, then the latest closed first."""
    section = Case(
        When(is_open(now), then=Value(0)),
        When(is_announced(now), then=Value(1)),
        When(is_unreported(now), then=Value(2)),
        When(is_reported(now), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    queryset = with_dates(queryset, now).annotate(rkres_section=section)
    ahead = Case(
        When(rkres_section=0, then=F("closes_at")), When(rkres_section=1, then=F("opens_at"))
    )
    return queryset.order_by(
        "rkres_section", ahead.asc(nulls_last=True), F("closed_at").desc(nulls_last=True), "-pk"
    )


def sections_of(rows: list[Row], *, with_open: bool) -> list[Section]:
    """Sections that have something; ``with_open`` keeps the first one to say that it has not."""
    titles = {
        "open": _("Open now"),
        "announced": _("Announced"),
        "analysed": _("Closed, remarks being analysed"),
        "reported": _("Closed, with a report"),
        "archive": _("Archive"),
    }
    sections = [
        Section(name, titles[name], [row for row in rows if row.tag.state in states])
        for name, states in _SECTIONS.items()
    ]
    return [each for each in sections if each.rows or (with_open and each.name == "open")]
