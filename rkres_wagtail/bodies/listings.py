"""Listings of committees, tiers and groups: flat ones in the menu, and in the page explorer.

Every page class that carries the mixin is listed, the host's own included; the base page model
may be swapped.
"""

from __future__ import annotations

import swapper
from django.apps import apps
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Length, Substr
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView

from ..conf import settings
from ..menu import ORDER
from . import pages
from .editor_state import counts_of
from .filters import COMMITTEE_FILTERS, GROUP_FILTERS, TIER_FILTERS
from .forms import ParentBodyForm
from .page_listings import (
    ExplorerViewSet,
    MenuIndexView,
    MenuListing,
    PagesMixin,
    PermittedChooseParentView,
)
from .tables import WIDE
from .tree import page_models, pages_of


def page_class(setting: str):
    """The class that ``RKRES_WAGTAIL_<setting>`` names; None where a check reports an error."""
    try:
        return apps.get_model(getattr(settings, setting))
    except (LookupError, ValueError, AttributeError, TypeError):
        return None


# Columns ------------------------------------------------------------------------------------------


def _count(index: int):
    def value(page):
        counts = getattr(page, "_rkres_counts", None)
        return counts[index] if counts else ""

    return value


def _state(page):
    if getattr(page, "is_former", False):
        return pgettext("body", "until %(date)s") % {"date": date_format(page.active_to, "d.m.Y")}
    return pgettext_lazy("body", "active") if hasattr(page, "is_former") else ""


def _kind(page):
    if hasattr(page, "get_kind_display"):
        return capfirst(page.get_kind_display())
    return capfirst(page.page_type_display_name)


KIND = Column("kind", label=_("Kind"), accessor=_kind)
_POSITION = pgettext_lazy("tier", "Position")
POSITION = Column("position", label=_POSITION, accessor="position", width="8%")
COMMITTEE = Column("committee", label=_("Committee"), accessor="_rkres_committee", classname=WIDE)
MEMBERS = NumberColumn("members", label=_("Members"), accessor=_count(0), width="8%")
VACANT = NumberColumn("vacant", label=_("Vacant seats"), accessor=_count(1), width="8%")
ACTIVITY = Column(
    "activity",
    label=pgettext_lazy("body", "Activity"),
    accessor=_state,
    width="10%",
    classname=WIDE,
)
UPDATED = DateColumn(
    "latest_revision_created_at",
    label=_("Last change"),
    sort_key="latest_revision_created_at",
    width="10%",
    classname=WIDE,
)
STATUS = PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%")


def columns(*own):
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn(
            "title", label=_("Title"), sort_key="title", classname="title", width="30%"
        ),
        *own,
        MEMBERS,
        VACANT,
        ACTIVITY,
        UPDATED,
        STATUS,
    ]


# Views --------------------------------------------------------------------------------------------


def in_order(queryset, mixin, field: str | None):
    """Pages by the body above them and, within it, by ``field`` of their own class."""
    path = F("path")
    order = [Substr(path, 1, Length(path) - queryset.model.steplen)]
    if field:
        numbers = [
            Subquery(model._default_manager.filter(pk=OuterRef("pk")).values(field)[:1])
            for model in page_models(mixin)
        ]
        order.append(Coalesce(*numbers, Value(0)))
    return queryset.order_by(*order, "path")


class BodyListingMixin(PagesMixin):
    """Adds numbers and committees to the pages shown, in four queries whatever their number."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = list(context["object_list"])
        bodies = [page for page in shown if isinstance(page, pages.BodyPageMixin)]
        counts = counts_of(bodies)
        committees = list(pages_of(pages.CommitteePageMixin).specific())
        for page in bodies:
            page._rkres_counts = counts[page.translation_key]
            page._rkres_committee = next(
                (
                    one.abbreviation or one.title
                    for one in committees
                    if page.path.startswith(one.path)
                ),
                "",
            )
        return context


class BodyIndexView(BodyListingMixin, MenuIndexView):
    mixin = pages.BodyPageMixin
    order_field: str | None = None

    def order_queryset(self, queryset):
        if self.ordering or self.is_searching:
            return super().order_queryset(queryset)
        return in_order(queryset, self.mixin, self.order_field)

    def get_base_queryset(self):
        types = pages_of(self.mixin).order_by().values("content_type").distinct()
        return super().get_base_queryset().filter(content_type__in=types)

    def get_add_url(self):
        return super().get_add_url() if self.add_url_name else None


class BodyChooseParentView(PermittedChooseParentView):
    def get_form(self):
        """A list where only bodies may stand above; Wagtail's chooser where any page may."""
        if not issubclass(self.model, pages.UnderCommitteeMixin):
            return super().get_form()
        data = self.request.POST if self.request.method == "POST" else None
        parents = self.get_valid_parent_pages(self.request.user)
        return ParentBodyForm(self.model, self.request.user, data, parents=parents)


class BodyListingViewSet(MenuListing):
    """One flat listing for one mixin."""

    index_view_class = BodyIndexView
    choose_parent_view_class = BodyChooseParentView
    parent_title = _("Where should it stand?")
    model = swapper.load_model("wagtailcore", "Page")
    mixin: type
    setting = ""
    #: Field of the pages' own classes by which they stand under one body.
    order_field: str | None = None
    columns = columns()

    @cached_property
    def created_model(self):
        return page_class(self.setting)

    def get_index_view_kwargs(self, **kwargs):
        kwargs = super().get_index_view_kwargs(
            mixin=self.mixin, order_field=self.order_field, **kwargs
        )
        if self.created_model is None:
            kwargs["add_url_name"] = None
        return kwargs

    def get_choose_parent_view_kwargs(self, **kwargs):
        return {
            **super().get_choose_parent_view_kwargs(**kwargs),
            "model": self.created_model or self.model,
        }


class CommitteeListing(BodyListingViewSet):
    name = "rkres_committees"
    url_prefix = "rkres/committees"
    mixin = pages.CommitteePageMixin
    setting = "COMMITTEE_PAGE"
    icon = "rkres-committee"
    menu_label = pgettext_lazy("bodies", "Committees")
    add_label = pgettext_lazy("body", "Add a committee")
    menu_order = ORDER["committees"]
    columns = columns()
    filterset_class = COMMITTEE_FILTERS


class TierListing(BodyListingViewSet):
    name = "rkres_tiers"
    url_prefix = "rkres/tiers"
    mixin = pages.TierPageMixin
    setting = "TIER_PAGE"
    order_field = "position"
    icon = "rkres-tier"
    menu_label = pgettext_lazy("bodies", "Tiers")
    add_label = pgettext_lazy("body", "Add a tier")
    menu_order = ORDER["tiers"]
    columns = columns(POSITION, COMMITTEE)
    filterset_class = TIER_FILTERS


class GroupListing(BodyListingViewSet):
    name = "rkres_groups"
    url_prefix = "rkres/groups"
    mixin = pages.GroupPageMixin
    setting = "GROUP_PAGE"
    order_field = "sort_order"
    icon = "rkres-group"
    menu_label = pgettext_lazy("bodies", "Groups")
    add_label = pgettext_lazy("body", "Add a group")
    menu_order = ORDER["groups"]
    columns = columns(
        KIND, ParentPageColumn("parent", label=pgettext_lazy("body", "Under")), COMMITTEE
    )
    filterset_class = GROUP_FILTERS


LISTINGS = (CommitteeListing, TierListing, GroupListing)


# The page explorer --------------------------------------------------------------------------------


class BodyExplorerView(BodyListingMixin, ExplorableIndexView):
    """What stands under a body, with what an editor asks of bodies."""


class BodyExplorerViewSet(ExplorerViewSet):
    index_view_class = BodyExplorerView
    columns = columns(KIND)


class CommitteeExplorer(BodyExplorerViewSet):
    mixin = pages.CommitteePageMixin
    icon = "rkres-committee"


class TierExplorer(BodyExplorerViewSet):
    mixin = pages.TierPageMixin
    icon = "rkres-tier"


class GroupExplorer(BodyExplorerViewSet):
    mixin = pages.GroupPageMixin
    icon = "rkres-group"


EXPLORERS = (CommitteeExplorer, TierExplorer, GroupExplorer)
