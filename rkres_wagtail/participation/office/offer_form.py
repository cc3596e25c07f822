"""The form of what a body or call offers to who joins; the service checks what it says."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..models import ConsentText, JoiningOffer
from .services import FIELDS

#: Sections of the screen: heading, what it says under it, fields.
SECTIONS = (
    (
        _("What the public reads"),
        _("The page of the body or call shows these texts as soon as they are saved."),
        ("asks", "gives", "how", "leaving", "contact_email"),
    ),
    (
        _("Form on this site"),
        _(
            "Names and e-mail address are always asked; ask for nothing more than you need. The "
            "form opens only with a privacy clause and a statement."
        ),
        (
            "is_online", "organisation", "sector", "position", "motivation", "attachment",
            "attachment_label",
        ),
    ),
    (
        _("Consent"),
        _(
            "Other words make a new version; earlier ones stay as they were, each with the "
            "declarations of those who read it."
        ),
        ("clause", "statement"),
    ),
    (_("How long the data are kept"), "", ("retention_months",)),
)  # fmt: skip


class OfferForm(WagtailAdminModelForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    statement = forms.CharField(
        label=capfirst(_("statement")),
        required=False,
        max_length=2_000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=ConsentText._meta.get_field("statement").help_text,
    )

    class Meta:
        model = JoiningOffer
        fields = list(FIELDS)

    def __init__(self, *args, consent=None, **kwargs):
        super().__init__(*args, **kwargs)
        clause = formfield_for_dbfield(ConsentText._meta.get_field("clause"))
        clause.required = False
        self.fields["clause"] = clause
        if consent is not None:
            self.fields["clause"].initial = consent.clause
            self.fields["statement"].initial = consent.statement
        changed = self.instance.changed_at if self.instance.pk else None
        self.fields["seen"].initial = changed.isoformat() if changed else ""
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

    def sections(self) -> list[dict]:
        return [
            {"heading": heading, "text": text, "fields": [self[name] for name in names]}
            for heading, text, names in SECTIONS
        ]
