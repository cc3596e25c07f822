"""Forms of indicators and readings; the services check what they say."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...fields import YEARS
from ..choices import ReadingState
from ..models import Indicator, Reading
from .states import FIELDS
from .yearly import Entry


class SeenForm(forms.Form):
    """Carries what the row was when the editor looked."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class _RowForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.label = capfirst(each.label)

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""


class IndicatorForm(_RowForm):
    """Everything but the readings; values are texts, as the programme prints them."""

    class Meta:
        model = Indicator
        fields = list(FIELDS)
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target_value"].help_text = _(
            "Progress is drawn where base, target and the newest reading are plain numbers of one "
            "unit, e.g. “0”, “35 tys.” and “9016”. Other texts are shown as written."
        )

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}


class ReadingForm(_RowForm):
    """One year of one indicator."""

    year = forms.IntegerField(
        label=pgettext_lazy("reading of an indicator", "year"),
        min_value=YEARS[0],
        max_value=YEARS[-1],
    )

    class Meta:
        model = Reading
        fields = ["year", "state", "value", "note"]

    def __init__(self, *args, years=None, **kwargs):
        super().__init__(*args, **kwargs)
        if years is not None and str(years):
            self.fields["year"].help_text = _("The programme is for %(years)s.") % {"years": years}
        self.fields["note"].help_text = _("The public reads it.")

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class YearRowForm(forms.Form):
    """One row of the screen of a year; labels are given with the row's name by the template."""

    value = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(
        required=False,
        choices=[("", pgettext_lazy("reading of an indicator", "not entered"))]
        + ReadingState.choices,
    )
    note = forms.CharField(required=False, max_length=255)

    def __init__(self, *args, name: str, **kwargs):
        super().__init__(*args, **kwargs)
        for key, label in (
            ("value", pgettext_lazy("reading of an indicator", "Value")),
            ("state", pgettext_lazy("reading of an indicator", "Is there a value")),
            ("note", pgettext_lazy("reading of an indicator", "Note")),
        ):
            self.fields[key].label = label
            self.fields[key].widget.attrs |= {"aria-label": f"{label}: {name}"}

    def entry(self) -> Entry:
        return Entry(**{name: self.cleaned_data.get(name, "") for name in self.fields})
