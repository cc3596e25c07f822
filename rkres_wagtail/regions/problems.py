"""What is wrong with a profile: where, what was expected, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

#: Longest quotation of a wrong value in a message.
_QUOTED = 60


@dataclass(frozen=True)
class Problem:
    """One fault of a profile: what was expected and found, or what the site ``said``."""

    line: int | None
    path: str
    expected: str = ""
    found: str = ""
    said: str = ""

    def __str__(self) -> str:
        values = {"line": self.line, "path": self.path}
        if self.line and self.path:
            where = _("line %(line)s, %(path)s") % values
        elif self.line:
            where = _("line %(line)s") % values
        else:
            where = self.path or _("the file")
        if self.said:
            return _("%(where)s: the site refused the value. %(said)s") % {
                "where": where,
                "said": self.said,
            }
        return _("%(where)s: expected %(expected)s; found %(found)s.") % {
            "where": where,
            "expected": self.expected,
            "found": self.found,
        }


class ProfileError(Exception):
    """A profile that cannot be applied; ``problems`` lists every fault, in the file's order."""

    def __init__(self, problems: Iterable[Problem], *, source: str = ""):
        self.problems = sorted(problems, key=lambda problem: (problem.line or 0, problem.path))
        self.source = source
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        head = ngettext(
            "The profile %(source)s has %(count)d problem:",
            "The profile %(source)s has %(count)d problems:",
            count,
        ) % {"source": self.source, "count": count}
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


def show_path(path: Iterable[Any], data: Any = None) -> str:
    """Write a path as an editor counts: ``tiers[2].name``, or ``tiers[forum].name`` by key."""
    text = ""
    for part in path:
        if isinstance(part, int):
            item = data[part] if isinstance(data, list) and part < len(data) else None
            key = item.get("key") if isinstance(item, dict) else None
            text += f"[{key if isinstance(key, str) and key else part + 1}]"
            data = item
        else:
            text += f".{part}" if text else str(part)
            data = data.get(part) if isinstance(data, dict) else None
    return text


def inside_quotes(text: str) -> str:
    """``text`` with Polish quotation marks as they are written inside others."""
    return text.replace("„", "»").replace("”", "«") if "„" in text else text


def quoted(text: str) -> str:
    """``text`` in quotation marks, cut where it is long."""
    text = inside_quotes(f"{text[:_QUOTED]}…" if len(text) > _QUOTED else text)
    return _("“%(text)s”") % {"text": text}


def show_value(value: Any) -> str:
    """Name a found value, short enough for a message."""
    if value is None:
        return pgettext("found in a profile", "nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return pgettext("found in a profile", "a table")
    if isinstance(value, list):
        return pgettext("found in a profile", "a list")
    if isinstance(value, str):
        return quoted(" ".join(value.split()))
    return str(value)[:_QUOTED]
