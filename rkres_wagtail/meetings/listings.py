"""Listings of meetings: a flat one in the menu, and in the page explorer under their list."""

from __future__ import annotations

import swapper
from django import forms
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.pages import ParentChooserForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet, page_viewset_registry

from ..bodies.forms import BodyChoiceField
from ..bodies.listings import STATUS, BodyChooseParentView, page_class
from ..bodies.register.columns import short_date
from ..bodies.tables import WIDE, ListingMixin
from ..bodies.tree import page_models
from ..bodies.typing_search import FoldedSearchMixin
from ..menu import MENU_HOOK, ORDER, PagesMenuItem
from .cautions import LABELS
from .filters import MeetingFilterSet
from .listing_rows import describe
from .pages import MeetingIndexPageMixin, MeetingPageMixin
from .querysets import meeting_model

# Columns ------------------------------------------------------------------------------------------


def _is_meeting(page) -> bool:
    return isinstance(page, MeetingPageMixin)


def _date(page) -> str:
    if not _is_meeting(page):
        return ""
    when = page.when
    if not when.is_day_known:
        return when.days()
    last = f" – {short_date(when.ends_on)}" if when.ends_on else ""
    hour = f", {time_format(when.starts_time, 'G:i')}" if when.has_hour and not last else ""
    return f"{short_date(when.starts_on)}{hour}{last}"


def _missing(page) -> str:
    return ", ".join(str(LABELS[key]) for key in getattr(page, "_rkres_missing", ()))


DATE = Column("date", label=gettext_lazy("Date"), accessor=_date, sort_key="starts_at", width="13%")
STATE = Column(
    "state",
    label=pgettext_lazy("meeting", "State"),
    accessor=lambda page: page.state_label if _is_meeting(page) else "",
    width="10%",
)
BODIES = Column(
    "bodies",
    label=gettext_lazy("Who meets"),
    accessor=lambda page: getattr(page, "_rkres_bodies", ""),
    width="20%",
    classname=WIDE,
)
MISSING = Column("missing", label=gettext_lazy("Missing"), accessor=_missing, width="13%")


def columns(date):
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn(
            "title", label=gettext_lazy("Title"), sort_key="title", classname="title", width="28%"
        ),
        date,
        STATE,
        BODIES,
        MISSING,
        STATUS,
    ]


# Views --------------------------------------------------------------------------------------------


class MeetingListingMixin(ListingMixin, FoldedSearchMixin):
    """Newest first; those of no known date stand on top, since they wait for one."""

    results_template_name = "rkres_wagtail/admin/page_results.html"

    def get_table(self, object_list):
        table = super().get_table(object_list)
        if len({page.locale_id for page in object_list}) < 2:
            table.show_locale_labels = False
        return table

    def in_order_of_date(self, queryset):
        starts = meeting_model()._default_manager.filter(pk=OuterRef("pk")).values("starts_at")
        queryset = queryset.annotate(_rkres_starts=Subquery(starts[:1]))
        return queryset.order_by(F("_rkres_starts").desc(nulls_first=True), "-pk")

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered or self.is_searching:
            return super().order_queryset(queryset)
        return self.in_order_of_date(queryset)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        describe([page for page in context["object_list"] if _is_meeting(page)])
        return context


class MeetingIndexView(MeetingListingMixin, IndexView):
    page_title = ""
    default_ordering = None


class ListChoiceField(BodyChoiceField):
    """Lists of meetings, each with the bodies above it."""

    def label_from_instance(self, page) -> str:
        return " › ".join(filter(None, [super().label_from_instance(page), page.title]))


class ParentListForm(ParentChooserForm):
    """To which list a meeting shall be added."""

    def __init__(self, model, user, *args, parents, **kwargs):
        super().__init__(model, user, *args, **kwargs)
        self.fields["parent_page"] = ListChoiceField(
            queryset=parents.order_by("path"),
            widget=forms.RadioSelect,
            empty_label=None,
            label=_("List of meetings"),
            help_text=_("The public finds the new meeting in this list."),
            error_messages={
                "required": _(
                    "Choose one. Where there is none, add a list of meetings below the committee "
                    "first."
                )
            },
        )


class MeetingChooseParentView(BodyChooseParentView):
    def get_form(self):
        data = self.request.POST if self.request.method == "POST" else None
        parents = self.get_valid_parent_pages(self.request.user)
        return ParentListForm(self.model, self.request.user, data, parents=parents)


class MeetingListing(PageListingViewSet):
    """All meetings of the site, for the menu "Committee"."""

    name = "rkres_meetings"
    url_prefix = "rkres/meetings"
    index_view_class = MeetingIndexView
    choose_parent_view_class = MeetingChooseParentView
    menu_hook = MENU_HOOK
    menu_item_class = PagesMenuItem
    icon = "calendar-alt"
    menu_label = pgettext_lazy("admin menu", "Meetings")
    menu_order = ORDER["meetings"]
    columns = columns(DATE)
    filterset_class = MeetingFilterSet

    @cached_property
    def model(self):
        return meeting_model()

    @cached_property
    def menu_url(self):
        return reverse(self.get_url_name("index"))

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"page_title": self.menu_label, **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        label = gettext_lazy("Add a meeting")
        return super().get_index_view_kwargs(add_item_label=label, **kwargs)

    def get_choose_parent_view_kwargs(self, **kwargs):
        title = gettext_lazy("To which list?")
        return {**super().get_choose_parent_view_kwargs(**kwargs), "page_title": title}


# The page explorer --------------------------------------------------------------------------------


class MeetingExplorerView(MeetingListingMixin, ExplorableIndexView):
    """The meetings of one list, with what an editor asks of meetings."""

    results_template_name = "wagtailadmin/pages/explorable_index_results.html"


class MeetingExplorer(PageViewSet):
    index_view_class = MeetingExplorerView
    icon = "calendar-alt"
    model = swapper.load_model("wagtailcore", "Page")
    # Base pages cannot be ordered by a date that they do not have; it is the usual order anyway.
    columns = columns(Column("date", label=gettext_lazy("Date"), accessor=_date, width="13%"))
    filterset_class = MeetingFilterSet

    def on_register(self):
        for model in page_models(MeetingIndexPageMixin):
            page_viewset_registry.register(model, self, parent_models=[model])


def viewsets() -> list:
    """Nothing where a check reports that there is no class of meetings."""
    if page_class("MEETING_PAGE") is None:
        return []
    return [MeetingListing(), MeetingExplorer()]
