"""What the API may say of calls beside their own fields, for one or for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import swapper
from wagtail.documents import get_document_model

from .. import sub_addresses
from ..meetings.published import bodies_for
from ..public import Gate

_ATTRIBUTE = "_rkres_api_facts"


class Facts:
    """What hangs on the calls ``pages`` (of one class, at least one)."""

    def __init__(self, pages: list, gate: Gate):
        self.gate = gate
        self._pages = pages
        self._keys = self._body_keys()
        self.tags = self._tags()
        self.documents = self._documents()
        self._forms = sub_addresses.found("joining", pages, gate)

    @classmethod
    def of(cls, page, gate: Gate) -> Facts:
        """What ``load`` has read for the page, else what is read for it alone."""
        if not hasattr(page, _ATTRIBUTE):
            load([page], gate)
        return getattr(page, _ATTRIBUTE)

    def body(self, page):
        """The public body in the page's language; None where the public may not see it."""
        key = self._keys.get(page.body_id)
        found = bodies_for(self.gate, page.locale_id).shown([key]) if key else []
        return found[0] if found else None

    def has_form(self, page) -> bool:
        """Whether the form on this site takes declarations now."""
        return bool(self._forms.get(page.translation_key, {}).get("is_open"))

    def _body_keys(self) -> dict[int, Any]:
        ids = {each.body_id for each in self._pages} - {None}
        if not ids:
            return {}
        Page = swapper.load_model("wagtailcore", "Page")
        return dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))

    def _tags(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        model = type(self._pages[0])
        if hasattr(model, "tags"):
            ids = [page.pk for page in self._pages]
            rows = model._default_manager.filter(pk__in=ids, tags__isnull=False)
            for pk, name in rows.order_by("tags__name").values_list("pk", "tags__name"):
                found[pk].append(name)
        return found

    def _documents(self) -> dict[int, Any]:
        streams = [page.files for page in self._pages]
        values = (block["value"] for stream in streams if stream for block in stream.raw_data)
        ids = {value["document"] for value in values if value and value.get("document")}
        if not ids:
            return {}
        rows = get_document_model().objects.filter(pk__in=ids).select_related("collection")
        return {each.pk: each for each in rows if self.gate.allows_document(each)}


def load(pages: Iterable, gate: Gate) -> None:
    """Read for all ``pages`` (calls, as their own classes) what ``Facts.of`` gives."""
    by_class: dict[type, list] = defaultdict(list)
    for page in pages:
        by_class[type(page)].append(page)
    for chosen in by_class.values():
        facts = Facts(chosen, gate)
        for page in chosen:
            setattr(page, _ATTRIBUTE, facts)
