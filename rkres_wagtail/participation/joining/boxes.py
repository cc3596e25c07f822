"""“I want to take part” on the pages of bodies: the way into one, and into each tier in order."""

from __future__ import annotations

from django.template.loader import render_to_string

from ... import slots, sub_addresses
from ...public import Gate
from . import links, offers

FOLDER = "rkres_wagtail/participation/joining/"


def register() -> None:
    """Called from the part's ``wiring.ready``."""
    from .form_view import joining

    sub_addresses.register("joining", joining, found=offers.found, words=offers.words)
    slots.provider("after_composition", order=60)(way_in)


def way_in(context) -> str:
    """On a committee's page all ways in, from the least engagement; on another body's its own."""
    body, family, request = context.get("body"), context.get("family"), context["request"]
    if body is None or family is None:
        return ""
    if body.pk == family.committee.pk:
        rows = ways_in(body, Gate.of(request), request, family=family)
    else:
        rows = _rows([body], Gate.of(request), request)
    if not rows:
        return ""
    is_own = len(rows) == 1 and rows[0]["page"].pk == body.pk
    whole = {"rows": rows, "is_own": is_own, "row": rows[0], "body": body}
    return render_to_string(f"{FOLDER}box.html", whole)


def ways_in(committee, gate: Gate, request, *, family) -> list[dict]:
    """Forum, Laboratorium, Komitet: public tiers with an offer, the closest engagement last.

    A committee with an offer of its own comes last.
    """
    bodies = [node.page for node in reversed(family.tiers)]
    if gate.allows(committee):
        bodies.append(committee)
    return _rows(bodies, gate, request)


def _rows(bodies, gate: Gate, request) -> list[dict]:
    known = offers.offers_of(bodies, gate)
    return [
        {
            "page": each,
            "offer": known[each.translation_key].row,
            "has_form": known[each.translation_key].is_open,
            "url": links.joining_url(each, request),
        }
        for each in bodies
        if each.translation_key in known
    ]
