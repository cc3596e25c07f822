"""Listings of decisions: a flat one in the menu, and in the page explorer under their register."""

from __future__ import annotations

from collections import defaultdict

import swapper
from django import forms
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.pages import ParentChooserForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet, page_viewset_registry

from ..bodies.listings import STATUS, BodyChooseParentView, page_class
from ..bodies.register.columns import short_date
from ..bodies.tables import WIDE, ListingMixin
from ..bodies.tree import page_models
from ..bodies.typing_search import FoldedSearchMixin
from ..meetings.listings import ListChoiceField
from ..menu import MENU_HOOK, ORDER, PagesMenuItem
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


class DecisionListingMixin(ListingMixin, FoldedSearchMixin):
    """Newest first; those of no known day stand on top, since they wait for one."""

    results_template_name = "rkres_wagtail/admin/page_results.html"

    def get_table(self, object_list):
        table = super().get_table(object_list)
        if len({page.locale_id for page in object_list}) < 2:
            table.show_locale_labels = False
        return table

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered or self.is_searching:
            return super().order_queryset(queryset)
        days = decision_model()._default_manager.filter(pk=OuterRef("pk")).values("adopted_on")
        queryset = queryset.annotate(_rkres_adopted_on=Subquery(days[:1]))
        return queryset.order_by(F("_rkres_adopted_on").desc(nulls_first=True), "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        describe([page for page in context["object_list"] if isinstance(page, DecisionPageMixin)])
        return context


class DecisionIndexView(DecisionListingMixin, IndexView):
    page_title = ""
    default_ordering = None


class ParentRegisterForm(ParentChooserForm):
    """To which register a decision shall be added."""

    def __init__(self, model, user, *args, parents, **kwargs):
        super().__init__(model, user, *args, **kwargs)
        self.fields["parent_page"] = ListChoiceField(
            queryset=parents.order_by("path"),
            widget=forms.RadioSelect,
            empty_label=None,
            label=gettext_lazy("Register of decisions"),
            help_text=gettext_lazy("The public finds the new decision in this register."),
            error_messages={
                "required": gettext_lazy(
                    "Choose one. Where there is none, add a register of decisions below the "
                    "committee first."
                )
            },
        )


class DecisionChooseParentView(BodyChooseParentView):
    def get_form(self):
        data = self.request.POST if self.request.method == "POST" else None
        parents = self.get_valid_parent_pages(self.request.user)
        return ParentRegisterForm(self.model, self.request.user, data, parents=parents)


class DecisionListing(PageListingViewSet):
    """All decisions of the site, for the menu "Committee"."""

    name = "rkres_decisions"
    url_prefix = "rkres/decisions"
    index_view_class = DecisionIndexView
    choose_parent_view_class = DecisionChooseParentView
    menu_hook = MENU_HOOK
    menu_item_class = PagesMenuItem
    icon = "doc-full-inverse"
    menu_label = pgettext_lazy("admin menu", "Decisions")
    menu_order = ORDER["decisions"]
    columns = columns(DATE)
    filterset_class = DecisionFilterSet

    @cached_property
    def model(self):
        return decision_model()

    @cached_property
    def menu_url(self):
        return reverse(self.get_url_name("index"))

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"page_title": self.menu_label, **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        label = gettext_lazy("Add a decision")
        return super().get_index_view_kwargs(add_item_label=label, **kwargs)

    def get_choose_parent_view_kwargs(self, **kwargs):
        title = gettext_lazy("To which register?")
        return {**super().get_choose_parent_view_kwargs(**kwargs), "page_title": title}


# The page explorer --------------------------------------------------------------------------------


class DecisionExplorerView(DecisionListingMixin, ExplorableIndexView):
    """The decisions of one register, with what an editor asks of decisions."""

    results_template_name = "wagtailadmin/pages/explorable_index_results.html"


class DecisionExplorer(PageViewSet):
    index_view_class = DecisionExplorerView
    icon = "doc-full-inverse"
    model = swapper.load_model("wagtailcore", "Page")
    # Base pages cannot be ordered by a date that they do not have; it is the usual order anyway.
    columns = columns(Column("date", label=gettext_lazy("Date"), accessor=_date, width="10%"))
    filterset_class = DecisionFilterSet

    def on_register(self):
        for model in page_models(DecisionIndexPageMixin):
            page_viewset_registry.register(model, self, parent_models=[model])


def viewsets() -> list:
    """Nothing where a check reports that there is no class of decisions."""
    if page_class("DECISION_PAGE") is None:
        return []
    return [DecisionListing(), DecisionExplorer()]
