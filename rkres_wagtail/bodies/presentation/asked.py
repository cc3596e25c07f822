"""Which day a reader asks a composition for: ``?on=2023-06-01`` or ``?kadencja=ID``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from ...dates import long_date, parse_day
from ..querysets import today

DAY_PARAMETER = "on"
TERM_PARAMETER = "kadencja"


@dataclass(frozen=True)
class Asked:
    """The day to show, and why it is not the one asked for, when it is not."""

    on: date
    term: object = None
    problem: str = ""
    #: What the reader typed, for the form that shows it again.
    text: str = ""
    #: Whether the day is that on which the body itself ended.
    is_last_day: bool = False
    #: Whether a past term is shown: it carries an archive notice (requirement 73).
    is_past_term: bool = False

    @property
    def is_today(self) -> bool:
        return self.on == today()

    @property
    def query(self) -> str:
        """The query string that asks for the same again; empty for the usual day."""
        if self.term is not None:
            return f"{TERM_PARAMETER}={self.term.pk}"
        return f"{DAY_PARAMETER}={self.on.isoformat()}" if self.text and not self.problem else ""


def usual_day(body) -> date:
    """Today; for a former body, its last day."""
    return min(body.active_to, today()) if body.active_to else today()


def asked_day(parameters, terms, body) -> Asked:
    """Read the query string; anything unusable gives the usual day and a sentence why.

    Days to come are refused: who will sit is not public before they do. So are days after the
    body's last: a member without an end of their own left with it.
    """
    usual = usual_day(body)
    text = parameters.get(DAY_PARAMETER, "").strip()
    number = parameters.get(TERM_PARAMETER, "").strip()
    if text:
        return _day(text, usual, body.active_to)
    if number:
        return _term(number, terms, usual)
    return Asked(usual, is_last_day=bool(body.active_to and body.active_to < today()))


def _day(text: str, usual: date, last: date | None) -> Asked:
    day = parse_day(text)
    if day is None:
        problem = _("“%(text)s” is not a date. Write it like 2023-06-01.") % {"text": text[:20]}
    elif day > today():
        problem = _("%(date)s has not come yet.") % {"date": long_date(day)}
    elif last is not None and day > last:
        problem = _("The last day of work was %(date)s.") % {"date": long_date(last)}
    else:
        return Asked(day, text=day.isoformat())
    return Asked(usual, problem=f"{problem} {_instead(usual)}", text=text[:20])


def _term(number: str, terms, usual: date) -> Asked:
    begun = [term for term in (terms.current, *terms.past) if term is not None]
    term = next((each for each in begun if str(each.pk) == number), None)
    if term is None:
        return Asked(usual, problem=f"{_('There is no such term here.')} {_instead(usual)}")
    last = min(term.ends_on or usual, usual)
    if term is not terms.current and not term.is_past(today()):
        # It was never closed: it lasted until the next one began.
        following = begun[begun.index(term) - 1]
        last = max(term.starts_on, min(last, following.starts_on - timedelta(days=1)))
    return Asked(last, term=term, is_past_term=term is not terms.current)


def _instead(day: date) -> str:
    return _("The composition shown is that of %(date)s.") % {"date": long_date(day)}
