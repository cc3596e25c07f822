"""Listings of consultations: a flat one in the menu, and in the page explorer under their list."""

from __future__ import annotations

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView

from ..bodies.listings import STATUS, page_class
from ..bodies.page_listings import (
    ChooseListView,
    ExplorerViewSet,
    MenuIndexView,
    MenuListing,
    PagesMixin,
    ParentListForm,
)
from ..bodies.register.columns import short_date
from ..bodies.tables import WIDE
from ..menu import ORDER
from .cautions import days_left_text, missing
from .choices import ConsultationState
from .course import Course, courses_of, first_day, last_day
from .filters import ConsultationFilterSet
from .models import DocumentVersion
from .pages import ConsultationIndexPageMixin, ConsultationPageMixin
from .querysets import consultation_model, consultations

# Columns ------------------------------------------------------------------------------------------


class TitleColumn(PageTitleColumn):
    """Without Wagtail's count beside the title, which cannot inflect a Polish noun."""

    header_template_name = Column.header_template_name


def _column(name: str, label, width: str, **kwargs) -> Column:
    return Column(
        name,
        label=label,
        accessor=lambda page: getattr(page, f"_rkres_{name}", ""),
        width=width,
        **kwargs,
    )


COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    TitleColumn(
        "title", label=gettext_lazy("Title"), sort_key="title", classname="title", width="26%"
    ),
    _column("state", pgettext_lazy("consultation", "Where it stands"), "14%"),
    _column("dates", pgettext_lazy("consultation", "Dates"), "15%"),
    _column("due", gettext_lazy("Report due"), "9%", classname=WIDE),
    _column("version", pgettext_lazy("consultation", "Text"), "9%", classname=WIDE),
    _column("missing", gettext_lazy("What is missing"), "14%", classname=WIDE),
    STATUS,
]


def describe(pages: list) -> None:
    """Give each consultation what the columns show; a constant number of queries."""
    if not pages:
        return
    now, courses = timezone.now(), courses_of(pages)
    versions, answerable = _versions(pages), _with_channels(pages)
    for page in pages:
        course = courses[page.translation_key]
        state = course.state(now)
        version = versions.get(page.translation_key, {})
        lacks = missing(
            page,
            course,
            now,
            has_channels=page.pk in answerable,
            has_text=bool(version.get("published")),
        )
        page._rkres_state = _said(course, state, now)
        page._rkres_dates = _dates(course, now)
        page._rkres_due = _due(course)
        page._rkres_version = _version(version)
        page._rkres_missing = ", ".join(lacks)


def _said(course: Course, state: str, now) -> str:
    label = capfirst(str(ConsultationState(state).label))
    if left := days_left_text(course.days_left(now)):
        return f"{label}, {left}"
    days = course.days_late(now)
    if days:
        text = ngettext("%(label)s by %(days)d day", "%(label)s by %(days)d days", days)
        return text % {"label": label, "days": days}
    return label


def _dates(course: Course, now) -> str:
    """Of the round that matters now: the open one, else the next, else the last."""
    round = course.open_round(now) or course.next_round(now) or course.last_closed(now)
    if round is None:
        return ""
    return f"{short_date(first_day(round))} – {short_date(last_day(round))}"


def _due(course: Course) -> str:
    if course.final_report is not None or course.outcome is not None or course.due_on is None:
        return ""
    return short_date(course.due_on)


def _with_channels(pages: list) -> set:
    """Keys of those that say how to respond; listings leave streams out of what they read."""
    rows = consultations().filter(pk__in=[page.pk for page in pages])
    return {pk for pk, channels in rows.values_list("pk", "channels") if len(channels)}


def _versions(pages: list) -> dict:
    """Highest published number and highest draft of each consultation."""
    found: dict = {}
    rows = DocumentVersion.objects.of_any(pages).values_list(
        "consultation__translation_key", "number", "published_at"
    )
    for key, number, published_at in rows:
        name = "published" if published_at else "draft"
        each = found.setdefault(key, {})
        each[name] = max(each.get(name, 0), number)
    return found


def _version(version: dict) -> str:
    if published := version.get("published"):
        return _("version %(number)d") % {"number": published}
    return _("draft only") if version.get("draft") else ""


# Views --------------------------------------------------------------------------------------------


class ConsultationListingMixin(PagesMixin):
    """What was made last stands first: it is what the office works on."""

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered or self.is_searching:
            return super().order_queryset(queryset)
        return queryset.order_by("-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        pages = context["object_list"]
        self._describe(pages)
        return context

    def _describe(self, pages) -> None:
        """The explorer lists base pages, or pages of several classes."""
        own = [page for page in pages if isinstance(page, ConsultationPageMixin)]
        describe(own)


class ConsultationIndexView(ConsultationListingMixin, MenuIndexView):
    pass


class ParentConsultationsForm(ParentListForm):
    label = gettext_lazy("List of consultations")
    help_text = gettext_lazy("The public finds the new consultation in this list.")
    required = gettext_lazy(
        "Choose one. Where there is none, add a list of consultations below the committee first."
    )


class ConsultationChooseParentView(ChooseListView):
    form_class = ParentConsultationsForm


class ConsultationListing(MenuListing):
    """All consultations of the site, for the menu "Committee"."""

    name = "rkres_consultations"
    url_prefix = "rkres/consultations"
    index_view_class = ConsultationIndexView
    choose_parent_view_class = ConsultationChooseParentView
    icon = "comment"
    menu_label = pgettext_lazy("admin menu", "Consultations")
    menu_order = ORDER["consultations"]
    add_label = gettext_lazy("Add a consultation")
    parent_title = gettext_lazy("To which list?")
    columns = COLUMNS
    filterset_class = ConsultationFilterSet

    @cached_property
    def model(self):
        return consultation_model()


# The page explorer --------------------------------------------------------------------------------


class ConsultationExplorerView(ConsultationListingMixin, ExplorableIndexView):
    """The consultations of one list, with what an editor asks of them."""


class ConsultationExplorer(ExplorerViewSet):
    mixin = ConsultationIndexPageMixin
    index_view_class = ConsultationExplorerView
    icon = "comment"
    columns = COLUMNS
    filterset_class = ConsultationFilterSet


def viewsets() -> list:
    """Nothing where a check reports that there is no class of consultations."""
    if page_class("CONSULTATION_PAGE") is None:
        return []
    return [ConsultationListing(), ConsultationExplorer()]
