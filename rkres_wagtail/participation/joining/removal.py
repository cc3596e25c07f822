"""Declarations that nobody confirmed go by themselves, with whatever was written about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from ...conf import settings
from ...outbox.models import MessageStatus, OutgoingMessage
from ...outbox.services import forget, withdraw
from ..choices import DeclarationWay
from ..models import Declaration

#: Days for which a link that came too late still says so.
LATE_DAYS = 14
_BATCH = 200


def late(now: datetime):
    """Online declarations that nobody confirmed in time, also withdrawn ones."""
    age = timedelta(hours=settings.CONFIRM_HOURS, days=LATE_DAYS)
    return Declaration.objects.filter(
        way=DeclarationWay.ONLINE, confirmed_at=None, decided_at=None, received_at__lt=now - age
    )


def remove_unconfirmed(now: datetime) -> int:
    """Delete those; say how many."""
    rows, number = late(now), 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        number += remove(keys)
    return number


@transaction.atomic
def remove(keys: Iterable[int]) -> int:
    """Delete declarations that never counted, their files and their messages."""
    keys = list(keys)
    forget_messages(keys)
    rows = Declaration.objects.filter(pk__in=keys, confirmed_at=None, decided_at=None)
    return rows.delete()[1].get(Declaration._meta.label, 0)


def forget_messages(keys: Iterable[int], user=None) -> int:
    """Take addresses and texts of messages about these declarations out of the outbox."""
    kind = ContentType.objects.get_for_model(Declaration)
    rows = OutgoingMessage.objects.filter(about_type=kind, about_id__in=map(str, keys))
    number = 0
    for message in rows:
        if message.status == MessageStatus.WAITING and withdraw(message, user=user):
            message.refresh_from_db()
        number += forget(message, user=user)
    return number
