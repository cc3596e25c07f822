"""Side filters of the registers."""

from __future__ import annotations

import swapper
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ...register_filters import RegisterFilter, RelatedFilter
from ..choices import Role
from ..models import Membership
from ..querysets import today


class BodyFilter(RelatedFilter):
    """Bodies that occur in the register."""

    title = _("body")
    parameter_name = field_name = "body"

    def related(self, request, model_admin):
        Page = swapper.load_model("wagtailcore", "Page")
        used = model_admin.model._default_manager.order_by().values("body")
        return Page.objects.filter(pk__in=used).order_by("path")


class TermFilter(RelatedFilter):
    title = _("term")
    parameter_name = field_name = "term"


class SectorFilter(RelatedFilter):
    """The row's own sector or that of its seat."""

    title = _("sector")
    parameter_name = field_name = "sector"


class MembershipSectorFilter(SectorFilter):
    def related(self, request, model_admin):
        from ..models import Sector

        used = Membership.objects.order_by()
        return Sector.objects.filter(pk__in=used.values("sector")) | Sector.objects.filter(
            pk__in=used.values("seat__sector")
        )

    def filter(self, queryset, value):
        return queryset.filter(sector=value) | queryset.filter(sector=None, seat__sector=value)


class RoleFilter(RegisterFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        used = set(Membership.objects.order_by().values_list("role", flat=True).distinct())
        return [(value, label) for value, label in Role.choices if value in used]

    def filter(self, queryset, value):
        return queryset.filter(role=value)


class StateFilter(RegisterFilter):
    title = _("time")
    starts_open = True
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("current", _("current")), ("past", _("past")), ("future", _("future"))]

    def filter(self, queryset, value):
        if value == "future":
            day = today()
            by_term = Q(starts_on=None, term__starts_on__gt=day)
            return queryset.filter(Q(starts_on__gt=day) | by_term)
        return queryset.current() if value == "current" else queryset.past()


class InSeatFilter(RegisterFilter):
    title = _("seat")
    parameter_name = "in_seat"

    def lookups(self, request, model_admin):
        return [("yes", _("in a seat")), ("no", _("without a seat"))]

    def filter(self, queryset, value):
        return queryset.filter(seat__isnull=value == "no")


class PublicFilter(RegisterFilter):
    title = _("public page")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("yes", _("shown")), ("no", _("not shown"))]

    def filter(self, queryset, value):
        return queryset.filter(is_public=value == "yes")


class VacancyFilter(RegisterFilter):
    """Seats that nobody holds today."""

    title = _("vacancy")
    starts_open = True
    parameter_name = "vacancy"

    def lookups(self, request, model_admin):
        return [("vacant", _("vacant")), ("held", _("held"))]

    def filter(self, queryset, value):
        held = Exists(Membership.objects.current().holders().filter(seat=OuterRef("pk")).order_by())
        return queryset.filter(~held if value == "vacant" else held)
