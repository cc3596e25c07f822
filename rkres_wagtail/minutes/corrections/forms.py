"""Forms of the members' page and of the office's screens; the services hold the rules."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ...meetings.when import local_today
from ...widgets import DAY_FORMATS, DayInput
from ..choices import CorrectionState
from . import rules
from .people import Candidate


class TextField(forms.CharField):
    """A longer text: lines ended one way before its letters are counted."""

    def __init__(self, *, most: int, rows: int = 4, admin: bool = False, **kwargs):
        widget = AdminAutoHeightTextInput if admin else forms.Textarea
        kwargs.setdefault("widget", widget({"rows": rows, "maxlength": most}))
        super().__init__(**kwargs)
        self.validators.append(MaxLengthValidator(most))

    def to_python(self, value):
        return rules.cleaned_text(super().to_python(value))


# The member's page ------------------------------------------------------------------------------


class ReplyForm(forms.Form):
    """A field for each part of the text, one for the whole, and two buttons."""

    def __init__(self, *args, places: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places
        for key, place in self.places.items():
            label = _("Correction to: %(place)s") % {"place": place} if place else _("Correction")
            field = TextField(most=rules.MAX_TEXT, required=False, label=label)
            field.widget.attrs["class"] = "rkres-input rkres-input--text"
            self.fields[key] = field

    @cached_property
    def agrees(self) -> bool:
        """Whether the button "no remarks" was pressed."""
        return "agrees" in self.data

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """(place, text) of the fields that were filled in; of a form that was cleaned."""
        texts = {key: self.cleaned_data.get(key, "") for key in self.places}
        return [(self.places[key], text) for key, text in texts.items() if text]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """(place, text) as they were typed, also where they are no good."""
        texts = {key: rules.cleaned_text(self.data.get(key, "")) for key in self.places}
        return [(self.places[key], text) for key, text in texts.items() if text]

    def clean(self):
        cleaned = super().clean()
        if self.agrees and self.typed:
            raise forms.ValidationError(
                _(
                    "You chose “no remarks”, but there are corrections in the fields. Send them, "
                    "or clear the fields first."
                )
            )
        if not self.agrees and not self.typed:
            raise forms.ValidationError(
                _("Nothing was written. Write at least one correction, or choose “no remarks”.")
            )
        return cleaned

    def problems(self) -> list[dict]:
        """Errors for the summary on top: the field's id (or none) and what to do."""
        found = [{"id": "", "text": text} for text in self.non_field_errors()]
        for key in self.places:
            bound = self[key]
            found += [
                {"id": bound.id_for_label, "text": f"{bound.label}: {text}"}
                for text in bound.errors
            ]
        return found


# The office's screens -----------------------------------------------------------------------------


def _day(**kwargs) -> forms.DateField:
    return forms.DateField(widget=DayInput, input_formats=DAY_FORMATS, **kwargs)


class PeopleWidget(forms.CheckboxSelectMultiple):
    """People with their addresses; who cannot be reached cannot be ticked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.silent: set[str] = set()

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if str(value) in self.silent:
            option["attrs"]["disabled"] = True
        return option


class SendForm(forms.Form):
    until = _day(
        label=gettext_lazy("Corrections until"),
        help_text=gettext_lazy("The last day, until midnight. Then the link takes no answers."),
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("To whom"),
        widget=PeopleWidget,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )
    message = TextField(
        most=rules.MAX_MESSAGE,
        admin=True,
        rows=3,
        required=False,
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("Stands in the mail, above the link. May stay empty."),
    )
    has_internal = forms.BooleanField(
        required=False,
        label=gettext_lazy("With internal parts"),
        help_text=gettext_lazy("Ticked: the members read the internal parts, too."),
    )

    def __init__(self, *args, candidates: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        field = self.fields["people"]
        field.choices = [(str(one.person.pk), _label(one)) for one in candidates]
        field.widget.silent = {str(one.person.pk) for one in candidates if not one.is_reachable}
        self.initial.setdefault("until", local_today() + timedelta(days=rules.DEFAULT_DAYS))
        usual = [str(one.person.pk) for one in candidates if one.is_usual]
        self.initial.setdefault("people", usual)

    def values(self) -> dict:
        """Keyword arguments of the service."""
        chosen = set(self.cleaned_data["people"])
        people = [one.person for one in self.candidates if str(one.person.pk) in chosen]
        return {**self.cleaned_data, "people": people}


def _label(one: Candidate) -> str:
    notes = [one.email or _("no e-mail address")]
    if one.has_attended:
        notes.append(_("took part"))
    if not one.is_member and not one.has_attended:
        notes.append(_("deputy"))
    return f"{one.person} – {', '.join(notes)}"


class ExtendForm(forms.Form):
    until = _day(label=gettext_lazy("Corrections until"))
    tells = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Tell the members by mail"),
        help_text=gettext_lazy("Everybody who was asked to read the minutes gets a message."),
    )
    message = TextField(
        most=rules.MAX_MESSAGE,
        admin=True,
        rows=3,
        required=False,
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("Stands in the mail. Empty: what you wrote the first time."),
    )


class RecordForm(forms.Form):
    """A correction that did not come by the link."""

    reader = forms.ChoiceField(
        label=gettext_lazy("From a member who was asked"),
        required=False,
        help_text=gettext_lazy("The member then sees it, with your answer, behind the link."),
    )
    author = forms.CharField(
        label=gettext_lazy("or from somebody else"), max_length=rules.MAX_PLACE, required=False
    )
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=rules.MAX_PLACE,
        required=False,
        help_text=gettext_lazy("E.g. “item 3, second paragraph”."),
    )
    text = TextField(most=rules.MAX_TEXT, admin=True, label=gettext_lazy("Correction"))

    def __init__(self, *args, readers: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.readers = {str(reader.pk): reader for reader in readers}
        choices = [(key, str(reader.person)) for key, reader in self.readers.items()]
        self.fields["reader"].choices = [("", "–"), *choices]
        if not choices:
            del self.fields["reader"]
            self.fields["author"].label = _("From whom")

    def values(self) -> dict:
        """Keyword arguments of the service."""
        chosen = self.cleaned_data.get("reader")
        return {**self.cleaned_data, "reader": self.readers.get(chosen)}


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        choices=CorrectionState.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("“To be examined” takes an answer back."),
    )
    answer = TextField(
        most=rules.MAX_ANSWER,
        admin=True,
        required=False,
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy(
            "The member reads it behind the link. Needed where the correction is not taken."
        ),
    )


class FilterForm(forms.Form):
    """Which corrections the register shows."""

    state = forms.ChoiceField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", ""), *CorrectionState.choices]

    @property
    def chosen(self) -> str:
        return self.cleaned_data["state"] if self.is_valid() else ""
