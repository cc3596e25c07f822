"""What must hold of rounds, extensions and outcomes, whoever enters them.

The functions answer a question or return errors by field; they write nothing. What the law asks
is only warned of (``clock.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...bodies.tree import committee_of
from ...fields import check_day
from ...meetings.when import is_skipped, moment, zone
from ..choices import OutcomeKind
from ..course import deadline, first_day, opening, period_of, today_of, until_deadline
from ..querysets import consultation_model

MAX_REASON = 1000
#: How long after it was entered a slip in a round that has begun may be corrected.
GRACE = timedelta(hours=24)
_END_OF_DAY = time(23, 59)
_ONE_DAY = timedelta(days=1)


# Days and hours as they are typed ------------------------------------------------------------


def opening_of(day: date, hour: time | None = None) -> datetime:
    """The moment of an opening; without an hour, the first of the day."""
    return _moment(day, hour or time(0))


def closing_of(day: date, hour: time | None = None) -> datetime:
    """The moment of a closing; without an hour, or with 23:59, the end of the day."""
    if hour is None or hour.replace(second=0, microsecond=0) == _END_OF_DAY:
        _check_day(day)
        return moment(day + _ONE_DAY)
    return _moment(day, hour)


def _moment(day: date, hour: time) -> datetime:
    _check_day(day)
    hour = hour.replace(second=0, microsecond=0, tzinfo=None)
    if is_skipped(day, hour):
        raise ValidationError(_no_such_hour())
    return moment(day, hour)


def _check_day(day) -> None:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValidationError(_("Give a day."))
    check_day(day)


def _no_such_hour() -> str:
    return _("There is no such hour on that night: clocks go forward from 2:00 to 3:00.")


def tidy(value) -> datetime:
    """A moment to the minute; raises for what is none, or does not exist on that night."""
    if not isinstance(value, datetime) or timezone.is_naive(value):
        raise ValidationError(_("Give a day and an hour."))
    check_day(value.date())
    if value.tzinfo == zone() and is_skipped(value.date(), value.time()):
        raise ValidationError(_no_such_hour())
    return value.replace(second=0, microsecond=0).astimezone(UTC)


# Rounds ----------------------------------------------------------------------------------------


def said(round) -> str:
    """``16 października 2020 – 2 listopada 2020, 23:59``: both moments of a round."""
    return f"{opening(round.starts_at)} – {deadline(round.ends_at)}"


def was_seen(consultation) -> bool:
    """Whether the public has ever seen the consultation, in any language."""
    twins = consultation_model()._default_manager.filter(
        translation_key=consultation.translation_key
    )
    return any(
        live or first is not None for live, first in twins.values_list("live", "first_published_at")
    )


def may_be_changed(round, now: datetime, *, seen: bool = True) -> bool:
    """Whether opening and closing may still be changed, or the round removed.

    Not once it has begun: people took part. What was entered afterwards is history, and a page
    that the public never saw (``seen``) asked nobody.
    """
    return not round.has_begun(now) or round.was_recorded_afterwards or not seen


def may_be_corrected(round, now: datetime) -> bool:
    """Whether a round that has begun may be put right: entered just now, answered by nobody."""
    is_fresh = round.recorded_at <= now < round.recorded_at + GRACE
    return is_fresh and not answers_of([round])


def may_be_extended(round, now: datetime) -> bool:
    return not round.is_over(now) or round.was_recorded_afterwards


def fixed_reason(round, now: datetime, *, seen: bool = True, is_reasoned: bool = False) -> str:
    """Why a round may not be changed; empty where it may.

    ``is_reasoned``: the caller tells the public a reason, so a fresh slip may be corrected.
    """
    if may_be_changed(round, now, seen=seen) or (is_reasoned and may_be_corrected(round, now)):
        return ""
    if round.is_over(now):
        return _("This round is over: it stays as it was. You may add another round.")
    return _("This round has begun: it may only be extended, with the reason the public reads.")


def needs_reason(round, *, seen: bool = True) -> bool:
    """Whether other dates, or the removal, are told to the public with a reason.

    Of dates that it has read, yes; not of history that somebody corrects.
    """
    return seen and not round.was_recorded_afterwards


def opens_at_once(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    return starts_at <= now < ends_at


# What depends on a round ------------------------------------------------------------------------

_answers: list[Callable] = []


def register_answers(provider: Callable[[list], dict]) -> None:
    """Add ``provider(rounds) -> {round.pk: number}``: what people answered in rounds."""
    if provider not in _answers:
        _answers.append(provider)


def answers_of(rounds: Iterable) -> dict[int, int]:
    """Numbers of answers by the key of the round; only of rounds that have some."""
    rounds, found = list(rounds), Counter()
    for provider in _answers:
        found.update(provider(rounds))
    return {key: number for key, number in found.items() if number}


def answered_reason(round) -> str:
    """Why a round may not be removed: people answered in it; empty where nobody did."""
    count = answers_of([round]).get(round.pk, 0)
    if not count:
        return ""
    text = ngettext(
        "People answered in this round (%(count)d submission), so it stays.",
        "People answered in this round (%(count)d submissions), so it stays.",
        count,
    )
    return text % {"count": count}


# Periods ----------------------------------------------------------------------------------------


def over_reason() -> str:
    return _("This round is over, so it cannot be extended. Add another round instead.")


def order_errors(starts_at: datetime, ends_at: datetime, others) -> dict[str, str]:
    """What is wrong with the period of a round beside the other rounds; touching is fine."""
    if ends_at <= starts_at:
        return {"ends_at": _("The round would close before it opens.")}
    for other in others:
        if other.starts_at < ends_at and starts_at < other.ends_at:
            name = "starts_at" if other.starts_at <= starts_at else "ends_at"
            text = _("Another round lies in this time: %(period)s. Rounds may only touch.")
            return {name: text % {"period": period_of(other)}}
    return {}


def history_errors(round, ends_at: datetime) -> dict[str, str]:
    """A round that was entered afterwards stays in the past."""
    if round.was_recorded_afterwards and ends_at > round.recorded_at:
        return {
            "ends_at": _(
                "This round was entered as history, so it stays in the past. For what is to come, "
                "add another round."
            )
        }
    return {}


def extension_errors(round, ends_at: datetime, others, now: datetime) -> dict[str, str]:
    if not may_be_extended(round, now):
        return {"ends_at": over_reason()}
    if ends_at <= round.ends_at:
        text = _("The round is already open %(until)s. Give a later day or hour.")
        return {"ends_at": text % {"until": until_deadline(round.ends_at)}}
    if round.was_recorded_afterwards:
        errors = history_errors(round, ends_at)
    elif ends_at <= now:
        errors = {"ends_at": _("This moment has passed already.")}
    else:
        errors = {}
    return errors or order_errors(round.starts_at, ends_at, others)


# Outcome ---------------------------------------------------------------------------------------


def is_of_committee(act, page) -> bool:
    """Whether a legal act is one of the consultation's committee."""
    committee, own = committee_of(page), committee_of(act.body)
    if committee is None or own is None:
        return committee is own
    return own.translation_key == committee.translation_key


def outcome_errors(kind, decided_on, rounds, now: datetime) -> dict[str, str]:
    """What is wrong with an outcome of a consultation with these ``rounds``."""
    if kind not in OutcomeKind.values:
        return {"kind": _("Choose what became of the document.")}
    pending = [each for each in rounds if not each.is_over(now)]
    if pending and kind != OutcomeKind.ABANDONED:
        text = _("A round is open or lies ahead: %(period)s. First wait until it is over.")
        return {"kind": text % {"period": period_of(pending[0])}}
    if decided_on is None:
        return {}
    if kind == OutcomeKind.UNKNOWN:
        return {"decided_on": _("Nothing is known of the result: leave the day empty.")}
    try:
        _check_day(decided_on)
    except ValidationError as error:
        return {"decided_on": error.messages[0]}
    if decided_on > today_of(now):
        return {"decided_on": _("This day has not come yet.")}
    if rounds and decided_on < first_day(rounds[0]) and kind == OutcomeKind.ADOPTED:
        text = _("The consultation opened later: %(day)s.")
        return {"decided_on": text % {"day": opening(rounds[0].starts_at)}}
    return {}


def after_outcome_reason(ends_at: datetime, now: datetime, *, has_outcome: bool) -> str:
    """After an outcome nothing opens any more; what is over may be entered as history."""
    if not has_outcome or ends_at <= now:
        return ""
    return _("The outcome of this consultation is recorded. Revoke it first to ask people again.")
