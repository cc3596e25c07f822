"""Search as you type in the admin: listings and choosers that take no notice of diacritics."""

from __future__ import annotations

import re

from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.search.index import class_is_indexed
from wagtail.snippets.views import chooser as chooser_views
from wagtail.snippets.widgets import AdminSnippetChooser

from ..text import fold

#: Only words go to the search engine: SQLite's takes a lone quotation mark for an error.
_WORD = re.compile(r"[^\W_]+")
_MAX_LENGTH = 200


#: MariaDB's index has no shorter words: beside longer ones they would let nothing be found.
_SHORTEST = 3


def folded_words(typed: str) -> str:
    """``'Łódź, "Świt'`` -> ``"lodz swit"``."""
    words = _WORD.findall(fold((typed or "")[:_MAX_LENGTH]))
    return " ".join([word for word in words if len(word) >= _SHORTEST] or words)


def called(queryset, typed: str):
    """Rows whose name as shown holds the typed words; for few rows that no search engine knows."""
    words = folded_words(typed).split()
    found = [one.pk for one in queryset if words and all(word in fold(str(one)) for word in words)]
    return queryset.filter(pk__in=found)


class FoldedSearchMixin:
    """For index views: of models with ``polish_autocomplete_fields``, and of short lists."""

    def search_queryset(self, queryset):
        typed = self.search_query
        if not typed:
            return super().search_queryset(queryset)
        if not class_is_indexed(queryset.model):
            return called(queryset, typed)
        self.search_query = folded_words(typed)
        if not self.search_query:
            self.search_query = typed
            return queryset.none()
        try:
            return super().search_queryset(queryset)
        finally:
            self.search_query = typed


class FoldedSearchForm(SearchFilterMixin, BaseFilterForm):
    """Looks for the folded words, shows the words as typed."""

    def filter(self, objects):
        typed = self.cleaned_data.get("q")
        self.cleaned_data["q"] = folded_words(typed)
        if typed and not self.cleaned_data["q"]:
            objects = objects.none()
        objects = super().filter(objects)
        self.cleaned_data["q"] = typed
        self.is_searching, self.search_query = bool(typed), typed
        return objects


class NameSearchForm(SearchFilterMixin, BaseFilterForm):
    """The same for models that no search engine knows: few rows, found by what they are called."""

    def filter(self, objects):
        typed = self.cleaned_data.get("q")
        if not typed:
            return objects
        self.is_searching, self.search_query = True, typed
        return called(objects, typed)


class _SearchingMixin:
    def get_filter_form_class(self):
        return FoldedSearchForm if class_is_indexed(self.model_class) else NameSearchForm


class FoldedChooseView(_SearchingMixin, chooser_views.ChooseView):
    page_subtitle = ""


class FoldedChooseResultsView(_SearchingMixin, chooser_views.ChooseResultsView):
    pass


class WordedChooser(AdminSnippetChooser):
    """Takes its words from the viewset: Wagtail's "Choose %(object)s" cannot inflect a noun."""

    def __init__(self, model=None, **kwargs):
        super().__init__(model or self.model, **kwargs)
        for name in ("choose_one_text", "choose_another_text", "link_to_chosen_text"):
            setattr(self, name, getattr(type(self), name))


class FoldedChooserViewSet(chooser_views.SnippetChooserViewSet):
    base_widget_class = WordedChooser
    # Snippets of Wagtail 7.4 make a widget of their own, and make its words in English.
    widget_class = ChooserViewSet.widget_class
    choose_view_class = FoldedChooseView
    choose_results_view_class = FoldedChooseResultsView
