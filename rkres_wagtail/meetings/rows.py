"""The abstract rows of a meeting's page: items of its agenda, and its materials.

A concrete page class needs both, with the related names ``agenda_items`` and ``materials``.
"""

from __future__ import annotations

import uuid

import swapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from ..fields import ChoiceField, DayField
from . import panels, rules
from .choices import MAX_LEVEL, ItemResult, MaterialAccess, MaterialKind


class AbstractAgendaItem(Orderable):
    """One item of an agenda (requirement 30); others point at it by ``uuid`` only."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    level = models.PositiveSmallIntegerField(
        _("level"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_LEVEL)],
    )
    title = models.CharField(_("item"), max_length=500)
    starts_time = models.TimeField(_("at"), null=True, blank=True)
    duration = models.PositiveSmallIntegerField(
        pgettext_lazy("duration", "minutes"), null=True, blank=True
    )
    speaker = models.CharField(_("speaker"), max_length=255, blank=True)
    affiliation = models.CharField(_("speaker's organisation"), max_length=255, blank=True)
    is_internal = models.BooleanField(
        _("internal"),
        default=False,
        help_text=_("The public never sees it, nor its sub-items and materials."),
    )
    result = ChoiceField(_("result"), choices=ItemResult, blank=True)
    result_note = models.CharField(_("about the result"), max_length=500, blank=True)
    postponed_to = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("postponed to the meeting"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    referred_to = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("referred to the body"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = panels.AGENDA_ITEM

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    def clean(self):
        super().clean()
        rules.check_item(self)


class AbstractMeetingMaterial(Orderable):
    """A file or a link of a meeting, perhaps of one item of its agenda (requirement 31)."""

    title = models.CharField(
        _("title"),
        max_length=255,
        blank=True,
        help_text=_("Left empty: the title of the file."),
    )
    kind = ChoiceField(_("kind"), choices=MaterialKind, default=MaterialKind.OTHER)
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    url = models.URLField(_("or web address"), blank=True)
    access = ChoiceField(
        _("accessibility"), choices=MaterialAccess, default=MaterialAccess.ACCESSIBLE
    )
    replace_by = DayField(
        _("to be replaced by"),
        null=True,
        blank=True,
        help_text=_("Until when an accessible version will replace it."),
    )
    item_uuid = models.UUIDField(_("item of the agenda"), null=True, blank=True)

    panels = panels.MATERIAL

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The title, else that of the file, else what kind of material it is."""
        if self.title:
            return self.title
        return self.document.title if self.document else str(self.get_kind_display())

    def clean(self):
        super().clean()
        if not self.document_id and not self.url:
            raise ValidationError({"document": _("Choose a file or give a web address.")})
        if self.document_id and self.url:
            raise ValidationError({"url": _("A file or a web address, not both.")})
        if self.replace_by and self.access != MaterialAccess.NOT_ACCESSIBLE:
            raise ValidationError(
                {"replace_by": _("Clear the day: only what is not accessible is to be replaced.")}
            )
