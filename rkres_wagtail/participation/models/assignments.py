"""Documents that members of a body are asked to read, and what each of them answered."""

from __future__ import annotations

import swapper
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...fields import ChoiceField
from ...secret_links import new_nonce
from ..choices import ReaderAnswer
from ..querysets import AssignmentQuerySet

_PAGE = swapper.get_model_name("wagtailcore", "Page")


class Assignment(models.Model):
    """A consultation given to the members of a body, with a day until which they answer."""

    consultation = models.ForeignKey(
        _PAGE, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        _PAGE, verbose_name=_("whose members"), on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(
        _("answers until"), help_text=_("A moment that is not part of it: midnight ends the day.")
    )
    message = models.TextField(
        _("message"), blank=True, help_text=_("Stands in the e-mail, above the link.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    edits = models.PositiveIntegerField(default=0, editable=False)

    objects = AssignmentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("document to read")
        verbose_name_plural = _("documents to read")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.consultation} – {self.body}"


class AssignedReader(models.Model):
    """One member who was asked, and the answer: none, no remarks, or remarks."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey(
        "rkres_wagtail.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    told_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    answer = ChoiceField(
        _("answer"), choices=ReaderAnswer, default=ReaderAnswer.NONE, max_length=16
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    #: Who of the office entered an answer given otherwise; None: the member by the link.
    recorded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submissions = models.ManyToManyField(
        "rkres_wagtail.Submission", blank=True, related_name="assigned_readers"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reader of a document")
        verbose_name_plural = _("readers of documents")
        ordering = ["assignment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "person"], name="rkres_wagtail_one_document_a_reader"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class ReadingLink(models.Model):
    """The secret link of one person to the list of documents that they are asked to read."""

    person = models.OneToOneField(
        "rkres_wagtail.Person", on_delete=models.CASCADE, related_name="+"
    )
    nonce = models.CharField(max_length=43, default=new_nonce, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link to documents to read")
        verbose_name_plural = _("links to documents to read")

    def __str__(self) -> str:
        return str(self.person)
