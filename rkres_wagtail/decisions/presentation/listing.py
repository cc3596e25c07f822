"""What the register shows: filters, counts, a table, paginated in the database."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from ...conf import settings
from ...meetings.presentation.places import PublicBodies
from ...public import Gate
from ...public_filters import PAGE_PARAMETER
from ..querysets import is_of_body, is_waiting, latest_first, public_decisions
from .filters import DecisionFilterForm, Offer
from .rows import for_rows, rows_of
from .words import how_many

FORMATS = ("csv", "xlsx")


class Register:
    """The decisions of one register that a visitor asked for; the page and its files share it."""

    def __init__(self, page, request):
        self.gate, self.index = Gate.of(request), page.source
        self.bodies = PublicBodies(self.gate, self.index.locale_id)
        self.committee = self.bodies.committee_of(self.index)
        self.above = self.bodies.above(self.index)
        # The body under which the register stands.
        self.body = self.above[-1] if self.above else self.committee
        found = self._found()
        offered = self.bodies.below(self.body) if self.body is not None else []
        self.offer = Offer(found, offered)
        self.form = DecisionFilterForm(request.GET, self.offer)
        self.chosen = self.form.apply(found)

    def _found(self):
        found = public_decisions(
            self.gate, locale_id=self.index.locale_id, under=self.committee or self.index
        )
        if self.body is None or self.committee is None or self.body.pk == self.committee.pk:
            return found
        return found.filter(Q(path__startswith=self.body.path) | is_of_body(self.body))

    def in_order(self):
        return for_rows(self.chosen).order_by(*latest_first())


def index_context(page, request) -> dict:
    """The context of a register; at most nine queries beside the gate's own."""
    register = Register(page, request)
    form, index = register.form, register.index
    paginator = Paginator(register.in_order(), settings.PER_PAGE)
    if not form.chosen:
        # The form's years have counted them already.
        paginator.count = register.offer.total
    listed = paginator.get_page(request.GET.get(PAGE_PARAMETER))
    count = paginator.count
    waiting = register.chosen.filter(is_waiting()).count() if count else 0
    url = page.get_url(request) or ""
    return {
        "index": index,
        "committee": register.committee,
        "body": register.body,
        "trail": [{"title": each.title, "url": each.get_url(request)} for each in register.above],
        "form": form,
        "is_filtered": bool(form.chosen),
        "total": count,
        "total_text": how_many(count, waiting),
        "list_page": listed,
        "page_parameter": PAGE_PARAMETER,
        "rows": rows_of(listed, request, register.bodies, register.gate, own=None),
        "downloads": downloads(index, form.chosen) if count else [],
        "canonical_url": form.canonical_address(index.get_full_url(request), listed.number),
        "page_url": url,
    }


def downloads(index, chosen: dict) -> list[dict]:
    """Addresses of the same table as files; none where the site has not mounted ours."""
    query = f"?{urlencode(sorted(chosen.items()))}" if chosen else ""
    try:
        return [
            {
                "format": each.upper(),
                "url": reverse("rkres_wagtail:decisions_table", args=[index.pk, each]) + query,
            }
            for each in FORMATS
        ]
    except NoReverseMatch:
        return []
