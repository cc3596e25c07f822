"""One row for each person who was invited to a meeting."""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...fields import ChoiceField
from ...secret_links import new_nonce


class Reply(models.TextChoices):
    """What somebody who was invited answered."""

    NONE = "", pgettext_lazy("reply to an invitation", "no reply yet")
    COMING = "coming", pgettext_lazy("reply to an invitation", "will come")
    REMOTE = "remote", pgettext_lazy("reply to an invitation", "will take part online")
    DEPUTY = "deputy", pgettext_lazy("reply to an invitation", "a deputy will come")
    EXCUSED = "excused", pgettext_lazy("reply to an invitation", "asks to be excused")


class InvitationQuerySet(models.QuerySet):
    def of(self, meeting):
        """Invitations to a meeting, whichever language of its page is given."""
        return self.filter(meeting__translation_key=meeting.translation_key)

    def standing(self):
        """Invitations that were not taken back."""
        return self.filter(withdrawn_at=None)


class Invitation(models.Model):
    """A person invited to a meeting, what they were told last, and what they answered.

    One person has one invitation, however many of the bodies that meet they sit in. ``told``
    holds what the last message said, so that a later change is noticed:
    ``{"sequence": 2, "when": "…", "where": "…", "agenda": "…"}``. The reply and its note are for
    the office alone.
    """

    meeting = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    person = models.ForeignKey(
        "rkres_wagtail.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    nonce = models.CharField(max_length=43, default=new_nonce, editable=False)
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    invited_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: How many messages the person was sent about this meeting: part of their keys.
    tellings = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)
    told_at = models.DateTimeField(_("last told"), null=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)
    reply = ChoiceField(_("reply"), choices=Reply, default=Reply.NONE, blank=True)
    reply_note = models.TextField(_("note with the reply"), blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True)
    #: Who of the office noted the reply; empty where the person used the link.
    replied_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()
    # Whoever reads the index of references finds pages, not rows about them.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], name="rkres_wagtail_one_invitation_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.meeting}"

    @property
    def is_answered(self) -> bool:
        return self.reply != Reply.NONE
