"""Rounds of a consultation, their extensions, and how it ended.

Plain rows, changed by ``rounds/services.py`` only: no draft of the page brings an old deadline
back, and whatever is computed from them flips on time without a save (DESIGN, rule 14).
"""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...fields import ChoiceField, DayField
from ..choices import OutcomeKind
from ..querysets import OfConsultationQuerySet


class Round(models.Model):
    """One round: from a moment until another, which is not part of it (requirement 45).

    ``ends_at`` is the end that holds now, with every extension; midnight is shown as 23:59 of
    the day before. The canonical page is the consultation, whatever its languages.
    """

    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(
        _("name of the round"),
        max_length=255,
        blank=True,
        help_text=_("Only where there are several, e.g. “Second round, on the amended draft”."),
    )
    starts_at = models.DateTimeField(_("opens"), db_index=True)
    ends_at = models.DateTimeField(_("closes"), db_index=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfConsultationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("round of a consultation")
        verbose_name_plural = _("rounds of consultations")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        from ..course import period_of

        return f"{self.consultation}: {period_of(self)}"

    def is_open(self, now) -> bool:
        return self.starts_at <= now < self.ends_at

    def has_begun(self, now) -> bool:
        return self.starts_at <= now

    def is_over(self, now) -> bool:
        return self.ends_at <= now

    @property
    def was_recorded_afterwards(self) -> bool:
        """Whether it is history that somebody entered: nobody took part through this site."""
        return self.recorded_at >= self.ends_at


class Extension(models.Model):
    """A deadline that was put off: the old one and the reason stay visible (requirement 45)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    old_ends_at = models.DateTimeField()
    new_ends_at = models.DateTimeField(_("closes now"))
    reason = models.TextField(_("reason"), help_text=_("The public reads it beside both dates."))
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("extension of a round")
        verbose_name_plural = _("extensions of rounds")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.round}: {self.reason[:60]}"


class ConsultationOutcome(models.Model):
    """What became of the document: adopted, abandoned, or nobody knows (requirement 47)."""

    consultation = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = ChoiceField(_("outcome"), choices=OutcomeKind)
    decided_on = DayField(_("on"), null=True, blank=True)
    act = models.ForeignKey(
        "rkres_wagtail.LegalAct",
        verbose_name=_("by the act"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The resolution that adopted the document, where it is known."),
    )
    note = models.TextField(
        _("in plain words"),
        blank=True,
        help_text=_("What was adopted or why it was abandoned. The public reads it."),
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfConsultationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("outcome of a consultation")
        verbose_name_plural = _("outcomes of consultations")

    def __str__(self) -> str:
        return f"{self.consultation}: {self.get_kind_display()}"
