"""The form in parts: who sends, and a block for each remark. The room's rules hold for both."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...public_forms import LineField, TextField, TiedForm
from ..choices import Asked, AuthorKind
from ..models import Remark
from ..rules import check_texts

#: Whoever writes here is not the office.
AUTHOR_KINDS = [
    (AuthorKind.PERSON, pgettext_lazy("I send remarks as", "a private person")),
    (AuthorKind.ORGANISATION, pgettext_lazy("I send remarks as", "an organisation or company")),
    (AuthorKind.GOVERNMENT, pgettext_lazy("I send remarks as", "a local government")),
]


class AuthorForm(TiedForm):
    """Who sends; as little as the rules of the consultation allow (GDPR, art. 5(1)(c))."""

    author_kind = forms.ChoiceField(
        label=gettext_lazy("I send remarks as"),
        choices=AUTHOR_KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose as who you send remarks."),
            "invalid_choice": gettext_lazy("Choose as who you send remarks."),
        },
    )
    organisation = LineField(
        label=gettext_lazy("Name of the entity"),
        help_text=gettext_lazy("Of an organisation, company or local government. It is public."),
    )
    name = LineField(label=gettext_lazy("First name and surname"))
    is_name_public = forms.BooleanField(
        required=False,
        label=gettext_lazy("I agree that my name is shown beside my remarks"),
        help_text=gettext_lazy(
            "Only of private persons. Without it everybody reads “private person”."
        ),
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        label=gettext_lazy("E-mail address"),
        error_messages={"invalid": gettext_lazy("Write it like this: name@example.org.")},
    )
    wants_result = forms.BooleanField(
        required=False, label=gettext_lazy("Tell me by e-mail when the report is published")
    )

    def __init__(self, *args, must_confirm: bool, takes_anonymous: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.must_confirm, self.takes_anonymous = must_confirm, takes_anonymous
        fields = self.fields
        fields["name"].widget.attrs["autocomplete"] = "name"
        fields["organisation"].widget.attrs["autocomplete"] = "organization"
        fields["email"].widget.attrs["autocomplete"] = "email"
        fields["name"].help_text = (
            _("It is not shown to the public unless you agree.")
            if takes_anonymous
            else _(
                "Anonymous remarks are not examined here. Of private persons the name is needed."
            )
        )
        fields["email"].help_text = (
            _("We send a message there; remarks count once you have followed the link in it.")
            if must_confirm
            else _("For a copy of your remarks. The public never sees it.")
        )

    def optional(self, name: str) -> bool:
        return name == "email" and not self.must_confirm or name == "name" and self.takes_anonymous

    @property
    def told_fields(self) -> list:
        """Lines that were typed."""
        return [self[name] for name in ("organisation", "name", "email") if self[name].value()]

    def clean(self):
        data = super().clean()
        is_person = data.get("author_kind") == AuthorKind.PERSON
        if data.get("author_kind") and not is_person and not data.get("organisation"):
            if "organisation" not in self.errors:
                self.add_error("organisation", _("Write the name of the entity."))
        if is_person and not self.takes_anonymous and not data.get("name"):
            if "name" not in self.errors:
                self.add_error("name", _("Write your first name and surname."))
        if "email" not in self.errors and not data.get("email"):
            if self.must_confirm:
                self.add_error("email", _("Write your e-mail address: you will confirm by it."))
            elif data.get("wants_result"):
                self.add_error("email", _("Write the e-mail address to which we should write."))
        return data

    def values(self) -> dict:
        """Fields of a ``Submission``; what does not belong to the kind of author is left out."""
        data = dict(self.cleaned_data)
        if data["author_kind"] == AuthorKind.PERSON:
            data["organisation"] = ""
        else:
            data["is_name_public"] = False
        data["wants_result"] = bool(data["wants_result"] and data["email"])
        return data


class RemarkForm(TiedForm):
    """One remark; its columns are those that the rules of the consultation ask for."""

    section = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Section of the document"),
        error_messages={"invalid_choice": gettext_lazy("Choose a section from the list.")},
    )
    place = forms.CharField(
        required=False,
        label=gettext_lazy("Place in your own words"),
        help_text=gettext_lazy("E.g. “chapter 2, page 14”."),
    )
    quote = TextField(label=gettext_lazy("Present wording"), rows=3)
    content = TextField(label=gettext_lazy("Remark"), rows=6)
    proposed = TextField(label=gettext_lazy("Proposed wording"))
    justification = TextField(label=gettext_lazy("Justification"))

    def __init__(self, *args, rules, reading, is_correction: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules, self.reading = rules, reading
        #: Of a correction: the section (an identity) that the remark is about.
        self.kept_section = None
        for name in ("quote", "proposed", "justification"):
            if getattr(rules, name) == Asked.NO:
                del self.fields[name]
        if rules.place == Asked.NO:
            del self.fields["place"]
        if is_correction or not reading.texts:
            del self.fields["section"]
        else:
            whole = _("no section in particular")
            self.fields["section"].choices = [("", f"– {whole} –"), *reading.choices()]
            if rules.place == Asked.NO:
                self.fields["section"].widget = forms.HiddenInput()
        if "proposed" in self.fields:
            self.fields["content"].help_text = _(
                "What should change, and why. It may stay empty if you propose a wording."
            )

    def optional(self, name: str) -> bool:
        if name in ("section", "place"):
            return self.rules.place == Asked.OPTIONAL
        return name != "content" and getattr(self.rules, name) == Asked.OPTIONAL

    @property
    def anchor(self) -> str:
        """The section that is chosen, also before anything is checked."""
        return str(self["section"].value() or "") if "section" in self.fields else ""

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, as it was typed."""
        return {name: str(self[name].value() or "") for name in self.fields}

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in self.typed.values())

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        self.remark = self._remark(data)
        try:
            check_texts(self.remark, self.rules)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                field = name if name in self.fields else None
                if name == "place" and field is None and "section" in self.fields:
                    field = "section"
                for message in messages:
                    self.add_error(field, message)
        return data

    def _remark(self, data: dict) -> Remark:
        text = self.reading.texts.get(data.get("section") or "")
        remark = Remark(
            section=text.identity if text else self.kept_section,
            section_digest=text.digest if text else "",
            version=self.reading.version,
        )
        for name in ("place", *Remark.TEXTS):
            setattr(remark, name, data.get(name) or "")
        #: Of the receipt: what stands above the section.
        remark.read_heading = text.heading if text else ""
        return remark


#: Texts of a remark by the name of the field, in the order of the form.
LABELS = {name: RemarkForm.base_fields[name].label for name in ("place", *Remark.TEXTS)}
