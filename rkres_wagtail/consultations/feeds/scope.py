"""Which consultations a calendar or feed is about."""

from __future__ import annotations

from ...feeds import Scope
from ..querysets import public_consultations


def consultations_of(scope: Scope):
    """Public consultations of the scope's bodies, in its language."""
    pages = public_consultations(scope.gate, locale_id=scope.locale_id)
    if scope.keys is None:
        return pages
    return pages.filter(body__translation_key__in=list(scope.keys))
