"""What the API may say of programmes beside their own fields, for one or for many at once.

A list costs a constant number of queries: everything that hangs on the pages is read together.
Nothing here has not passed the gate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from wagtail.documents import get_document_model

from ..decisions.querysets import public_decisions
from ..meetings.published import bodies_for
from ..public import Gate
from .models import ProgrammeNode, ProgrammeTree
from .querysets import public_programmes

_ATTRIBUTE = "_rkres_api_facts"


class Facts:
    """What hangs on the programmes ``pages`` (of one class, at least one)."""

    def __init__(self, pages: list, gate: Gate):
        self.gate = gate
        self._pages = pages
        self._model = type(pages[0])
        self.acts = self._rows("acts", "act__body", "act__document__collection")
        self.reports = self._rows("reports", "document__collection", "opinion")
        self.nodes = self._nodes()
        self.changed_at = dict(
            ProgrammeTree.objects.of_any(pages).values_list(
                "programme__translation_key", "changed_at"
            )
        )
        self._programmes = self._related_programmes()
        self._opinions = self._public_opinions()
        self.documents = self._documents()

    @classmethod
    def of(cls, page, gate: Gate) -> Facts:
        """What ``load`` has read for the page, else what is read for it alone."""
        if not hasattr(page, _ATTRIBUTE):
            load([page], gate)
        return getattr(page, _ATTRIBUTE)

    def committee(self, page):
        """The public committee under which it stands."""
        above = bodies_for(self.gate, page.locale_id).above(page)
        return above[0] if above else None

    def predecessor(self, page):
        return self._shown(page.predecessor.translation_key, page) if page.predecessor_id else None

    def successors(self, page) -> list:
        """Public programmes that came after this one, in its language where they are."""
        keys = {
            each.translation_key
            for found in self._programmes.values()
            for each in found
            if each.predecessor_id and each.predecessor.translation_key == page.translation_key
        }
        return [each for each in (self._shown(key, page) for key in sorted(keys, key=str)) if each]

    def opinion(self, report, page):
        """The public decision with the committee's opinion on a report."""
        if report.opinion_id is None:
            return None
        known = self._opinions[report.opinion.translation_key]
        return known.get(page.locale_id) or next(iter(known.values()), None)

    def _shown(self, key, page):
        known = self._programmes[key]
        same = (each for each in known if each.locale_id == page.locale_id)
        return next(same, None) or next(iter(known), None)

    # Reading -----------------------------------------------------------------------------------

    def _rows(self, name: str, *related: str) -> dict[int, list]:
        field = self._model._meta.get_field(name).field
        rows = field.model._default_manager.filter(
            **{f"{field.name}__in": [page.pk for page in self._pages]}
        )
        found: dict[int, list] = defaultdict(list)
        for row in rows.select_related(*related).order_by("sort_order", "pk"):
            found[getattr(row, field.attname)].append(row)
        return found

    def _nodes(self) -> dict[Any, int]:
        rows = ProgrammeNode.objects.of_any(self._pages).order_by()
        counted = rows.values("programme__translation_key").annotate(number=Count("pk"))
        return {row["programme__translation_key"]: row["number"] for row in counted}

    def _related_programmes(self) -> dict[Any, list]:
        """Every public programme by ``translation_key``: a site has few."""
        found: dict[Any, list] = defaultdict(list)
        pages = public_programmes(self.gate, any_locale=True)
        for page in pages.select_related("predecessor", "locale").order_by("pk"):
            found[page.translation_key].append(page)
        return found

    def _public_opinions(self) -> dict[Any, dict]:
        keys = {
            row.opinion.translation_key
            for rows in self.reports.values()
            for row in rows
            if row.opinion_id
        }
        found: dict[Any, dict] = defaultdict(dict)
        if keys:
            pages = public_decisions(self.gate, any_locale=True).filter(translation_key__in=keys)
            for page in pages:
                found[page.translation_key][page.locale_id] = page
        return found

    def _documents(self) -> dict[int, Any]:
        """Files of open collections."""
        streams = [page.files for page in self._pages]
        values = (block["value"] for stream in streams if stream for block in stream.raw_data)
        ids = {value["document"] for value in values if value and value.get("document")}
        if not ids:
            return {}
        rows = get_document_model().objects.filter(pk__in=ids).select_related("collection")
        return {each.pk: each for each in rows if self.gate.allows_document(each)}


def load(pages: Iterable, gate: Gate) -> None:
    """Read for all ``pages`` (programmes, as their own classes) what ``Facts.of`` gives."""
    by_class: dict[type, list] = defaultdict(list)
    for page in pages:
        by_class[type(page)].append(page)
    for chosen in by_class.values():
        facts = Facts(chosen, gate)
        for page in chosen:
            setattr(page, _ATTRIBUTE, facts)
