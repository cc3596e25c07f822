"""Filters of the snippets' listings."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from . import models
from .choices import ActKind, ActPurpose, OrganisationKind
from .querysets import today
from .tree import pages_of


def committees(request=None):
    from .pages import CommitteePageMixin

    return pages_of(CommitteePageMixin)


def bodies(request=None):
    from .pages import BodyPageMixin

    return pages_of(BodyPageMixin)


def _may_see_members(request) -> bool:
    user = getattr(request, "user", None)
    return user is not None and any(
        user.has_perm(f"rkres_wagtail.{action}_membership") for action in ("view", "change")
    )


class CommitteeFilter(django_filters.ModelChoiceFilter):
    """By committee, whichever language of its page was chosen."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Committee"), queryset=committees, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(committee__translation_key=value.translation_key)


class PersonFilterSet(WagtailFilterSet):
    is_member = django_filters.BooleanFilter(label=_("Is a member now"), method="filter_member")
    body = django_filters.ModelChoiceFilter(
        label=_("Is or was a member of"), queryset=bodies, method="filter_body"
    )

    class Meta:
        model = models.Person
        fields = ["has_public_profile"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not _may_see_members(self.request):
            # They would tell of memberships that are not shown to the public.
            del self.filters["is_member"], self.filters["body"]

    def filter_member(self, queryset, name, value):
        current = models.Membership.objects.current().filter(person=OuterRef("pk"))
        return queryset.filter(Exists(current) if value else ~Exists(current))

    def filter_body(self, queryset, name, value):
        rows = models.Membership.objects.of(value).filter(person=OuterRef("pk"))
        return queryset.filter(Exists(rows))


class OrganisationFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OrganisationKind.choices)

    class Meta:
        model = models.Organisation
        fields = ["county"]


class SectorFilterSet(WagtailFilterSet):
    committee = CommitteeFilter()

    class Meta:
        model = models.Sector
        fields: list[str] = []


class TermFilterSet(WagtailFilterSet):
    committee = CommitteeFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("current", pgettext_lazy("term", "current")),
            ("future", pgettext_lazy("term", "future")),
            ("past", pgettext_lazy("term", "past")),
        ],
        method="filter_state",
    )

    class Meta:
        model = models.Term
        fields: list[str] = []

    def filter_state(self, queryset, name, value):
        on = today()
        return queryset.filter(
            {
                "current": Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on)),
                "future": Q(starts_on__gt=on),
                "past": Q(ends_on__lt=on),
            }[value]
        )


class LegalActFilterSet(WagtailFilterSet):
    body = django_filters.ModelChoiceFilter(
        label=_("Concerns"), queryset=bodies, method="filter_body"
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ActKind.choices)
    purpose = django_filters.ChoiceFilter(label=_("What it does"), choices=ActPurpose.choices)

    class Meta:
        model = models.LegalAct
        fields: list[str] = []

    def filter_body(self, queryset, name, value):
        return queryset.filter(body__translation_key=value.translation_key)
