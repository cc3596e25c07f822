"""Filters of the listings of bodies."""

from __future__ import annotations

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.pages.listing import PageFilterSet

from .choices import GroupKind
from .querysets import today


def _ids(mixin_name: str, **conditions):
    """Ids of the pages of every class with the mixin that meet the conditions."""
    from . import pages
    from .tree import page_models

    found: list[int] = []
    for model in page_models(getattr(pages, mixin_name)):
        found += model._default_manager.filter(**conditions).values_list("pk", flat=True)
    return found


def _committees(request=None):
    from . import pages
    from .tree import pages_of

    return pages_of(pages.CommitteePageMixin)


class BodyFilterSet(PageFilterSet):
    """Activity and state; Wagtail's own filters follow."""

    activity = django_filters.ChoiceFilter(
        label=pgettext_lazy("body", "Activity"),
        choices=[
            ("active", pgettext_lazy("body", "active")),
            ("former", pgettext_lazy("body", "former")),
        ],
        method="filter_activity",
    )
    live = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("true", pgettext_lazy("page", "published")),
            ("false", pgettext_lazy("page", "draft only")),
        ],
        method="filter_live",
    )

    def filter_activity(self, queryset, name, value):
        former = _ids("BodyPageMixin", active_to__lt=today())
        condition = Q(pk__in=former)
        return queryset.filter(condition if value == "former" else ~condition)

    def filter_live(self, queryset, name, value):
        return queryset.filter(live=value == "true")


class WithinCommitteeFilterSet(BodyFilterSet):
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=_committees, method="filter_committee"
    )

    def filter_committee(self, queryset, name, value):
        return queryset.filter(path__startswith=value.path)


class GroupFilterSet(WithinCommitteeFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=GroupKind.choices, method="filter_kind"
    )

    def filter_kind(self, queryset, name, value):
        return queryset.filter(pk__in=_ids("GroupPageMixin", kind=value))


COMMITTEE_FILTERS = BodyFilterSet
TIER_FILTERS = WithinCommitteeFilterSet
GROUP_FILTERS = GroupFilterSet
