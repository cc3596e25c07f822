"""The forms of a round's verbs and of the outcome; the services say what is wrong."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminTimeInput

from ...bodies.models import LegalAct
from ...bodies.tree import committee_of
from ...meetings.when import zone
from ...widgets import DAY_FORMATS, DayInput
from ..choices import OutcomeKind
from ..course import last_day_of
from ..models import ConsultationOutcome, Round
from . import rules


def _day(label, **kwargs) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, input_formats=DAY_FORMATS, **kwargs)


def _hour(label, help_text) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=AdminTimeInput, help_text=help_text)


class SeenForm(forms.Form):
    """Carries how the round was when the clerk opened the form."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        """The error of a hidden field would be seen by nobody: it stands on top."""
        cleaned = super().clean()
        value = cleaned.get("seen")
        try:
            cleaned["seen"] = datetime.fromisoformat(value) if value else None
        except ValueError:
            self.add_error(None, _("Open this form again."))
        return cleaned

    #: Names of the services' fields -> those of the form.
    names: dict[str, str] = {}

    @staticmethod
    def seen_of(round) -> dict:
        return {"seen": round.changed_at.isoformat()}

    def show(self, error: ValidationError) -> None:
        """Tie a service's errors to the fields in which the clerk typed."""
        errors = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
        for name, found in errors.items():
            name = self.names.get(name, name)
            self.add_error(name if name in self.fields else None, found)


def _reason(**kwargs) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=rules.MAX_REASON,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        error_messages={"required": _("Say why; the public reads it.")},
        **kwargs,
    )


class RemoveRoundForm(SeenForm):
    reason = _reason(help_text=_("The public reads it beside the dates that held before."))

    def __init__(self, *args, asks_reason: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]


class _ClosingForm(SeenForm):
    ends_on = _day(_("Last day"))
    ends_time = _hour(
        _("Closes at"),
        _("Empty: the end of the day. The public reads 23:59, and the whole minute counts."),
    )
    names = {"starts_at": "starts_on", "ends_at": "ends_on"}

    def _moment(self, cleaned, name: str, function):
        day = cleaned.get(f"{name}_on")
        if day is None or self.errors.get(f"{name}_time"):
            return None
        hour = cleaned.get(f"{name}_time")
        try:
            return function(day, hour)
        except ValidationError as error:
            self.add_error(f"{name}_{'on' if hour is None else 'time'}", error)
            return None

    def clean(self):
        cleaned = super().clean()
        cleaned["ends_at"] = self._moment(cleaned, "ends", rules.closing_of)
        return cleaned


class RoundForm(_ClosingForm):
    starts_on = _day(_("First day"))
    starts_time = _hour(_("Opens at"), _("Empty: from the beginning of the day."))
    title = forms.CharField(
        label=_("Name of the round"),
        max_length=255,
        required=False,
        help_text=Round._meta.get_field("title").help_text,
    )
    reason = _reason(
        required=False,
        help_text=_("Needed for other dates: the public reads it beside those that held before."),
    )
    opens = forms.BooleanField(
        label=_("The dates are right: open the consultation at once"),
        required=False,
        help_text=_("People can answer from this moment; afterwards it may only be extended."),
    )
    confirm = forms.BooleanField(
        label=_("I correct what was entered wrongly about the past"),
        help_text=_("The round is history: the public sees the corrected dates at once."),
    )
    field_order = (
        "starts_on", "starts_time", "ends_on", "ends_time", "title", "reason", "opens", "confirm",
    )  # fmt: skip

    def __init__(self, *args, is_history: bool = False, asks_reason: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_history:
            del self.fields["confirm"]
        if not asks_reason:
            del self.fields["reason"]

    def untick(self, name: str) -> None:
        """Show an empty box, whatever was sent."""
        self.data = self.data.copy()
        self.data.pop(name, None)

    def clean(self):
        cleaned = super().clean()
        cleaned["starts_at"] = self._moment(cleaned, "starts", rules.opening_of)
        return cleaned

    @classmethod
    def initial_of(cls, round) -> dict:
        """The fields as a clerk would have typed them."""
        start, end = round.starts_at.astimezone(zone()), round.ends_at.astimezone(zone())
        return {
            "starts_on": start.date(),
            "starts_time": None if start.time() == time(0) else start.time(),
            "ends_on": last_day_of(round.ends_at),
            "ends_time": None if end.time() == time(0) else end.time(),
            "title": round.title,
            **cls.seen_of(round),
        }


class ExtendRoundForm(_ClosingForm):
    reason = _reason(help_text=_("The public reads it beside both dates. It stays for good."))


class OutcomeForm(forms.ModelForm):
    """How it ended; the service checks it."""

    confirm = forms.BooleanField(
        label=_("I know that this ends the consultation at once, before its closing date"),
        required=False,
        help_text=_(
            "Only to abandon it. A round is open or lies ahead; nobody can answer any more, and "
            "the page says that the document was abandoned."
        ),
    )

    class Meta:
        model = ConsultationOutcome
        fields = ["kind", "decided_on", "act", "note"]
        widgets = {"note": forms.Textarea({"rows": 4})}

    def __init__(self, *args, page, is_pending: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_pending = is_pending
        self.fields["kind"] = forms.ChoiceField(
            label=_("What became of the document"),
            choices=OutcomeKind.choices,
            widget=forms.RadioSelect,
        )
        self.fields["decided_on"] = _day(
            _("Day of the decision"),
            required=False,
            help_text=_("Leave empty what is not known."),
        )
        self.fields["act"].queryset = _acts_of(page)
        self.fields["note"].label = capfirst(self.fields["note"].label)
        self.fields["act"].label = capfirst(self.fields["act"].label)
        if not is_pending:
            del self.fields["confirm"]

    def clean(self):
        cleaned = super().clean()
        is_abandoned = cleaned.get("kind") == OutcomeKind.ABANDONED
        if self.is_pending and is_abandoned and not cleaned.get("confirm"):
            self.add_error("confirm", _("Tick this, or wait until the round is over."))
        return cleaned

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""


def _acts_of(page):
    committee = committee_of(page)
    acts = LegalAct.objects.order_by("-issued_on", "-pk")
    if committee is None:
        return acts
    return acts.filter(body__path__startswith=committee.path)


class RevokeOutcomeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=rules.MAX_REASON,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        error_messages={"required": _("Say why; it stays in the history of the page.")},
        help_text=_("For the office: it stays in the history of the page."),
    )
