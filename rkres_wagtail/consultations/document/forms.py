"""Forms of the document's screens; the services check what they say."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.documents.widgets import AdminDocumentChooser

from ..choices import MAX_LEVEL
from ..models import DocumentVersion, SectionText, VersionFile
from .content import split_points
from .returning import merged_into

_SMALL = {"rows": 4}


class EditsForm(forms.Form):
    """Carries the number of the state that the editor looks at."""

    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class _VersionForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.label = capfirst(each.label)

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""


class NewVersionForm(_VersionForm):
    """``number`` is the one that the screen promised: pressed twice, it is made once."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = DocumentVersion
        fields = ["kind", "title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = _("The public reads it beside the number of the version.")


class SettingsForm(_VersionForm):
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = DocumentVersion
        fields = ["kind", "title", "changes"]
        widgets = {"changes": forms.Textarea(_SMALL)}


class PublishForm(_VersionForm):
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = DocumentVersion
        fields = ["changes"]
        widgets = {"changes": forms.Textarea(_SMALL)}

    def __init__(self, *args, is_first: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["changes"].required = not is_first
        if is_first:
            del self.fields["changes"]


class FileForm(_VersionForm):
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = VersionFile
        fields = ["document", "title", "access"]
        widgets = {"document": AdminDocumentChooser}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _(
            "The public reads it with the format and size. Empty: the title of the file."
        )
        self.fields["access"].help_text = _("Only an accessible file is enough without the text.")


class SplitForm(forms.Form):
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    at = forms.ChoiceField(
        label=_("The new section begins with"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose where the new section begins."),
            "invalid_choice": _("The text has changed in the meantime. Choose again."),
        },
    )
    number = forms.CharField(
        label=_("Number of the new section"),
        max_length=30,
        required=False,
        help_text=_("As in the document, e.g. “2.1”."),
    )
    title = forms.CharField(label=_("Heading of the new section"), max_length=500)
    again = forms.ChoiceField(
        label=_("Which section it is"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("A section that comes back keeps what people wrote on it."),
    )

    def __init__(self, *args, section: SectionText, **kwargs):
        super().__init__(*args, **kwargs)
        points = split_points(section.content)
        self.points = {point.value: point for point in points}
        self.fields["at"].choices = [(point.value, point.preview) for point in points]
        self.merged = {str(text.identity_id): text for text in merged_into(section)}
        if self.merged:
            back = _("It is “%(heading)s” again, which was merged into this one")
            self.fields["again"].choices = [
                ("", _("A new section")),
                *((key, back % {"heading": text.heading}) for key, text in self.merged.items()),
            ]
        else:
            del self.fields["again"]

    @property
    def place(self):
        return self.points[self.cleaned_data["at"]]

    @property
    def identity(self):
        text = self.merged.get(self.cleaned_data.get("again", ""))
        return text.identity if text is not None else None


class SectionForm(WagtailAdminModelForm):
    """One section; ``state`` is what it was when the editor opened it."""

    state = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""

    @cached_property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("number", "title", "content")}


class NewSectionForm(SectionForm):
    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        choices=[(number, number) for number in range(1, MAX_LEVEL + 1)],
        help_text=_("1 is a chapter; a section is at most one deeper than the one before it."),
    )


def section_panels(*, is_new: bool = False):
    """The small form of one section, as Wagtail makes those of its own pages."""
    first = [FieldPanel("number"), FieldPanel("title")]
    if is_new:
        first.insert(0, FieldPanel("level"))
    panels = [FieldRowPanel(first, classname="rkres-doc__heading-fields"), FieldPanel("content")]
    handler = ObjectList(panels, base_form_class=NewSectionForm if is_new else SectionForm)
    return handler.bind_to_model(SectionText)
