"""Filters of the admin's listing of programmes."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.pages.listing import PageFilterSet

from ..bodies.snippet_filters import committees
from .choices import ProgrammeScope, ProgrammeState
from .querysets import in_state


class ProgrammeFilterSet(PageFilterSet):
    """Narrow by state, whose it is and committee; Wagtail's own filters follow."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("programme", "State"),
        choices=ProgrammeState.choices,
        method="filter_state",
    )
    scope = django_filters.ChoiceFilter(label=_("Whose programme"), choices=ProgrammeScope.choices)
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=committees, method="filter_committee"
    )
    live = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("true", pgettext_lazy("page", "published")),
            ("false", pgettext_lazy("page", "draft only")),
        ],
        method="filter_live",
    )

    def filter_state(self, queryset, name, value):
        return queryset.filter(in_state(value))

    def filter_committee(self, queryset, name, value):
        return queryset.filter(path__startswith=value.path)

    def filter_live(self, queryset, name, value):
        return queryset.filter(live=value == "true")
