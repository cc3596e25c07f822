"""What one author sent at one time: the author, the way and the moment; remarks are its rows."""

from __future__ import annotations

import uuid

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...fields import ChoiceField
from ...secret_links import new_nonce
from ..choices import AuthorKind, Channel, FileKind, FormalReason
from ..querysets import SubmissionQuerySet


class Submission(models.Model):
    """One sending with one or more remarks (requirement 56).

    Whatever is personal of an author is here and nowhere else: ``PERSONAL`` names the fields that
    anonymising empties. ``entity`` numbers authors within a consultation, so that "51 entities"
    stays true once the names are gone.
    """

    PERSONAL = ("name", "organisation", "email", "author_key")

    consultation = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    round = models.ForeignKey(
        "rkres_wagtail.Round",
        verbose_name=_("round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    channel = ChoiceField(_("way it came in"), choices=Channel)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    author_kind = ChoiceField(_("author"), choices=AuthorKind, default=AuthorKind.PERSON)
    name = models.CharField(_("first name and surname"), max_length=255, blank=True)
    organisation = models.CharField(_("name of the entity"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_name_public = models.BooleanField(
        _("agrees that the name is shown"),
        default=False,
        help_text=_("Of private persons: without it the public reads “private person”."),
    )
    wants_result = models.BooleanField(_("wants to be told of the report"), default=False)
    meeting = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("raised at the meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: ``uuid`` of an item of that meeting's agenda.
    agenda_item = models.UUIDField(_("agenda item"), null=True, blank=True)
    is_late = models.BooleanField(FormalReason.LATE.label, default=False)
    is_anonymous = models.BooleanField(FormalReason.ANONYMOUS.label, default=False)
    is_unsigned = models.BooleanField(FormalReason.UNSIGNED.label, default=False)
    is_wrong_form = models.BooleanField(FormalReason.WRONG_FORM.label, default=False)
    entity = models.PositiveIntegerField(editable=False)
    #: Keyed hash by which the same author is known again (``names.author_key``).
    author_key = models.CharField(max_length=64, blank=True, editable=False)
    #: Set by whoever makes the form; the same one makes no second submission.
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    needs_confirmation = models.BooleanField(default=False, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    nonce = models.CharField(max_length=43, default=new_nonce, editable=False)
    language = models.CharField(max_length=16, blank=True, editable=False)
    entered_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: Rises with every change by the office, so that two of them do not overwrite each other.
    edits = models.PositiveIntegerField(default=0, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    objects = SubmissionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["consultation", "author_key"], name="rkres_wagtail_author"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.author}"

    @property
    def is_counted(self) -> bool:
        return self.confirmed_at is not None or not self.needs_confirmation

    @property
    def author(self) -> str:
        """Who sent it, for the office."""
        return self.organisation or self.name or str(self.get_author_kind_display())

    @property
    def public_author(self) -> str:
        """Who sent it, for everybody (requirement 63): entities by name, persons by consent."""
        from ..names import public_author

        return public_author(self)

    @property
    def defects(self) -> list[str]:
        """Values of ``FormalReason`` that hold."""
        return [reason for reason in FormalReason.values if getattr(self, f"is_{reason}")]


class SubmissionFile(models.Model):
    """A file that came with a submission; kept in the database, read by the office only."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    kind = ChoiceField(choices=FileKind, default=FileKind.ATTACHMENT)
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
