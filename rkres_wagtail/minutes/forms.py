"""Forms of minutes: their own, and those of approving, taking back, ending corrections."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from ..bodies.register.views import show_errors
from ..dates import long_date
from ..meetings.querysets import meetings
from ..meetings.when import local_today
from ..widgets import DAY_FORMATS, DayInput
from . import rules, services
from .corrections import rules as corrections
from .models import MinutesApproval


class MinutesForm(WagtailAdminModelForm):
    """Minutes are started from a meeting, whoever asks: a form never makes new ones."""

    def clean(self):
        data = super().clean()
        if self.instance.meeting_id is None:
            raise ValidationError(gettext("Minutes are started from a meeting."))
        return data


class ApprovalForm(forms.Form):
    """When, and at which meeting or how else. The service checks it."""

    #: Takes ``minutes=``; without them it offers no meeting and checks less.
    is_about_minutes = True

    meeting = forms.ChoiceField(
        label=_("Approved at the meeting"),
        required=False,
        help_text=_("A later meeting of the same committee, held or held today."),
    )
    note = forms.CharField(
        label=_("Or otherwise"),
        max_length=rules.MAX_NOTE,
        required=False,
        help_text=_("E.g. “by correspondence”. The public reads it."),
    )
    approved_on = forms.DateField(
        label=_("Approved on"), widget=DayInput, input_formats=[*DAY_FORMATS, "%Y-%m-%d"]
    )
    despite_corrections = forms.BooleanField(
        label=_("Approved although the time for corrections still runs"), required=False
    )

    def __init__(self, *args, minutes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.minutes = minutes
        found = rules.approving_meetings(minutes) if minutes is not None else []
        self.fields["meeting"].choices = [
            ("", gettext("– none of these –")),
            *((str(page.pk), f"{page.title} ({page.when.days()})") for page in found),
        ]
        if found:
            self.initial.setdefault("meeting", str(found[0].pk))
        self.initial.setdefault("approved_on", _day_of(found))
        if minutes is not None:
            # Worth knowing, no reason to refuse.
            self.fields["approved_on"].help_text = corrections.caution(minutes)
        reading = minutes.running_reading() if minutes is not None else None
        if reading is None:
            del self.fields["despite_corrections"]
        else:
            self.fields["despite_corrections"].help_text = gettext(
                "The members may send corrections until %(day)s."
            ) % {"day": long_date(reading.until)}

    def clean(self):
        data = super().clean()
        if self.minutes is not None and not self.errors:
            try:
                rules.check_approval(self.minutes, **self._arguments(data))
            except ValidationError as error:
                show_errors(self, error)
        return data

    def _arguments(self, data) -> dict:
        key = data.get("meeting")
        return {
            "meeting": meetings().get(pk=key) if key else None,
            "note": " ".join(data["note"].split()),
            "approved_on": data["approved_on"],
            "despite": data.get("despite_corrections", False),
        }

    def do(self, minutes, *, user) -> MinutesApproval:
        arguments = self._arguments(self.cleaned_data)
        arguments["despite_corrections"] = arguments.pop("despite")
        return services.approve_minutes(minutes=minutes, user=user, **arguments)


def _day_of(pages: list):
    """The day of the first meeting that comes into question, where it was one day."""
    when = pages[0].when if pages else None
    return when.last_day if when is not None and when.is_day_known else local_today()


def _comment() -> forms.CharField:
    return forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For the office; kept in the history."),
    )


class ApprovalTaskForm(ApprovalForm):
    """The same as a step of the workflow; of what was already recorded only the rest is asked."""

    comment = _comment()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_recorded = self.minutes is not None and self.minutes.approval is not None
        if self.is_recorded:
            for name in [name for name in self.fields if name != "comment"]:
                del self.fields[name]

    def clean(self):
        return forms.Form.clean(self) if self.is_recorded else super().clean()

    def do(self, minutes, *, user):
        return minutes.approval if self.is_recorded else super().do(minutes, user=user)


class EndCorrectionsForm(forms.Form):
    """Ends a round that still runs, with a tick of its own."""

    is_about_minutes = True

    end_now = forms.BooleanField(label=_("End the time for corrections now"), required=False)
    comment = _comment()

    def __init__(self, *args, minutes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = minutes.running_reading() if minutes is not None else None
        if self.reading is None:
            del self.fields["end_now"]
        else:
            self.fields["end_now"].help_text = gettext(
                "The members may send corrections until %(day)s; then their links only show the "
                "text."
            ) % {"day": long_date(self.reading.until)}

    def clean_end_now(self):
        if not self.cleaned_data["end_now"]:
            raise ValidationError(
                gettext("The members may send corrections until %(day)s. Wait, or tick this.")
                % {"day": long_date(self.reading.until)}
            )
        return True

    def do(self, minutes, *, user) -> None:
        if self.reading is not None:
            # A part below this one: asked only where it has made a round.
            from .corrections.services import end_reading

            end_reading(reading=self.reading, user=user)


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=capfirst(_("reason")),
        widget=forms.Textarea({"rows": 3}),
        max_length=services.MAX_REASON,
        help_text=_("The history of the minutes keeps it; the public does not read it."),
    )
