"""One committee as Popolo JSON, through the gate."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from ...open_responses import conditional_json, open_to_scripts
from ..catalogue.scope import Scope, scope_of
from . import events, motions, organizations, people


@open_to_scripts
def popolo(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything public of the committee with the page ``pk``, in the page's language."""
    scope = scope_of(request, pk)
    with translation.override(scope.language):
        return conditional_json(request, document(scope), language=scope.language)


def document(scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """The whole document; related objects are named by their ids (§6.3 of the spec)."""
    rows, institutions = people.rows_of(scope), organizations.institutions_of(scope)
    posts, terms = people.posts(scope), events.terms(scope)
    meetings = events.events(scope)
    decisions, votes = motions.motions_and_votes(scope, meetings)
    return {
        "persons": people.persons(scope, rows),
        "organizations": organizations.organizations(scope, institutions),
        "memberships": people.memberships(scope, rows, [*posts, *terms]),
        "posts": posts,
        "areas": organizations.areas(scope, institutions),
        "events": [*terms, *meetings],
        "motions": decisions,
        "vote_events": votes,
    }
