"""The form of a report."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from ..choices import CountedFrom


class ReportForm(WagtailAdminModelForm):
    """Reports are started from a consultation, whoever asks: a form never makes new ones."""

    def clean(self):
        data = super().clean()
        if self.instance.consultation_id is None:
            raise ValidationError(_("Reports are started from a consultation."))
        if not self.is_deferred_validation:
            self._ask_for_something_to_read(data)
        return data

    def _ask_for_something_to_read(self, data) -> None:
        """An empty report would end the wait for it, and say nothing."""
        is_typed = data.get("counted_from", self.instance.counted_from) == CountedFrom.NUMBERS
        if is_typed and data.get("remarks_count") is None and "remarks_count" not in self.errors:
            if not any(data.get(name) for name in ("files", "results")):
                self.add_error("remarks_count", _("Give the number of remarks, also when it is 0."))
        if not any(data.get(name) for name in ("lead", "text", "files")):
            self.add_error("lead", _("Say in two sentences what came of it, or add a file."))
