"""What an editor sets for a whole site."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting


class RkresSettings(BaseSiteSetting):
    """Settings of the committees of one site (requirement 76)."""

    show_editor_names = models.BooleanField(
        _("show who published"),
        default=False,
        help_text=_(
            "Ticked: the public change log names the person who published, as BIP pages do. "
            "Unticked: it names the office only."
        ),
    )

    consultation_days = models.PositiveSmallIntegerField(
        _("shortest consultation (days)"),
        default=35,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_(
            "Where the kind of document has no number of its own. A shorter consultation is "
            "published with a warning to the editor (Act of 6 December 2006, art. 6(5))."
        ),
    )
    report_days = models.PositiveSmallIntegerField(
        _("days for the report"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_(
            "From the end of a consultation to the day by which its report is due (art. 6(6)). The "
            "public reads that day."
        ),
    )

    retention_months = models.PositiveSmallIntegerField(
        _("names of people who sent remarks are kept (months)"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_(
            "After the outcome of a consultation; then names and addresses are removed for good. "
            "Each consultation may say otherwise."
        ),
    )

    panels = [
        FieldPanel("show_editor_names"),
        FieldPanel("consultation_days"),
        FieldPanel("report_days"),
        FieldPanel("retention_months"),
    ]

    class Meta:
        verbose_name = _("regional committee")
        verbose_name_plural = _("regional committee")
