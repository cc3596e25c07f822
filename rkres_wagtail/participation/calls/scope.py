"""Which calls a calendar or feed is about."""

from __future__ import annotations

from ...feeds import Scope
from ..querysets import public_calls


def calls_of(scope: Scope):
    """Public calls of the scope's bodies, in its language."""
    pages = public_calls(scope.gate, locale_id=scope.locale_id)
    if scope.keys is None:
        return pages
    return pages.filter(body__translation_key__in=list(scope.keys))
