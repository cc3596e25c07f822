"""What the public may read of meetings beside their own fields, for one or for many at once.

A list of meetings costs a constant number of queries: everything that hangs on them is read
together. Nothing here has not passed the gate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.functional import cached_property

from .. import sub_addresses
from ..bodies.tree import page_models
from ..public import Gate
from ..representations import prefetch_images
from . import rules
from .attendance.summary import summaries_of
from .choices import MeetingStatus
from .models import MeetingChange
from .presentation.photos import PHOTO_SPEC
from .presentation.places import PublicBodies
from .querysets import public_meetings

_ATTRIBUTE = "_rkres_published"


def bodies_for(gate: Gate, locale_id: int) -> PublicBodies:
    """The public bodies in one language, read once for a gate."""
    known = gate.__dict__.setdefault("_rkres_public_bodies", {})
    if locale_id not in known:
        known[locale_id] = PublicBodies(gate, locale_id)
    return known[locale_id]


def is_told(page, gate: Gate) -> bool:
    """Whether the meeting is over, so that its report, photographs and results are public."""
    return page.status != MeetingStatus.CANCELLED and page.is_over(gate.now)


class Published:
    """Rows that hang on the meetings ``pages`` (of one class, at least one), by the page's id."""

    def __init__(self, pages: list, gate: Gate):
        self.gate = gate
        self._pages = pages
        self._model = type(pages[0])
        self._ids = [page.pk for page in self._pages]
        self.items = self._rows("agenda_items")
        self.materials = self._rows("materials", "document__collection")
        self.body_keys = self._body_keys()
        self.tags = self._tags()
        self.changes = self._changes()
        self.indexes = self._indexes()
        self.meetings = self._postponed()
        #: Facts on published minutes, by ``translation_key``.
        self.minutes = sub_addresses.found("minutes", pages, gate)
        self.images = prefetch_images(self._image_ids(), PHOTO_SPEC) if self._image_ids() else {}

    @classmethod
    def of(cls, page, gate: Gate) -> Published:
        """What ``load`` has read for the page, else what is read for it alone."""
        if not hasattr(page, _ATTRIBUTE):
            load([page], gate)
        return getattr(page, _ATTRIBUTE)

    def public_items(self, page) -> list:
        return rules.public_items(self.items[page.pk])

    def public_materials(self, page) -> list:
        """Materials that anyone can open: none of an internal item or a closed collection."""
        shown = rules.public_materials(self.materials[page.pk], self.items[page.pk])
        return [
            row
            for row in shown
            if (self.gate.allows_document(row.document) if row.document_id else row.url)
        ]

    def bodies(self, page) -> list:
        return bodies_for(self.gate, page.locale_id).shown(self.body_keys[page.pk])

    @cached_property
    def attendance(self) -> dict[Any, list]:
        """Closed attendance by ``translation_key``, read once somebody asks for it."""
        return summaries_of(self._pages, closed_only=True)

    def index(self, page):
        """The list under which the meeting stands."""
        return self.indexes.get(page.path[: -page.steplen])

    # Reading -----------------------------------------------------------------------------------

    def _rows(self, relation: str, *related: str) -> dict[int, list]:
        found: dict[int, list] = defaultdict(list)
        field = self._model._meta.get_field(relation).field
        rows = field.model._default_manager.filter(**{f"{field.name}__in": self._ids})
        if related:
            rows = rows.select_related(*related)
        for row in rows.order_by("sort_order", "pk"):
            found[getattr(row, field.attname)].append(row)
        return found

    def _body_keys(self) -> dict[int, list]:
        found = defaultdict(list)
        rows = self._model._default_manager.filter(pk__in=self._ids).order_by()
        for pk, key in rows.values_list("pk", "bodies__translation_key"):
            found[pk].append(key)
        return found

    def _tags(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        if hasattr(self._model, "tags"):
            rows = self._model._default_manager.filter(pk__in=self._ids, tags__isnull=False)
            for pk, name in rows.order_by("tags__name").values_list("pk", "tags__name"):
                found[pk].append(name)
        return found

    def _changes(self) -> dict[Any, list]:
        """By ``translation_key``, in their order."""
        found = defaultdict(list)
        keys = [page.translation_key for page in self._pages]
        rows = MeetingChange.objects.filter(meeting__translation_key__in=keys)
        for row in rows.select_related("meeting").order_by("sequence"):
            found[row.meeting.translation_key].append(row)
        return found

    def _indexes(self) -> dict[str, Any]:
        from .pages import MeetingIndexPageMixin

        paths = {page.path[: -page.steplen] for page in self._pages}
        return {
            index.path: index
            for model in page_models(MeetingIndexPageMixin)
            for index in model._default_manager.filter(path__in=paths)
        }

    def _postponed(self) -> dict[int, Any]:
        """Public meetings to which items were postponed."""
        ids = {item.postponed_to_id for items in self.items.values() for item in items}
        ids.discard(None)
        if not ids:
            return {}
        pages = public_meetings(self.gate, any_locale=True).filter(pk__in=ids)
        return {page.pk: page for page in pages}

    def _image_ids(self) -> set[int]:
        values = (
            block["value"]
            for page in self._pages
            if page.photos and is_told(page, self.gate)
            for block in page.photos.raw_data
        )
        return {int(value["image"]) for value in values if value and value.get("image")}


def load(pages: Iterable, gate: Gate) -> None:
    """Read for all ``pages`` (meetings, as their own classes) what ``Published.of`` gives."""
    by_class: dict[type, list] = defaultdict(list)
    for page in pages:
        by_class[type(page)].append(page)
    for chosen in by_class.values():
        published = Published(chosen, gate)
        for page in chosen:
            setattr(page, _ATTRIBUTE, published)
