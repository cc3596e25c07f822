"""Forms of one remark and of the rules; the services check what they say."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..choices import BlockReason, Moderation
from ..models import Remark, RemarkRules
from .keepers import name_of
from .rules_services import FIELDS


class ModerationForm(forms.ModelForm):
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    moderation = forms.ChoiceField(
        label=_("Publication"), choices=Moderation.choices, widget=forms.RadioSelect
    )
    block_reason = forms.ChoiceField(
        label=_("Reason for blocking"),
        choices=[("", "–"), *BlockReason.choices],
        required=False,
        help_text=_("The author and the public read it."),
    )

    class Meta:
        model = Remark
        fields = ["moderation", "block_reason", "hidden_passages"]
        widgets = {"hidden_passages": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hidden_passages"].label = capfirst(self.fields["hidden_passages"].label)

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""


class AssignForm(forms.Form):
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False)

    def __init__(self, *args, keepers: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.keepers = {str(each.pk): each for each in keepers}
        self.fields["assignee"].choices = [
            ("", _("nobody")),
            *((key, name_of(each)) for key, each in self.keepers.items()),
        ]

    @property
    def chosen(self):
        return self.keepers.get(self.cleaned_data["assignee"])


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("New note"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For the office only; neither the author nor the public reads it."),
        error_messages={"required": _("Write the note.")},
    )


class RulesForm(WagtailAdminModelForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = RemarkRules
        fields = list(FIELDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.label = capfirst(each.label) if each.label else each.label

    def clean(self):
        cleaned = super().clean()
        value = cleaned.get("seen")
        try:
            cleaned["seen"] = datetime.fromisoformat(value) if value else None
        except ValueError:
            self.add_error(None, _("Open this form again."))
        return cleaned

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""
