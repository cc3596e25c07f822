"""Forms of the office's screens; the services hold the rules."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ...remarks.rules import clean_text
from ...widgets import DAY_FORMATS, DayInput
from ..choices import ReaderAnswer
from . import rules
from .people import name_of


class MessageField(forms.CharField):
    """A paragraph of the office's own; lines ended one way before its letters are counted."""

    def __init__(self, **kwargs):
        widget = AdminAutoHeightTextInput({"rows": 3, "maxlength": rules.MAX_MESSAGE})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        return clean_text(super().to_python(value))


def _day(**kwargs) -> forms.DateField:
    return forms.DateField(widget=DayInput, input_formats=DAY_FORMATS, **kwargs)


class AssignForm(forms.Form):
    """To whom, until when, and what the office adds."""

    body = forms.ChoiceField(
        label=_("Whose members"),
        help_text=_("Members proper as of today; deputies are not asked."),
    )
    due_on = _day(
        label=_("Answers until"),
        help_text=_(
            "The last day, until midnight; on the last day of the open round, until the round "
            "closes. Members may answer until then, also when the round is over."
        ),
    )
    message = MessageField(
        label=_("Message"), help_text=_("Stands in the e-mail, above the link. May stay empty.")
    )

    def __init__(self, *args, bodies: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [(key, body.title) for key, body in self.bodies.items()]

    def clean_body(self):
        return self.bodies[self.cleaned_data["body"]]


class EditsForm(forms.Form):
    """A question; the button is the answer. ``edits`` says what was seen."""

    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DeadlineForm(EditsForm):
    due_on = _day(
        label=_("Answers until"),
        help_text=_("The last day. Everybody who was asked is told by e-mail."),
    )
    message = MessageField(
        label=_("Message"),
        help_text=_("Stands in the e-mail. Empty: the message that went with the document."),
    )


class AnswerForm(forms.Form):
    """What somebody answered otherwise than by the link."""

    was = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(value, capfirst(label)) for value, label in ReaderAnswer.choices],
        widget=forms.RadioSelect,
        help_text=_(
            "Remarks themselves are entered with “Enter remarks”; here only that they came. "
            "“No answer yet” takes back what was written down by mistake."
        ),
    )
    received_on = _day(label=_("Day on which it came"))

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["answer"].label = f"{self.fields['answer'].label}: {name_of(reader.person)}"
        self.fields["answer"].choices = [
            (value, capfirst(label)) for value, label in ReaderAnswer.choices
        ]

    def clean_was(self):
        if self.cleaned_data["was"] not in ReaderAnswer.values:
            raise ValidationError(_("Open this screen again, please."))
        return self.cleaned_data["was"]
