"""Forms of the two steps: the file, then what to do with its sections."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=capfirst(_("file")),
        help_text=_("DOCX, as saved by a word processor; without a password."),
        widget=forms.FileInput(
            attrs={
                "accept": ".docx,application/vnd.openxmlformats-officedocument"
                ".wordprocessingml.document"
            }
        ),
        max_length=255,
        error_messages={"empty": _("The file is empty.")},
    )


class ConfirmForm(forms.Form):
    """The rest of the preview's form: the choices are read by the view."""

    title = forms.CharField(
        label=_("Title of the document"),
        required=False,
        max_length=255,
        help_text=_("Shown above its text. Empty: the title of the consultation."),
    )
