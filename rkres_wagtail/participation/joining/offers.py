"""What is offered to whom wants to take part, and whether its form takes declarations now.

Pages, boxes, links and the search ask here; an offer is read once a request, for many pages in a
constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.html import strip_tags

from ...bodies.pages import BodyPageMixin
from ...public import Gate
from ...sub_addresses import keys_of
from ..choices import CallState
from ..models import ConsentText, JoiningOffer

OPEN, AHEAD, OVER = "open", "ahead", "over"
TEXTS = ("asks", "gives", "leaving", "how")
_STATES = {CallState.ANNOUNCED: AHEAD, CallState.OPEN: OPEN}


@dataclass(frozen=True)
class Offer:
    """That of one page: its texts, the consent that holds now, and the dates of a call."""

    row: JoiningOffer
    consent: ConsentText | None = None
    #: Of a form: bodies take declarations always, calls while they are open.
    state: str = OPEN
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    is_call: bool = False

    @property
    def has_form(self) -> bool:
        """Without a consent nothing is collected, whatever the switch says (GDPR, art. 13)."""
        return self.row.is_online and self.consent is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody may declare here and now."""
        return self.has_form and self.state == OPEN

    @property
    def has_anything(self) -> bool:
        return self.has_form or any(self.text(name) for name in TEXTS)

    def text(self, name: str) -> str:
        """One of ``TEXTS`` without its markup."""
        return strip_tags(getattr(self.row, name) or "").strip()


def offer_of(page, gate: Gate) -> Offer | None:
    """That of a body or call which has passed its gate; None where there is nothing to read."""
    return offers_of([page], gate).get(page.translation_key)


def offers_of(pages: Iterable, gate: Gate) -> dict:
    """The same of many, by ``translation_key``; pages of their own classes, two queries."""
    pages = [each for each in pages if not getattr(each, "is_former", False)]
    known = gate.once("joining.offers", dict)
    if fresh := [each for each in pages if each.translation_key not in known]:
        rows = {row.rkres_key: row for row in _rows(fresh)}
        consents = _consents(rows.values())
        for page in fresh:
            row = rows.get(page.translation_key)
            known[page.translation_key] = row and _offer(page, row, consents.get(row.pk), gate)
    found = {each.translation_key: known[each.translation_key] for each in pages}
    return {key: offer for key, offer in found.items() if offer and offer.has_anything}


def found(pages: Iterable, gate: Gate) -> dict:
    """Facts for ``sub_addresses``: whether there is a form, whether it takes anything, until when.

    ``pages`` are bodies or calls of their own classes, or a queryset of which only those are
    fetched that have an offer.
    """
    if isinstance(pages, QuerySet):
        keys = JoiningOffer.objects.order_by().values("target__translation_key")
        pages = pages.filter(translation_key__in=keys).specific()
    return {
        key: {
            "has_form": offer.has_form,
            "is_open": offer.is_open,
            "opens_at": offer.opens_at,
            "until": offer.closes_at,
        }
        for key, offer in offers_of(pages, gate).items()
    }


def words(page) -> str:
    """What stands there, for the search index of ``page``."""
    row = JoiningOffer.objects.of(page).first()
    if row is None or getattr(page, "is_former", False):
        return ""
    return " ".join(strip_tags(getattr(row, name) or "") for name in TEXTS).strip()


def _rows(pages) -> QuerySet:
    rows = JoiningOffer.objects.filter(target__translation_key__in=keys_of(pages))
    return rows.annotate(rkres_key=F("target__translation_key"))


def _consents(rows) -> dict[int, ConsentText]:
    """The newest of each offer whose form is switched on, if it says anything."""
    online = [row.pk for row in rows if row.is_online]
    newer = ConsentText.objects.filter(offer=OuterRef("offer"), number__gt=OuterRef("number"))
    latest = ConsentText.objects.filter(~Exists(newer), offer__in=online) if online else ()
    return {
        each.offer_id: each
        for each in latest
        if strip_tags(each.clause).strip() and each.statement.strip()
    }


def _offer(page, row: JoiningOffer, consent: ConsentText | None, gate: Gate) -> Offer:
    if isinstance(page, BodyPageMixin):
        return Offer(row, consent)
    state = _STATES.get(page.state(gate.now), OVER)
    return Offer(row, consent, state, page.opens_at, page.closes_at, is_call=True)
