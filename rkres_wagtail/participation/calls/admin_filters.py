"""Filters of the admin's listing of calls."""

from __future__ import annotations

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.pages.listing import PageFilterSet

from ..choices import CallState
from ..querysets import call_in_state, calls


class CallFilterSet(PageFilterSet):
    """Narrow by where it stands; Wagtail's own filters follow."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("call", "Where it stands"),
        choices=CallState.choices,
        method="filter_state",
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
        chosen = calls().filter(call_in_state(value, timezone.now()))
        return queryset.filter(pk__in=chosen.values("pk"))

    def filter_live(self, queryset, name, value):
        return queryset.filter(live=value == "true")
