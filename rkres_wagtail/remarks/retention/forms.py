"""Forms of the screens on personal data."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .authors import MAX_REASON


class AnonymiseForm(forms.Form):
    confirm = forms.BooleanField(
        label=_("I know that this cannot be undone"),
        error_messages={"required": _("Tick this: what is removed cannot be brought back.")},
    )


class EraseForm(forms.Form):
    """Which submissions, what of them, and why."""

    submissions = forms.MultipleChoiceField(
        label=_("Submissions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one submission.")},
    )
    with_texts = forms.BooleanField(
        label=_("Erase what the remarks say, too"),
        required=False,
        help_text=_(
            "The public then reads “Erased at its author's request”. The number, the seal and the "
            "answer stay."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=MAX_REASON,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_(
            "Needed for erasing; it stays in the history of the consultation, so write no name. "
            "E.g. “request of 3 March, case 12/2026”."
        ),
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in rows}
        self.fields["submissions"].choices = [(key, key) for key in self.rows]

    @property
    def chosen(self) -> list:
        return [self.rows[key] for key in self.cleaned_data["submissions"]]
