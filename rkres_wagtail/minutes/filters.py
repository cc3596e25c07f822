"""Filters of the list of minutes."""

from __future__ import annotations

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ..bodies.snippet_filters import committees
from ..meetings.querysets import is_of_year, meetings
from .choices import MinutesState
from .models import Minutes


def _years() -> list[tuple[str, str]]:
    used = meetings().filter(pk__in=Minutes.objects.order_by().values("meeting"))
    years = {day.year for day in used.order_by().dates("starts_on", "year")}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


class MinutesFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("minutes", "State"),
        choices=MinutesState.choices,
        field_name="state_now",
    )
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=committees, method="filter_committee"
    )
    year = django_filters.ChoiceFilter(label=_("Year"), choices=_years, method="filter_year")

    class Meta:
        model = Minutes
        fields: list[str] = []

    def filter_committee(self, queryset, name, value):
        under = Q()
        for path in value.get_translations(inclusive=True).values_list("path", flat=True):
            under |= Q(meeting__path__startswith=path)
        return queryset.filter(under)

    def filter_year(self, queryset, name, value):
        return queryset.filter(meeting__in=meetings().filter(is_of_year(int(value))).values("pk"))
