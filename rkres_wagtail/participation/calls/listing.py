"""``nabory/`` below a committee: open now first, paginated in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...bodies.presentation.context import base_context
from ...conf import settings
from ...meetings.presentation.places import PublicBodies
from ...meetings.presentation.subscribe import subscription
from ...public import Gate
from ...public_filters import PAGE_PARAMETER
from ..choices import CallState
from ..querysets import call_in_state, is_open, public_calls
from .filters import CallFilterForm, Offer
from .rows import Row, for_rows, rows_of
from .serving import note_all
from .words import how_many

TEMPLATE = "rkres_wagtail/participation/calls/calls.html"


@dataclass
class Section:
    name: str
    title: str
    rows: list[Row] = field(default_factory=list)


def calls_view(page, request):
    """Answer ``nabory/`` below the committee ``page``."""
    committee, gate = page.source, Gate.of(request)
    bodies = PublicBodies(gate, committee.locale_id)
    found = public_calls(gate, locale_id=committee.locale_id, under=committee)
    offer = Offer(found, bodies.below(committee), gate.now)
    form = CallFilterForm(request.GET, offer)
    chosen = form.apply(found)
    listed = _page(form, chosen, offer, request, gate.now)
    rows = rows_of(listed, request, bodies, gate.now, own=committee)
    count, is_first = listed.paginator.count, listed.number == 1 and not form.chosen
    note_all(request, found, gate.now)
    response = page.render_section(
        request,
        "calls",
        pgettext("heading", "Calls for members"),
        base=base_context(page, request),
        numbers={PAGE_PARAMETER: listed},
        form=form,
        is_filtered=bool(form.chosen),
        total=count,
        total_text=how_many(count, _opened(form, chosen, offer, gate.now) if count else 0),
        list_page=listed,
        sections=sections_of(rows, with_open=is_first and bool(count)),
        subscription=subscription(request, committee),
    )
    context, full = response.context_data, committee.get_full_url(request) or ""
    address = f"{full}{page.reverse_subpage('calls')}" if full else ""
    context["canonical_url"] = form.canonical_address(address, listed.number)
    context["page_url"] = f"{page.get_url(request) or ''}{page.reverse_subpage('calls')}"
    response.template_name = TEMPLATE
    return response


def _page(form: CallFilterForm, chosen, offer: Offer, request, now: datetime):
    """One page of the calls asked for; any number in the address gives a page."""
    paginator = Paginator(in_order(for_rows(chosen), now), settings.PER_PAGE)
    if not form.chosen:
        # The form's choices have counted them already.
        paginator.count = offer.total
    return paginator.get_page(request.GET.get(PAGE_PARAMETER))


def _opened(form: CallFilterForm, chosen, offer: Offer, now: datetime) -> int:
    return chosen.filter(is_open(now)).count() if form.chosen else offer.opened


def in_order(queryset, now: datetime):
    """Section by section: the next to close, the next to open, then the latest closed first."""
    section = Case(
        When(is_open(now), then=Value(0)),
        When(call_in_state(CallState.ANNOUNCED, now), then=Value(1)),
        When(call_in_state(CallState.CLOSED, now), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return queryset.annotate(rkres_section=section).order_by("rkres_section", *_within_section())


def _within_section() -> list:
    ahead = Case(
        When(rkres_section=0, then=F("closes_at")), When(rkres_section=1, then=F("opens_at"))
    )
    return [
        ahead.asc(nulls_last=True),
        F("closes_at").desc(nulls_last=True),
        F("settled_on").desc(nulls_last=True),
        F("pk").desc(),
    ]


def first_of(queryset, now: datetime, count: int):
    """The first ``count`` of the open ones and of all the others, in order; one query."""
    kinds = Case(When(rkres_section=0, then=Value(0)), default=Value(1))
    found = in_order(queryset, now)
    place = Window(
        RowNumber(), partition_by=kinds, order_by=[F("rkres_section").asc(), *_within_section()]
    )
    return found.annotate(rkres_place=place).filter(rkres_place__lte=count)


def sections_of(rows: list[Row], *, with_open: bool) -> list[Section]:
    """Sections that have something; ``with_open`` keeps the first one to say that it has not."""
    titles = {
        CallState.OPEN: _("Open now"),
        CallState.ANNOUNCED: _("Announced"),
        CallState.CLOSED: pgettext("calls", "Closed, being decided"),
        CallState.SETTLED: pgettext("calls", "Settled"),
    }
    sections = [
        Section(str(state.value), title, [row for row in rows if row.tag.state == state])
        for state, title in titles.items()
    ]
    return [each for each in sections if each.rows or (with_open and each.name == "open")]


def found_below(committees, gate) -> dict:
    """Committees that have a public call; of ``sub_addresses.found("calls", …)``."""
    rows = gate.once("calls.committees", lambda: _paths_and_dates(gate))
    found = {}
    for committee in committees:
        dates = [at for path, at in rows if path.startswith(committee.path)]
        if dates:
            at = max(filter(None, dates), default=None)
            found[committee.translation_key] = {"published_at": at}
    return found


def _paths_and_dates(gate) -> list[tuple]:
    return list(public_calls(gate, any_locale=True).values_list("path", "last_published_at"))
