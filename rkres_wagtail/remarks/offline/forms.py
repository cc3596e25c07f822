"""Forms of an import: the files, what holds for all of them, and what holds for one."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminTimeInput

from ...widgets import DAY_FORMATS, DayInput
from ..choices import AuthorKind, Channel
from .columns import LABELS, SENDER, TEXTS


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class ManyFilesField(forms.FileField):
    """A list of uploaded files; faults of single files are told in the preview."""

    widget = ManyFilesInput(
        attrs={"accept": ".docx,.xlsx,.csv,.txt,.docm,.xlsm,.doc,.xls,.odt,.pdf"}
    )

    def clean(self, data, initial=None):
        rows = data if isinstance(data, list | tuple) else [data] if data else []
        if not rows:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(row, initial) for row in rows]


class UploadForm(forms.Form):
    files = ManyFilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "Many at once, also of different kinds: forms in DOCX and XLSX, tables in XLSX and CSV."
        ),
    )


class WhenForm(forms.Form):
    """Way and day of receipt. An hour matters only on the day on which a round closes."""

    channel = forms.ChoiceField(label=_("Way it came in"), choices=Channel)
    day = forms.DateField(label=_("Day of receipt"), widget=DayInput, input_formats=DAY_FORMATS)
    hour = forms.TimeField(
        label=_("Hour of receipt"),
        required=False,
        widget=AdminTimeInput,
        help_text=_("Only where it decides whether something came in time. Empty: in time."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Kept as text in the import; shown as everywhere else.
        self.initial = {**self.initial, "day": parse_date(str(self.initial.get("day") or ""))}
        for each in self.fields.values():
            each.label = capfirst(each.label)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def options(self) -> dict:
        data = self.cleaned_data
        return {
            "channel": data["channel"],
            "day": data["day"].isoformat() if data["day"] else "",
            "hour": data["hour"].isoformat() if data["hour"] else "",
        }


class FileForm(WhenForm):
    """One file: what was read of its sender may be corrected, and what columns mean."""

    AUTHOR = ("kind", "name", "organisation", "email", "is_name_public", "wants_result")

    include = forms.BooleanField(label=_("Import this file"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of sender"), choices=[("", "---------"), *AuthorKind.choices], required=False
    )
    name = forms.CharField(label=LABELS["name"], max_length=255, required=False)
    organisation = forms.CharField(label=LABELS["organisation"], max_length=255, required=False)
    email = forms.EmailField(label=LABELS["email"], max_length=254, required=False)
    is_name_public = forms.BooleanField(label=_("agrees that the name is shown"), required=False)
    wants_result = forms.BooleanField(label=_("wants to be told of the report"), required=False)
    is_unsigned = forms.BooleanField(label=_("not signed"), required=False)
    is_wrong_form = forms.BooleanField(label=_("not on the form"), required=False)
    default_kind = forms.ChoiceField(
        label=_("Senders named in the table are"),
        choices=[("", "---------"), *AuthorKind.choices],
        required=False,
        help_text=_(
            "For rows that do not say it. Names of private persons are not shown without consent."
        ),
    )

    def __init__(self, *args, table=None, mapping=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [("", _("as for all files")), *Channel.choices]
        self.fields["channel"].required = self.fields["day"].required = False
        self.fields["day"].help_text = _("Empty: as for all files.")
        self.columns = []
        headings = table.heading if table is not None else ()
        width = max((len(texts) for _n, texts in table.rows[:200]), default=0) if table else 0
        for at in range(max(len(headings), width)):
            name = f"column_{at}"
            heading = headings[at] if at < len(headings) else ""
            self.fields[name] = forms.ChoiceField(
                label=heading[:80] or _("column %(n)d") % {"n": at + 1},
                choices=[("", _("not imported"))] + _columns(),
                required=False,
                initial=mapping[at] if at < len(mapping) else "",
            )
            self.columns.append(name)

    def clean(self):
        data = super().clean()
        chosen: dict[str, str] = {}
        for name in self.columns:
            key = data.get(name)
            if key and key in chosen:
                self.add_error(name, _("Two columns cannot be the same; join them in the file."))
            elif key:
                chosen[key] = name
        return data

    @property
    def column_fields(self) -> list:
        return [self[name] for name in self.columns]

    def options(self) -> dict:
        data = self.cleaned_data
        found = super().options() | {
            "include": data["include"],
            "author": {name: data[name] for name in self.AUTHOR},
            "is_unsigned": data["is_unsigned"],
            "is_wrong_form": data["is_wrong_form"],
            "default_kind": data["default_kind"],
        }
        if self.columns:
            found["mapping"] = [data[name] for name in self.columns]
        return found


def _columns() -> list[tuple]:
    keys = (*TEXTS, *SENDER, "number")
    return [(key, LABELS[key]) for key in keys]
