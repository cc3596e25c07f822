"""Side filters of the register of declarations; they offer nothing that the user does not keep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...register_filters import RegisterFilter, RelatedFilter
from ..choices import DeclarationState, DeclarationWay
from .keeping import kept_declarations, kept_targets


class StateFilter(RegisterFilter):
    """Without a choice: all that were confirmed. The others stand apart: nothing is to be done."""

    title = _("state")
    parameter_name = "state"
    starts_open = True

    def lookups(self, request, model_admin):
        first = [DeclarationState.NEW]
        return [
            (each.value, each.label)
            for each in first + [each for each in DeclarationState if each not in first]
        ]

    def choices(self, changelist):
        found = super().choices(changelist)
        yield {**next(found), "display": _("all that were confirmed")}
        yield from found

    def queryset(self, request, queryset):
        if self.value() in (None, ""):
            return queryset.exclude(confirmed_at=None)
        return super().queryset(request, queryset)

    def filter(self, queryset, value):
        return queryset.in_state(value)


class TargetFilter(RelatedFilter):
    title = _("body or call")
    parameter_name = field_name = "target"

    def related(self, request, model_admin):
        used = kept_declarations(request.user).order_by().values("target")
        return kept_targets(request.user).filter(pk__in=used).order_by("path")


class SectorFilter(RelatedFilter):
    title = pgettext_lazy("asked of who joins", "sector")
    parameter_name = field_name = "sector"

    def related(self, request, model_admin):
        used = kept_declarations(request.user).order_by().values("sector")
        return super().related(request, model_admin).filter(pk__in=used)


class WayFilter(RegisterFilter):
    title = _("way it came in")
    parameter_name = "way"

    def lookups(self, request, model_admin):
        return DeclarationWay.choices

    def filter(self, queryset, value):
        return queryset.filter(way=value)
