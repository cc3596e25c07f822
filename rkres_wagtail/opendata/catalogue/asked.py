"""What a request for a register asks: ``?on=2023-06-01``, ``?headers=keys``; else a 400."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...bodies.querysets import today
from ...dates import long_date, parse_day
from ...typography import NBSP
from .registers import Question, Register
from .scope import Scope

DAY = "on"
HEADERS = "headers"
#: The value of ``HEADERS`` that gives names which no language changes.
KEYS = "keys"


class Refused(Exception):
    """The question makes no sense; the text says why, in the language of the data."""


def asked(parameters, register: Register, scope: Scope) -> tuple[Question, bool]:
    """The question, and whether keys stand over the columns; raises ``Refused``."""
    known = {HEADERS, *((DAY,) if register.takes_day else ())}
    unknown = sorted(set(parameters) - known)
    if unknown:
        raise Refused(
            _("Unknown parameter: %(name)s. Known here: %(known)s.")
            % {"name": unknown[0][:40], "known": ", ".join(sorted(known))}
        )
    headers = parameters.get(HEADERS, "")
    if headers not in ("", KEYS):
        raise Refused(_("“%(name)s” can only be “%(value)s”.") % {"name": HEADERS, "value": KEYS})
    return Question(scope, _day(parameters.get(DAY, ""))), headers == KEYS


def _day(text: str):
    """A day that has come: who will sit is not public before they do."""
    if not text.strip():
        return None
    day = parse_day(text)
    if day is None:
        raise Refused(
            _("“%(text)s” is not a date. Write it like 2023-06-01.") % {"text": text[:20]}
        )
    if day > today():
        message = _("%(date)s has not come yet.") % {"date": long_date(day)}
        raise Refused(message.replace(NBSP, " "))
    return day
