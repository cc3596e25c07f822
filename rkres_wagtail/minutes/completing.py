"""What a draft of minutes lacks of its meeting: items added since, results recorded since."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .assembling import ITEM, TEXT, Assembly, is_blank
from .models import Minutes
from .rules import reason_not_to_publish


@dataclass
class Plan:
    """``blocks`` is the new content; the rest says what is new in it, by title."""

    blocks: list[dict] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    #: Internal on the agenda, public in the minutes: for the office to look at.
    now_internal: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.outcomes)


def reason_not_to(minutes: Minutes) -> str:
    """Why nothing is added any more; empty where it may be."""
    if minutes.live or not reason_not_to_publish(minutes):
        return _("These minutes have been approved or published: their text stays as it is.")
    return ""


def plan(draft: Minutes) -> Plan:
    """What ``draft`` would get from its meeting; nothing is saved."""
    page = draft.meeting_page.get_latest_revision_as_object()
    assembly = Assembly(page)
    found = Plan(blocks=draft.content.get_prep_value())
    _fill_items(found, assembly.items)
    _fill_texts(found, assembly)
    return found


def _fill_items(found: Plan, items: list[dict]) -> None:
    """Missing items come behind the one that is before them on the agenda."""
    known = {each["value"].get("item_uuid"): each for each in found.blocks if each["type"] == ITEM}
    last = None
    for item in items:
        value = item["value"]
        own = known.get(value["item_uuid"])
        if own is None:
            found.blocks.insert(_place_after(found.blocks, last), item)
            found.added.append(value["title"])
            last = item
            continue
        last = own
        if value["outcome"] and is_blank(own["value"].get("outcome")):
            own["value"]["outcome"] = value["outcome"]
            found.outcomes.append(own["value"].get("title") or value["title"])
        if value["is_internal"] and not own["value"].get("is_internal"):
            found.now_internal.append(own["value"].get("title") or value["title"])


def _place_after(blocks: list[dict], last: dict | None) -> int:
    if last is not None:
        return next(place for place, each in enumerate(blocks) if each is last) + 1
    first = (place for place, each in enumerate(blocks) if each["type"] == ITEM)
    return next(first, len(blocks))


def _fill_texts(found: Plan, assembly: Assembly) -> None:
    """Decisions outside of the agenda, by their heading."""
    headings = {each["value"].get("heading") for each in found.blocks if each["type"] == TEXT}

    last = [each for each in assembly.other_decisions if each["value"]["heading"] not in headings]
    found.blocks = [*found.blocks, *last]
    found.added += [each["value"]["heading"] for each in last]
