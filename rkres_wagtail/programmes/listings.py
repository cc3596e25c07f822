"""The flat listing of programmes in the menu "Committee"."""

from __future__ import annotations

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn

from ..bodies.listings import STATUS, BodyChooseParentView, page_class
from ..bodies.page_listings import MenuIndexView, MenuListing, PagesMixin
from ..bodies.pages import CommitteePageMixin
from ..bodies.tables import WIDE
from ..bodies.tree import pages_of
from ..menu import ORDER
from .cautions import facts_of, missing
from .choices import ProgrammeState
from .filters import ProgrammeFilterSet
from .querysets import programme_model


class TitleColumn(PageTitleColumn):
    """Without Wagtail's count beside the title, which cannot inflect a Polish noun."""

    header_template_name = Column.header_template_name


def _column(name: str, label, width: str, kind=Column, **kwargs) -> Column:
    return kind(
        name,
        label=label,
        accessor=lambda page: getattr(page, f"_rkres_{name}", ""),
        width=width,
        **kwargs,
    )


COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    TitleColumn(
        "title", label=gettext_lazy("Title"), sort_key="title", classname="title", width="30%"
    ),
    _column("state", pgettext_lazy("programme", "State"), "12%"),
    _column("years", gettext_lazy("Years"), "11%", sort_key="starts_year"),
    _column("committee", gettext_lazy("Committee"), "12%", classname=WIDE),
    _column("nodes", gettext_lazy("Elements"), "8%", NumberColumn, classname=WIDE),
    _column("missing", gettext_lazy("What is missing"), "15%", classname=WIDE),
    STATUS,
]


def describe(pages: list) -> None:
    """Give each programme what the columns show; a constant number of queries."""
    if not pages:
        return
    facts = facts_of(pages)
    committees = list(pages_of(CommitteePageMixin).specific())
    for page in pages:
        own = facts[page.translation_key]
        page._rkres_state = capfirst(str(ProgrammeState(page.current_state).label))
        page._rkres_years = page.years
        page._rkres_nodes = own.nodes
        page._rkres_missing = ", ".join(missing(page, own))
        page._rkres_committee = next(
            (each.abbreviation or each.title for each in committees if _is_under(page, each)), ""
        )


def _is_under(page, committee) -> bool:
    return page.path.startswith(committee.path)


class ProgrammeIndexView(PagesMixin, MenuIndexView):
    """The latest first; those of no known year stand on top, since they wait for one."""

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered or self.is_searching:
            return super().order_queryset(queryset)
        return queryset.order_by(F("starts_year").desc(nulls_first=True), "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        describe(list(context["object_list"]))
        return context


class ProgrammeListing(MenuListing):
    """All programmes of the site, for the menu "Committee"."""

    name = "rkres_programmes"
    url_prefix = "rkres/programmes"
    index_view_class = ProgrammeIndexView
    choose_parent_view_class = BodyChooseParentView
    icon = "list-ul"
    menu_label = pgettext_lazy("admin menu", "Programmes")
    menu_order = ORDER["programmes"]
    add_label = gettext_lazy("Add a programme")
    parent_title = gettext_lazy("Of which committee?")
    columns = COLUMNS
    filterset_class = ProgrammeFilterSet

    @cached_property
    def model(self):
        return programme_model()


def viewsets() -> list:
    """Nothing where a check reports that there is no class of programmes."""
    return [] if page_class("PROGRAMME_PAGE") is None else [ProgrammeListing()]
