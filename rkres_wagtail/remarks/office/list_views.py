"""Consultations whose remarks the user keeps, and the item of the menu that leads there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.generic.base import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy as policy

from ... import desk
from ...consultations.choices import ConsultationState
from ...consultations.course import courses_of
from ...menu import ORDER
from ..models import RemarkRules
from ..permissions import kept_consultations
from . import addresses
from .counting import Counts, counts_of

_PER_PAGE = 50


def keeps_some(user) -> bool:
    """Whether ``user`` could keep remarks somewhere; asks nothing of the pages themselves."""
    if policy.user_has_permission(user, "publish"):
        return True
    return user.has_perm("rkres_wagtail.change_remark") and policy.user_has_permission(
        user, "change"
    )


class ListView(TemplateView):
    """What was made last stands first; a constant number of queries."""

    template_name = "rkres_wagtail/remarks/office/list.html"
    header_icon = "comment"

    def dispatch(self, request, *args, **kwargs):
        if not keeps_some(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self) -> str:
        return str(addresses.REMARKS_TAB)

    def get_context_data(self, **kwargs):
        pages = desk.once(kept_consultations(self.request.user)).order_by("-pk")
        found = Paginator(pages, _PER_PAGE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "rows": found, "items": _items(list(found))}


def _items(pages: list) -> list[dict]:
    now, counts, courses = timezone.now(), counts_of(pages), courses_of(pages)
    keys = RemarkRules.objects.of_any(pages).filter(is_online=True)
    online = set(keys.values_list("consultation__translation_key", flat=True))
    return [
        {
            "page": page,
            "url": addresses.register_url(page),
            "counts": counts.get(page.translation_key, Counts()),
            "state": capfirst(
                str(ConsultationState(courses[page.translation_key].state(now)).label)
            ),
            "is_online": page.translation_key in online,
        }
        for page in pages
    ]


class RemarksMenuItem(MenuItem):
    """For whoever may keep remarks of some consultation."""

    def is_shown(self, request) -> bool:
        return keeps_some(request.user)


def menu_item() -> RemarksMenuItem:
    return RemarksMenuItem(
        addresses.REMARKS_TAB,
        reverse(addresses.LIST_URL),
        name="rkres-remarks",
        icon_name="comment",
        order=ORDER["remarks"],
    )
