"""Listings of decisions: a flat one in the menu, and in the page explorer under their register."""

from __future__ import annotations

from collections import defaultdict

import swapper
from django.utils.functional import cached_property
from django.utils.text import capfirst
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
from .filters import DecisionFilterSet
from .models import DecisionKind, Dispatch
from .pages import DecisionIndexPageMixin, DecisionPageMixin
from .presentation.words import waiting_for
from .querysets import decision_model

# Columns ------------------------------------------------------------------------------------------


def _date(page) -> str:
    day = getattr(page, "adopted_on", None)
    return short_date(day) if day else ""


class TitleColumn(PageTitleColumn):
    """Without Wagtail's count beside the title, which cannot inflect a Polish noun."""

    header_template_name = Column.header_template_name


DATE = Column(
    "adopted_on", label=gettext_lazy("Date"), accessor=_date, sort_key="adopted_on", width="10%"
)


def columns(date):
    return [
        BulkActionsColumn("bulk_actions"),
        TitleColumn(
            "title", label=gettext_lazy("Title"), sort_key="title", classname="title", width="28%"
        ),
        Column(
            "number",
            label=gettext_lazy("Number"),
            accessor=lambda page: getattr(page, "number", ""),
            width="9%",
            classname=WIDE,
        ),
        Column(
            "kind",
            label=gettext_lazy("Kind"),
            accessor=lambda page: getattr(page, "_rkres_kind", ""),
            width="11%",
            classname=WIDE,
        ),
        date,
        Column(
            "body",
            label=gettext_lazy("Body"),
            accessor=lambda page: getattr(page, "_rkres_body", ""),
            width="14%",
            classname=WIDE,
        ),
        Column(
            "waiting",
            label=gettext_lazy("What became of it"),
            accessor=lambda page: getattr(page, "_rkres_became", ""),
            width="15%",
        ),
        STATUS,
    ]


def describe(pages: list) -> None:
    """Give each decision its kind, body and what became of it; three queries, however many."""
    if not pages:
        return
    kinds = {kind.pk: capfirst(kind.name) for kind in DecisionKind.objects.all()}
    Page = swapper.load_model("wagtailcore", "Page")
    ids = {page.body_id for page in pages} - {None}
    bodies = dict(Page.objects.filter(pk__in=ids).values_list("pk", "title"))
    rows = defaultdict(list)
    for row in Dispatch.objects.of_any(pages).select_related("decision"):
        rows[row.decision.translation_key].append(row)
    for page in pages:
        page._rkres_kind = kinds.get(page.kind_id, "")
        page._rkres_body = bodies.get(page.body_id, "")
        page._rkres_became = _became(rows[page.translation_key])


def _became(rows: list[Dispatch]) -> str:
    """The longest waiting first, then states, each once."""
    days = [row.days_waiting() for row in rows if row.is_waiting]
    parts = [waiting_for(max(days))] if days else []
    parts += [str(row.get_state_display()) for row in rows if not row.is_waiting]
    return ", ".join(dict.fromkeys(parts))


# Views --------------------------------------------------------------------------------------------


class DecisionListingMixin(DatedPagesMixin):
    date_field = "adopted_on"

    def dated_model(self):
        return decision_model()

    def describe(self, pages):
        describe([page for page in pages if isinstance(page, DecisionPageMixin)])


class DecisionIndexView(DecisionListingMixin, MenuIndexView):
    pass


class ParentRegisterForm(ParentListForm):
    label = gettext_lazy("Register of decisions")
    help_text = gettext_lazy("The public finds the new decision in this register.")
    required = gettext_lazy(
        "Choose one. Where there is none, add a register of decisions below the committee first."
    )


class DecisionChooseParentView(ChooseListView):
    form_class = ParentRegisterForm


class DecisionListing(MenuListing):
    """All decisions of the site, for the menu "Committee"."""

    name = "rkres_decisions"
    url_prefix = "rkres/decisions"
    index_view_class = DecisionIndexView
    choose_parent_view_class = DecisionChooseParentView
    icon = "doc-full-inverse"
    menu_label = pgettext_lazy("admin menu", "Decisions")
    menu_order = ORDER["decisions"]
    add_label = gettext_lazy("Add a decision")
    parent_title = gettext_lazy("To which register?")
    columns = columns(DATE)
    filterset_class = DecisionFilterSet

    @cached_property
    def model(self):
        return decision_model()


# The page explorer --------------------------------------------------------------------------------


class DecisionExplorerView(DecisionListingMixin, ExplorableIndexView):
    """The decisions of one register, with what an editor asks of decisions."""


class DecisionExplorer(ExplorerViewSet):
    mixin = DecisionIndexPageMixin
    index_view_class = DecisionExplorerView
    icon = "doc-full-inverse"
    # Base pages cannot be ordered by a date that they do not have; it is the usual order anyway.
    columns = columns(Column("date", label=gettext_lazy("Date"), accessor=_date, width="10%"))
    filterset_class = DecisionFilterSet


def viewsets() -> list:
    """Nothing where a check reports that there is no class of decisions."""
    if page_class("DECISION_PAGE") is None:
        return []
    return [DecisionListing(), DecisionExplorer()]
