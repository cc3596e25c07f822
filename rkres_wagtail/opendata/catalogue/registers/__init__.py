"""Registers of open data: one table each, in the order of the page that lists them.

A new one is a module with a ``Register`` (``base.py``) and its place in ``REGISTERS``.
"""

from __future__ import annotations

from . import (
    bodies,
    calls,
    consultations,
    decisions,
    documents,
    law,
    meetings,
    members,
    organisations,
    programmes,
)
from .base import Question, Register, Summary, with_keys

__all__ = ["REGISTERS", "Question", "Register", "Summary", "with_keys"]

_ORDER = (
    members.REGISTER,
    bodies.REGISTER,
    organisations.REGISTER,
    law.TERMS,
    law.ACTS,
    meetings.REGISTER,
    meetings.AGENDA,
    decisions.REGISTER,
    consultations.REGISTER,
    programmes.NODES,
    programmes.READINGS,
    calls.REGISTER,
    documents.REGISTER,
)

#: Registers by the name in their address.
REGISTERS: dict[str, Register] = {each.slug: each for each in _ORDER}
