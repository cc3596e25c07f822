"""One row for each message to one person."""

from __future__ import annotations

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..fields import ChoiceField


class MessageStatus(models.TextChoices):
    """Where a message is on its way."""

    WAITING = "waiting", pgettext_lazy("message", "waiting")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    FAILED = "failed", pgettext_lazy("message", "failed")
    WITHDRAWN = "withdrawn", pgettext_lazy("message", "withdrawn")


class OutgoingMessage(models.Model):
    """A message as it is to be sent, written in the transaction of the change that caused it.

    ``key`` names person and occasion in ASCII: a second row with it cannot exist, whoever
    asks twice (DESIGN, rule 15). ``host`` is that of the site on which it was written: a copy
    of the site under another host never sends it. ``uuid`` makes the ``Message-ID``, the same
    at every attempt.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("kind"), max_length=64, db_index=True)
    key = models.CharField(max_length=200, unique=True)
    host = models.CharField(_("site"), max_length=255)
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

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "next_at"], name="rkres_wagtail_outbox_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
