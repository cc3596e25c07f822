"""Dates in words: ``{% load rkres_dates %}``; each filter takes a date or an aware moment."""

from __future__ import annotations

from django import template

from .. import dates
from ..typography import bind_ranges

register = template.Library()


def _filter(function):
    """A filter that says nothing of an empty value."""
    return lambda value: function(value) if value else ""


register.filter("long_date", _filter(dates.long_date))
register.filter("month_and_year", _filter(dates.month_and_year))
register.filter("since", _filter(dates.since))
register.filter("until", _filter(dates.until))


@register.filter
def unbroken(text) -> str:
    """``{{ when.text|unbroken }}``: no line ends inside ``26–27`` or ``10:00–13:00``."""
    return bind_ranges(str(text or ""))


@register.filter
def iso_date(value) -> str:
    """For ``datetime`` attributes: ``2016-04-07``."""
    return dates.as_date(value).isoformat() if value else ""


@register.filter
def date_range(first, last) -> str:
    """``{{ first|date_range:last }}``: ``7–8 kwietnia 2016``."""
    return dates.date_range(first, last or None) if first else ""


@register.filter
def period(first, last) -> str:
    """``{{ starts|period:ends }}``: ``od … do …``, whichever ends are known."""
    return dates.period(first or None, last or None)
