"""The bodies of a committee: what stands under what, and how many sit there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from ....bodies.choices import MembersVisibility
from ....bodies.models import Membership
from ....bodies.presentation.visibility import visibilities
from ....spreadsheets import Column
from ...facts import kind_of, nearest_above
from ..scope import Scope
from .base import Question, Register, of, yes_no


@dataclass(frozen=True)
class Line:
    page: Any
    kind: str
    kind_label: str
    above: str
    members: int | None
    supervises: str
    is_former: bool
    url: str


COLUMNS = [
    Column("id", pgettext_lazy("open data", "id"), of("page", "pk")),
    Column("name", gettext_lazy("name"), of("page", "title"), width=40),
    Column("kind", pgettext_lazy("open data", "code of the kind"), of("kind")),
    Column("kind_label", gettext_lazy("kind"), of("kind_label")),
    Column("above", pgettext_lazy("open data", "body above"), of("above"), width=30),
    Column("supervises", pgettext_lazy("open data", "supervises"), of("supervises"), width=30),
    Column("active_from", gettext_lazy("active from"), of("page", "active_from")),
    Column("active_to", gettext_lazy("active to"), of("page", "active_to")),
    Column("is_former", pgettext_lazy("open data", "former"), lambda line: yes_no(line.is_former)),
    Column("members_count", pgettext_lazy("open data", "number of members"), of("members")),
    Column("lead", gettext_lazy("in two sentences"), of("page", "lead"), width=50),
    Column("url", gettext_lazy("address"), of("url"), width=40),
]


def _members(scope: Scope) -> dict:
    """How many sit in each body now, of those that tell; one query for all."""
    shown = visibilities(scope.by_key.values())
    telling = [key for key, how in shown.items() if how != MembersVisibility.NOTHING]
    rows = Membership.objects.current().holders().filter(body__translation_key__in=telling)
    counted = Counter(rows.order_by().values_list("body__translation_key", flat=True))
    return {key: counted[key] for key in telling}


def _has_own(page, scope: Scope) -> bool:
    """Not a body that was; nor a committee whose members are those of a tier."""
    family = scope.family
    return not family.node(page).is_former and family.shown_for(page) == page


def lines(question: Question) -> Iterator[Line]:
    scope = question.scope
    members, pages = _members(scope), list(scope.by_key.values())
    for page in pages:
        node = scope.family.node(page)
        above = nearest_above(page, pages)
        code, label = kind_of(page, scope.committee)
        yield Line(
            page,
            code,
            label,
            above.title if above else "",
            members.get(page.translation_key) if _has_own(page, scope) else None,
            "; ".join(each.title for each in node.supervises),
            node.is_former,
            scope.address(page),
        )


def marks(question: Question) -> Iterator:
    scope = question.scope
    for page in scope.by_key.values():
        node = scope.family.node(page)
        watched = [each.pk for each in node.supervises]
        yield (
            page.pk,
            page.title,
            page.lead,
            kind_of(page, scope.committee),
            page.active_from,
            watched,
            _has_own(page, scope),
        )
    yield sorted((str(key), count) for key, count in _members(scope).items())


REGISTER = Register(
    slug="bodies",
    title=pgettext_lazy("open data", "Bodies"),
    description=gettext_lazy(
        "The committee, its tiers and groups, present and former: what stands under what, "
        "since when and until when, and how many members there are."
    ),
    keywords=(pgettext_lazy("keyword", "structure"), pgettext_lazy("keyword", "working groups")),
    columns=COLUMNS,
    lines=lines,
    marks=marks,
)
