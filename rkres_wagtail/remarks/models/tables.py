"""Files made of the published table of remarks by a task (``publication/files.py``)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...fields import ChoiceField
from ..choices import TableKind


class RemarkTableFile(models.Model):
    """As ``MinutesFile``: ``basis`` is a digest of all it was made of; another one means stale."""

    report = models.ForeignKey(
        "rkres_wagtail.ConsultationReport", on_delete=models.CASCADE, related_name="table_files"
    )
    kind = ChoiceField(choices=TableKind)
    language = models.CharField(max_length=16)
    basis = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "language"], name="rkres_wagtail_one_table_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}.{self.kind}"
