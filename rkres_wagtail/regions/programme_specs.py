"""What a profile asks for of programmes: pages, their trees, indicators, readings and links."""

from __future__ import annotations

from collections.abc import Iterator

from ..conf import settings
from ..programmes.choices import ReadingState
from ..text import plain_slug
from . import keys
from .references import COMMITTEE
from .spec import Ref, Spec, read_fields


def programme_specs(data: dict) -> Iterator[Spec]:
    """The programmes that have a page; pages only."""
    for number, item in enumerate(data.get("programme_pages", ())):
        spec = Spec(
            f"programme_pages.{item['key']}", ("programme_pages", number), settings.PROGRAMME_PAGE,
            item["name"], parent=COMMITTEE, slug=item.get("slug", ""), is_page=True,
            slug_base=plain_slug(item["name"], "program"),
        )  # fmt: skip
        read_fields(spec, item, keys.PROGRAMME)
        if "predecessor" in item:
            spec.set("predecessor", Ref(f"programme_pages.{item['predecessor']}"), "predecessor")
        if "levels" in item:
            levels = [(each["name"], ("level", each)) for each in item["levels"]]
            spec.set("level_names", [pair for _key, pair in levels], "levels")
        if "copies" in item:
            copies = [(each["url"], ("copy", each)) for each in item["copies"]]
            spec.set_list("copies", copies, "copies")
        if "acts" in item:
            acts = [
                (each["act"], ("act", {"act_id": Ref(f"acts.{each['act']}"), "role": each["role"]}))
                for each in item["acts"]
            ]
            spec.set("acts", [pair for _key, pair in acts], "acts")
        yield spec


def tree_specs(data: dict) -> Iterator[Spec]:
    """Elements in the order of the file, then indicators with readings, then links."""
    for number, item in enumerate(data.get("programme_nodes", ())):
        yield _node(number, item)
    for number, item in enumerate(data.get("indicators", ())):
        yield from _indicator(number, item)
    for number, item in enumerate(data.get("programme_links", ())):
        yield _link(number, item, data)


def _row(name: str, number: int, item: dict, model: str, label: str) -> Spec:
    return Spec(f"{name}.{item['key']}", (name, number), f"rkres_wagtail.{model}", label)


def _node(number: int, item: dict) -> Spec:
    spec = _row("programme_nodes", number, item, "ProgrammeNode", item["title"])
    read_fields(spec, item, keys.PROGRAMME_NODE)
    spec.set("programme", Ref(f"programme_pages.{item['programme']}"), "programme")
    # Only to begin with: the office may move elements, also with their branch.
    spec.initial |= {"position": number, "level": item.get("level", 1)}
    if "points_to" in item:
        targets = [Ref(f"programme_nodes.{key}") for key in item["points_to"]]
        spec.set("points_to", targets, "points_to")
    return spec


def _indicator(number: int, item: dict) -> Iterator[Spec]:
    spec = _row("indicators", number, item, "Indicator", item["name"])
    read_fields(spec, item, keys.INDICATOR)
    spec.set("node", Ref(f"programme_nodes.{item['node']}"), "node")
    spec.initial["sort_order"] = number
    yield spec
    for place, each in enumerate(item.get("readings", ())):
        key, path = f"{spec.key}.{each['year']}", (*spec.path, "readings", place)
        made = Spec(key, path, "rkres_wagtail.Reading", str(each["year"]))
        made.set("indicator", Ref(spec.key), "")
        made.set("year", each["year"], "year")
        made.set("state", each.get("state", ReadingState.VALUE.value), "state")
        made.set("value", each.get("value", ""), "value")
        made.set("note", each.get("note", ""), "note")
        yield made


#: Key of a link in the profile -> model field and the list that it names.
_ENDS = {
    "decision": ("target_page", "decisions"),
    "meeting": ("target_page", "meetings"),
    "consultation": ("target_page", "consultations"),
    "section": ("section", "document_sections"),
}


def _link(number: int, item: dict, data: dict) -> Spec:
    spec = _row("programme_links", number, item, "ProgrammeLink", item["key"])
    end = next(name for name in _ENDS if name in item)
    field, table = _ENDS[end]
    target = f"{table}.{item[end]}"
    if end == "section":
        from .consultation_specs import first_of

        target = f"{table}.{first_of(item[end], data)}.section"
    programme = item.get("programme")
    if "node" in item:
        programme = programme_of(item["node"], data)
        spec.set("node", Ref(f"programme_nodes.{item['node']}"), "node")
    spec.set("programme", Ref(f"programme_pages.{programme}"), "programme")
    spec.set(field, Ref(target), end)
    if "note" in item:
        spec.set("note", item["note"], "note")
    return spec


def programme_of(node: str, data: dict) -> str:
    """Key of the programme to which an element belongs."""
    found = (each for each in data.get("programme_nodes", ()) if each.get("key") == node)
    return next(found, {}).get("programme", "")
