"""Abstract rows of a programme's page; a concrete class needs them as ``acts`` and ``reports``."""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from ..decisions.querysets import decision_model
from ..fields import YEARS, ChoiceField, DayField
from .choices import ActRole


class AbstractProgrammeAct(Orderable):
    """An act on a programme: of the board, of the sejmik, of the Council of Ministers."""

    act = models.ForeignKey(
        "rkres_wagtail.LegalAct",
        verbose_name=gettext_lazy("act"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = ChoiceField(
        gettext_lazy("what it did"), choices=ActRole, default=ActRole.ADOPTED, max_length=16
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.act}"


class AbstractProgrammeReport(Orderable):
    """A yearly report, and the committee's opinion on it (requirement 68)."""

    year = models.PositiveSmallIntegerField(
        gettext_lazy("year"),
        validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[-1])],
        help_text=gettext_lazy("Which year it is about."),
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=255,
        blank=True,
        help_text=gettext_lazy("Empty: “Report for the year …”."),
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=gettext_lazy("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    url = models.URLField(gettext_lazy("link"), blank=True, max_length=500)
    published_on = DayField(gettext_lazy("published on"), null=True, blank=True)
    opinion = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=gettext_lazy("opinion of the committee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=gettext_lazy("The decision in which the committee gave its opinion."),
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title or _("Report for the year %(year)d") % {"year": self.year}

    def clean(self):
        super().clean()
        if self.opinion_id and not issubclass(
            self.opinion.specific_class or object, decision_model()
        ):
            raise ValidationError({"opinion": _("Choose a decision.")})
