"""Telling subscribers what is new: each piece of news once, whoever asks and however often.

For all subscriptions of one committee, language and site the news is read once. A message and
the note that it was told (``NewsDelivery``) are written in one transaction, under a lock on the
subscription; so two jobs at once, or one that comes late, tell nothing twice and nothing is lost.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from ...outbox.hosts import own_hosts
from ..choices import Rhythm
from ..models import NewsDelivery, Subscription
from . import collecting, letters, schedule, services
from .collecting import Edition, Group, key_of
from .offers import Choice

logger = logging.getLogger(__name__)

#: Subscriptions that are looked at together.
BATCH = 200


class _ToldAlready(Exception):
    """The outbox has this very message: somebody else was quicker."""


def deliver(*, rhythm: str | None = None) -> int:
    """Write what is to be told now into the outbox; return the number of messages.

    With ``rhythm`` only to those who are told that often. A copy of the site writes nothing.
    """
    return sum(_deliver_group(group, rhythm) for group in groups(rhythm))


def withdraw_hidden() -> int:
    """Take back what waits although its committee is not public any more."""
    if not services.waiting_news().exists():
        return 0
    rows = Subscription.objects.active().filter(host__in=own_hosts())
    return sum(
        services.withdraw_waiting(rows.filter(**vars(group)))
        for group in _groups_of(rows)
        if collecting.place_of(group)[0] is None
    )


def groups(rhythm: str | None = None) -> list[Group]:
    """Groups in which somebody may be told something now; one query."""
    return _groups_of(due(rhythm))


def _groups_of(rows) -> list[Group]:
    names = ("committee_id", "language", "host")
    return [Group(*values) for values in rows.order_by(*names).values_list(*names).distinct()]


def due(rhythm: str | None = None):
    rows = Subscription.objects.active().filter(
        schedule.is_due(timezone.now()), host__in=own_hosts()
    )
    return rows if rhythm is None else rows.filter(rhythm=rhythm)


def preview() -> Iterator[tuple[Subscription, int]]:
    """Who would be told of how much, if ``deliver`` ran now; nothing is written."""
    for group in groups():
        edition = collecting.edition_of(group)
        for batch in _batches(_of(group)) if edition else ():
            for row, entries in _to_tell(edition, batch):
                if entries:
                    yield row, len(entries)


def _of(group: Group, rhythm: str | None = None):
    return due(rhythm).filter(**vars(group))


def _deliver_group(group: Group, rhythm: str | None) -> int:
    rows = _of(group, rhythm)
    edition = collecting.edition_of(group)
    if edition is None:
        return 0
    if not edition.entries:
        _note_week(rows)
        return 0
    return sum(_deliver_batch(edition, batch) for batch in _batches(rows))


def _batches(rows) -> Iterator[list[Subscription]]:
    last, rows = 0, rows.order_by("pk")
    while batch := list(rows.filter(pk__gt=last).prefetch_related("bodies")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _to_tell(edition: Edition, batch: list[Subscription]) -> Iterator[tuple[Subscription, list]]:
    """What each of a batch was not told yet; one query for all."""
    told = defaultdict(set)
    keys = [key_of(entry) for entry in edition.entries]
    known = NewsDelivery.objects.filter(subscription__in=batch, entry__in=keys)
    for pk, entry in known.values_list("subscription_id", "entry"):
        told[pk].add(entry)
    for row in batch:
        yield row, _fresh(edition, row, told[row.pk])


def _fresh(edition: Edition, row: Subscription, told: Iterable[str]) -> list:
    choice = Choice.of(row, (body.translation_key for body in row.bodies.all()))
    return [
        entry
        for entry in edition.chosen(choice)
        if entry.published_at >= row.news_from and key_of(entry) not in told
    ]


def _deliver_batch(edition: Edition, batch: list[Subscription]) -> int:
    count, quiet = 0, []
    for row, entries in _to_tell(edition, batch):
        if entries:
            count += _tell(edition, row.pk)
        elif row.rhythm == Rhythm.WEEKLY:
            quiet.append(row.pk)
    # No empty digest; what comes out tomorrow waits for the next one all the same.
    if quiet:
        _note_week(due().filter(pk__in=quiet))
    return count


def _note_week(rows) -> None:
    rows.filter(rhythm=Rhythm.WEEKLY).update(told_until=timezone.now())


def _tell(edition: Edition, pk: int) -> int:
    """Write one message; 0 where there is nothing to tell any more, or it could not be written."""
    try:
        with transaction.atomic():
            return _write(edition, pk)
    except _ToldAlready:
        return 0
    except DatabaseError as error:
        logger.warning("Subscription %s is not told now (%s)", pk, type(error).__name__)
        return 0
    except ValidationError as error:
        # What is wrong with one is no reason not to tell the others. Its words hold the address.
        logger.error("Subscription %s is not told: %s", pk, ", ".join(error.message_dict))
        return 0
    except Exception:
        logger.exception("Subscription %s is not told", pk)
        return 0


def _write(edition: Edition, pk: int) -> int:
    row = due().select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    keys = [key_of(entry) for entry in edition.entries]
    told = set(row.deliveries.filter(entry__in=keys).values_list("entry", flat=True))
    entries = _fresh(edition, row, told)
    if not entries:
        return 0
    NewsDelivery.objects.bulk_create(
        [NewsDelivery(subscription=row, entry=key_of(entry)) for entry in entries]
    )
    if row.rhythm == Rhythm.WEEKLY:
        row.told_until = timezone.now()
        row.save(update_fields=["told_until"])
    if letters.send(row, edition, entries) is None:
        raise _ToldAlready
    return 1
