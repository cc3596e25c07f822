"""Kinds of documents that are consulted."""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...compat import api_field
from ...representations import PublicPageField
from ...text import without_directions
from ..querysets import ConsultationKindQuerySet, consultations

#: Longer minimums are slips of the keyboard.
MAX_DAYS = 365


class ConsultationKind(models.Model):
    """Programme, update, change of indicators, draft act …, kept for each committee.

    How long such a document must be consulted differs (``domain.md`` §2.3), hence the minimum.
    """

    committee = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("committee"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=100)
    minimum_days = models.PositiveSmallIntegerField(
        _("shortest consultation (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DAYS)],
        help_text=_(
            "A shorter one is published with a warning to the editor. Empty: as many days as the "
            "settings of the site say."
        ),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What such a document is. For editors.")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects = ConsultationKindQuerySet.as_manager()

    api_fields = [
        api_field("committee", serializer=PublicPageField()),
        api_field("name", writable=True),
        api_field("minimum_days", writable=True),
        api_field("sort_order", writable=True),
    ]

    class Meta:
        verbose_name = _("kind of consulted document")
        verbose_name_plural = _("kinds of consulted documents")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        super().clean()
        from ...bodies.rules import check_is_committee

        self.name = without_directions(self.name)
        if not self.committee_id:
            # Not tied to the field: API v3 makes forms without it, and saves what they let pass.
            raise ValidationError(_("Choose a committee."))
        check_is_committee(self)
        self._check_stays()
        others = ConsultationKind.objects.of(self.committee).filter(name__iexact=self.name)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("The committee has a kind of this name already.")})

    def _check_stays(self) -> None:
        """A kind in use keeps its committee."""
        stored = ConsultationKind.objects.filter(pk=self.pk).select_related("committee").first()
        if stored is None or stored.committee.translation_key == self.committee.translation_key:
            return
        if consultations().filter(kind=stored).exists():
            message = _("Consultations of its committee are of this kind, so it stays there.")
            raise ValidationError({"committee": message})
