"""What was applied from a region profile, so that the next run knows who owns a value."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProfileObject(models.Model):
    """One object that a profile made on a site, and the hash of each value it last applied.

    The object is found by type and id, so a page may be renamed and moved. A field whose
    present value no longer has the hash kept here was changed by an editor, and stays as
    the editor left it. The groups and the collection of a committee's office are remembered here,
    too (``editorial/roles.py``), under ``roles:`` and the committee's translation key.
    """

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    profile = models.CharField(_("profile"), max_length=64)
    key = models.CharField(_("key in the profile"), max_length=140)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    hashes = models.JSONField(default=dict)
    applied_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("object of a region profile")
        verbose_name_plural = _("objects of region profiles")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "profile", "key"], name="rkres_wagtail_profile_object"
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.key}"
