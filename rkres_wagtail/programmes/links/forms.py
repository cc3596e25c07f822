"""Forms of the screens of links; the service repeats every rule."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminPageChooser

from ...consultations.querysets import consultation_model
from ...decisions.querysets import decision_model
from ...meetings.querysets import meeting_model
from .rules import NOTE_LENGTH


class NoteForm(forms.Form):
    """In what way; empty where it is plain."""

    note = forms.CharField(
        label=pgettext_lazy("link of a programme", "In what way"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=_("The public reads it beside the link, e.g. “it asked for this goal”."),
    )


class LinkedPageChooser(AdminPageChooser):
    """Wagtail's chooser fails when a form with a value that is no number is shown again."""

    def value_from_datadict(self, data, files, name):
        value = str(super().value_from_datadict(data, files, name) or "")
        return value if value.isascii() and value.isdecimal() and len(value) < 19 else None


class PageLinkForm(NoteForm):
    field_order = ["target_page", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        models = [decision_model(), meeting_model(), consultation_model()]
        self.fields["target_page"] = forms.ModelChoiceField(
            label=_("Decision, meeting or consultation"),
            queryset=_pages(),
            widget=LinkedPageChooser(target_models=models),
            help_text=_(
                "Of the same committee. Its page will lead to the programme, too; what is not "
                "published the public does not see at either end."
            ),
        )
        self.order_fields(self.field_order)


def _pages():
    import swapper

    return swapper.load_model("wagtailcore", "Page").objects.all()
