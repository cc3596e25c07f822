"""The form of the programmes' page editor."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy

from ..bodies.forms import BodyPageForm
from ..bodies.models import LegalAct
from ..bodies.tree import committee_of

#: Fields that may stay empty in a draft, and what is said when they are on publishing.
_ASKED = {
    "lead": gettext_lazy("Say in two sentences what the programme is for."),
    "starts_year": gettext_lazy("Give the first year."),
}


_ELSEWHERE = gettext_lazy("This one belongs to another committee.")


def acts_of(committee):
    """Acts of a committee's bodies, whichever language of its page is given."""
    paths = type(committee)._default_manager.filter(translation_key=committee.translation_key)
    below = Q()
    for path in paths.values_list("path", flat=True):
        below |= Q(body__path__startswith=path)
    return LegalAct.objects.filter(below)


class ProgrammePageForm(BodyPageForm):
    """Needs a title only; the rest is asked for on publishing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee = committee_of(self.parent_page) if self.parent_page else None
        acts = self.formsets.get("acts")
        if acts is not None and self.committee is not None:
            rows = acts_of(self.committee)
            for form in acts.forms:
                if "act" in form.fields:
                    # The chooser shows all acts; what was sent is held against this.
                    form.fields["act"].queryset = rows
                    form.fields["act"].error_messages["invalid_choice"] = _ELSEWHERE

    def clean(self):
        self.instance.parent_for_rules = self.parent_page
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name, asked in _ASKED.items():
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, asked)
        return cleaned
