"""What a profile asks for of meetings: their list, and each of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..conf import settings
from ..meetings.rules import dated_slug
from ..meetings.when import WHEN_FIELDS, When
from ..text import plain_slug
from . import keys
from .meeting_dates import names_of, when_of
from .references import COMMITTEE
from .spec import Ref, Spec, read_fields

LISTING = "meeting_list"


def meeting_specs(data: dict, bodies: dict[str, Ref]) -> Iterator[Spec]:
    """The list of meetings and the meetings, where the profile has them."""
    if LISTING not in data:
        return
    item = data[LISTING]
    spec = Spec(
        LISTING, (LISTING,), settings.MEETING_INDEX_PAGE, item["name"],
        parent=COMMITTEE, slug=item.get("slug", ""), is_page=True,
    )  # fmt: skip
    read_fields(spec, item, keys.MEETING_LIST)
    yield spec
    statutory = data[COMMITTEE].get("statutory_body", COMMITTEE)
    for number, item in enumerate(data.get("meetings", ())):
        yield _meeting(number, item, bodies, statutory)


def _meeting(number: int, item: dict, bodies: dict[str, Ref], statutory: str) -> Spec:
    when = when_of(item)
    spec = Spec(
        f"meetings.{item['key']}", ("meetings", number), settings.MEETING_PAGE, item["name"],
        parent=LISTING, slug=item.get("slug", ""), is_page=True,
        slug_base=dated_slug(plain_slug(item["name"], "posiedzenie"), when or When()),
    )  # fmt: skip
    read_fields(spec, item, keys.MEETING)
    names = names_of(item)
    if when is None:
        # Only to begin with: a date that the file does not know belongs to the editors.
        spec.initial["date_precision"] = When().date_precision
    else:
        for name in WHEN_FIELDS:
            spec.set(name, getattr(when, name), names[name])
    spec.set("bodies", [bodies[key] for key in item.get("bodies", [statutory])], "bodies")
    for name, field_name, table in (
        ("host", "host_organisation", "organisations"),
        ("funding", "funding", "funding_notices"),
    ):
        if name in item:
            spec.set(field_name, Ref(f"{table}.{item[name]}"), name)
    _lists(spec, item)
    # What left the file is reported by its key, too.
    for field_name, name in (("materials", "links"), ("agenda_items", "agenda")):
        spec.names.setdefault(field_name, name)
    return spec


def _lists(spec: Spec, item: dict) -> None:
    if "outside_bodies" in item:
        outside = [(entry["name"], ("body", entry)) for entry in item["outside_bodies"]]
        spec.set_list("outside_bodies", outside, "outside_bodies")
    if "agenda" in item:
        # The order says what is what, so an agenda is one value.
        spec.set(
            "agenda_items", [("item", {"level": 1, **row}) for row in item["agenda"]], "agenda"
        )
    if "links" in item:
        links = [(row["url"], ("link", {"kind": "other", **row})) for row in item["links"]]
        spec.set_list("materials", links, "links")
    if "tags" in item and hasattr(spec.model_class(), "tags"):
        spec.set("tags", item["tags"], "tags")
