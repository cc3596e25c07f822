"""The form of the calls' page editor."""

from __future__ import annotations

from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminTimeInput

from ...bodies.forms import BodyChoiceField, BodyPageForm
from ...bodies.tree import committee_of, is_body, pages_of
from ...consultations.course import last_day_of
from ...consultations.rounds.rules import closing_of, opening_of
from ...decisions.forms import CommitteeBodyField
from ...meetings.when import zone
from ...widgets import DAY_FORMATS, DayInput
from .. import rules

#: Fields that may stay empty in a draft, and what is said when they are on publishing.
_ASKED = {
    "body": _("Choose whose members are sought."),
    "lead": _("Say in two sentences who is sought and for what."),
    "closes_on": _("Give the last day on which people can apply."),
}
#: Field of the page -> what makes a moment of a typed day and hour.
_MOMENTS = {"opens": opening_of, "closes": closing_of}


def _day(label, help_text) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput,
        input_formats=DAY_FORMATS,
        help_text=help_text,
    )


def _hour(label, help_text) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=AdminTimeInput, help_text=help_text)


class CallPageForm(BodyPageForm):
    """Needs a title only; the rest is asked for on publishing.

    Opening and closing are typed as a day and, where it matters, an hour.
    """

    opens_on = _day(_("First day"), _("Empty: the call opens when the page is published."))
    opens_time = _hour(_("Opens at"), _("Empty: from the beginning of the day."))
    closes_on = _day(
        _("Last day"), _("People can still apply on this day. Then the page closes by itself.")
    )
    closes_time = _hour(
        _("Closes at"),
        _("Empty: the end of the day. The public reads 23:59, and the whole minute counts."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee = committee_of(self.parent_page) if self.parent_page else None
        self._leave_unsent_moments()
        self._limit_bodies()
        if self.is_bound:
            return
        self.initial.update(self._typed_moments())
        if self.instance.pk is None and self.parent_page is not None:
            self.initial.setdefault("body", None)
            if self.initial["body"] is None:
                self.initial["body"] = self._usual_body()

    def _leave_unsent_moments(self) -> None:
        """API v3 sends moments, or nothing of them: then nothing is cleared."""
        for name in _MOMENTS:
            if self.is_bound and self.add_prefix(f"{name}_on") not in self.data:
                for part in ("on", "time"):
                    self.fields.pop(f"{name}_{part}", None)

    def _usual_body(self):
        """That under which the call is written; of a committee, its statutory one."""
        parent = self.parent_page.specific
        if not is_body(parent):
            return None
        return getattr(parent, "statutory_body_id", None) or parent.pk

    def _limit_bodies(self) -> None:
        from ...bodies.pages import BodyPageMixin

        if "body" not in self.fields:
            return
        bodies = pages_of(BodyPageMixin)
        bodies = bodies.descendant_of(self.committee, inclusive=True) if self.committee else bodies
        field = self.fields["body"]
        field_class = CommitteeBodyField if self.committee else BodyChoiceField
        self.fields["body"] = field_class(
            queryset=bodies.order_by("path"),
            required=False,
            label=field.label,
            help_text=field.help_text,
        )

    def _typed_moments(self) -> dict:
        """Opening and closing as a clerk would have typed them."""
        found = {}
        for name in _MOMENTS:
            at = getattr(self.instance, f"{name}_at")
            if at is not None:
                local = at.astimezone(zone())
                found[f"{name}_on"] = last_day_of(at) if name == "closes" else local.date()
                found[f"{name}_time"] = None if local.time() == time(0) else local.time()
        return found

    # Checking --------------------------------------------------------------------------------

    def clean(self):
        self.instance.parent_for_rules = self.parent_page
        cleaned = super().clean()
        for name in _MOMENTS:
            self._take_moment(cleaned, name)
        if not self.is_deferred_validation:
            self._ask(cleaned)
        return cleaned

    def _take_moment(self, cleaned, name: str) -> None:
        day_field, hour_field = f"{name}_on", f"{name}_time"
        if day_field not in self.fields or self.errors.keys() & {day_field, hour_field}:
            return
        day, hour = cleaned.get(day_field), cleaned.get(hour_field)
        if day is None and hour is not None:
            self.add_error(day_field, _("Give the day, too, or clear the hour."))
            return
        try:
            at = _MOMENTS[name](day, hour) if day is not None else None
        except ValidationError as error:
            self.add_error(day_field if hour is None else hour_field, error)
            return
        setattr(self.instance, f"{name}_at", at)

    def _ask(self, cleaned) -> None:
        for name, asked in _ASKED.items():
            if name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, asked)
        if "closes_at" in self.fields and not cleaned.get("closes_at"):
            self.add_error("closes_at", _ASKED["closes_on"])
        if {"settled_on", "outcome", "composition_on"} <= self.fields.keys():
            error = rules.outcome_missing(
                cleaned.get("settled_on"), cleaned.get("outcome"), cleaned.get("composition_on")
            )
            if error and "outcome" not in self.errors:
                self.add_error("outcome", error)

    def _update_errors(self, errors):
        """Tie what the rules say of a moment to the day that was typed."""
        found = getattr(errors, "error_dict", None)
        if found:
            for name in _MOMENTS:
                if f"{name}_at" in found and f"{name}_on" in self.fields:
                    found[f"{name}_on"] = found.pop(f"{name}_at")
        super()._update_errors(errors)
