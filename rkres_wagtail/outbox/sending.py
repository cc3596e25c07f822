"""Send what is due, each message once, through whichever mail backend the project has.

A sender takes a message with one conditional UPDATE before it speaks to the server, so that of
two senders one gets it. What it took is never taken again by itself: a sender that was killed
leaves an uncertain message to the office.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings as django_settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..conf import settings
from .failures import Failure, judge
from .folding import Mail
from .hosts import own_hosts
from .models import MessageStatus, OutgoingMessage

logger = logging.getLogger(__name__)


def send_due(*, limit: int | None = None) -> Iterator[tuple[OutgoingMessage, str]]:
    """Send what is due, one after another; yield each message with its new status.

    A server that does not answer puts all messages off, so the run ends by itself.
    """
    tidy()
    done = 0
    while limit is None or done < limit:
        message = OutgoingMessage.objects.due(own_hosts()).first()
        if message is None:
            return
        # None: another sender was quicker, or it has just expired; the next one, then.
        if status := send(message.pk):
            done += 1
            message.refresh_from_db()
            yield message, status


def tidy() -> None:
    """Mark what is too late, and what a killed sender left behind."""
    OutgoingMessage.objects.overdue(own_hosts()).update(status=MessageStatus.EXPIRED)
    OutgoingMessage.objects.abandoned().update(
        status=MessageStatus.UNCERTAIN,
        error=_("Sending was interrupted; nobody knows whether the message went out."),
    )


def send(pk: int) -> str | None:
    """Send the message ``pk`` if its turn has come; return its new status, None if it has not."""
    claimed_at = _claim(pk)
    if claimed_at is None:
        OutgoingMessage.objects.overdue(own_hosts()).filter(pk=pk).update(
            status=MessageStatus.EXPIRED
        )
        return None
    message = OutgoingMessage.objects.get(pk=pk)
    try:
        taken = build(message).send()
    except Exception as error:
        failure = judge(error)
        logger.warning("Message %s was not sent: %s", message.uuid, failure.text)
    else:
        failure = None
        if taken == 0:
            text = _("The project's mail backend did not take the message.")
            failure = Failure(MessageStatus.FAILED, text)
    status = _settle(message, claimed_at, failure)
    if failure is not None and failure.is_server:
        _put_off_the_others()
    return status


def _claim(pk: int) -> datetime | None:
    """Take the message for this sender alone; return the moment that marks the claim."""
    now = timezone.now()
    # Durable: a claim that could be rolled back after the mail went out would send it twice.
    with transaction.atomic(durable=True):
        claimed = (
            OutgoingMessage.objects.due(own_hosts(), now)
            .order_by()
            .filter(pk=pk)
            .update(
                status=MessageStatus.SENDING,
                claimed_at=now,
                attempts=models.F("attempts") + 1,
                error="",
            )
        )
    return now if claimed else None


def _settle(message: OutgoingMessage, claimed_at: datetime, failure: Failure | None) -> str:
    """Write down how the attempt ended, unless the office has decided otherwise meanwhile."""
    now = timezone.now()
    if failure is None:
        values = {"status": MessageStatus.SENT, "sent_at": now}
    else:
        values = {"status": failure.status, "error": failure.text}
        if failure.status == MessageStatus.WAITING:
            values["next_at"] = now + delay(message.attempts)
            if message.attempts >= settings.MAIL_ATTEMPTS:
                values["status"] = MessageStatus.FAILED
    mine = OutgoingMessage.objects.filter(
        pk=message.pk,
        claimed_at=claimed_at,
        status__in=[MessageStatus.SENDING, MessageStatus.UNCERTAIN],
    )
    mine.update(**values)
    return values["status"]


def delay(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time, up to a limit."""
    minutes = settings.MAIL_RETRY_MINUTES * 2 ** min(max(attempts - 1, 0), 20)
    return timedelta(minutes=min(minutes, settings.MAIL_RETRY_MAX_MINUTES))


def _put_off_the_others() -> None:
    """Spare the other messages an attempt, and the caller's request the wait, for a while."""
    later = timezone.now() + delay(1)
    OutgoingMessage.objects.waiting(own_hosts()).filter(next_at__lt=later).update(next_at=later)


def build(message: OutgoingMessage) -> Mail:
    """The mail as Django knows it: one recipient, text before HTML, attachments last."""
    mail = Mail(
        subject=message.subject,
        body=message.text,
        from_email=settings.MAIL_FROM or django_settings.DEFAULT_FROM_EMAIL,
        to=[_address(message.recipient_name, message.recipient)],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            **message.headers,
            "Message-ID": message.message_id,
            # RFC 3834 §5: no "out of office" answers to this.
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for each in message.attachments:
        mail.attach(each["name"], each["content"], each["type"])
    return mail


#: Signs that mean something in a header, unless they stand in quotes (RFC 5322 §3.2.3).
_SPECIALS = str.maketrans(dict.fromkeys('()<>[]:;@\\,"', " "))
#: A longer name with its address is folded, and Python may fold it without its quotes.
_ONE_LINE = 60


def _address(name: str, address: str) -> str:
    """``"Name" <address>``; Django writes the letters that need it in RFC 2047's way."""
    if not name.strip():
        return address
    quoted = name.replace("\\", "\\\\").replace('"', r"\"")
    if len(quoted) + len(address) > _ONE_LINE:
        quoted = " ".join(name.translate(_SPECIALS).split())
    return f'"{quoted}" <{address}>' if quoted else address
