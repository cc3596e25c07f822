"""What has been public: kept so that whoever copied it learns that it is gone."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


def this_second() -> datetime:
    """Now, as exactly as OParl's dates can say it (OParl 1.1, chapter 2.4)."""
    return datetime.now(UTC).replace(microsecond=0)


class OpenRecord(models.Model):
    """One object that this site publishes, or once did (OParl 1.1, chapter 2.8).

    Holds no word of it: ``digest`` is keyed with ``SECRET_KEY``, so that no name can be tried
    out against it, and goes when the object goes. Rows are never deleted but with their site.
    """

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    #: Unique in its kind, part of the address.
    key = models.CharField(max_length=80)
    #: ``translation_key`` of the committee in whose lists it stands.
    committee_key = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=this_second)
    modified_at = models.DateTimeField(default=this_second)
    deleted_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record of open data")
        verbose_name_plural = _("records of open data")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "kind", "key"], name="rkres_wagtail_one_open_record"
            )
        ]
        indexes = [
            models.Index(
                fields=["site", "kind", "committee_key", "id"], name="rkres_wagtail_open_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"
