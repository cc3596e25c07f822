"""The consulted document: versions, and sections whose identity survives them (DESIGN, rule 13).

Changed by ``document/services.py`` only. A version's text is its ``SectionText`` rows in the
order of ``position``; ``level`` says how deep each stands, as in the agenda of a meeting. What
people answer is bound to a ``SectionIdentity``, which is never deleted.
"""

from __future__ import annotations

import uuid

import swapper
from django.conf import settings as django_settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from ...fields import ChoiceField, StreamField
from ...meetings.choices import MaterialAccess
from ..choices import MAX_LEVEL, LineageKind, VersionKind
from ..document.blocks import CONTENT_BLOCKS
from ..querysets import OfConsultationQuerySet, VersionQuerySet


class DocumentVersion(models.Model):
    """One text of the document, with files (requirement 44).

    ``number`` counts from 1. Not published: a draft of the office, which the public never sees.
    ``edits`` rises with every change, so that two editors do not overwrite each other.
    """

    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    number = models.PositiveSmallIntegerField(_("version"))
    kind = ChoiceField(_("which text"), choices=VersionKind, default=VersionKind.DRAFT)
    title = models.CharField(
        _("title"),
        max_length=255,
        blank=True,
        help_text=_("The title of the document itself. Empty: the title of the consultation."),
    )
    changes = models.TextField(
        _("what has changed"),
        blank=True,
        help_text=_("Since the version before, in plain words. The public reads it."),
    )
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Published while a round was open: the text that people were reading has changed.
    is_erratum = models.BooleanField(default=False, editable=False)
    edits = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, db_index=True)
    published_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = VersionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="rkres_wagtail_one_version_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation} ({self.number})"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class VersionFile(models.Model):
    """A file of a version, e.g. the draft as the board adopted it."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Empty: the title of the file.")
    )
    access = ChoiceField(
        _("accessibility"), choices=MaterialAccess, default=MaterialAccess.ACCESSIBLE
    )
    sort_order = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")
        ordering = ["version", "sort_order", "pk"]

    def __str__(self) -> str:
        return self.title or str(self.document)


class SectionIdentity(models.Model):
    """What stays the same of a section through every version; never deleted."""

    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OfConsultationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.anchor

    @property
    def anchor(self) -> str:
        """The section's ``id`` in every public page: ASCII, the same in all versions."""
        return f"czesc-{self.uuid.hex[:12]}"


class SectionText(models.Model):
    """What a section says in one version.

    ``digest`` is the SHA-256 of number, title and words (``document.words.digest_of``): what a
    remark quotes is bound to it.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="texts")
    identity = models.ForeignKey(SectionIdentity, on_delete=models.PROTECT, related_name="texts")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(
        _("level"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MAX_LEVEL)]
    )
    number = models.CharField(
        _("number"), max_length=30, blank=True, help_text=_("As in the document, e.g. “2.1”.")
    )
    title = models.CharField(_("heading"), max_length=500)
    content = StreamField(CONTENT_BLOCKS, verbose_name=_("text"), blank=True)
    digest = models.CharField(max_length=64, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text of a section")
        verbose_name_plural = _("texts of sections")
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "identity"], name="rkres_wagtail_one_text_a_version"
            )
        ]

    def __str__(self) -> str:
        return self.heading

    def save(self, *args, **kwargs):
        from ..document.words import digest_of

        self.digest = digest_of(self)
        super().save(*args, **kwargs)

    @property
    def heading(self) -> str:
        """``2.1. Zatrudnienie``: the number as written, then the title."""
        number = (
            self.number
            if not self.number or self.number.endswith((".", ")"))
            else (f"{self.number}.")
        )
        return f"{number} {self.title}".strip()


class SectionLineage(models.Model):
    """What a verb did to sections in a version: split, merged, moved; recorded, not guessed.

    ``SPLIT``: ``target`` was split off ``source``. ``MERGE``: ``source`` became part of
    ``target``. ``MOVE``: ``source`` and ``target`` are the same section.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="lineage")
    kind = ChoiceField(choices=LineageKind)
    source = models.ForeignKey(SectionIdentity, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(SectionIdentity, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("history of a section")
        verbose_name_plural = _("histories of sections")
        ordering = ["version", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.source} → {self.target} ({self.kind})"
