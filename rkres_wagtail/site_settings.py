"""What an editor sets for a whole site."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import RichTextField


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

    declaration_retention_months = models.PositiveSmallIntegerField(
        _("names of people who declared are kept (months)"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_(
            "After a declaration to take part was decided or withdrawn; then names and addresses "
            "are removed for good. Each body and call may say otherwise."
        ),
    )
    subscription_clause = RichTextField(
        _("privacy clause of subscriptions"),
        blank=True,
        features=["bold", "italic", "ol", "ul", "link", "document-link"],
        help_text=_(
            "Who keeps the address, why, on which legal basis and for how long (GDPR, art. 13). "
            "While it is empty, nobody can subscribe to news."
        ),
    )

    panels = [
        FieldPanel("show_editor_names"),
        FieldPanel("consultation_days"),
        FieldPanel("report_days"),
        FieldPanel("retention_months"),
        FieldPanel("declaration_retention_months"),
        FieldPanel("subscription_clause"),
    ]

    class Meta:
        verbose_name = _("regional committee")
        verbose_name_plural = _("regional committee")
