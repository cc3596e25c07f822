"""Who was there: one sheet for each body that met, one row for each of its members that day."""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...bodies.choices import QuorumRule
from ...fields import ChoiceField, DayField


class Presence(models.TextChoices):
    """Whether a member took part (art. 57(3)(4) asks for absences without an excuse)."""

    UNKNOWN = "", pgettext_lazy("attendance", "not recorded")
    PRESENT = "present", pgettext_lazy("attendance", "present")
    REMOTE = "remote", pgettext_lazy("attendance", "online")
    SUBSTITUTE = "substitute", pgettext_lazy("attendance", "by a substitute")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    UNEXCUSED = "unexcused", pgettext_lazy("attendance", "absent without excuse")


#: These count as taking part.
ATTENDED = (Presence.PRESENT, Presence.REMOTE, Presence.SUBSTITUTE)


class AttendanceSheetQuerySet(models.QuerySet):
    def of(self, meeting):
        """Sheets of a meeting, whichever language of its page is given."""
        return self.filter(meeting__translation_key=meeting.translation_key)

    def of_body(self, body):
        """Sheets of a body, whichever language of its page is given."""
        return self.filter(body__translation_key=body.translation_key)

    def closed(self):
        return self.filter(closed_at__isnull=False)


class AttendanceSheet(models.Model):
    """The attendance of one body at one meeting; no part of the page's draft (requirement 31).

    While it is open its rows follow the membership of the day; closing keeps that day, the
    body's quorum rule and the rows as they are.
    """

    meeting = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("body"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    guests = models.TextField(
        _("guests"),
        blank=True,
        help_text=_("One a line. For the office and the draft of the minutes."),
    )
    office_note = models.TextField(
        _("note for the office"), blank=True, help_text=_("Never shown to the public.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # What closing fixes.
    held_on = DayField(_("day of the meeting"), null=True, editable=False)
    quorum_rule = ChoiceField(choices=QuorumRule, default=QuorumRule.NONE, editable=False)
    quorum_number = models.PositiveSmallIntegerField(null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AttendanceSheetQuerySet.as_manager()
    # Whoever reads the index of references finds pages, not rows about them.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attendance sheet")
        verbose_name_plural = _("attendance sheets")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "body"], name="rkres_wagtail_one_sheet_a_body"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} – {self.meeting}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Attendance(models.Model):
    """One member on one sheet. Substitute and note are for the office alone."""

    sheet = models.ForeignKey(AttendanceSheet, on_delete=models.CASCADE, related_name="rows")
    membership = models.ForeignKey(
        "rkres_wagtail.Membership",
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    presence = ChoiceField(_("presence"), choices=Presence, default=Presence.UNKNOWN, blank=True)
    substitute = models.ForeignKey(
        "rkres_wagtail.Membership",
        verbose_name=_("deputy who came"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitutions",
    )
    substitute_name = models.CharField(
        _("or somebody else"),
        max_length=255,
        blank=True,
        help_text=_("Who came instead, where that is none of the deputies."),
    )
    office_note = models.CharField(_("note"), max_length=500, blank=True)
    sort_order = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["sheet", "sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "membership"], name="rkres_wagtail_one_row_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership.holder_name}: {self.get_presence_display()}"

    @property
    def has_attended(self) -> bool:
        return self.presence in ATTENDED
