"""Files that the office dropped in, read and waiting to be taken over (``offline/``)."""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...consultations.querysets import OfConsultationQuerySet


class RemarkBatch(models.Model):
    """One import: nothing of it is a remark before ``applied_at``, and then all of it is."""

    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    #: What the clerk said of all files: channel, day of receipt, column mapping.
    options = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OfConsultationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import of remarks")
        verbose_name_plural = _("imports of remarks")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.created_at:%Y-%m-%d %H:%M}"


class RemarkBatchFile(models.Model):
    """One file of an import, with what was read from it; emptied once it is applied or old."""

    batch = models.ForeignKey(RemarkBatch, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    #: What was read: author, rows and problems, each with row and column.
    reading = models.JSONField(default=dict)
    #: What the clerk said of this file.
    options = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
