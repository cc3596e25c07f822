"""What a profile asks for of decisions: their register, kinds, each of them, and addressees."""

from __future__ import annotations

from collections.abc import Iterator

from ..conf import settings
from ..text import plain_slug
from . import keys
from .references import COMMITTEE
from .spec import Ref, Spec, read_fields

LISTING = "decision_list"


def decision_specs(data: dict, bodies: dict[str, Ref]) -> Iterator[Spec]:
    """The register and the decisions, where the profile has them; pages only."""
    if LISTING not in data:
        return
    item = data[LISTING]
    spec = Spec(
        LISTING, (LISTING,), settings.DECISION_INDEX_PAGE, item["name"],
        parent=COMMITTEE, slug=item.get("slug", ""), is_page=True,
    )  # fmt: skip
    read_fields(spec, item, keys.DECISION_LIST)
    yield spec
    statutory = data[COMMITTEE].get("statutory_body", COMMITTEE)
    for number, item in enumerate(data.get("decisions", ())):
        yield _decision(number, item, bodies, statutory)


def _decision(number: int, item: dict, bodies: dict[str, Ref], statutory: str) -> Spec:
    spec = Spec(
        f"decisions.{item['key']}", ("decisions", number), settings.DECISION_PAGE, item["name"],
        parent=LISTING, slug=item.get("slug", ""), is_page=True,
        slug_base=plain_slug(item["name"], "uchwala"),
    )  # fmt: skip
    read_fields(spec, item, keys.DECISION)
    spec.set("body", bodies[item.get("body", statutory)], "body")
    for name, table in (
        ("kind", "decision_kinds"),
        ("meeting", "meetings"),
        ("supersedes", "decisions"),
    ):
        if name in item:
            spec.set(name, Ref(f"{table}.{item[name]}"), name)
    if "tags" in item and hasattr(spec.model_class(), "tags"):
        spec.set("tags", item["tags"], "tags")
    return spec


def kind_specs(data: dict) -> Iterator[Spec]:
    """Kinds of decisions, in the order of the file."""
    for number, item in enumerate(data.get("decision_kinds", ())):
        spec = Spec(
            f"decision_kinds.{item['key']}",
            ("decision_kinds", number),
            "rkres_wagtail.DecisionKind",
            item["name"],
        )
        read_fields(spec, item, keys.DECISION_KIND)
        spec.set("committee", Ref(COMMITTEE), "")
        spec.set("sort_order", number + 1, "order")
        yield spec


def dispatch_specs(data: dict) -> Iterator[Spec]:
    """Addressees of decisions, in the order of the file."""
    for number, item in enumerate(data.get("dispatches", ())):
        spec = Spec(
            f"dispatches.{item['key']}",
            ("dispatches", number),
            "rkres_wagtail.Dispatch",
            item["addressee"],
        )
        read_fields(spec, item, keys.DISPATCH)
        spec.set("decision", Ref(f"decisions.{item['decision']}"), "decision")
        spec.set("sort_order", number, "order")
        yield spec
