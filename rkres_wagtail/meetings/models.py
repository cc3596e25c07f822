"""What was published of a meeting's date and state, one row after another."""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..fields import ChoiceField
from .choices import FIXING, TOLD, ChangeKind, MeetingStatus
from .when import WhenFields


class MeetingChangeQuerySet(models.QuerySet):
    def of(self, meeting):
        """Changes of a meeting, whichever language of its page is given; the latest last."""
        return self.filter(meeting__translation_key=meeting.translation_key).order_by("sequence")

    def latest_only(self):
        """The last row of each meeting."""
        later = self.model.objects.filter(
            meeting__translation_key=models.OuterRef("meeting__translation_key"),
            sequence__gt=models.OuterRef("sequence"),
        )
        return self.filter(~models.Exists(later))

    def told(self):
        """Rows that leave a line which the public reads."""
        return self.filter(kind__in=TOLD)


class MeetingChange(WhenFields):
    """One published date and state of a meeting; append-only, written by ``services`` alone.

    ``sequence`` counts the rows of one meeting from 0: it is the SEQUENCE of RFC 5545
    §3.8.7.4. Once a row of a fixing kind exists, it says when the meeting is, whatever an old
    draft of the page says (DESIGN §3).
    """

    meeting = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("meeting"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    sequence = models.PositiveIntegerField(default=0)
    kind = ChoiceField(_("what happened"), choices=ChangeKind)
    status = ChoiceField(_("status"), choices=MeetingStatus)
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MeetingChangeQuerySet.as_manager()
    # Whoever reads the index of references finds pages, not rows about them.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of a meeting")
        verbose_name_plural = _("changes of meetings")
        ordering = ["meeting", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sequence"], name="rkres_wagtail_one_change_a_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.when.text()}"

    @property
    def is_fixing(self) -> bool:
        return self.kind in FIXING

    @property
    def is_told(self) -> bool:
        return self.kind in TOLD
