"""Kinds of decisions, and where decisions went."""

from __future__ import annotations

from datetime import date

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from ..bodies.querysets import today
from ..compat import api_field
from ..fields import ChoiceField, DayField
from ..representations import PublicPageField
from ..text import without_directions
from .choices import DispatchState
from .querysets import DecisionKindQuerySet, DispatchQuerySet, decisions


class DecisionKind(models.Model):
    """Resolution, position, opinion, recommendation …, kept for each committee."""

    committee = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("committee"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=100)
    name_plural = models.CharField(
        _("name in the plural"),
        max_length=100,
        blank=True,
        help_text=_("The public reads it in the filter of the register; may stay empty."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What such a decision is. For editors.")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    objects = DecisionKindQuerySet.as_manager()

    api_fields = [
        api_field("committee", serializer=PublicPageField()),
        api_field("name", writable=True),
        api_field("name_plural", writable=True),
        # For editors: no part of the API.
        api_field("sort_order", writable=True),
    ]

    class Meta:
        verbose_name = _("kind of decision")
        verbose_name_plural = _("kinds of decisions")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def label_plural(self) -> str:
        return self.name_plural or self.name

    def clean(self):
        super().clean()
        from ..bodies.rules import check_is_committee

        self.name = without_directions(self.name)
        if not self.committee_id:
            # Not tied to the field: API v3 makes forms without it, and saves what they let pass.
            raise ValidationError(_("Choose a committee."))
        check_is_committee(self)
        self._check_stays()
        others = DecisionKind.objects.of(self.committee).filter(name__iexact=self.name)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("The committee has a kind of this name already.")})

    def _check_stays(self) -> None:
        """A kind in use keeps its committee."""
        stored = DecisionKind.objects.filter(pk=self.pk).select_related("committee").first()
        if stored is None or stored.committee.translation_key == self.committee.translation_key:
            return
        if decisions().filter(kind=stored).exists():
            message = _("Decisions of its committee are of this kind, so it stays there.")
            raise ValidationError({"committee": message})


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
    addressee = models.CharField(
        _("addressee"),
        max_length=255,
        help_text=_("An office or institution, e.g. “Marshal's Office”. The public reads it."),
    )
    sent_on = DayField(
        _("sent on"),
        null=True,
        blank=True,
        help_text=_(
            "From this day the public register counts how long the answer is awaited. Leave it "
            "empty when the day is not known."
        ),
    )
    state = ChoiceField(_("state"), choices=DispatchState, default=DispatchState.SENT)
    answered_on = DayField(
        _("answered on"), null=True, blank=True, help_text=_("The day on the answer.")
    )
    answered_by = models.CharField(
        _("who answered"), max_length=255, blank=True, help_text=_("An office, not a person.")
    )
    answer = models.TextField(
        _("summary of the answer"),
        blank=True,
        help_text=_("In plain words. The public reads it below the decision."),
    )
    answer_document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file with the answer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    office_note = models.TextField(
        _("note for the office"), blank=True, help_text=_("Never shown to the public.")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    changed_at = models.DateTimeField(auto_now=True)
    #: When the answer was entered: the news of it is of that moment.
    answer_recorded_at = models.DateTimeField(null=True, editable=False)

    objects = DispatchQuerySet.as_manager()
    # Whoever reads the index of references finds pages, not rows about them.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("addressee of a decision")
        verbose_name_plural = _("addressees of decisions")
        ordering = ["decision", "sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_state_display()}"

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None or bool(self.answer or self.answer_document_id)

    @property
    def is_waiting(self) -> bool:
        """Sent on a known day, and nothing came back."""
        return (
            self.state == DispatchState.SENT
            and self.sent_on is not None
            and self.answered_on is None
        )

    def days_waiting(self, on: date | None = None) -> int | None:
        """Whole days since it was sent, as long as the answer is awaited; computed, never kept."""
        return max(((on or today()) - self.sent_on).days, 0) if self.is_waiting else None

    def clean(self):
        super().clean()
        from .rules import check_dispatch

        check_dispatch(self)
