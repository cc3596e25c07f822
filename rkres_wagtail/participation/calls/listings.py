"""The listing of calls in the menu "Committee"."""

from __future__ import annotations

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn

from ...bodies.forms import ParentBodyForm
from ...bodies.listings import STATUS, page_class
from ...bodies.page_listings import ChooseListView, MenuIndexView, MenuListing, PagesMixin
from ...bodies.register.columns import short_date
from ...bodies.tables import WIDE
from ...consultations.cautions import days_left_text
from ...consultations.course import last_day_of, today_of
from ...menu import ORDER
from ..choices import CallState
from ..models import Declaration
from ..querysets import call_model, calls
from . import course
from .admin_filters import CallFilterSet
from .cautions import missing

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
    TitleColumn("title", label=_("Title"), sort_key="title", classname="title", width="26%"),
    _column("state", pgettext_lazy("call", "Where it stands"), "15%"),
    _column("dates", pgettext_lazy("call", "Dates"), "15%"),
    _column("body", _("Body"), "14%", classname=WIDE),
    _column("waiting", pgettext_lazy("declarations", "To decide"), "8%", classname=WIDE),
    _column("missing", _("What is missing"), "12%", classname=WIDE),
    STATUS,
]


def describe(pages: list) -> None:
    """Give each call what the columns show; a constant number of queries (three)."""
    if not pages:
        return
    now, keys = timezone.now(), [page.pk for page in pages]
    rows = calls().filter(pk__in=keys).values_list("pk", "channels", "body__title")
    # Listings leave streams out of what they read.
    known = {pk: (bool(len(channels)), title or "") for pk, channels, title in rows}
    waiting = _waiting(pages)
    for page in pages:
        has_channels, title = known.get(page.pk, (False, ""))
        page._rkres_state = _said(page, now)
        page._rkres_dates = _dates(page)
        page._rkres_body = title
        page._rkres_waiting = waiting.get(page.translation_key) or ""
        page._rkres_missing = ", ".join(missing(page, now, has_channels=has_channels))


def _waiting(pages: list) -> dict:
    """Declarations on which the office has to decide, by the key of their call."""
    rows = Declaration.objects.waiting().filter(
        target__translation_key__in=[page.translation_key for page in pages]
    )
    return dict(rows.order_by().values_list("target__translation_key").annotate(Count("pk")))


def _said(page, now) -> str:
    label = capfirst(str(CallState(page.state(now)).label))
    left = days_left_text(course.days_left(page, now))
    return f"{label}, {left}" if left else label


def _dates(page) -> str:
    """First and last day; what is not known is left out."""
    first = short_date(today_of(page.opens_at)) if page.opens_at else ""
    last = short_date(last_day_of(page.closes_at)) if page.closes_at else ""
    return f"{first} – {last}".strip() if first or last else ""


# Views --------------------------------------------------------------------------------------------


class CallIndexView(PagesMixin, MenuIndexView):
    """What was made last stands first: it is what the office works on."""

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered or self.is_searching:
            return super().order_queryset(queryset)
        return queryset.order_by("-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        describe(list(context["object_list"]))
        return context


class ParentOfCallForm(ParentBodyForm):
    """Under which body the public finds it."""


class CallChooseParentView(ChooseListView):
    form_class = ParentOfCallForm


class CallListing(MenuListing):
    """All calls of the site, for the menu "Committee"."""

    name = "rkres_calls"
    url_prefix = "rkres/calls"
    index_view_class = CallIndexView
    choose_parent_view_class = CallChooseParentView
    icon = "group"
    menu_label = pgettext_lazy("admin menu", "Calls")
    menu_order = ORDER["calls"]
    add_label = _("Add a call")
    parent_title = _("Where should it stand?")
    columns = COLUMNS
    filterset_class = CallFilterSet

    @cached_property
    def model(self):
        return call_model()


def viewsets() -> list:
    """Nothing where a check reports that there is no class of calls."""
    return [CallListing()] if page_class("CALL_PAGE") is not None else []
