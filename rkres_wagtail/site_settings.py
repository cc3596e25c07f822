"""What an editor sets for a whole site."""

from __future__ import annotations

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

    panels = [FieldPanel("show_editor_names")]

    class Meta:
        verbose_name = _("regional committee")
        verbose_name_plural = _("regional committee")
