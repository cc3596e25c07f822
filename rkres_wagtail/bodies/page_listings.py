"""What the listings of pages share in every room: flat ones in the menu, and the page explorer."""

from __future__ import annotations

import swapper
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.pages import ParentChooserForm
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet, page_viewset_registry
from wagtail.permissions import page_permission_policy

from ..menu import MENU_HOOK, PagesMenuItem
from .forms import BodyChoiceField
from .tables import ListingMixin
from .tree import page_models
from .typing_search import FoldedSearchMixin

# Views --------------------------------------------------------------------------------------------


class PagesMixin(ListingMixin, FoldedSearchMixin):
    """A language on every row says something only where there are several."""

    def get_table(self, object_list):
        table = super().get_table(object_list)
        if len({page.locale_id for page in object_list}) < 2:
            table.show_locale_labels = False
        return table


class DatedPagesMixin(PagesMixin):
    """Newest first; those of no known date stand on top, since they wait for one."""

    #: Field of the pages' own class.
    date_field = ""

    def dated_model(self):
        """The class that has ``date_field``."""
        raise NotImplementedError

    def describe(self, pages: list) -> None:
        """Give the pages of that class what the columns show."""
        raise NotImplementedError

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered or self.is_searching:
            return super().order_queryset(queryset)
        own = self.dated_model()._default_manager.filter(pk=OuterRef("pk"))
        queryset = queryset.annotate(_rkres_date=Subquery(own.values(self.date_field)[:1]))
        return queryset.order_by(F("_rkres_date").desc(nulls_first=True), "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.describe(context["object_list"])
        return context


class MenuIndexView(IndexView):
    page_title = ""
    results_template_name = "rkres_wagtail/admin/page_results.html"
    default_ordering = None


class PermittedChooseParentView(ChooseParentView):
    """Wagtail asks for no permission before it shows the form."""

    submit_button_label = pgettext_lazy("button", "Continue")

    def dispatch(self, request, *args, **kwargs):
        if not page_permission_policy.user_has_any_permission(request.user, {"add"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ListChoiceField(BodyChoiceField):
    """Lists of pages, each with the bodies above it."""

    def label_from_instance(self, page) -> str:
        return " › ".join(filter(None, [super().label_from_instance(page), page.title]))


class ParentListForm(ParentChooserForm):
    """To which list a page shall be added."""

    label = help_text = required = ""

    def __init__(self, model, user, *args, parents, **kwargs):
        super().__init__(model, user, *args, **kwargs)
        self.fields["parent_page"] = ListChoiceField(
            queryset=parents.order_by("path"),
            widget=forms.RadioSelect,
            empty_label=None,
            label=self.label,
            help_text=self.help_text,
            error_messages={"required": self.required},
        )


class ChooseListView(PermittedChooseParentView):
    form_class = ParentListForm

    def get_form(self):
        data = self.request.POST if self.request.method == "POST" else None
        parents = self.get_valid_parent_pages(self.request.user)
        return self.form_class(self.model, self.request.user, data, parents=parents)


# Viewsets -----------------------------------------------------------------------------------------


class MenuListing(PageListingViewSet):
    """A flat listing in the menu "Committee"."""

    menu_hook = MENU_HOOK
    menu_item_class = PagesMenuItem
    #: What stands on the button, and above the choice of where the new page shall stand.
    add_label = parent_title = ""

    @cached_property
    def menu_url(self):
        return reverse(self.get_url_name("index"))

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"page_title": self.menu_label, **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(add_item_label=self.add_label, **kwargs)

    def get_choose_parent_view_kwargs(self, **kwargs):
        kwargs = super().get_choose_parent_view_kwargs(**kwargs)
        return {**kwargs, "page_title": self.parent_title}


class ExplorerViewSet(PageViewSet):
    """Serves the explorer under every page class with ``mixin``; its icon stands in the header."""

    model = swapper.load_model("wagtailcore", "Page")
    mixin: type

    def on_register(self):
        for model in page_models(self.mixin):
            page_viewset_registry.register(model, self, parent_models=[model])
