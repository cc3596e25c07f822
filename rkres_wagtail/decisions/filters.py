"""Filters of the listings of decisions: kind, body, year, what became of it."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.pages.listing import PageFilterSet

from ..bodies.pages import BodyPageMixin
from ..bodies.snippet_filters import CommitteeFilter
from ..bodies.tree import pages_of
from .choices import WAITING, WAITING_LABEL, DispatchState
from .models import DecisionKind
from .querysets import decisions, has_state, is_of_body, is_of_year, is_sent, is_waiting

_NOT_SENT = "not_sent"


def _bodies(request=None):
    used = decisions().order_by().values("body")
    return pages_of(BodyPageMixin).filter(pk__in=used).order_by("path")


def _kinds(request=None):
    return DecisionKind.objects.filter(pk__in=decisions().order_by().values("kind"))


def _years() -> list[tuple[str, str]]:
    years = {day.year for day in decisions().order_by().dates("adopted_on", "year")}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


class DecisionFilterSet(PageFilterSet):
    """Narrow by what came back, too; Wagtail's own filters follow."""

    kind = django_filters.ModelChoiceFilter(label=_("Kind"), queryset=_kinds, method="filter_kind")
    body = django_filters.ModelChoiceFilter(label=_("Body"), queryset=_bodies, method="filter_body")
    year = django_filters.ChoiceFilter(label=_("Year"), choices=_years, method="filter_year")
    state = django_filters.ChoiceFilter(
        label=_("What became of it"),
        choices=[
            (WAITING, WAITING_LABEL),
            *DispatchState.choices,
            (_NOT_SENT, pgettext_lazy("decisions", "sent to nobody")),
        ],
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

    def narrow(self, queryset, condition):
        """The explorer lists base pages, which have none of our columns."""
        return queryset.filter(pk__in=decisions().filter(condition).values("pk"))

    def filter_kind(self, queryset, name, value):
        return queryset.filter(pk__in=decisions().filter(kind=value).values("pk"))

    def filter_body(self, queryset, name, value):
        return self.narrow(queryset, is_of_body(value))

    def filter_year(self, queryset, name, value):
        return self.narrow(queryset, is_of_year(int(value)))

    def filter_state(self, queryset, name, value):
        if value == _NOT_SENT:
            return self.narrow(queryset, ~is_sent())
        return self.narrow(queryset, is_waiting() if value == WAITING else has_state(value))

    def filter_live(self, queryset, name, value):
        return queryset.filter(live=value == "true")


class DecisionKindFilterSet(WagtailFilterSet):
    committee = CommitteeFilter()

    class Meta:
        model = DecisionKind
        fields: list[str] = []
