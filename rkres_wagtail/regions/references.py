"""What a schema cannot say: keys are unique, references lead somewhere, spans make sense."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..bodies.sections import RESERVED_SLUGS
from .consultation_dates import consultation_problems
from .meeting_dates import date_problems
from .problems import Problem, show_path, show_value
from .programme_checks import call_problems, programme_problems
from .toml_lines import TomlLines

#: The word that stands for the committee where a body is named.
COMMITTEE = "committee"
#: Length of a term where the profile does not say it (art. 56).
USUAL_YEARS = 3

#: (list, or None for the committee; key; lists that may be named, "committee" among them).
_REFERENCES = (
    (None, "host", ("organisations",)),
    (None, "statutory_body", ("tiers",)),
    (None, "funding", ("funding_notices",)),
    ("tiers", "funding", ("funding_notices",)),
    ("groups", "funding", ("funding_notices",)),
    ("groups", "under", ("tiers",)),
    ("groups", "supervises", (COMMITTEE, "tiers", "groups")),
    ("groups", "founding_act", ("acts",)),
    ("acts", "body", (COMMITTEE, "tiers", "groups")),
    ("acts", "term", ("terms",)),
    ("seats", "body", (COMMITTEE, "tiers", "groups")),
    ("seats", "term", ("terms",)),
    ("seats", "sector", ("sectors",)),
    ("seats", "institution", ("organisations",)),
    ("meetings", "bodies", (COMMITTEE, "tiers", "groups")),
    ("meetings", "host", ("organisations",)),
    ("meetings", "funding", ("funding_notices",)),
    ("decisions", "kind", ("decision_kinds",)),
    ("decisions", "body", (COMMITTEE, "tiers", "groups")),
    ("decisions", "meeting", ("meetings",)),
    ("decisions", "supersedes", ("decisions",)),
    ("dispatches", "decision", ("decisions",)),
    ("consultations", "kind", ("consultation_kinds",)),
    ("consultations", "body", (COMMITTEE, "tiers", "groups")),
    ("consultations", "audience", (COMMITTEE, "tiers", "groups")),
    ("consultations", "initiating_act", ("acts",)),
    ("consultations", "outcome.act", ("acts",)),
    ("consultation_rounds", "consultation", ("consultations",)),
    ("document_versions", "consultation", ("consultations",)),
    ("document_sections", "version", ("document_versions",)),
    ("document_sections", "same_as", ("document_sections",)),
    ("programme_pages", "predecessor", ("programme_pages",)),
    ("programme_nodes", "programme", ("programme_pages",)),
    ("programme_nodes", "points_to", ("programme_nodes",)),
    ("indicators", "node", ("programme_nodes",)),
    ("programme_links", "programme", ("programme_pages",)),
    ("programme_links", "node", ("programme_nodes",)),
    ("programme_links", "decision", ("decisions",)),
    ("programme_links", "meeting", ("meetings",)),
    ("programme_links", "consultation", ("consultations",)),
    ("programme_links", "section", ("document_sections",)),
    ("calls", "body", (COMMITTEE, "tiers", "groups")),
    ("offers", "body", (COMMITTEE, "tiers", "groups")),
)
_LISTS = (
    "organisations", "funding_notices", "programmes", "sectors", "terms", "acts",
    "tiers", "groups", "seats", "meetings", "decision_kinds", "decisions", "dispatches",
    "consultation_kinds", "response_statuses", "consultations", "consultation_rounds",
    "document_versions", "document_sections", "programme_pages", "programme_nodes", "indicators",
    "programme_links", "calls", "offers",
)  # fmt: skip
_SPANS = (
    ("seats_min", "seats_max"),
    ("starts_on", "ends_on"),
    ("active_from", "active_to"),
    ("first_year", "last_year"),
)


class References:
    """Checks ``data`` even where the schema found faults in it; skips what is not well-formed."""

    def __init__(self, data: dict, lines: TomlLines):
        self.data = data
        self.lines = lines

    def problems(self) -> Iterator[Problem]:
        yield from self._duplicates()
        yield from self._dangling()
        yield from self._reserved()
        yield from self._overlapping()
        for path, item in self._everything():
            yield from self._spans(path, item)
            yield from self._quorum(path, item)
        yield from self._meetings()
        yield from self._listed("decisions", "decision_list")
        yield from self._listed("consultations", "consultation_list")
        for check in (consultation_problems, programme_problems, call_problems):
            for path, expected, found in check(self._items):
                yield self._problem(path, expected, found)
        for number, act in self._items("acts"):
            if not (act.get("number") or act.get("title")):
                yield self._problem(
                    ("acts", number),
                    _("the number or the title of the act"),
                    pgettext("found in a profile", "neither"),
                )

    def _problem(self, path: tuple, expected: str, found: str) -> Problem:
        return Problem(self.lines.of(path), show_path(path, self.data), expected, found)

    def _items(self, name: str) -> list[tuple[int, dict]]:
        items = self.data.get(name)
        if not isinstance(items, list):
            return []
        return [(number, item) for number, item in enumerate(items) if isinstance(item, dict)]

    def _committee(self) -> dict:
        committee = self.data.get(COMMITTEE)
        return committee if isinstance(committee, dict) else {}

    def _everything(self) -> Iterator[tuple[tuple, dict]]:
        yield (COMMITTEE,), self._committee()
        for name in _LISTS:
            for number, item in self._items(name):
                yield (name, number), item

    def _duplicates(self) -> Iterator[Problem]:
        """Tiers and groups share their keys, since both are named as bodies."""
        bodies: dict[str, Any] = {COMMITTEE: None}
        for name in _LISTS:
            seen = bodies if name in ("tiers", "groups") else {}
            yield from self._repeated((name,), self._items(name), seen)
        for path, item in list(self._everything()):
            history = item.get("history")
            entries = [
                (number, entry)
                for number, entry in enumerate(history if isinstance(history, list) else [])
                if isinstance(entry, dict)
            ]
            yield from self._repeated((*path, "history"), entries, {})

    def _repeated(self, path, items, seen: dict) -> Iterator[Problem]:
        for number, item in items:
            key = item.get("key")
            if not isinstance(key, str):
                continue
            here = (*path, number, "key")
            if key in seen:
                first = seen[key]
                yield self._problem(
                    here,
                    _("a key used once"),
                    _("“%(key)s”, already on line %(line)d") % {"key": key, "line": first}
                    if first
                    else _("“%(key)s”, which stands for the committee") % {"key": key},
                )
            seen.setdefault(key, self.lines.of(here))

    def _dangling(self) -> Iterator[Problem]:
        known = {
            name: [
                item["key"] for _n, item in self._items(name) if isinstance(item.get("key"), str)
            ]
            for name in _LISTS
        }
        known[COMMITTEE] = [COMMITTEE]
        for source, name, targets in _REFERENCES:
            holders = (
                [((COMMITTEE,), self._committee())]
                if source is None
                else [((source, number), item) for number, item in self._items(source)]
            )
            allowed = list(dict.fromkeys(key for target in targets for key in known[target]))
            for path, item in holders:
                table, _dot, inner = name.rpartition(".")
                holder = item.get(table) if table else item
                if isinstance(holder, dict):
                    here = (*path, *name.split("."))
                    yield from self._named(here, holder, inner, allowed, targets)

    def _named(self, path, item, name, allowed, targets) -> Iterator[Problem]:
        value = item.get(name)
        many = isinstance(value, list)
        for number, key in enumerate(value if many else [value]):
            here = (*path, number) if many else path
            if not isinstance(key, str):
                continue
            if key not in allowed:
                lists = ", ".join(_target(target) for target in targets)
                expected = _("a key of %(lists)s") % {"lists": lists}
                if allowed:
                    expected += f" ({', '.join(allowed[:20])})"
                yield self._problem(here, expected, show_value(key))
            elif name == "supervises" and key == item.get("key"):
                yield self._problem(here, _("another body"), _("the group itself"))
            elif name == "supersedes" and key == item.get("key"):
                yield self._problem(here, _("another decision"), _("the decision itself"))

    def _reserved(self) -> Iterator[Problem]:
        """Below the committee some addresses belong to its own subpages."""
        pages = [((name, n), item) for name in ("tiers", "groups") for n, item in self._items(name)]
        for name in ("meeting_list", "decision_list", "consultation_list"):
            listing = self.data.get(name)
            if isinstance(listing, dict):
                pages.append(((name,), listing))
        for name in ("programme_pages", "calls"):
            pages += [((name, number), item) for number, item in self._items(name)]
        for path, item in pages:
            if item.get("slug") in tuple(RESERVED_SLUGS):
                yield self._problem(
                    (*path, "slug"),
                    _("another address, because a subpage of the site has this one"),
                    show_value(item["slug"]),
                )

    def _meetings(self) -> Iterator[Problem]:
        """A meeting stands in the list, and its date is one."""
        yield from self._listed("meetings", "meeting_list")
        for number, meeting in self._items("meetings"):
            for key, expected, found in date_problems(meeting):
                yield self._problem(("meetings", number, key), expected, found)

    def _listed(self, name: str, listing: str) -> Iterator[Problem]:
        """Pages of the list ``name`` need the table under whose page they stand."""
        items = self._items(name)
        if items and listing not in self.data:
            yield self._problem(
                (name, items[0][0]),
                _("the table [%(table)s], under which they stand") % {"table": listing},
                pgettext("found in a profile", "nothing"),
            )

    def _overlapping(self) -> Iterator[Problem]:
        terms = sorted(
            (term["starts_on"], number)
            for number, term in self._items("terms")
            if _is_day(term.get("starts_on"))
        )
        for (_first, earlier), (start, later) in pairwise(terms):
            last = self._last_day(self.data["terms"][earlier])
            if last and start <= last:
                yield self._problem(
                    ("terms", later, "starts_on"),
                    _("a day after the term before it, which lasts until %(day)s") % {"day": last},
                    start,
                )

    def _last_day(self, term: dict) -> str | None:
        """Given, or counted by the length of a term, as the site does; None: not known."""
        if "ends_on" in term:
            return term["ends_on"] if _is_day(term["ends_on"]) else None
        years = self._committee().get("term_years", USUAL_YEARS)
        if type(years) is not int or not 0 < years < 100:
            return None
        return _usual_end(date.fromisoformat(term["starts_on"]), years).isoformat()

    def _spans(self, path, item) -> Iterator[Problem]:
        for low, high in _SPANS:
            first, last = item.get(low), item.get(high)
            if type(first) is type(last) and isinstance(first, (int, str)) and last < first:
                values = {"key": low, "value": first}
                if isinstance(first, int):
                    expected = _("at least the %(key)s, %(value)s") % values
                else:
                    expected = _("a day not earlier than %(key)s, %(value)s") % values
                yield self._problem((*path, high), expected, str(last)[:60])

    def _quorum(self, path, item) -> Iterator[Problem]:
        """A number stands beside the rule that asks for it, and beside no other."""
        number, has_rule = item.get("quorum_number"), item.get("quorum") == "number"
        if has_rule and number is None:
            expected, found = _("the number of members"), pgettext("found in a profile", "nothing")
            yield self._problem((*path, "quorum_number"), expected, found)
        elif number is not None and not has_rule:
            expected = _("no number, or %(line)s") % {"line": 'quorum = "number"'}
            yield self._problem((*path, "quorum_number"), expected, show_value(number))


def _is_day(value: Any) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _usual_end(start: date, years: int) -> date:
    """Last day of a term of so many years."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def _target(name: str) -> str:
    return f'"{COMMITTEE}"' if name == COMMITTEE else f"[[{name}]]"
