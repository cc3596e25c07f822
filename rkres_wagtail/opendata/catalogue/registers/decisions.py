"""Decisions of a committee and of all its bodies, in the columns of their own register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy, pgettext_lazy

from ....decisions.models import DecisionKind, Dispatch
from ....decisions.presentation.rows import for_rows
from ....decisions.querysets import latest_first, public_decisions
from ....decisions.tables import COLUMNS
from ....decisions.tables import lines as lines_of
from ....meetings.querysets import public_meetings
from ..scope import Scope
from .base import Question, Register, values


def found(scope: Scope):
    """Public decisions below the committee."""
    return scope.pages(public_decisions)


def lines(question: Question) -> Iterable:
    scope = question.scope
    rows = for_rows(found(scope)).order_by(*latest_first())
    return lines_of(rows, scope.request, scope.bodies, scope.gate)


def marks(question: Question) -> Iterator:
    scope = question.scope
    chosen = found(scope).order_by()
    yield from values(chosen, "last_published_at", "kind", "adopted_on")
    sent = Dispatch.objects.filter(decision__translation_key__in=chosen.values("translation_key"))
    yield from values(sent, "changed_at")
    every = public_decisions(scope.gate, any_locale=True).order_by()
    yield every.aggregate(Count("pk"), Max("last_published_at"))
    met = public_meetings(scope.gate, any_locale=True).order_by()
    yield met.aggregate(Count("pk"), Max("last_published_at"))
    yield from values(DecisionKind.objects.of(scope.committee), "name")


REGISTER = Register(
    slug="decisions",
    title=pgettext_lazy("open data", "Resolutions and positions"),
    description=gettext_lazy(
        "Resolutions, positions, opinions and recommendations with their votes, to whom they "
        "were sent and what came back. One row for each addressee."
    ),
    keywords=(
        pgettext_lazy("keyword", "resolutions"),
        pgettext_lazy("keyword", "positions"),
        pgettext_lazy("keyword", "recommendations"),
    ),
    columns=COLUMNS,
    lines=lines,
    marks=marks,
    things=found,
    stamp="last_published_at",
)
