"""What the address of a list asks for (OParl 1.1, chapter 2.5, Paginierung and Filter)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.http import QueryDict

#: Objects of one page of a list, at most and by default.
LIMIT = 100
#: Filters by date -> condition on records. "Until" a second is until its end.
DATES = {
    "created_since": "created_at__gte",
    "created_until": "created_at__lte",
    "modified_since": "modified_at__gte",
    "modified_until": "modified_at__lte",
}
#: ``page`` and ``after`` are ours: the number of the page, and the record before its first.
_KNOWN = (*DATES, "limit", "omit_internal", "page", "after")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2}|Z)"
)
_MOST = 2**63 - 1


class BadQuestion(ValueError):
    """What is wrong with a parameter; answered with 400."""


@dataclass(frozen=True)
class Asked:
    """``filters`` are conditions on records, ``kept`` what every link of the list repeats."""

    filters: dict[str, datetime] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    limit: int = LIMIT
    page: int = 1
    after: int = 0
    omit_internal: bool = False
    #: Whether what is gone is told, too (chapter 2.5: with ``modified_since``, else never).
    with_deleted: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Raises ``BadQuestion``."""
        _check_names(query)
        dates = {name: query[name] for name in DATES if name in query}
        kept = {name: query[name].replace(" ", "+") for name in sorted(query) if name in _KNOWN[:6]}
        return cls(
            filters={DATES[name]: _moment(name, text) for name, text in dates.items()},
            kept=kept,
            limit=min(_number(query, "limit", LIMIT), LIMIT),
            page=_number(query, "page", 1),
            after=_number(query, "after", 0, least=0),
            omit_internal=_truth(query, "omit_internal"),
            with_deleted="modified_since" in query,
        )


def _check_names(query: QueryDict) -> None:
    for name in query:
        if name not in _KNOWN:
            raise BadQuestion(f"Unknown parameter {name!r}. Known: {', '.join(_KNOWN)}.")
        if len(query.getlist(name)) > 1:
            raise BadQuestion(f"{name} is given more than once.")


def _moment(name: str, text: str) -> datetime:
    # An unescaped plus sign arrives as a space.
    text = text.replace(" ", "+")
    if _MOMENT.fullmatch(text):
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise BadQuestion(
        f"{name} must be a date-time such as 2026-12-12T10:00:00+01:00 (with + sent as %2B)."
    )


def _number(query: QueryDict, name: str, default: int, least: int = 1) -> int:
    if name not in query:
        return default
    text = query[name]
    if not re.fullmatch(r"[0-9]{1,19}", text) or not least <= int(text) <= _MOST:
        raise BadQuestion(f"{name} must be a whole number from {least} up.")
    return int(text)


def _truth(query: QueryDict, name: str) -> bool:
    if query.get(name, "false") not in ("true", "false"):
        raise BadQuestion(f"{name} must be true or false.")
    return query.get(name) == "true"
