"""The desk: what waits for this very person, on the first page after login (``look.md``).

A room registers a provider once, in its ``AppConfig.ready``; it is asked at every visit and says
nothing to whom it does not concern. Everything is computed from dates and rows: what was done is
gone from the desk, and nothing has to be ticked off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django import forms
from django.db.models import Min
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

#: Rows of one pile at most; the rest is behind its link.
MOST = 5


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to do: ``name`` says with what, ``note`` why and since or until when."""

    name: str
    url: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Things of one kind. ``rows`` are the most urgent first, ``all_url`` is the list of all."""

    title: str
    rows: list[Waiting]
    all_url: str = ""
    has_more: bool = False


_providers: list[tuple[int, Callable]] = []


def provider(*, order: int) -> Callable:
    """Decorator: a function of ``(user, now)`` that gives piles; empty ones are left out."""

    def register(function: Callable[..., Iterable[Pile]]) -> Callable:
        _providers.append((order, function))
        _providers.sort(key=lambda row: row[0])
        return function

    return register


def pile(title: str, rows: Iterable[Waiting], *, all_url: str = "") -> Pile:
    """A pile of the first ``MOST`` of ``rows``, which may be lazy."""
    found = list(islice(rows, MOST + 1))
    return Pile(title=title, rows=found[:MOST], all_url=all_url, has_more=len(found) > MOST)


def piles_of(user, now: datetime | None = None) -> list[Pile]:
    """What waits for ``user``."""
    now = now or timezone.now()
    found = (each for _order, function in _providers for each in function(user, now))
    return [each for each in found if each.rows]


def editable(user):
    """Keys of the pages that ``user`` may edit or publish, for a subquery."""
    policy = page_permission_policy
    pages = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return pages.order_by().values("pk")


def once(pages):
    """Each of ``pages`` once, whatever its languages: the one that was made first."""
    first = pages.order_by().values("translation_key").annotate(first=Min("pk"))
    return pages.filter(pk__in=first.values("first"))


class DeskPanel(Component):
    name = "rkres-desk"
    order = 40
    template_name = "rkres_wagtail/admin/desk_panel.html"
    media = forms.Media(css={"all": ["rkres_wagtail/css/desk.css"]})

    def __init__(self, piles: list[Pile]):
        self.piles = piles

    def get_context_data(self, parent_context):
        return {"piles": self.piles}


def add_desk_panel(request, panels) -> None:
    """Hook: the panel, while something waits."""
    if piles := piles_of(request.user):
        panels.append(DeskPanel(piles))
