"""One row for each message to one person."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..conf import settings
from ..fields import ChoiceField


class MessageStatus(models.TextChoices):
    """Where a message is on its way."""

    WAITING = "waiting", pgettext_lazy("message", "waiting")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    FAILED = "failed", pgettext_lazy("message", "failed")
    UNCERTAIN = "uncertain", pgettext_lazy("message", "uncertain")
    EXPIRED = "expired", pgettext_lazy("message", "too late")
    WITHDRAWN = "withdrawn", pgettext_lazy("message", "withdrawn")


#: Nothing happens to these any more by itself.
ENDED = (
    MessageStatus.SENT,
    MessageStatus.FAILED,
    MessageStatus.UNCERTAIN,
    MessageStatus.EXPIRED,
    MessageStatus.WITHDRAWN,
)


class OutgoingMessageQuerySet(models.QuerySet):
    def waiting(self, hosts):
        """Messages that are still to be sent from ``hosts``, now or later."""
        return self.filter(status=MessageStatus.WAITING, host__in=hosts)

    def held(self, hosts):
        """Messages of other hosts: this installation never sends them."""
        return self.filter(status=MessageStatus.WAITING).exclude(host__in=hosts)

    def due(self, hosts, now=None):
        """Messages whose turn has come and that still say something to somebody."""
        now = now or timezone.now()
        lasting = models.Q(expires_at=None) | models.Q(expires_at__gt=now)
        return self.waiting(hosts).filter(lasting, next_at__lte=now).order_by("next_at", "pk")

    def overdue(self, hosts, now=None):
        """Messages that wait although nobody needs them any more."""
        return self.waiting(hosts).filter(expires_at__lte=now or timezone.now())

    def abandoned(self, now=None):
        """Taken by a sender that has not been heard of since: it was killed, most likely."""
        since = (now or timezone.now()) - timedelta(minutes=settings.MAIL_UNCERTAIN_MINUTES)
        return self.filter(status=MessageStatus.SENDING, claimed_at__lt=since)

    def uncertain(self, now=None):
        """Messages of which nobody knows whether they arrived."""
        return self.filter(status=MessageStatus.UNCERTAIN) | self.abandoned(now)

    def ended_before(self, moment):
        """Messages that were done with before ``moment``, with their personal data."""
        sent = models.Q(sent_at__lt=moment)
        unsent = models.Q(sent_at=None, created_at__lt=moment, next_at__lt=moment)
        return self.filter(sent | unsent, status__in=ENDED).exclude(recipient="")


class OutgoingMessage(models.Model):
    """A message as it is to be sent, written in the transaction of the change that caused it.

    ``key`` names person and occasion in ASCII: a second row with it cannot exist, whoever
    asks twice (DESIGN, rule 15). ``host`` is that of the site on which it was written: a copy
    of the site under another host never sends it. ``uuid`` makes the ``Message-ID``, the same
    at every attempt. ``services`` alone writes it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("kind"), max_length=64, db_index=True)
    key = models.CharField(max_length=200, unique=True)
    host = models.CharField(pgettext_lazy("message", "site"), max_length=255)
    recipient = models.EmailField(_("to"))
    recipient_name = models.CharField(_("name"), max_length=255, blank=True)
    reply_to = models.EmailField(_("reply to"), blank=True)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    #: ``[{"name": …, "type": "text/calendar; method=REQUEST", "content": …}]``, text only.
    attachments = models.JSONField(default=list, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    about_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    about_id = models.CharField(max_length=64, blank=True)
    about = GenericForeignKey("about_type", "about_id", for_concrete_model=False)
    status = ChoiceField(_("status"), choices=MessageStatus, default=MessageStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    #: After this moment it says nothing to anybody any more: an invitation, the meeting's end.
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)

    objects = OutgoingMessageQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "next_at"], name="rkres_wagtail_outbox_due")]

    def __str__(self) -> str:
        # Without the address: logs keep this for longer than the message is kept.
        return self.subject

    @property
    def message_id(self) -> str:
        """The ``Message-ID`` (RFC 5322 §3.6.4): the same at every attempt, ASCII."""
        try:
            host = self.host.encode("idna").decode("ascii")
        except UnicodeError:
            host = "rkres.invalid"
        return f"<{self.uuid}@{host}>"

    @property
    def state(self) -> str:
        """The status as of now: what a killed sender left behind is uncertain after a while."""
        if self.status != MessageStatus.SENDING or self.claimed_at is None:
            return self.status
        age = timezone.now() - self.claimed_at
        is_abandoned = age > timedelta(minutes=settings.MAIL_UNCERTAIN_MINUTES)
        return MessageStatus.UNCERTAIN if is_abandoned else self.status

    @property
    def is_forgotten(self) -> bool:
        """Whether its text and addresses were taken away."""
        return not self.recipient
