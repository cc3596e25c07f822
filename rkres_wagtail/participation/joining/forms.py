"""The form: as little as the offer asks for (GDPR, art. 5(1)(c)), and the statement to tick."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...bodies.models import Sector
from ...conf import settings
from ...public_forms import LineField, TextField, TiedForm
from ...remarks.choices import Asked
from ...text import clean_text
from .files import ACCEPT, read_file
from .offers import Offer

#: Letters of what somebody writes of their reasons.
MOST_LETTERS = 5_000
#: Fields that the offer may ask for, by its own name for each.
ASKED = {
    "organisation_name": "organisation",
    "position": "position",
    "sector": "sector",
    "motivation": "motivation",
    "attachment": "attachment",
}
_MISSING = {
    "organisation_name": gettext_lazy("Write the name of your organisation."),
    "position": gettext_lazy("Write your post."),
    "sector": gettext_lazy("Choose whom you would represent."),
    "motivation": gettext_lazy("Write why you want to take part."),
    "attachment": gettext_lazy("Choose the file."),
}


class _EmailField(forms.EmailField):
    def to_python(self, value):
        return super().to_python(clean_text(str(value or "")))


class DeclarationForm(TiedForm):
    """What somebody declares; its fields are those that the offer asks for."""

    first_name = LineField(max_length=100, label=gettext_lazy("First name"))
    last_name = LineField(max_length=100, label=gettext_lazy("Surname"))
    email = _EmailField(
        max_length=254,
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "We send a message there; the declaration counts once you have followed the link in it."
        ),
        error_messages={
            "required": gettext_lazy(
                "Write your e-mail address: you confirm the declaration by it."
            ),
            "invalid": gettext_lazy("Write it like this: name@example.org."),
        },
    )
    organisation_name = LineField(label=gettext_lazy("Organisation"))
    position = LineField(label=gettext_lazy("Your post there"))
    sector = forms.ModelChoiceField(
        queryset=Sector.objects.none(),
        required=False,
        empty_label=pgettext_lazy("choice of a sector", "– choose –"),
        label=gettext_lazy("Whom you would represent"),
        error_messages={"invalid_choice": gettext_lazy("Choose one from the list.")},
    )
    motivation = TextField(label=gettext_lazy("Why you want to take part"), rows=6)
    attachment = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=pgettext_lazy("of a declaration", "File"),
        widget=forms.FileInput({"accept": ACCEPT}),
    )
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args, offer: Offer, committee, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer = offer
        for name, asked in ASKED.items():
            if getattr(offer.row, asked) == Asked.NO:
                del self.fields[name]
        self.fields["agreed"].label = offer.consent.statement
        for name, token in _AUTOCOMPLETE.items():
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = token
        if "sector" in self.fields and committee is not None:
            self.fields["sector"].queryset = Sector.objects.filter(
                committee__translation_key=committee.translation_key
            )
        if "attachment" in self.fields:
            field = self.fields["attachment"]
            field.label = offer.row.attachment_label or field.label
            field.help_text = _("PDF, DOCX, ODT, JPG or PNG, at most %(limit)s.") % {
                "limit": filesizeformat(settings.DECLARATION_MAX_FILE_BYTES)
            }

    def optional(self, name: str) -> bool:
        return name in ASKED and getattr(self.offer.row, ASKED[name]) == Asked.OPTIONAL

    @property
    def told_fields(self) -> list:
        """What was typed, where it can no longer be sent."""
        names = [name for name in self.fields if name not in ("attachment", "agreed", "sector")]
        return [self[name] for name in names if self[name].value()]

    def problems(self, prefix: str = "") -> list[dict]:
        """As usual; the statement is long, and stands beside its tick."""
        tick = self["agreed"].id_for_label
        return [
            {"id": tick, "text": self.errors["agreed"][0]} if each["id"] == tick else each
            for each in super().problems(prefix)
        ]

    # Checking --------------------------------------------------------------------------------

    def clean_first_name(self) -> str:
        return _name(self.cleaned_data["first_name"], _("Write your first name."))

    def clean_last_name(self) -> str:
        return _name(self.cleaned_data["last_name"], _("Write your surname."))

    def clean_motivation(self) -> str:
        text = self.cleaned_data["motivation"]
        if len(text) <= MOST_LETTERS:
            return text
        message = _("The text has %(length)d characters; the most is %(limit)d.")
        raise ValidationError(message % {"length": len(text), "limit": MOST_LETTERS})

    def clean_attachment(self):
        upload = self.cleaned_data["attachment"]
        return read_file(upload) if upload else None

    def clean(self):
        data = super().clean()
        for name, asked in ASKED.items():
            is_missing = name in self.fields and name not in self.errors and not data.get(name)
            if is_missing and getattr(self.offer.row, asked) == Asked.REQUIRED:
                self.add_error(name, _MISSING[name])
        if not data.get("agreed"):
            self.add_error("agreed", _("Without this statement we cannot take your declaration."))
        return data

    def ask_for_file_again(self) -> None:
        """No browser keeps a file in a form that comes back: say so, or it would be missed."""
        if "attachment" in self.fields and self.files.get("attachment"):
            if "attachment" not in self.errors:
                self.add_error("attachment", _("Choose the file again: your browser forgot it."))

    # What it brings ----------------------------------------------------------------------------

    def values(self) -> dict:
        """Fields of a ``Declaration``."""
        names = ("first_name", "last_name", "email", *ASKED)
        return {
            name: self.cleaned_data.get(name) or (None if name == "sector" else "")
            for name in names
            if name != "attachment"
        }

    @property
    def file(self):
        return self.cleaned_data.get("attachment")


_AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "organisation_name": "organization",
    "position": "organization-title",
}


def _name(text: str, message: str) -> str:
    """A name has a letter, of whichever alphabet: no emoji, no number stands for a person."""
    if not any(sign.isalpha() for sign in text):
        raise ValidationError(message)
    return text
