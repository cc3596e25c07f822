"""What was there when a round closed: receipts with their seals (``integrity/``)."""

from __future__ import annotations

import swapper
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...consultations.querysets import OfConsultationQuerySet


class RemarkManifest(models.Model):
    """A list of receipt numbers and SHA-256 seals, made once and never changed.

    ``rows`` are ``[number, digest]``; of letters that were entered later there are dated
    supplements. ``digest`` is the SHA-256 of the rows and of the manifest before it.
    """

    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    round = models.ForeignKey(
        "rkres_wagtail.Round", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_supplement = models.BooleanField(default=False)
    #: Numbers manifests within a consultation, from 1: two processes make no second one.
    position = models.PositiveIntegerField()
    rows = models.JSONField()
    digest = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfConsultationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list of receipts")
        verbose_name_plural = _("lists of receipts")
        ordering = ["consultation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "position"], name="rkres_wagtail_one_manifest_a_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.closed_at:%Y-%m-%d}"
