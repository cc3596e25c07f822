"""Verb of pasted agendas: put items into a new draft of a meeting, never publish it.

An item that is there already, by its words, keeps what hangs on it: materials point at items by
``uuid``, results and the tick "internal" stand in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .agenda_text import ParsedItem


def state_of(page) -> str:
    """Names the newest draft of ``page``; changes with every save, autosaves included."""
    revision = page.get_latest_revision()
    return f"{revision.pk}-{revision.created_at.isoformat()}" if revision else ""


@dataclass(frozen=True)
class Replacement:
    """What replacing the agenda keeps and what it takes away."""

    #: Pairs of a parsed item and the item that is there with the same words, or None.
    pairs: list[tuple[ParsedItem, object | None]]
    removed: list

    @property
    def removed_internal(self) -> list:
        return [item for item in self.removed if item.is_internal]

    def removed_with_facts(self, page) -> list:
        """Removed items that have a result or materials."""
        uuids = {str(material.item_uuid) for material in page.materials.all()}
        return [item for item in self.removed if item.result or str(item.uuid) in uuids]


def plan_replacement(page, items: list[ParsedItem]) -> Replacement:
    """Match ``items`` with those of ``page`` by their words, each once, in order."""
    there: dict[str, list] = {}
    present = list(page.agenda_items.all())
    for item in present:
        there.setdefault(_words(item.title), []).append(item)
    pairs = []
    for item in items:
        same = there.get(_words(item.title))
        pairs.append((item, same.pop(0) if same else None))
    kept = {id(item) for _parsed, item in pairs if item is not None}
    return Replacement(pairs, [item for item in present if id(item) not in kept])


def _words(title: str) -> str:
    return " ".join(title.casefold().split()).rstrip(".;,")


def put_agenda(page, items: list[ParsedItem], *, replace: bool, user, state: str):
    """Save ``items`` in a new draft of ``page``, after its own or instead; return the revision.

    ``page`` is its newest draft and ``state`` what ``state_of()`` said when the editor looked
    at it: whoever confirms twice, or after somebody else has saved, gets a ``ValidationError``.
    Permissions, locks and the limit of items are checked by the caller.
    """
    Page = swapper.load_model("wagtailcore", "Page")
    with transaction.atomic():
        current = Page.objects.select_for_update().get(pk=page.pk)
        if state_of(current) != state:
            raise ValidationError(
                _(
                    "Nothing was changed: this agenda was added already, or somebody has saved "
                    "the page in the meantime. Look through it again."
                ),
                code="stale",
            )
        page = current.get_latest_revision_as_object()
        if replace:
            _replace(page, items)
        else:
            _append(page, items)
        # As Wagtail's editor does: a page that was never published is its draft.
        if not page.live:
            page.save(clean=False)
        return page.save_revision(user=user, log_action=True, clean=False)


def _append(page, items: list[ParsedItem]) -> None:
    present = list(page.agenda_items.all())
    start = max((item.sort_order or 0 for item in present), default=-1) + 1
    for number, item in enumerate(items, start):
        page.agenda_items.add(_new(page, item, number))


def _replace(page, items: list[ParsedItem]) -> None:
    rows = []
    for number, (parsed, item) in enumerate(plan_replacement(page, items).pairs):
        if item is None:
            rows.append(_new(page, parsed, number))
            continue
        item.sort_order = number
        for name, value in parsed.fields.items():
            # What the text does not say stays as it was.
            if value not in (None, ""):
                setattr(item, name, value)
        rows.append(item)
    page.agenda_items.set(rows)


def _new(page, parsed: ParsedItem, number: int):
    item = page.agenda_items.model(sort_order=number, **parsed.fields)
    item.clean_fields(exclude=["page"])
    return item
