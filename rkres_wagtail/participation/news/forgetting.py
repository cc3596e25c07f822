"""What is not kept: addresses that nobody confirmed, and rows of who left some time ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ...conf import settings
from ..models import Subscription
from . import services

#: For so long the link of who left still says that nothing is kept.
KEEP_DAYS = 30
_BATCH = 200


def purge(now: datetime | None = None) -> int:
    """Remove addresses that were not confirmed in time, and old rows; return how many."""
    now = now or timezone.now()
    count = sum(_end(pk, now) for pk in list(_unconfirmed(now).values_list("pk", flat=True)))
    old = Subscription.objects.filter(ended_at__lt=now - timedelta(days=KEEP_DAYS))
    while keys := list(old.values_list("pk", flat=True)[:_BATCH]):
        count += len(keys)
        Subscription.objects.filter(pk__in=keys).delete()
    return count


def _unconfirmed(now: datetime):
    since = now - timedelta(hours=settings.CONFIRM_HOURS)
    return Subscription.objects.filter(confirmed_at=None, ended_at=None, requested_at__lt=since)


def _end(pk: int, now: datetime) -> int:
    with transaction.atomic():
        # It may have been confirmed, or asked for anew, in between.
        row = _unconfirmed(now).select_for_update().filter(pk=pk).first()
        if row is None:
            return 0
        services.end(row, now)
    return 1


def before_delete(sender, instance, **kwargs) -> None:
    """A row that goes (with its committee, say) leaves no address in the outbox."""
    services.forget_messages(instance)


def before_body_goes(page) -> None:
    """Who wanted news of one body only wants none of everything once that body is deleted."""
    for row in Subscription.objects.filter(ended_at=None, bodies=page.pk):
        if not row.tags and not row.bodies.exclude(pk=page.pk).exists():
            services.end(row, timezone.now())
