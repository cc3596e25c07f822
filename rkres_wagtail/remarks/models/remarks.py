"""Remarks, what they said before, and notes of the office."""

from __future__ import annotations

import secrets

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...fields import ChoiceField
from ..choices import BlockReason, Moderation
from ..querysets import RemarkQuerySet


def new_salt() -> str:
    """16 random bytes in hexadecimal."""
    return secrets.token_hex(16)


class Remark(models.Model):
    """One remark to one place of the document (requirement 56).

    ``section`` with ``version`` and ``section_digest`` is what the author read (DESIGN, rule 13);
    ``place`` is the same in the author's words where there is no section. ``digest`` seals
    number, moment and texts with ``salt`` (``sealing.digest_of``); it does not change once the
    round is closed, whatever is anonymised later.
    """

    TEXTS = ("quote", "content", "proposed", "justification")

    submission = models.ForeignKey(
        "rkres_wagtail.Submission", on_delete=models.PROTECT, related_name="remarks"
    )
    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    section = models.ForeignKey(
        "rkres_wagtail.SectionIdentity",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    version = models.ForeignKey(
        "rkres_wagtail.DocumentVersion",
        verbose_name=_("version"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    section_digest = models.CharField(max_length=64, blank=True, editable=False)
    place = models.CharField(
        _("part of the document"),
        max_length=255,
        blank=True,
        help_text=_("Chapter, point or page, e.g. “chapter 2, page 14”."),
    )
    quote = models.TextField(_("present wording"), blank=True)
    content = models.TextField(_("remark"))
    proposed = models.TextField(_("proposed wording"), blank=True)
    justification = models.TextField(_("justification"), blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    #: Hash of the bare words: identical remarks have the same one (``answering/likeness.py``).
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    moderation = ChoiceField(
        _("publication"), choices=Moderation, default=Moderation.PENDING, db_index=True
    )
    block_reason = ChoiceField(_("reason"), choices=BlockReason, blank=True)
    hidden_passages = models.TextField(
        _("passages to hide"),
        blank=True,
        help_text=_(
            "One a line, word for word, e.g. a telephone number or a name. The public reads "
            "“[…]” in their place."
        ),
    )
    moderated_at = models.DateTimeField(null=True, editable=False)
    moderated_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    #: What the author sent was taken away for good at the author's request (GDPR, art. 17).
    erased_at = models.DateTimeField(null=True, editable=False)
    response = models.ForeignKey(
        "rkres_wagtail.Response",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    assigned_to = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: Rises with every change, so that two editors do not overwrite each other.
    edits = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = RemarkQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="rkres_wagtail_one_remark_a_number"
            )
        ]

    def __str__(self) -> str:
        return str(_("Remark no. %(number)s") % {"number": self.receipt_number})

    @property
    def receipt_number(self) -> str:
        """``57/12``: unique in the installation; alone it authorises nothing."""
        return f"{self.consultation_id}/{self.number}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_readable(self) -> bool:
        """Whether the public may read the words; otherwise it reads a neutral trace."""
        return (
            self.moderation == Moderation.APPROVED
            and self.withdrawn_at is None
            and self.erased_at is None
        )


class RemarkText(models.Model):
    """What a remark said before its author corrected it; the office reads it."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="former_texts")
    place = models.CharField(max_length=255, blank=True)
    quote = models.TextField(blank=True)
    content = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    justification = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("former text of a remark")
        verbose_name_plural = _("former texts of remarks")
        ordering = ["remark", "pk"]

    def __str__(self) -> str:
        return f"{self.remark}: {self.content[:60]}"


class RemarkNote(models.Model):
    """A note of the office on a remark; never public."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note on a remark")
        verbose_name_plural = _("notes on remarks")
        ordering = ["remark", "pk"]

    def __str__(self) -> str:
        return f"{self.remark}: {self.text[:60]}"
