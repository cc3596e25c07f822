"""Filters of the listings of meetings: state, body, year, term."""

from __future__ import annotations

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.pages.listing import PageFilterSet

from ..bodies.models import Term
from ..bodies.pages import BodyPageMixin
from ..bodies.tree import pages_of
from .choices import MeetingStatus
from .querysets import (
    is_between,
    is_cancelled,
    is_of_body,
    is_of_year,
    is_past,
    is_upcoming,
    meetings,
)


def _bodies(request=None):
    used = meetings().order_by().values("bodies")
    return pages_of(BodyPageMixin).filter(pk__in=used).order_by("path")


def _terms(request=None):
    return Term.objects.select_related("committee").order_by("-starts_on")


def _years() -> list[tuple[str, str]]:
    years = {day.year for day in meetings().order_by().dates("starts_on", "year")}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


class MeetingFilterSet(PageFilterSet):
    """Narrow by what the date tells, too; Wagtail's own filters follow."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("meeting", "State"),
        choices=[
            ("upcoming", pgettext_lazy("meetings", "ahead")),
            ("planned", pgettext_lazy("meetings", "ahead, planned")),
            ("confirmed", pgettext_lazy("meetings", "ahead, confirmed")),
            ("held", pgettext_lazy("meetings", "held")),
            ("cancelled", pgettext_lazy("meetings", "cancelled")),
            ("undated", pgettext_lazy("meetings", "of no known date")),
        ],
        method="filter_state",
    )
    body = django_filters.ModelChoiceFilter(label=_("Body"), queryset=_bodies, method="filter_body")
    year = django_filters.ChoiceFilter(label=_("Year"), choices=_years, method="filter_year")
    term = django_filters.ModelChoiceFilter(label=_("Term"), queryset=_terms, method="filter_term")
    live = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("true", pgettext_lazy("page", "published")),
            ("false", pgettext_lazy("page", "draft only")),
        ],
        method="filter_live",
    )

    def narrow(self, queryset, condition):
        """The explorer lists base pages, which have none of our columns."""
        return queryset.filter(pk__in=meetings().filter(condition).values("pk"))

    def filter_state(self, queryset, name, value):
        now = timezone.now()
        conditions = {
            "upcoming": is_upcoming(now) & ~is_cancelled(),
            "planned": is_upcoming(now) & Q(status=MeetingStatus.PLANNED),
            "confirmed": is_upcoming(now) & Q(status=MeetingStatus.CONFIRMED),
            "held": is_past(now) & ~is_cancelled(),
            "cancelled": is_cancelled(),
            "undated": Q(starts_on=None),
        }
        return self.narrow(queryset, conditions[value])

    def filter_body(self, queryset, name, value):
        return self.narrow(queryset, is_of_body(value))

    def filter_year(self, queryset, name, value):
        return self.narrow(queryset, is_of_year(int(value)))

    def filter_term(self, queryset, name, value):
        found = self.narrow(queryset, is_between(value.starts_on, value.ends_on))
        return found.filter(path__startswith=value.committee.path)

    def filter_live(self, queryset, name, value):
        return queryset.filter(live=value == "true")
