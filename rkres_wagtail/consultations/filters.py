"""Filters of the admin's listings of consultations and of kinds of documents."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.pages.listing import PageFilterSet

from ..bodies.snippet_filters import CommitteeFilter
from ..site_settings import RkresSettings
from .choices import ConsultationState
from .course import start_of_day, today_of
from .models import ConsultationKind, Round
from .querysets import consultations, in_state


def _kinds(request=None):
    return ConsultationKind.objects.filter(pk__in=consultations().order_by().values("kind"))


def _years() -> list[tuple[str, str]]:
    """Years in which a round opened, as days are told here."""
    years = {today_of(start).year for start in Round.objects.values_list("starts_at", flat=True)}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


class ConsultationFilterSet(PageFilterSet):
    """Narrow by where it stands; Wagtail's own filters follow."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("consultation", "Where it stands"),
        choices=ConsultationState.choices,
        method="filter_state",
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("Kind of document"), queryset=_kinds, method="filter_kind"
    )
    year = django_filters.ChoiceFilter(label=_("Year"), choices=_years, method="filter_year")
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
        return queryset.filter(pk__in=consultations().filter(condition).values("pk"))

    def filter_state(self, queryset, name, value):
        days = RkresSettings.for_request(self.request).report_days
        return self.narrow(queryset, in_state(value, timezone.now(), days))

    def filter_kind(self, queryset, name, value):
        return self.narrow(queryset, Q(kind=value))

    def filter_year(self, queryset, name, value):
        first = today_of(timezone.now()).replace(year=int(value), month=1, day=1)
        rounds = Round.objects.filter(
            consultation__translation_key=OuterRef("translation_key"),
            starts_at__gte=start_of_day(first),
            starts_at__lt=start_of_day(first.replace(year=first.year + 1)),
        )
        return self.narrow(queryset, Exists(rounds))

    def filter_live(self, queryset, name, value):
        return queryset.filter(live=value == "true")


class ConsultationKindFilterSet(WagtailFilterSet):
    committee = CommitteeFilter()

    class Meta:
        model = ConsultationKind
        fields: list[str] = []
