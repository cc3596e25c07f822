"""Listings of meetings: a flat one in the menu, and in the page explorer under their list."""

from __future__ import annotations

from django.utils.formats import time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView

from ..bodies.listings import STATUS, page_class
from ..bodies.page_listings import (
    ChooseListView,
    DatedPagesMixin,
    ExplorerViewSet,
    MenuIndexView,
    MenuListing,
    ParentListForm,
)
from ..bodies.register.columns import short_date
from ..bodies.tables import WIDE
from ..menu import ORDER
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


class MeetingListingMixin(DatedPagesMixin):
    date_field = "starts_at"

    def dated_model(self):
        return meeting_model()

    def describe(self, pages):
        describe([page for page in pages if _is_meeting(page)])


class MeetingIndexView(MeetingListingMixin, MenuIndexView):
    pass


class ParentMeetingListForm(ParentListForm):
    label = gettext_lazy("List of meetings")
    help_text = gettext_lazy("The public finds the new meeting in this list.")
    required = gettext_lazy(
        "Choose one. Where there is none, add a list of meetings below the committee first."
    )


class MeetingChooseParentView(ChooseListView):
    form_class = ParentMeetingListForm


class MeetingListing(MenuListing):
    """All meetings of the site, for the menu "Committee"."""

    name = "rkres_meetings"
    url_prefix = "rkres/meetings"
    index_view_class = MeetingIndexView
    choose_parent_view_class = MeetingChooseParentView
    icon = "calendar-alt"
    menu_label = pgettext_lazy("admin menu", "Meetings")
    menu_order = ORDER["meetings"]
    add_label = gettext_lazy("Add a meeting")
    parent_title = gettext_lazy("To which list?")
    columns = columns(DATE)
    filterset_class = MeetingFilterSet

    @cached_property
    def model(self):
        return meeting_model()


# The page explorer --------------------------------------------------------------------------------


class MeetingExplorerView(MeetingListingMixin, ExplorableIndexView):
    """The meetings of one list, with what an editor asks of meetings."""


class MeetingExplorer(ExplorerViewSet):
    mixin = MeetingIndexPageMixin
    index_view_class = MeetingExplorerView
    icon = "calendar-alt"
    # Base pages cannot be ordered by a date that they do not have; it is the usual order anyway.
    columns = columns(Column("date", label=gettext_lazy("Date"), accessor=_date, width="13%"))
    filterset_class = MeetingFilterSet


def viewsets() -> list:
    """Nothing where a check reports that there is no class of meetings."""
    if page_class("MEETING_PAGE") is None:
        return []
    return [MeetingListing(), MeetingExplorer()]
