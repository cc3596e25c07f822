"""A decision in a row of a list: number, date, title, body, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...bodies.querysets import today
from ...meetings.presentation.places import PublicBodies
from ..querysets import decision_model, latest_first, public_decisions
from .trail import DispatchLine, lines_of
from .words import named, vote

#: Long texts that no list shows.
_HEAVY = ("text", "files")


@dataclass
class Row:
    page: object
    url: str
    body: object = None
    body_url: str = ""
    lines: list[DispatchLine] = field(default_factory=list)
    replaced_by: object = None

    @property
    def named(self) -> str:
        return named(self.page)

    @property
    def kind(self) -> str:
        return str(self.page.kind) if self.page.kind else ""

    @property
    def vote(self) -> str:
        return vote(self.page)

    @property
    def is_waiting(self) -> bool:
        return any(line.is_waiting for line in self.lines)


def for_rows(queryset):
    """Decisions with what their rows need, without long texts."""
    names = {each.name for each in decision_model()._meta.get_fields()}
    return queryset.select_related("kind", "body").defer(
        *(name for name in _HEAVY if name in names)
    )


def rows_of(pages: Iterable, request, bodies: PublicBodies, gate, *, own=None) -> list[Row]:
    """Rows of ``pages`` (see ``for_rows``), in their order; two queries for all of them.

    A decision of ``own`` does not name it: the page says whose it is.
    """
    pages = list(pages)
    lines = lines_of(pages, gate, today())
    later = replaced_by(pages, gate)
    rows = []
    for page in pages:
        body = body_of(page, bodies)
        is_own = body is not None and own is not None and body.pk == own.pk
        shown = None if is_own else body
        rows.append(
            Row(
                page,
                page.get_url(request) or "",
                shown,
                (shown.get_url(request) or "") if shown else "",
                lines[page.translation_key],
                later.get(page.translation_key),
            )
        )
    return rows


def body_of(page, bodies: PublicBodies):
    """The public body that took the decision, in the page's language; or None."""
    found = bodies.shown([page.body.translation_key]) if page.body is not None else []
    return found[0] if found else None


def replaced_by(pages: Iterable, gate) -> dict:
    """The latest public decision that replaced each of ``pages``, by its ``translation_key``."""
    keys = [page.translation_key for page in pages]
    if not keys:
        return {}
    later = public_decisions(gate, any_locale=True).filter(supersedes__translation_key__in=keys)
    found: dict = {}
    for page in for_rows(later).select_related("kind", "supersedes").order_by(*latest_first()):
        found.setdefault(page.supersedes.translation_key, page)
    return found
