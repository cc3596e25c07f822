"""What the public may read of decisions beside their own fields, for one or for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import swapper
from wagtail.documents import get_document_model

from ..bodies.querysets import today
from ..meetings.published import bodies_for
from ..meetings.querysets import public_meetings
from ..meetings.rules import public_items
from ..public import Gate
from .presentation.rows import replaced_by
from .presentation.trail import lines_of
from .querysets import public_decisions

_ATTRIBUTE = "_rkres_published"


class Published:
    """Rows that hang on the decisions ``pages`` (at least one), by the page's id or key."""

    def __init__(self, pages: list, gate: Gate):
        self.gate = gate
        self._pages = pages
        self._model = type(pages[0])
        self.lines = lines_of(pages, gate, today())
        self.later = replaced_by(pages, gate)
        self.tags = self._tags()
        self.related = self._related()
        self._meetings = self._public_meetings()
        self._replaced = self._public_replaced()
        self._open_items = self._public_items()
        self.documents = self._documents()

    @classmethod
    def of(cls, page, gate: Gate) -> Published:
        """What ``load`` has read for the page, else what is read for it alone."""
        if not hasattr(page, _ATTRIBUTE):
            load([page], gate)
        return getattr(page, _ATTRIBUTE)

    def body(self, page):
        key = self._key(page.body_id)
        found = bodies_for(self.gate, page.locale_id).shown([key]) if key else []
        return found[0] if found else None

    def meeting(self, page):
        return self._nearest(self._meetings, page, self._key(page.meeting_id))

    def replaced(self, page):
        return self._nearest(self._replaced, page, self._key(page.supersedes_id))

    def item(self, page) -> str | None:
        """The item of the agenda, when its meeting is public and it is not internal."""
        meeting = self.meeting(page)
        uuid = str(page.item_uuid) if page.item_uuid else None
        return uuid if meeting and uuid in self._open_items.get(meeting.pk, ()) else None

    # Reading -----------------------------------------------------------------------------------

    def _key(self, pk):
        return self.related.get(pk)

    @staticmethod
    def _nearest(pages: dict, page, key):
        found = sorted(pages.get(key, ()), key=lambda each: each.locale_id != page.locale_id)
        return found[0] if found else None

    def _related(self) -> dict[int, Any]:
        """Translation keys of the pages that the decisions name; one query."""
        names = ("body_id", "meeting_id", "supersedes_id")
        ids = {getattr(page, name) for page in self._pages for name in names} - {None}
        if not ids:
            return {}
        Page = swapper.load_model("wagtailcore", "Page")
        return dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))

    def _keys(self, name: str) -> set:
        return {self.related.get(getattr(page, name)) for page in self._pages} - {None}

    def _public_meetings(self) -> dict:
        keys = self._keys("meeting_id")
        return _by_key(
            public_meetings(self.gate, any_locale=True).filter(translation_key__in=keys), keys
        )

    def _public_replaced(self) -> dict:
        keys = self._keys("supersedes_id")
        return _by_key(
            public_decisions(self.gate, any_locale=True).filter(translation_key__in=keys), keys
        )

    def _public_items(self) -> dict[int, set[str]]:
        if not any(page.item_uuid for page in self._pages):
            return {}
        meetings = [each for pages in self._meetings.values() for each in pages]
        if not meetings:
            return {}
        field = type(meetings[0])._meta.get_field("agenda_items").field
        rows = field.model._default_manager.filter(
            **{f"{field.name}__in": [each.pk for each in meetings]}
        )
        found = defaultdict(list)
        for row in rows.order_by("sort_order", "pk"):
            found[getattr(row, field.attname)].append(row)
        return {pk: {str(row.uuid) for row in public_items(rows)} for pk, rows in found.items()}

    def _tags(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        if hasattr(self._model, "tags"):
            ids = [page.pk for page in self._pages]
            rows = self._model._default_manager.filter(pk__in=ids, tags__isnull=False)
            for pk, name in rows.order_by("tags__name").values_list("pk", "tags__name"):
                found[pk].append(name)
        return found

    def _documents(self) -> dict[int, Any]:
        """Files of open collections."""
        values = (
            block["value"] for page in self._pages if page.files for block in page.files.raw_data
        )
        ids = {value["document"] for value in values if value and value.get("document")}
        if not ids:
            return {}
        rows = get_document_model().objects.filter(pk__in=ids).select_related("collection")
        return {each.pk: each for each in rows if self.gate.allows_document(each)}


def _by_key(pages, keys: set) -> dict:
    found: dict = defaultdict(list)
    for page in pages if keys else ():
        found[page.translation_key].append(page)
    return found


def load(pages: Iterable, gate: Gate) -> None:
    """Read for all ``pages`` (decisions, as their own classes) what ``Published.of`` gives."""
    by_class: dict[type, list] = defaultdict(list)
    for page in pages:
        by_class[type(page)].append(page)
    for chosen in by_class.values():
        published = Published(chosen, gate)
        for page in chosen:
            setattr(page, _ATTRIBUTE, published)
