"""The form of the programmes' page editor."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from ..bodies.forms import BodyPageForm
from ..bodies.models import LegalAct
from ..bodies.tree import committee_of

#: Fields that may stay empty in a draft, and what is said when they are on publishing.
_ASKED = {
    "lead": gettext_lazy("Say in two sentences what the programme is for."),
    "starts_year": gettext_lazy("Give the first year."),
}


class ProgrammePageForm(BodyPageForm):
    """Needs a title only; the rest is asked for on publishing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee = committee_of(self.parent_page) if self.parent_page else None
        acts = self.formsets.get("acts")
        if acts is not None and self.committee is not None:
            rows = LegalAct.objects.filter(body__path__startswith=self.committee.path)
            for form in [*acts.forms, acts.empty_form]:
                if "act" in form.fields:
                    form.fields["act"].queryset = rows

    def clean(self):
        self.instance.parent_for_rules = self.parent_page
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name, asked in _ASKED.items():
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, asked)
        return cleaned
