"""Answers: what the office says to one remark or to many, and the statuses it chooses from."""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...compat import api_field
from ...consultations.querysets import OfConsultationQuerySet
from ...fields import ChoiceField
from ...representations import PublicPageField
from ...text import without_directions
from ..choices import REASONED, FormalReason, Meaning
from ..querysets import ResponseStatusQuerySet


class ResponseStatus(models.Model):
    """Accepted, partly accepted, not accepted … (requirement 57), kept for each committee.

    ``meaning`` is what it comes to, whatever the committee calls it.
    """

    committee = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("committee"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(
        _("name"), max_length=100, help_text=_("E.g. “not accepted”, in small letters.")
    )
    meaning = ChoiceField(
        _("comes to"), choices=Meaning, help_text=_("Charts and statistics go by it.")
    )
    needs_reasons = models.BooleanField(
        _("needs reasons"),
        default=False,
        help_text=_("Without reasons such an answer holds the report back."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects = ResponseStatusQuerySet.as_manager()

    api_fields = [
        api_field("committee", serializer=PublicPageField()),
        api_field("name", writable=True),
        api_field("meaning", writable=True),
        api_field("needs_reasons", writable=True),
        api_field("sort_order", writable=True),
    ]

    class Meta:
        verbose_name = _("status of answers")
        verbose_name_plural = _("statuses of answers")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def must_give_reasons(self) -> bool:
        """A rejection always needs them (Act of 6.12.2006, art. 6(6))."""
        return self.needs_reasons or self.meaning in REASONED

    def clean(self):
        super().clean()
        from ...bodies.rules import check_is_committee

        self.name = without_directions(self.name)
        if not self.committee_id:
            # Not tied to the field: API v3 makes forms without it, and saves what they let pass.
            raise ValidationError(_("Choose a committee."))
        check_is_committee(self)
        self._check_stays()
        others = ResponseStatus.objects.of(self.committee).filter(name__iexact=self.name)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("The committee has a status of this name already.")})

    def _check_stays(self) -> None:
        """A status in use keeps its committee and what it comes to: published totals stay true."""
        stored = ResponseStatus.objects.filter(pk=self.pk).select_related("committee").first()
        if stored is None or not Response.objects.filter(status=stored).exists():
            return
        if stored.committee.translation_key != self.committee.translation_key:
            message = _("Answers of its committee have this status, so it stays there.")
            raise ValidationError({"committee": message})
        if stored.meaning != self.meaning:
            message = _("Answers have this status, so what it comes to stays. Add another status.")
            raise ValidationError({"meaning": message})


class Response(models.Model):
    """The office's position on one remark or on many (requirements 57–58)."""

    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.ForeignKey(
        ResponseStatus,
        verbose_name=_("status"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    position = models.TextField(
        _("position"), blank=True, help_text=_("What the office does with the remark.")
    )
    reasons = models.TextField(_("reasons"), blank=True)
    formal_reason = ChoiceField(
        _("formal reason"),
        choices=FormalReason,
        blank=True,
        help_text=_("Only of remarks that were not examined."),
    )
    edits = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = OfConsultationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer to remarks")
        verbose_name_plural = _("answers to remarks")
        ordering = ["consultation", "pk"]

    def __str__(self) -> str:
        return f"{self.status or ''} {self.position[:60]}".strip() or f"{self.pk}"

    @property
    def gap(self) -> str:
        """What is missing before it may be published: a value of ``querysets.GAPS``, or empty."""
        if self.status is None:
            return "status"
        if self.status.meaning == Meaning.NOT_EXAMINED:
            return "" if self.formal_reason else "formal_reason"
        if not self.position.strip():
            return "position"
        return "reasons" if self.status.must_give_reasons and not self.reasons.strip() else ""
