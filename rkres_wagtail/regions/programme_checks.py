"""What is wrong with programmes and calls of a profile beyond what its schema can say."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .consultation_dates import Fault, Items
from .problems import show_value

_ENDS = ("decision", "meeting", "consultation", "section")


def programme_problems(items: Items) -> Iterator[Fault]:
    """Path, what was expected and what was found; values that the schema refuses are left to it."""
    years = {
        item["key"]: (item.get("first_year"), item.get("last_year"))
        for _number, item in items("programme_pages")
        if isinstance(item.get("key"), str)
    }
    programmes: dict[str, str] = {}
    yield from _tree(items, programmes)
    yield from _readings(items, programmes, years)
    for number, item in items("programme_links"):
        path = ("programme_links", number)
        owners = [name for name in ("programme", "node") if name in item]
        if len(owners) != 1:
            yield path, _("programme or node, one of them"), _count(owners)
        ends = [name for name in _ENDS if name in item]
        if len(ends) != 1:
            yield path, _("decision, meeting, consultation or section, one of them"), _count(ends)


def call_problems(items: Items) -> Iterator[Fault]:
    for number, item in items("calls"):
        first, last = item.get("from"), item.get("to")
        if isinstance(first, str) and isinstance(last, str) and last < first:
            yield (
                ("calls", number, "to"),
                _("a day not earlier than %(day)s") % {"day": first},
                last,
            )
    seen: set[str] = set()
    for number, item in items("offers"):
        body = item.get("body")
        if isinstance(body, str) and body in seen:
            expected = _("one offer for each body")
            yield ("offers", number, "body"), expected, show_value(body)
        seen.add(str(body))


def _tree(items: Items, programmes: dict[str, str]) -> Iterator[Fault]:
    """Levels go down one by one; elements lead to those of other programmes, further up."""
    levels: dict[str, int] = {}
    for number, item in items("programme_nodes"):
        programme, level = str(item.get("programme")), item.get("level", 1)
        deepest = levels.get(programme, 0) + 1
        if isinstance(level, int) and level > deepest:
            expected = _("%(level)d at most, one below the element before it") % {"level": deepest}
            yield ("programme_nodes", number, "level"), expected, str(level)
        levels[programme] = level if isinstance(level, int) else deepest
        targets = item.get("points_to")
        for place, key in enumerate(targets if isinstance(targets, list) else ()):
            if not isinstance(key, str):
                continue
            path = ("programme_nodes", number, "points_to", place)
            if key not in programmes:
                yield path, _("an element further up in the file"), show_value(key)
            elif programmes[key] == programme:
                yield path, _("an element of another programme"), show_value(key)
        if isinstance(item.get("key"), str):
            programmes[item["key"]] = programme


def _readings(items: Items, programmes: dict[str, str], years: dict) -> Iterator[Fault]:
    """One a year, in a year of the programme, with a value or the word that there is none."""
    for number, item in items("indicators"):
        first, last = years.get(programmes.get(str(item.get("node")), ""), (None, None))
        readings, seen = item.get("readings"), set()
        for place, each in enumerate(readings if isinstance(readings, list) else ()):
            year = each.get("year") if isinstance(each, dict) else None
            if not isinstance(year, int):
                continue
            path = ("indicators", number, "readings", place)
            if year in seen:
                yield (*path, "year"), _("a year used once"), str(year)
            seen.add(year)
            if (isinstance(first, int) and year < first) or (isinstance(last, int) and year > last):
                span = {"first": first or "…", "last": last or "…"}
                yield (
                    (*path, "year"),
                    _("a year of the programme, %(first)s–%(last)s") % span,
                    str(year),
                )
            has_value, wants = bool(each.get("value")), each.get("state", "value") == "value"
            if has_value != wants:
                expected = _("a value, or a state that says that there is none")
                yield path, expected, show_value(each.get("value") or each.get("state") or "")


def _count(names: list[str]) -> str:
    return ", ".join(names) or pgettext("found in a profile", "neither")
