"""What a profile asks for of calls, and of what bodies offer to whom wants to take part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..conf import settings
from ..consultations.course import start_of_day
from ..text import plain_slug
from . import keys
from .consultation_specs import end_of_day
from .references import COMMITTEE
from .spec import Ref, Spec, read_fields


def call_specs(data: dict, bodies: dict[str, Ref]) -> Iterator[Spec]:
    """Calls, under the committee; pages only."""
    statutory = data[COMMITTEE].get("statutory_body", COMMITTEE)
    for number, item in enumerate(data.get("calls", ())):
        spec = Spec(
            f"calls.{item['key']}", ("calls", number), settings.CALL_PAGE, item["name"],
            parent=COMMITTEE, slug=item.get("slug", ""), is_page=True,
            slug_base=plain_slug(item["name"], "nabor"),
        )  # fmt: skip
        read_fields(spec, item, keys.CALL)
        spec.set("body", bodies[item.get("body", statutory)], "body")
        if "from" in item:
            spec.set("opens_at", start_of_day(date.fromisoformat(item["from"])), "from")
        if "to" in item:
            spec.set("closes_at", end_of_day(item["to"]), "to")
        if "copies" in item:
            copies = [(each["url"], ("copy", each)) for each in item["copies"]]
            spec.set_list("copies", copies, "copies")
        if "tags" in item and hasattr(spec.model_class(), "tags"):
            spec.set("tags", item["tags"], "tags")
        yield spec


def offer_specs(data: dict, bodies: dict[str, Ref]) -> Iterator[Spec]:
    """What it means to take part; whether the form on the site is on is the office's to say."""
    for number, item in enumerate(data.get("offers", ())):
        key = f"offers.{item['body']}"
        spec = Spec(key, ("offers", number), "rkres_wagtail.JoiningOffer", item["body"])
        spec.set("target", bodies[item["body"]], "body")
        read_fields(spec, item, keys.OFFER)
        yield spec
