"""What the verbs of meetings know of invitations: how many there are, and that they are told.

The part of invitations registers itself here (``invitations/wiring.py``), so that the services
need not know it.
"""

from __future__ import annotations

from collections.abc import Callable

_count: Callable | None = None
_tell: Callable | None = None


def register(*, count: Callable, tell: Callable) -> None:
    """Let ``count(page)`` say how many people are invited, ``tell(page, user=…)`` tell them."""
    global _count, _tell
    _count, _tell = count, tell


def count(page) -> int:
    """How many people would be told of a change."""
    return _count(page) if _count else 0


def tell(page, *, user) -> int:
    """Tell them what has changed, in the caller's transaction; return how many were told."""
    return _tell(page, user=user) if _tell else 0
