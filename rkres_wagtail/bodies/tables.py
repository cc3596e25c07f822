"""What the listings of pages and of snippets share: columns, look, words."""

from __future__ import annotations

from django import forms
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, UpdatedAtColumn, UsageCountColumn

from ..registers import count_label
from .register.columns import short_date, yes_no

#: Class of columns that a narrow screen leaves out.
WIDE = "rkres-wide"


class DayColumn(Column):
    """A day as a date; Wagtail's column says how long ago it was, or will be."""

    def get_value(self, instance):
        day = super().get_value(instance)
        return short_date(day) if day else ""


class YesNoColumn(Column):
    """A word: Wagtail's red cross for "no" looks like an error."""

    def get_value(self, instance):
        return yes_no(super().get_value(instance))


class UsageColumn(UsageCountColumn):
    """How often something is used, with a link to where."""

    def __init__(self):
        label = gettext_lazy("Usage")
        super().__init__("usage_count", label=label, width="12%", classname=WIDE)

    def get_cell_context_data(self, instance, parent_context):
        name = instance.snippet_viewset.get_url_name("usage")
        instance.usage_url = reverse(name, args=[quote(instance.pk)])
        return super().get_cell_context_data(instance, parent_context)


def updated_column() -> UpdatedAtColumn:
    return UpdatedAtColumn(label=gettext_lazy("Last change"), width="12%", classname=WIDE)


class CountingPaginator(WagtailPaginator):
    """Counts entries: Wagtail puts one plural form after every number."""

    @cached_property
    def items_count_label(self):
        return count_label(self.count)


class ListingMixin:
    """The look of our listings on narrow screens, and words that fit every noun."""

    paginator_class: type[Paginator] = CountingPaginator

    def get_table_kwargs(self):
        kwargs = super().get_table_kwargs()
        return {**kwargs, "classname": f"{kwargs.get('classname') or 'listing'} rkres-listing"}

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += forms.Media(css={"all": ["rkres_wagtail/css/listings.css"]})
        return context

    @cached_property
    def no_results_message(self):
        if self.is_searching or self.is_filtering:
            return _("No entry matches what you chose.")
        return _("There is no entry here yet.")
