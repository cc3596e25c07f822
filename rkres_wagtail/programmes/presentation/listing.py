"""All programmes of a committee: a section of its page, and ``programy/`` below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...bodies.pages import CommitteePageMixin
from ...public import Gate
from ...text import fold
from ..choices import IN_FORCE, ProgrammeScope, ProgrammeState
from ..querysets import programme_model, public_programmes
from . import words
from .moments import note_programmes

TEMPLATE = "rkres_wagtail/programmes/programmes_page.html"
BOX = "rkres_wagtail/pieces/programmes_box.html"
#: Long texts that no list shows.
_HEAVY = ("description", "level_names", "files", "copies")
_YEAR = re.compile(r"\d{4}")
_SCOPES = (ProgrammeScope.REGIONAL, ProgrammeScope.LOCAL, ProgrammeScope.NATIONAL)


@dataclass(frozen=True)
class Row:
    """A programme in a list."""

    page: object
    url: str

    @property
    def tag(self):
        return words.state_tag(self.page)

    @property
    def scope(self) -> str:
        return words.scope_label(self.page)


@dataclass(frozen=True)
class Group:
    """Programmes in one kind of state, the committee's own before the national ones."""

    key: str
    title: str
    rows: list[Row]


def rows_of(pages: Iterable, request) -> list[Row]:
    """In force first, then those being made, then closed ones; the latest years first."""
    return [Row(page, page.get_url(request) or "") for page in sorted(pages, key=_order)]


def _order(page) -> tuple:
    return (_stage(page), _SCOPES.index(page.scope), -(page.starts_year or 0), page.title)


def _stage(page) -> int:
    state = page.current_state
    return 0 if state in IN_FORCE else 2 if state == ProgrammeState.CLOSED else 1


def for_rows(queryset):
    names = {each.name for each in programme_model()._meta.get_fields()}
    return queryset.defer(*(name for name in _HEAVY if name in names))


def programmes_of(committee, gate) -> list:
    """Public programmes of a committee, in the language of its page; read once a request."""
    rows = for_rows(public_programmes(gate, locale_id=committee.locale_id, under=committee))
    return gate.once(f"programmes.of.{committee.pk}", lambda: list(rows))


def serve_programmes(page, request):
    """404 where there is none yet; the page of the committee does not lead there."""
    gate, committee = Gate.of(request), page.source
    rows = rows_of(programmes_of(committee, gate), request)
    if not rows:
        raise Http404
    note_programmes(request, [row.page for row in rows])
    titles = (
        pgettext("list of programmes", "In force"),
        pgettext("list of programmes", "Being prepared"),
        pgettext("list of programmes", "Closed"),
    )
    groups = [
        Group(f"rkres-programmes-{stage}", titles[stage], chosen)
        for stage in range(3)
        if (chosen := [row for row in rows if _stage(row.page) == stage])
    ]
    response = page.render_section(request, "programmes", _("Programmes"), groups=groups)
    response.template_name = TEMPLATE
    return response


def found(pages, gate) -> dict:
    """By the committee's key: ``is_listed(name, abbreviation, years)``, whether a page says it.

    A committee may keep programmes by name only; those with a page take the place of these.
    """
    result = {}
    for committee in pages:
        if isinstance(committee, CommitteePageMixin):
            rows = programmes_of(committee, gate)
            if rows:
                result[committee.translation_key] = {"is_listed": partial(_is_listed, rows)}
    return result


def _is_listed(rows, name: str, abbreviation: str, years: str) -> bool:
    """Same title; or same abbreviation, and no other years: LPRES was there more than once."""
    asked = set(_YEAR.findall(years or ""))
    return any(
        fold(page.title).strip() == fold(name).strip()
        or (
            bool(abbreviation.strip())
            and fold(page.abbreviation).strip() == fold(abbreviation).strip()
            and asked <= set(_YEAR.findall(page.years))
        )
        for page in rows
    )


def committee_box(context) -> str:
    """“Programy” on the committee's page; its programmes known by name only stand last."""
    body, request, page = (context.get(name) for name in ("body", "request", "page"))
    if request is None or not isinstance(body, CommitteePageMixin):
        return ""
    rows = rows_of(programmes_of(body, Gate.of(request)), request)
    if not rows:
        return ""
    note_programmes(request, [row.page for row in rows])
    url = f"{page.get_url(request) or ''}{page.reverse_subpage('programmes')}"
    named = context.get("programmes") or []
    return render_to_string(
        BOX, {"rows": rows, "named": named, "list_url": url, "request": request}
    )
