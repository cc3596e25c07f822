"""Kinds of decisions, and where decisions went."""

from __future__ import annotations

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from ..fields import ChoiceField, DayField
from .choices import DispatchState


class DecisionKind(models.Model):
    """Resolution, position, opinion, recommendation …, kept for each committee."""

    committee = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("committee"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=100)
    name_plural = models.CharField(_("name in the plural"), max_length=100, blank=True)
    description = models.TextField(_("description"), blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of decision")
        verbose_name_plural = _("kinds of decisions")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


class Dispatch(models.Model):
    """One addressee of a decision: when it was sent, what came back (requirement 35).

    A plain row, no part of the page's draft: an answer is entered without publishing a page.
    """

    decision = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("decision"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    addressee = models.CharField(_("addressee"), max_length=255)
    sent_on = DayField(_("sent on"), null=True, blank=True)
    state = ChoiceField(_("state"), choices=DispatchState, default=DispatchState.SENT)
    answered_on = DayField(_("answered on"), null=True, blank=True)
    answered_by = models.CharField(
        _("who answered"), max_length=255, blank=True, help_text=_("An office, not a person.")
    )
    answer = models.TextField(_("summary of the answer"), blank=True)
    answer_document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file with the answer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    office_note = models.TextField(_("note for the office"), blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("addressee of a decision")
        verbose_name_plural = _("addressees of decisions")
        ordering = ["decision", "sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_state_display()}"
