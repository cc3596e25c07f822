"""Bodies: the picture of tiers and groups, who sits there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...bodies.pages import BodyPageMixin
from ...bodies.presentation.asked import usual_day
from ...bodies.presentation.composition import composition
from ...bodies.presentation.places import Composition
from ...bodies.presentation.visibility import public_visibility
from ...bodies.structure.picture import Body, from_family
from ...bodies.tree import pages_of
from .base import Part
from .scope import Scope


def body_pages():
    return pages_of(BodyPageMixin)


# The picture ------------------------------------------------------------------------------------


def structure(scope: Scope, limit: int) -> Part:
    """The tiers and groups of the committee to which the body belongs."""
    found = from_family(scope.family, scope.full_url)
    shown = [body for body in found.bodies() if body is not found.committee]
    return Part(
        title=_("How we work"),
        url=scope.full_url(scope.committee),
        template="rkres_wagtail/embeds/structure.html",
        context={"structure": found},
        facts=[_body_facts(body) for body in shown],
        empty=_("The tiers and groups will be shown here once there are any."),
    )


def _body_facts(body: Body) -> dict:
    return {
        "id": body.key,
        "title": body.name,
        "html_url": body.url,
        "summary": body.text,
        "label": body.label,
        "note": body.note,
    }


# Members ----------------------------------------------------------------------------------------


def members(scope: Scope, limit: int) -> Part | None:
    """Who sits in the body now, by sector; None where it publishes nothing of that.

    A body without seats may have many members: the first ``limit`` of them are named.
    """
    shown = scope.family.shown_for(scope.page)
    if shown is None:
        return None
    found = composition(
        shown,
        on=usual_day(shown),
        committee=scope.committee,
        visibility=public_visibility(scope.page, shown),
        per_page=limit,
    )
    if not found.shows_numbers:
        return None
    return Part(
        title=_("Composition"),
        url=scope.url,
        template="rkres_wagtail/embeds/members.html",
        context={"composition": found, "committee": scope.committee},
        facts=_sector_facts(found, scope) if found else [],
        empty=_("The list of members will appear here when the members have been appointed."),
        more_title=_("Whole composition"),
        more_url=f"{scope.url}{scope.page.reverse_subpage('composition')}",
    )


def _sector_facts(found: Composition, scope: Scope) -> list[dict]:
    return [
        {
            "title": part.name,
            "html_url": scope.url,
            "summary": "",
            "members_count": part.members_count,
            "vacant_count": part.vacant_count,
            "not_named_count": part.hidden_count,
            "members": [
                {
                    "name": place.holder.name,
                    "role": place.holder.role_label if place.holder.is_officer else "",
                    "organisation": place.holder.organisation,
                }
                for place in part.places
                if place.holder
            ],
        }
        for part in found.shown_parts
    ]
