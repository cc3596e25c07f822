"""Verbs of the outbox: enqueue, withdraw, send again, forget.

Permissions are the callers' matter; ``user`` is who is named in the log. Sending itself is in
``sending``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..conf import settings
from .models import MessageStatus, OutgoingMessage
from .rules import check_message

logger = logging.getLogger(__name__)

AGAIN = (MessageStatus.FAILED, MessageStatus.UNCERTAIN)
OPEN = (MessageStatus.WAITING, *AGAIN)

#: What of a message is personal, and what is put in its place.
_PERSONAL = {
    "recipient": "",
    "recipient_name": "",
    "reply_to": "",
    "text": "",
    "html": "",
    "attachments": [],
    "headers": {},
    "error": "",
}


def enqueue(
    *,
    kind: str,
    key: str,
    site,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    recipient_name: str = "",
    reply_to: str = "",
    attachments: Iterable[dict] = (),
    headers: dict[str, str] | None = None,
    about=None,
    expires_at: datetime | None = None,
) -> OutgoingMessage | None:
    """Store one message to one person in the caller's transaction; it is sent after the commit.

    ``key`` names person and occasion (``invitation:12:person:34``): None is returned, and
    nothing is written, where a message with it exists, also a withdrawn one. ``site`` is the
    Wagtail ``Site`` in whose name it is sent; ``about`` a saved object. Raises
    ``ValidationError`` by field; a mail server that fails raises nothing here.
    """
    message = OutgoingMessage(
        kind=kind,
        key=key,
        host=site.hostname.lower(),
        recipient=recipient,
        recipient_name=recipient_name,
        reply_to=reply_to,
        subject=subject,
        text=text,
        html=html,
        attachments=list(attachments),
        headers=dict(headers or {}),
        expires_at=expires_at,
    )
    check_message(message)
    if about is not None:
        if about.pk is None:
            raise ValueError("A message is about something that is saved.")
        message.about = about
        message.about_id = str(about.pk)
    known = OutgoingMessage.objects.filter(key=key)
    if known.exists():
        return None
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # Another process was quicker by a hair.
        if known.exists():
            return None
        raise
    _hand_over(message.pk)
    return message


def withdraw(message: OutgoingMessage | str, *, user=None) -> bool:
    """Let a message (or the one with this key) not be sent any more; say whether that worked.

    What was sent, or is being sent at this moment, cannot be withdrawn. Its key stays taken.
    """
    by_key = {"key": message} if isinstance(message, str) else {"pk": message.pk}
    found = OutgoingMessage.objects.filter(**by_key).first()
    if found is None or found.state not in OPEN:
        return False
    with transaction.atomic():
        if not _change(found, status=MessageStatus.WITHDRAWN):
            return False
        log(instance=found, action="rkres_wagtail.mail_withdraw", user=user)
    return True


def send_again(message: OutgoingMessage, user) -> OutgoingMessage:
    """Let a failed or uncertain message be tried anew, with all its attempts.

    It keeps its ``Message-ID``: a mailbox that has it already may know it again. Raises
    ``ValidationError`` where there is nothing to try.
    """
    message.refresh_from_db()
    if message.is_forgotten:
        raise ValidationError(_("The text of this message is no longer kept."))
    if message.state not in AGAIN:
        raise ValidationError(
            _("Only a message that failed, or of which it is uncertain, can be sent again.")
        )
    fresh = {"attempts": 0, "next_at": timezone.now(), "claimed_at": None, "error": ""}
    with transaction.atomic():
        if not _change(message, status=MessageStatus.WAITING, **fresh):
            raise ValidationError(_("Somebody else has just changed this message."))
        log(instance=message, action="rkres_wagtail.mail_send_again", user=user)
    _hand_over(message.pk)
    message.refresh_from_db()
    return message


def forget(message: OutgoingMessage, *, user=None) -> bool:
    """Take text and addresses of a message that is done with away, for good; log it."""
    done = message.state not in (MessageStatus.WAITING, MessageStatus.SENDING)
    if message.is_forgotten or not done:
        return False
    with transaction.atomic():
        if not _change(message, **_PERSONAL):
            return False
        log(instance=message, action="rkres_wagtail.mail_forget", user=user)
    return True


def forget_old(*, user=None, now: datetime | None = None) -> int:
    """Forget what was done with ``RKRES_WAGTAIL_MAIL_KEEP_DAYS`` ago; return how many."""
    moment = (now or timezone.now()) - timedelta(days=settings.MAIL_KEEP_DAYS)
    old = OutgoingMessage.objects.ended_before(moment).defer("text", "html", "attachments")
    return sum(forget(message, user=user) for message in old.iterator(chunk_size=500))


def _change(message: OutgoingMessage, **values) -> int:
    """Write ``values`` unless somebody changed the message's status since it was read."""
    same = OutgoingMessage.objects.filter(
        pk=message.pk, status=message.status, claimed_at=message.claimed_at
    )
    return same.update(**values)


def _hand_over(pk: int) -> None:
    """Once the caller's transaction is committed, let a task send it."""
    transaction.on_commit(partial(_start_task, pk))


def _start_task(pk: int) -> None:
    """Start the task; whatever is wrong with tasks, ``rkres_send`` finds the message."""
    try:
        from .tasks import send_message

        send_message.enqueue(pk)
    except Exception:
        logger.exception("The task that sends message %s could not be started", pk)
