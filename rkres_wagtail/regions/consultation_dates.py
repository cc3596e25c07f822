"""What is wrong with rounds and sections of a profile beyond what its schema can say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from .problems import show_value

Fault = tuple[tuple, str, str]
Items = Callable[[str], list[tuple[int, dict]]]


def consultation_problems(items: Items) -> Iterator[Fault]:
    """Path, what was expected and what was found; ``items(name)`` gives the numbered tables.

    Values that the schema refuses are left to it.
    """
    spans: dict[str, list[tuple[str, str, int]]] = {}
    for number, item in items("consultation_rounds"):
        path = ("consultation_rounds", number)
        fault = _order(path, item)
        if fault:
            yield fault
        elif _is_day(item.get("from")) and _is_day(item.get("to")):
            span = (item["from"], _last(item), number)
            spans.setdefault(str(item.get("consultation")), []).append(span)
    for rounds in spans.values():
        for (_first, last, _number), (first, _last_day, number) in pairwise(sorted(rounds)):
            if first <= last:
                expected = _("a day after the round before it, which lasts until %(day)s")
                path = ("consultation_rounds", number, "from")
                yield path, expected % {"day": last}, first
    yield from _sections(items)


def _order(path: tuple, item: dict) -> Fault | None:
    """The first day, the last one, and each later last one, in this order."""
    days = [((*path, name), item.get(name)) for name in ("from", "to")]
    extensions = item.get("extensions")
    for place, each in enumerate(extensions if isinstance(extensions, list) else ()):
        if isinstance(each, dict):
            days.append(((*path, "extensions", place, "to"), each.get("to")))
    for place, ((_here, day), (there, later)) in enumerate(pairwise(days)):
        if not (_is_day(day) and _is_day(later)):
            return None
        if place == 0 and later < day:
            return there, _("a day not earlier than %(day)s") % {"day": day}, later
        if place > 0 and later <= day:
            return there, _("a day later than %(day)s") % {"day": day}, later
    return None


def _last(item: dict) -> str:
    days = [each.get("to") for each in item.get("extensions") or () if isinstance(each, dict)]
    return days[-1] if days and _is_day(days[-1]) else item["to"]


def _is_day(value) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _sections(items: Items) -> Iterator[Fault]:
    """A section is the same as one of an earlier text of the same document, once in a text."""
    of = {each.get("key"): each.get("consultation") for _n, each in items("document_versions")}
    order = {key: number for number, key in enumerate(of)}
    sections = {each.get("key"): each for _n, each in items("document_sections")}
    taken: set[tuple] = set()
    for number, item in items("document_sections"):
        same = item.get("same_as")
        earlier = sections.get(same) if isinstance(same, str) else None
        if earlier is None:
            continue
        path, version, before = ("document_sections", number, "same_as"), *_versions(item, earlier)
        is_later = order.get(version, 0) > order.get(before, 0)
        if of.get(version) != of.get(before) or not is_later:
            expected = _("a section of an earlier text of the same document")
            yield path, expected, show_value(same)
        elif (version, same) in taken:
            yield path, _("each section once in a text"), show_value(same)
        taken.add((version, same))


def _versions(item: dict, earlier: dict) -> tuple:
    return item.get("version"), earlier.get("version")
