"""What an editor is told of the days of a round and of a report; nothing is blocked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ...dates import as_in_a_sentence, date_range, long_date
from ...meetings.planning import holiday_name, is_workday
from .. import clock
from ..course import (
    Course,
    first_day,
    last_day,
    last_day_of,
    settings_of,
    today_of,
)


@dataclass(frozen=True)
class Asked:
    """What the law and the office ask of a consultation: days, and when it was announced.

    ``shown_on`` is the day on which the page was first published: the announcement where no other
    is known.
    """

    minimum: int
    report_days: int
    announced_on: date | None = None
    shown_on: date | None = None

    def announced_before(self, last: date) -> date | None:
        """The announcement of a round until ``last``; a page made afterwards is none."""
        if self.announced_on is not None:
            return self.announced_on
        is_history = self.shown_on is None or self.shown_on > last
        return None if is_history else self.shown_on


def asked_of(page) -> Asked:
    """The minimum of the kind of document, else that of the site."""
    settings = settings_of(page)
    shown = page.first_published_at
    return Asked(
        minimum=(page.kind.minimum_days if page.kind else None) or settings.consultation_days,
        report_days=settings.report_days,
        announced_on=page.announced_on,
        shown_on=today_of(shown) if shown is not None else None,
    )


# Length ----------------------------------------------------------------------------------------


def counted(first: date, last: date) -> str:
    """``35 dni (licząc pierwszy i ostatni dzień) albo 34 dni (bez pierwszego dnia)``."""
    found = clock.length(first, last)
    both = ngettext("%(days)d day", "%(days)d days", found.inclusive) % {"days": found.inclusive}
    rest = ngettext("%(days)d day", "%(days)d days", found.exclusive) % {"days": found.exclusive}
    return _("%(both)s with the first day, %(rest)s without it") % {"both": both, "rest": rest}


def of_period(first: date, last: date, asked: Asked) -> list[str]:
    """Everything to say of a round from ``first`` to ``last``, the weightiest first."""
    return [
        *about_length(first, last, asked),
        *_about_closing(last),
        *_about_quiet_days(first, last),
    ]


def about_length(first: date, last: date, asked: Asked) -> list[str]:
    found, minimum = clock.length(first, last), asked.minimum
    sentences = []
    if found.is_disputed(minimum):
        text = _(
            "Long enough by one way of counting only: %(days)s; the shortest is %(minimum)d. To "
            "be safe, close on %(safe)s or later."
        )
    else:
        text = _(
            "Shorter than the shortest consultation of such a document, which is %(minimum)d "
            "days: %(days)s. To be safe, close on %(safe)s or later."
        )
    words = {"days": counted(first, last), "minimum": minimum}
    if found.is_short(minimum):
        safe = clock.last_day_for(first, minimum)
        sentences.append(text % {**words, "safe": long_date(safe)})
    announced = asked.announced_before(last)
    if announced is not None and announced > first:
        sentences.append(_about_announcement(announced, first, last, minimum))
    return sentences


def _about_announcement(announced: date, first: date, last: date, minimum: int) -> str:
    if announced > last:
        return _("Announced on %(day)s, which is after the closing.") % {
            "day": long_date(announced)
        }
    left = clock.length(announced, last)
    words = {"day": long_date(announced), "days": counted(announced, last), "minimum": minimum}
    if left.is_short(minimum):
        return (
            _(
                "Announced on %(day)s, after the opening. The law counts from the announcement: "
                "%(days)s, and the shortest is %(minimum)d."
            )
            % words
        )
    return _("Announced on %(day)s, after the opening: people had %(days)s.") % words


# Days ------------------------------------------------------------------------------------------


def why_off(day: date) -> str:
    """``sobota``, ``niedziela`` or the name of the holiday; empty on a working day."""
    if is_workday(day):
        return ""
    language = "pl" if (get_language() or "pl").startswith("pl") else "en_US"
    return holiday_name(day, language) or as_in_a_sentence(date_format(day, "l"))


def _about_closing(last: date) -> list[str]:
    reason = why_off(last)
    if not reason:
        return []
    return [
        _("Closes on a day off (%(day)s: %(reason)s); nobody answers questions then.")
        % {"day": long_date(last), "reason": reason}
    ]


def _about_quiet_days(first: date, last: date) -> list[str]:
    sentences = []
    if weekends := clock.long_weekends(first, last):
        text = ngettext(
            "A long weekend lies in this time: %(days)s.",
            "Long weekends lie in this time: %(days)s.",
            len(weekends),
        )
        sentences.append(text % {"days": "; ".join(date_range(*each) for each in weekends)})
    if days := clock.august_days(first, last):
        text = ngettext(
            "%(days)d day of it is in August, when many are on leave.",
            "%(days)d days of it are in August, when many are on leave.",
            days,
        )
        sentences.append(text % {"days": days})
    if days := clock.christmas_days(first, last):
        text = ngettext(
            "%(days)d day of it is between Christmas Eve and 6 January.",
            "%(days)d days of it are between Christmas Eve and 6 January.",
            days,
        )
        sentences.append(text % {"days": days})
    return sentences


# Rounds and reports of a page ---------------------------------------------------------------------


def of_round(round, asked: Asked, now: datetime, *, only_law: bool = False) -> list[str]:
    """Of a round that is over only what the law asks: its days cannot be changed any more."""
    first, last = first_day(round), last_day(round)
    if only_law or round.is_over(now):
        return about_length(first, last, asked)
    return of_period(first, last, asked)


def of_report(course: Course, asked: Asked, now: datetime) -> list[str]:
    """When the report is due, where that day is inconvenient, promised late, or past."""
    due, ends_at = course.due_on, course.ends_at
    if due is None or ends_at is None or course.final_report or course.outcome:
        return []
    sentences = []
    if course.is_interim and ends_at <= now:
        sentences.append(
            _(
                "The published report is older than the end of the last round, so the page calls "
                "it interim. Once it tells of that round, too, give the day of publication in the "
                "report."
            )
        )
    by_law = clock.report_due(last_day_of(ends_at), asked.report_days)
    if course.promised_on is not None and due <= last_day_of(ends_at):
        sentences.append(_("The report is promised before the consultation closes."))
    elif due > by_law:
        sentences.append(
            _("The report is promised by %(day)s, later than by law: %(law)s.")
            % {"day": long_date(due), "law": long_date(by_law)}
        )
    if reason := why_off(due):
        sentences.append(
            _("The report is due on a day off (%(day)s: %(reason)s).")
            % {"day": long_date(due), "reason": reason}
        )
    elif clock.is_christmas(due):
        sentences.append(
            _("The report is due between Christmas Eve and 6 January: %(day)s.")
            % {"day": long_date(due)}
        )
    if due < today_of(now) and not any(not each.is_over(now) for each in course.rounds):
        sentences.append(_("The report was due by %(day)s.") % {"day": long_date(due)})
    return sentences
