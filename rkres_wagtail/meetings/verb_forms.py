"""The forms of "Move" and "Cancel the meeting"."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminTimeInput

from ..widgets import DAY_FORMATS, DayInput
from .choices import DatePrecision
from .services import MAX_REASON
from .when import WHEN_FIELDS, When, WhenFields


def _capitalised(name: str) -> str:
    return capfirst(WhenFields._meta.get_field(name).verbose_name)


_label = lazy(_capitalised, str)


class ReasonField(forms.CharField):
    default_error_messages = {"required": _("Say why; the public reads it.")}

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Reason"),
            max_length=MAX_REASON,
            widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
            help_text=_("The public reads it on the page and in the calendar. It stays for good."),
            **kwargs,
        )


class TellingForm(forms.Form):
    """Whether those who are invited are told; not asked where nobody is."""

    tell_invited = forms.BooleanField(
        required=False,
        initial=True,
        help_text=_("Each gets one message, with an update for their calendar."),
    )

    def __init__(self, *args, invited: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        if not invited:
            del self.fields["tell_invited"]
            return
        self.fields["tell_invited"].label = ngettext(
            "Tell who is invited (%(count)d person)",
            "Tell who is invited (%(count)d people)",
            invited,
        ) % {"count": invited}

    @property
    def is_telling(self) -> bool:
        return self.cleaned_data.get("tell_invited", False)


class CancelMeetingForm(TellingForm):
    reason = ReasonField()


class MoveMeetingForm(TellingForm):
    """The five fields of a date and why; the service says what is wrong with the date."""

    date_precision = forms.ChoiceField(
        label=_label("date_precision"),
        choices=DatePrecision.choices,
        help_text=_(
            "Where the new day is not known yet, choose “month only” or “not yet known”: the "
            "meeting then counts as planned again."
        ),
    )
    starts_on = forms.DateField(
        label=_label("starts_on"), required=False, widget=DayInput, input_formats=DAY_FORMATS
    )
    starts_time = forms.TimeField(
        label=_label("starts_time"), required=False, widget=AdminTimeInput
    )
    ends_on = forms.DateField(
        label=_label("ends_on"),
        required=False,
        widget=DayInput,
        input_formats=DAY_FORMATS,
        help_text=_("Only for a meeting of several days."),
    )
    ends_time = forms.TimeField(
        label=_label("ends_time"),
        required=False,
        widget=AdminTimeInput,
        help_text=_("May stay empty."),
    )
    reason = ReasonField()

    @property
    def when(self) -> When:
        """The date as it was typed; of a form that was cleaned."""
        return When(*(self.cleaned_data.get(name) for name in WHEN_FIELDS)).normalised()
