"""Side filters of the outgoing mail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..register_filters import RegisterFilter
from .hosts import own_hosts
from .kinds import kind_label
from .models import MessageStatus, OutgoingMessage


class StatusFilter(RegisterFilter):
    """The status as of now; "held" are messages of another host."""

    title = _("status")
    parameter_name = "status"
    starts_open = True

    def lookups(self, request, model_admin):
        return [*MessageStatus.choices, ("held", pgettext_lazy("message", "held: another host"))]

    def filter(self, queryset, value):
        if value == "held":
            return queryset.held(own_hosts())
        if value == MessageStatus.WAITING:
            return queryset.waiting(own_hosts())
        if value == MessageStatus.UNCERTAIN:
            return queryset.uncertain()
        if value == MessageStatus.SENDING:
            abandoned = OutgoingMessage.objects.abandoned().order_by().values("pk")
            return queryset.filter(status=value).exclude(pk__in=abandoned)
        return queryset.filter(status=value)


class _UsedFilter(RegisterFilter):
    """Offers the values that occur."""

    def label(self, value: str) -> str:
        return value

    def lookups(self, request, model_admin):
        name = self.parameter_name
        used = OutgoingMessage.objects.order_by(name).values_list(name, flat=True).distinct()
        return [(value, self.label(value)) for value in used]

    def filter(self, queryset, value):
        return queryset.filter(**{self.parameter_name: value})


class KindFilter(_UsedFilter):
    title = _("kind")
    parameter_name = "kind"

    def label(self, value):
        return kind_label(value)


class HostFilter(_UsedFilter):
    title = pgettext_lazy("message", "site")
    parameter_name = "host"
