"""Views of the snippets: Wagtail's, with words that do not depend on a noun's gender."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView

from .tables import ListingMixin
from .typing_search import FoldedSearchMixin


class SnippetIndexView(ListingMixin, FoldedSearchMixin, IndexView):
    """Finds "Łódź" by "lodz"."""


class _SavingMixin:
    def get_success_message(self, instance=None):
        return _("Saved: %(entry)s.") % {"entry": instance or self.object}

    def get_error_message(self):
        if self.expects_json_response:
            return super().get_error_message()
        return _("Not saved. Correct the fields that are marked below.")


class SnippetCreateView(_SavingMixin, CreateView):
    pass


class SnippetEditView(_SavingMixin, EditView):
    pass


class SnippetDeleteView(DeleteView):
    def get_success_message(self):
        return _("Deleted: %(entry)s.") % {"entry": self.object}
