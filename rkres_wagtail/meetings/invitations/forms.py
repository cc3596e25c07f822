"""The form on the page behind a secret link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .facts import date_mark
from .models import Reply
from .rules import MAX_NOTE, choices_for

#: Words of somebody who answers for themselves.
OWN_WORDS = {
    Reply.COMING: pgettext_lazy("answer in the first person", "I will come"),
    Reply.REMOTE: pgettext_lazy("answer in the first person", "I will take part online"),
    Reply.DEPUTY: pgettext_lazy("answer in the first person", "A deputy will come instead of me"),
    Reply.EXCUSED: pgettext_lazy("answer in the first person", "I ask to be excused"),
}


class OwnReplyForm(forms.Form):
    """What somebody answers by the link; the service says what is wrong."""

    reply = forms.ChoiceField(
        label=_("Will you come?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer."),
            "invalid_choice": _("Choose an answer."),
        },
    )
    note = forms.CharField(
        label=_("A word to the office"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "class": "rkres-input"}),
    )

    #: The date that was on the page; see ``date_mark``.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.date_mark = date_mark(page)
        self.fields["reply"].choices = [(key, OWN_WORDS[key]) for key in choices_for(page)]
