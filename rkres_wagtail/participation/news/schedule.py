"""When weekly news goes out, and until when a subscription may be confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.db.models import Q

from ...conf import settings
from ...meetings.when import zone
from ..choices import Rhythm


def last_moment(now: datetime) -> datetime:
    """The latest moment of a digest that is not ahead.

    An hour that a change of the clock leaves out or repeats stands for one moment all the same.
    """
    today = now.astimezone(zone()).date()
    days = (today.isoweekday() - settings.DIGEST_WEEKDAY) % 7
    found = _moment_on(today - timedelta(days=days))
    return found if found <= now else _moment_on(today - timedelta(days=days + 7))


def _moment_on(day) -> datetime:
    return datetime.combine(day, time(settings.DIGEST_HOUR), zone()).astimezone(UTC)


def digest_name(now: datetime) -> str:
    """Which week's digest it is, for the outbox: no second message has the same name."""
    return last_moment(now).astimezone(zone()).date().isoformat()


def is_due(now: datetime) -> Q:
    """Subscriptions that may be told something now: at once always, weekly once a week."""
    moment = last_moment(now)
    untold = Q(told_until__lt=moment) | Q(told_until=None, news_from__lt=moment)
    return Q(rhythm=Rhythm.AT_ONCE) | (Q(rhythm=Rhythm.WEEKLY) & untold)


def confirm_until(subscription) -> datetime:
    return subscription.requested_at + timedelta(hours=settings.CONFIRM_HOURS)
