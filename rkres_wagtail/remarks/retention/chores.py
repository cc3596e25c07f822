"""What other parts and later rooms want done regularly, or after names were removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

_chores: dict[str, Callable[[datetime], int]] = {}
_plans: dict[str, Callable[[datetime], Iterable[str]]] = {}
_after: list[Callable] = []


def register_chore(
    name: str,
    function: Callable[[datetime], int],
    *,
    foretell: Callable[[datetime], Iterable[str]] | None = None,
) -> None:
    """Let ``function(now) -> number`` be called by ``rkres_anonymise``; once for a name.

    ``foretell(now)`` gives, for a dry run, sentences on what it would do and when the rest is due.
    """
    _chores[name] = function
    _plans.pop(name, None)
    if foretell is not None:
        _plans[name] = foretell


def register_after(function: Callable) -> None:
    """Let ``function(page)`` be called, after the commit, once rows of ``page`` were emptied."""
    if function not in _after:
        _after.append(function)


def run(now: datetime) -> dict[str, int]:
    return {name: function(now) or 0 for name, function in _chores.items()}


def foretell(now: datetime) -> Iterator[tuple[str, str]]:
    """``(name, sentence)`` of every chore that says what it would do; nothing is written."""
    for name, function in _plans.items():
        for sentence in function(now):
            yield name, sentence


def run_after(page) -> None:
    for function in list(_after):
        function(page)


def forget_imports(now: datetime) -> int:
    """Old files of imports, where the part that reads them says how old is old."""
    try:
        from ..offline.services import forget_old_batches
    except ImportError:
        return 0
    return forget_old_batches() or 0
