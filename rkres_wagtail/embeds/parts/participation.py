"""Taking part: calls that are open, what each tier asks, and the way to its form."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from ... import sub_addresses
from ...bodies.pages import TierPageMixin
from ...bodies.presentation.related import Contact
from ...bodies.structure.picture import label_of_tier
from ...participation.calls import course, words
from ...participation.querysets import calls, is_open, public_calls
from .base import Part
from .scope import Scope


def call_pages():
    return calls()


def take_part(scope: Scope, limit: int) -> Part:
    """Open calls, then what each tier asks and how to join it; of a tier, that tier alone."""
    is_tier = isinstance(scope.page, TierPageMixin)
    tiers = [scope.page] if is_tier else [node.page for node in scope.family.tiers]
    forms = sub_addresses.found("joining", tiers, scope.gate)
    rows = [_tier(tier, scope, forms) for tier in tiers]
    opened, moments = _open_calls(scope, limit)
    return Part(
        title=_("Take part"),
        url=scope.url,
        template="rkres_wagtail/embeds/take_part.html",
        context={"calls": opened, "tiers": rows},
        facts=[*(_call_facts(row) for row in opened), *(_tier_facts(row) for row in rows)],
        empty=_("How to take part will be told here."),
        moments=moments,
    )


def call(scope: Scope, limit: int) -> Part:
    """The state of one call, and until when one may apply."""
    row = _call(scope.page, scope)
    return Part(
        title=scope.page.title,
        title_url=scope.url,
        url=scope.url,
        template="rkres_wagtail/embeds/call.html",
        context={"row": row},
        facts=[_call_facts(row)],
        moments=[*course.moments_of(scope.page, scope.gate.now), scope.page.expire_at],
    )


# Calls ------------------------------------------------------------------------------------------


def _open_calls(scope: Scope, limit: int) -> tuple[list[dict], list]:
    """Those that are open, the one that closes first on top; and when any call changes by itself.

    Of a committee, those of all its bodies.
    """
    gate, body = scope.gate, scope.page
    found = public_calls(gate, locale_id=body.locale_id, under=scope.committee)
    if not scope.is_committee:
        found = found.filter(body__translation_key=body.translation_key)
    pages = found.filter(is_open(gate.now)).order_by("closes_at", "pk")[:limit]
    ahead = found.filter(closes_at__gt=gate.now).values_list("opens_at", "closes_at", "expire_at")
    moments = [moment for row in ahead for moment in row]
    return [_call(page, scope) for page in pages], moments


def _call(page, scope: Scope) -> dict:
    tag = words.state_tag(page, scope.gate.now)
    return {
        "page": page,
        "url": scope.full_url(page),
        "tag": tag,
        "seats": words.seats(page),
        "closes_at": page.closes_at,
    }


def _call_facts(row: dict) -> dict:
    page = row["page"]
    return {
        "id": page.pk,
        "type": page._meta.label,
        "title": page.title,
        "html_url": row["url"],
        "summary": ", ".join(filter(None, [row["tag"].text, row["seats"]])),
        "state": str(row["tag"].state),
        "state_label": row["tag"].label,
        "closes_at": page.closes_at,
        "seats_min": page.seats_min,
        "seats_max": page.seats_max,
    }


# Tiers ------------------------------------------------------------------------------------------


def _tier(page, scope: Scope, forms: dict) -> dict:
    has_offer = page.translation_key in forms
    return {
        "page": page,
        "url": scope.full_url(page),
        "label": label_of_tier(scope.committee, page),
        "contact": Contact.of(page, scope.committee),
        "joining_url": f"{scope.full_url(page)}{page.reverse_subpage('joining')}"
        if has_offer
        else "",
    }


def _tier_facts(row: dict) -> dict:
    page = row["page"]
    return {
        "id": page.pk,
        "type": page._meta.label,
        "title": page.title,
        "html_url": row["url"],
        "summary": page.for_whom or page.lead,
        "label": row["label"],
        "for_whom": page.for_whom,
        "time_needed": page.time_needed,
        "meeting_frequency": page.meeting_frequency,
        "how_to_join": expand_db_html(page.how_to_join),
        "joining_url": row["joining_url"],
        "contact_email": row["contact"].email,
        "contact_phone": row["contact"].phone,
    }
