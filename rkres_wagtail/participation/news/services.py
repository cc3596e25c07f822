"""Verbs of subscriptions: subscribe, confirm, change, leave, erase.

Whoever asks is answered the same, whether the address was known or not; what is different goes
to that address by mail. Nothing but the address is personal, and leaving removes it at once.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...bodies.rules import canonical_body
from ...outbox.models import MessageStatus, OutgoingMessage
from ...outbox.services import OPEN, forget, withdraw
from ..choices import Rhythm
from ..models import NewsDelivery, Subscription
from . import collecting, messages, schedule
from .offers import Choice

#: Mails about the subscription itself to one address within a day.
MOST_ASKED = 3


def address_key(committee, email: str) -> str:
    """By which an address is known again: a keyed hash, from which nobody reads the address."""
    text = f"{committee.translation_key}:{email.strip().lower()}"
    return salted_hmac("rkres_wagtail.subscription", text, algorithm="sha256").hexdigest()


def subscribe(
    *, committee, site, email: str, choice: Choice, bodies: list, key, now: datetime | None = None
) -> None:
    """Take a subscription that is to be confirmed, and write to the address what to do next.

    ``bodies`` are canonical pages, ``key`` is the form's: sent twice, it makes one mail. What an
    unconfirmed one chose is replaced; an active one is changed by its link alone. Raises
    ``ValidationError`` for an address to which no message can go.
    """
    now = now or timezone.now()
    values = {
        "committee_id": canonical_body(committee).pk,
        "language": committee.locale.language_code,
        "host": site.hostname.lower(),
        "email": email.strip(),
        "topics": list(choice.topics),
        "tags": list(choice.tags),
        "rhythm": choice.rhythm,
        "requested_at": now,
        "request_key": key,
    }
    hashed = address_key(committee, email)
    with transaction.atomic():
        row, is_repeated = _locked(hashed, values)
        if is_repeated:
            return
        if row.confirmed_at is None:
            for name, value in values.items():
                setattr(row, name, value)
            row.bodies.set(bodies)
        row.request_key = values["request_key"]
        row.save()
        _ask(row, committee, site, now)


def _locked(hashed: str, values: dict) -> tuple[Subscription, bool]:
    """The one row of the address, made where it is missing, and whether this very form made it."""
    rows = Subscription.objects.select_for_update()
    row = rows.filter(address_key=hashed).first()
    if row is not None and row.request_key == values["request_key"]:
        return row, True
    if Subscription.objects.filter(request_key=values["request_key"]).exists():
        # Somebody went back and corrected the address: the same form, another person's key.
        values["request_key"] = uuid.uuid4()
    if row is None:
        try:
            with transaction.atomic():
                return Subscription.objects.create(address_key=hashed, **values), False
        except IntegrityError:
            # Another request was quicker.
            return rows.filter(address_key=hashed).first() or Subscription(), True
    return row, False


def _ask(row: Subscription, committee, site, now: datetime) -> None:
    """Write to confirm or, to whom is subscribed already, where to change it; a few times a day."""
    since = now - timedelta(days=1)
    sent = _messages(row).filter(kind__in=messages.ASKING, created_at__gt=since).count()
    if sent >= MOST_ASKED:
        return
    row.asked += 1
    row.save(update_fields=["asked"])
    write = messages.tell_known if row.confirmed_at else messages.ask_to_confirm
    write(row, committee=committee, site=site)


def confirm(*, subscription: Subscription, now: datetime | None = None) -> bool:
    """Let the news begin now; False where that was done already.

    Raises ``ValidationError`` where it is too late, or the subscription has ended.
    """
    now = now or timezone.now()
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        is_late = row.confirmed_at is None and now > schedule.confirm_until(row)
        if row.ended_at is not None or is_late:
            raise ValidationError(_("This link is no longer valid."), code="too_late")
        if row.confirmed_at is not None:
            return False
        row.confirmed_at = row.news_from = now
        row.save(update_fields=["confirmed_at", "news_from"])
        log(instance=row, action="rkres_wagtail.subscription_confirm")
    return True


def change(
    *, subscription: Subscription, choice: Choice, bodies: list, now: datetime | None = None
) -> bool:
    """Let somebody be told of something else from now on; False where it has ended meanwhile.

    What was published before and is only now chosen is not told.
    """
    now = now or timezone.now()
    edition = collecting.edition_of(collecting.Group(
        subscription.committee_id, subscription.language, subscription.host
    ))  # fmt: skip
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if not row.is_active:
            return False
        before = Choice.of(row, row.bodies.values_list("translation_key", flat=True))
        if edition is not None:
            _skip(row, edition, before, choice)
        if row.rhythm != choice.rhythm and choice.rhythm == Rhythm.WEEKLY:
            row.told_until = now
        row.topics, row.tags = list(choice.topics), list(choice.tags)
        row.rhythm = choice.rhythm
        row.save(update_fields=["topics", "tags", "rhythm", "told_until"])
        row.bodies.set(bodies)
    return True


def _skip(row: Subscription, edition, before: Choice, after: Choice) -> None:
    """Call told what is chosen anew and came out before."""
    known = {collecting.key_of(entry) for entry in edition.chosen(before)}
    added = {collecting.key_of(entry) for entry in edition.chosen(after)} - known
    told = row.deliveries.filter(entry__in=added).values_list("entry", flat=True)
    NewsDelivery.objects.bulk_create(
        [NewsDelivery(subscription=row, entry=each) for each in sorted(added - set(told))]
    )


def leave(*, subscription: Subscription, user=None, now: datetime | None = None) -> bool:
    """End it and remove the address at once, also from the outbox; False where it had ended.

    ``user`` is who does it for somebody who asked the office.
    """
    with transaction.atomic():
        row = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
        if row is None or row.ended_at is not None:
            return False
        end(row, now or timezone.now(), user=user)
        name = "subscription_erase" if user is not None else "subscription_leave"
        log(instance=row, action=f"rkres_wagtail.{name}", user=user)
    return True


def end(row: Subscription, now: datetime, *, user=None) -> None:
    """Keep nothing of ``row`` but its number and dates; in the caller's transaction."""
    row.email, row.address_key, row.ended_at = "", None, now
    row.topics, row.tags = [], []
    row.save(update_fields=["email", "address_key", "ended_at", "topics", "tags"])
    row.bodies.clear()
    row.deliveries.all().delete()
    forget_messages(row, user=user)


def forget_messages(row: Subscription, *, user=None) -> None:
    """Withdraw what waits, and take address and text away from what was sent."""
    for message in list(_messages(row).exclude(recipient="").defer("text", "html", "attachments")):
        if message.state in OPEN:
            withdraw(message, user=user)
            message.refresh_from_db(fields=["status", "claimed_at"])
        forget(message, user=user)


def waiting_news():
    """Messages with news that were not sent yet."""
    return OutgoingMessage.objects.filter(kind=messages.NEWS, status=MessageStatus.WAITING)


def withdraw_waiting(rows) -> int:
    """Let nothing go out that waits for these subscriptions: their committee is not public."""
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(Subscription)
    found = waiting_news().filter(about_type=kind, about_id__in=keys)
    return sum(withdraw(message) for message in found.defer("text", "html", "attachments"))


def _messages(row: Subscription):
    kind = ContentType.objects.get_for_model(Subscription)
    return OutgoingMessage.objects.filter(about_type=kind, about_id=str(row.pk))
