"""Documents of every consultation whose remarks the user keeps, and the item of the menu."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import TemplateView
from wagtail.admin.menu import MenuItem

from ...menu import ORDER
from ...remarks.office.list_views import keeps_some
from ...remarks.permissions import kept_consultations
from ..models import Assignment
from . import rules, ways
from .screens import item_of

_PER_PAGE = 50


def kept_assignments(user):
    """Documents that ``user`` may look after."""
    keys = kept_consultations(user).order_by().values("translation_key")
    return Assignment.objects.filter(consultation__translation_key__in=keys)


class ListView(TemplateView):
    """What was given last stands first; a constant number of queries."""

    template_name = "rkres_wagtail/participation/readers/admin/list.html"
    header_icon = "glasses"

    def dispatch(self, request, *args, **kwargs):
        if not keeps_some(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self) -> str:
        return str(ways.LABEL)

    def get_context_data(self, **kwargs):
        rows = rules.with_progress(kept_assignments(self.request.user))
        rows = rows.select_related("consultation", "body").order_by("-created_at", "-pk")
        found = Paginator(rows, _PER_PAGE).get_page(self.request.GET.get("p"))
        now = timezone.now()
        return super().get_context_data(
            rows=found, items=[item_of(each, now) for each in found], **kwargs
        )


class AssignmentsMenuItem(MenuItem):
    """For whoever may keep remarks of some consultation."""

    def is_shown(self, request) -> bool:
        return keeps_some(request.user)


def menu_item() -> AssignmentsMenuItem:
    return AssignmentsMenuItem(
        ways.LABEL,
        reverse(ways.LIST_URL),
        name="rkres-assignments",
        icon_name="glasses",
        order=ORDER["assignments"],
    )
