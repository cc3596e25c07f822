"""Who wants to be told of what; nothing but an address is kept of anybody."""

from __future__ import annotations

import uuid

import swapper
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...fields import ChoiceField
from ...secret_links import new_nonce
from ..choices import Rhythm
from ..querysets import SubscriptionQuerySet

_PAGE = swapper.get_model_name("wagtailcore", "Page")


class Subscription(models.Model):
    """One address that wants to be told of what one committee publishes.

    ``topics`` are values of ``Topic``. Without ``bodies`` and ``tags`` everything of those topics
    is told; with them, whatever concerns one of the bodies *or* carries one of the tags.
    ``news_from`` is the moment from which news is new to this subscriber. ``address_key`` is a
    keyed hash of committee and address, unique while the subscription lasts: the same address
    subscribes once.
    """

    committee = models.ForeignKey(
        _PAGE, verbose_name=_("committee"), on_delete=models.CASCADE, related_name="+"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    topics = models.JSONField(_("topics"), default=list)
    bodies = models.ManyToManyField(_PAGE, verbose_name=_("bodies"), blank=True, related_name="+")
    #: Names of tags, as the public reads them.
    tags = models.JSONField(pgettext_lazy("subscription", "tags"), default=list, blank=True)
    rhythm = ChoiceField(
        pgettext_lazy("subscription", "how often"),
        choices=Rhythm,
        default=Rhythm.AT_ONCE,
        max_length=16,
    )
    language = models.CharField(max_length=16, editable=False)
    #: Host of the site on which it was made: messages go out in that site's name.
    host = models.CharField(pgettext_lazy("message", "site"), max_length=255, editable=False)
    requested_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    ended_at = models.DateTimeField(_("left"), null=True, editable=False)
    news_from = models.DateTimeField(default=timezone.now, editable=False)
    #: Until when the last digest told; of a weekly one.
    told_until = models.DateTimeField(null=True, editable=False)
    # Unique, and of those that ended NULL: every database takes many of these.
    address_key = models.CharField(  # noqa: DJ001
        max_length=64, null=True, unique=True, editable=False
    )
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=43, default=new_nonce, editable=False)
    #: Rises with every mail that asks to confirm.
    asked = models.PositiveIntegerField(default=0, editable=False)

    objects = SubscriptionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        # Without the address: logs are kept for longer than it is.
        return str(_("subscription %(number)s") % {"number": self.pk or ""})

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None


class NewsDelivery(models.Model):
    """One piece of news that one subscriber was told of: never twice (DESIGN, rule 15).

    ``entry`` is the ``id`` of the entry in the news feed (``feeds.Entry.id``).
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    entry = models.CharField(max_length=64)
    told_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivered piece of news")
        verbose_name_plural = _("delivered news")
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "entry"], name="rkres_wagtail_told_once"
            )
        ]

    def __str__(self) -> str:
        return self.entry
