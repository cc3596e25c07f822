"""The form of "Plan the year": which year, which day of the week, how many meetings of whom."""

from __future__ import annotations

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminTimeInput

from ..bodies.tree import is_body
from .choices import DatePrecision
from .plan_bodies import usual_count
from .planning import MAX_PER_BODY, WORKDAYS
from .querysets import latest_first, meeting_model
from .when import When, local_today
from .year_plan import PlanSettings

#: Meetings of one plan at most: what one form may hold, and what one looks through.
MAX_ROWS = 150
#: How many years ahead may be planned.
_YEARS_AHEAD = 5
_HOURS = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]
_WEDNESDAY = 2


class PlanForm(forms.Form):
    """Fields of a year, and ``count_<pk>`` for each of ``bodies``."""

    year = forms.IntegerField()
    weekday = forms.TypedChoiceField(
        label=_("Usual day of the week"),
        coerce=int,
        help_text=_("Another day is proposed only where this one is not free."),
    )
    starts_time = forms.TimeField(
        label=capfirst(_("from")),
        required=False,
        input_formats=_HOURS,
        widget=AdminTimeInput,
        help_text=_("Left empty: the drafts get a day without an hour."),
    )
    ends_time = forms.TimeField(
        label=capfirst(_("to")), required=False, input_formats=_HOURS, widget=AdminTimeInput
    )
    place_name = forms.CharField(label=capfirst(_("place")), max_length=255, required=False)
    place_address = forms.CharField(label=capfirst(_("address")), max_length=255, required=False)

    def __init__(self, *args, bodies, committee, **kwargs):
        super().__init__(*args, **kwargs)
        today = local_today()
        self.fields["year"] = forms.IntegerField(
            label=_("Year"), min_value=today.year, max_value=today.year + _YEARS_AHEAD
        )
        self.fields["weekday"].choices = [(day, WEEKDAYS[day]) for day in WORKDAYS]
        self.bodies = [body for body in bodies if not _has_ended(body, today)]
        for body in self.bodies:
            self.fields[f"count_{body.pk}"] = forms.IntegerField(
                label=path_label(body, bodies),
                min_value=0,
                max_value=MAX_PER_BODY,
                required=False,
                initial=min(usual_count(body, committee), MAX_PER_BODY),
            )

    def clean(self):
        data = super().clean()
        if (
            data.get("ends_time")
            and not data.get("starts_time")
            and "starts_time" not in self.errors
        ):
            self.add_error("starts_time", _("Give the hour of the beginning, too."))
        if data.get("starts_time") and data.get("ends_time") and data.get("year"):
            day = local_today().replace(year=data["year"], month=1, day=2)
            when = When(DatePrecision.MINUTE, day, data["starts_time"], None, data["ends_time"])
            for message in when.errors().values():
                self.add_error("ends_time", message)
        counts = [self._count(data, body) for body in self.bodies]
        if sum(counts) > MAX_ROWS:
            raise forms.ValidationError(
                ngettext(
                    "At most %(most)d meeting is planned at once; you asked for %(count)d.",
                    "At most %(most)d meetings are planned at once; you asked for %(count)d.",
                    MAX_ROWS,
                )
                % {"most": MAX_ROWS, "count": sum(counts)}
            )
        if not any(counts) and not self.errors:
            raise forms.ValidationError(_("Say of at least one body how many times it meets."))
        return data

    @staticmethod
    def _count(data, body) -> int:
        return data.get(f"count_{body.pk}") or 0

    def count_fields(self) -> list:
        return [self[f"count_{body.pk}"] for body in self.bodies]

    def settings(self) -> PlanSettings:
        data = self.cleaned_data
        names = ("year", "weekday", "starts_time", "ends_time", "place_name", "place_address")
        counts = {body.pk: self._count(data, body) for body in self.bodies}
        return PlanSettings(counts=counts, **{name: data[name] for name in names})


def _has_ended(body, today) -> bool:
    return body.active_to is not None and body.active_to < today


def path_label(body, bodies) -> str:
    """The body with those above it, as the editor names it: "Komitet › Grupa robocza"."""
    above = [one.title for one in bodies if body.path.startswith(one.path) and is_body(one)]
    # All of them are of the committee, which stands first in the list.
    return " › ".join(above[1:] or above)


def initial_of(listing) -> dict:
    """Next year, with the day of the week, hours and place of the last meeting of the list."""
    last = (
        meeting_model()
        ._default_manager.child_of(listing)
        .filter(date_precision=DatePrecision.MINUTE, starts_on__isnull=False)
        .order_by(*latest_first())
        .first()
    )
    initial = {"year": local_today().year + 1, "weekday": _WEDNESDAY}
    if last is None:
        return initial
    if last.starts_on.weekday() in WORKDAYS:
        initial["weekday"] = last.starts_on.weekday()
    names = ("starts_time", "place_name", "place_address")
    initial |= {name: getattr(last, name) for name in names}
    return initial | {"ends_time": None if last.when.ends_on else last.ends_time}


def initial_from(settings: PlanSettings) -> dict:
    """What was filled in before, to be changed."""
    names = ("year", "weekday", "starts_time", "ends_time", "place_name", "place_address")
    counts = {f"count_{pk}": count for pk, count in settings.counts.items()}
    return {name: getattr(settings, name) for name in names} | counts
