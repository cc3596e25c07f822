"""What the list of meetings shows: those ahead first, then the past, paginated in the database."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Q, Value, When

from ...conf import settings
from ...public import Gate
from ...public_filters import PAGE_PARAMETER
from ..querysets import is_past, public_meetings
from .cards import cards, for_cards
from .filters import MeetingFilterForm, Offer
from .neighbours import of_any
from .places import PublicBodies
from .subscribe import subscription
from .words import how_many, next_meetings, past_meetings


def index_context(page, request) -> dict:
    """The context of a list of meetings; at most eight queries beside the gate's own."""
    gate, index = Gate.of(request), page.source
    bodies = PublicBodies(gate, index.locale_id)
    committee = bodies.committee_of(index)
    above = bodies.above(index)
    # The body under which the list stands; its own meetings wherever they are, too.
    body = above[-1] if above else committee
    found = public_meetings(gate, locale_id=index.locale_id, under=committee or index)
    if body is not None and committee is not None and body.pk != committee.pk:
        found = found.filter(Q(path__startswith=body.path) | of_any([body]))
    offer = Offer(found, committee, bodies.below(body) if body is not None else [])
    form = MeetingFilterForm(request.GET, offer)
    listed = _page(form, found, offer, request, gate.now)
    rows = cards(listed, request, bodies, now=gate.now, index=index, own=body)
    count = listed.paginator.count
    return {
        "index": index,
        "committee": committee,
        "body": body,
        "trail": [{"title": each.title, "url": each.get_url(request)} for each in above],
        "form": form,
        "is_filtered": bool(form.chosen),
        "total": count,
        "total_text": how_many(committee, count),
        "list_page": listed,
        "page_parameter": PAGE_PARAMETER,
        "ahead": [card for card in rows if not card.is_past],
        "past": [card for card in rows if card.is_past],
        "ahead_title": next_meetings(committee),
        "past_title": past_meetings(committee),
        "subscription": subscription(request, form.body or body),
        "canonical_url": form.canonical_address(index.get_full_url(request), listed.number),
        "page_url": page.get_url(request) or "",
    }


def _page(form: MeetingFilterForm, found, offer: Offer, request, now: datetime):
    """One page of the meetings asked for; any number in the address gives a page."""
    paginator = Paginator(in_order(for_cards(form.apply(found)), now), settings.PER_PAGE)
    if not form.chosen:
        # The form's years have counted them already.
        paginator.count = offer.total
    return paginator.get_page(request.GET.get(PAGE_PARAMETER))


def in_order(queryset, now: datetime):
    """What is ahead, soonest first and unknown dates last; then what is over, latest first."""
    over = Case(When(is_past(now), then=Value(1)), default=Value(0), output_field=IntegerField())
    ahead_at = Case(When(rkres_is_over=0, then=F("starts_at")))
    return queryset.annotate(rkres_is_over=over).order_by(
        "rkres_is_over",
        ahead_at.asc(nulls_last=True),
        F("starts_at").desc(nulls_last=True),
        "-pk",
    )
