"""Terms and sectors, kept for each committee."""

from __future__ import annotations

from datetime import date, timedelta

import swapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...compat import api_field
from ...fields import YEARS, DayField
from ...numerals import roman
from ...representations import PublicPageField
from ..querysets import TermQuerySet


class Sector(models.Model):
    """Whom a seat represents; the ten of art. 57(1) as preset, editable (requirement 16)."""

    committee = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("committee"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    seats_min = models.PositiveSmallIntegerField(
        _("least seats"),
        null=True,
        blank=True,
        help_text=_("Optional. Fewer members earn the editor a warning, nothing more."),
    )
    seats_max = models.PositiveSmallIntegerField(_("most seats"), null=True, blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    api_fields = [
        api_field("committee", serializer=PublicPageField()),
        api_field("name", writable=True),
        api_field("description", writable=True),
        api_field("seats_min", writable=True),
        api_field("seats_max", writable=True),
        api_field("sort_order", writable=True),
    ]

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        super().clean()
        check_committee(self, ("memberships", "seats"))
        if None not in (self.seats_min, self.seats_max) and self.seats_max < self.seats_min:
            raise ValidationError(
                {"seats_max": _("The greatest number of seats is below the least.")}
            )


class Term(models.Model):
    """A term of a committee: ordinal, years, start and end (requirement 12)."""

    committee = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        verbose_name=_("committee"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal"), null=True, blank=True, help_text=_("Which term it is, when it is counted.")
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("Only where years do not say it, e.g. “transitional”."),
    )
    starts_on = DayField(_("first day"))
    ends_on = DayField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_(
            "Left empty in a new term: counted from the first day by the length of a term that "
            "the committee has (three years by art. 56)."
        ),
    )

    objects = TermQuerySet.as_manager()

    api_fields = [
        api_field("committee", serializer=PublicPageField()),
        api_field("label"),
        api_field("ordinal", writable=True),
        api_field("name", writable=True),
        api_field("starts_on", writable=True),
        api_field("ends_on", writable=True),
    ]

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """E.g. ``"II kadencja (2023–2026)"``; parts that are not known are left out."""
        if self.ordinal:
            head = _("term %(ordinal)s") % {"ordinal": roman(self.ordinal)}
            return f"{head} ({self.years})"
        return _("term %(years)s") % {"years": self.years}

    @property
    def years(self) -> str:
        """``"2023–2026"``, or the name given instead of years."""
        if self.name:
            return self.name
        if self.ends_on is None:
            return _("from %(year)s") % {"year": self.starts_on.year}
        if self.ends_on.year == self.starts_on.year:
            return str(self.starts_on.year)
        return f"{self.starts_on.year}–{self.ends_on.year}"

    def is_current(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def is_past(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on

    def clean(self):
        super().clean()
        check_committee(self, ("memberships", "seats", "acts"))
        if self.pk is None and self.starts_on and self.ends_on is None and self.committee_id:
            self.ends_on = self._usual_end()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first day.")})

    def _usual_end(self) -> date | None:
        """Last day of a term that lasts as long as the committee says; None beyond all years."""
        year = self.starts_on.year + getattr(self.committee.specific, "term_years", 3)
        if year not in YEARS:
            return None
        try:
            anniversary = self.starts_on.replace(year=year)
        except ValueError:  # 29 February
            anniversary = date(year, 3, 1)
        return anniversary - timedelta(days=1)


def check_committee(instance, rows: tuple[str, ...]) -> None:
    from ..rules import check_is_committee, check_stays_with_committee

    if not instance.committee_id:
        # Not tied to the field: API v3 makes forms without it, and saves what they let pass.
        raise ValidationError(_("Choose a committee."))
    check_is_committee(instance)
    check_stays_with_committee(instance, rows)
