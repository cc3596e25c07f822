"""Forms of what the office enters: the author and the receipt once, then one or more remarks."""

from __future__ import annotations

import uuid
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminTimeInput

from ...conf import settings
from ...fields import check_day
from ...meetings.when import is_skipped, local_today, moment
from ...widgets import DAY_FORMATS, DayInput
from ..choices import AuthorKind, Channel
from ..models import Remark, Submission
from . import raised, sections
from .attachments import EXTENSIONS, MAX_FILES, read_attachment
from .entering import AUTHOR_FIELDS, DEFECTS


class SenderForm(forms.ModelForm):
    """Author, way and moment; ``values`` is what the services take."""

    received_on = forms.DateField(
        label=_("Day of receipt"), widget=DayInput, input_formats=DAY_FORMATS
    )
    received_time = forms.TimeField(
        label=_("Hour of receipt"),
        required=False,
        widget=AdminTimeInput,
        help_text=_(
            "Whether it came in time is told from it. Empty: of today the present hour, of an "
            "earlier day noon."
        ),
    )
    raised = forms.ChoiceField(label=_("Raised at"), required=False)
    field_order = [
        "channel",
        "received_on",
        "received_time",
        "raised",
        *AUTHOR_FIELDS,
        *DEFECTS,
        "files",
    ]

    class Meta:
        model = Submission
        fields = ["channel", *AUTHOR_FIELDS, *DEFECTS]

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        for each in self.fields.values():
            each.label = capfirst(each.label)
        kept = raised.Raised.of(self.instance)
        self.fields["raised"].choices = raised.choices(page, kept)
        self.fields["author_kind"].widget = forms.RadioSelect(choices=AuthorKind.choices)
        if page.receipt_date_counts is not False:
            # Told from the dates.
            del self.fields["is_late"]

    def clean(self):
        cleaned = super().clean()
        day, hour = cleaned.get("received_on"), cleaned.get("received_time")
        if day is not None and not self.errors.get("received_time"):
            try:
                cleaned["received_at"] = _moment_of(day, hour, self.instance)
            except ValidationError as error:
                self.add_error("received_on", error)
        return cleaned

    def _post_clean(self):
        """The row itself stays as it was: the service changes it, or nothing."""

    @property
    def values(self) -> dict:
        where = raised.raised_at(self.cleaned_data["raised"])
        names = [name for name in self.Meta.fields if name in self.fields]
        return {
            **{name: self.cleaned_data[name] for name in names},
            "received_at": self.cleaned_data["received_at"],
            "meeting_id": where.meeting_id,
            "agenda_item": where.agenda_item,
        }


def _moment_of(day, hour, instance) -> datetime:
    check_day(day)
    if hour is None:
        if day == local_today():
            return timezone.now()
        return moment(day).replace(hour=12)
    hour = hour.replace(second=0, microsecond=0, tzinfo=None)
    if is_skipped(day, hour):
        raise ValidationError(
            _("There is no such hour on that night: clocks go forward from 2:00 to 3:00.")
        )
    return moment(day, hour)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is read and checked, ``clean`` gives unsaved rows."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        uploads = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if len(uploads) > MAX_FILES:
            raise ValidationError(_("At most %(count)d files.") % {"count": MAX_FILES})
        rows, errors = [], []
        for upload in uploads:
            try:
                rows.append(read_attachment(upload))
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return rows


class EntryForm(SenderForm):
    """As it is entered the first time: with files, and a key by which it is stored once."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    files = FilesField(
        label=_("Files"),
        required=False,
        widget=ManyFiles(attrs={"accept": ",".join(f".{each}" for each in EXTENSIONS)}),
        help_text=_("The letter, a scan, an attachment; only the office can download them."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [
            ("", "–"),
            *(row for row in Channel.choices if row[0] != Channel.ONLINE),
        ]


class SubmissionForm(SenderForm):
    """As it is corrected."""

    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RemarkForm(forms.ModelForm):
    """One of the remarks; an empty one is left out."""

    section = forms.ChoiceField(label=_("Part of the document"), required=False)

    class Meta:
        model = Remark
        fields = ["place", "quote", "content", "proposed", "justification"]
        widgets = {
            "quote": forms.Textarea({"rows": 2}),
            "content": forms.Textarea({"rows": 4}),
            "proposed": forms.Textarea({"rows": 3}),
            "justification": forms.Textarea({"rows": 3}),
        }

    field_order = ["section", "place", "quote", "content", "proposed", "justification"]

    def __init__(self, *args, texts: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = texts
        self.fields["section"].choices = sections.choices(texts)
        self.fields["content"].required = False
        for each in self.fields.values():
            each.label = capfirst(each.label)
        self.fields["place"].label = _("Part of the document in other words")
        self.use_required_attribute = False

    @property
    def remark(self) -> Remark:
        """An unsaved row of what was typed."""
        data = self.cleaned_data
        row = Remark(**{name: data[name] for name in self.Meta.fields})
        sections.bind(row, sections.chosen(self.texts, data["section"]))
        return row

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def clean(self):
        from ..rules import check_texts

        cleaned = super().clean()
        if not self.errors and not self.is_blank:
            row = Remark(**{name: cleaned.get(name) or "" for name in self.Meta.fields})
            try:
                check_texts(row)
            except ValidationError as error:
                self._update_errors(error)
        return cleaned

    def _post_clean(self):
        """No row is made here."""


class BaseRemarks(forms.BaseFormSet):
    def clean(self):
        if not any(self.errors) and all(form.is_blank for form in self.forms):
            raise ValidationError(_("Write at least one remark."))

    @property
    def remarks(self) -> list[Remark]:
        return [form.remark for form in self.forms if not form.is_blank]


def remarks_formset(data=None, *, texts: list, initial=None):
    limit = settings.REMARK_MAX_PER_SENDING
    made = forms.formset_factory(
        RemarkForm,
        formset=BaseRemarks,
        extra=1,
        max_num=limit,
        absolute_max=limit + 1,
        validate_max=True,
    )
    return made(data, prefix="remarks", form_kwargs={"texts": texts}, initial=initial)


def typed_remarks(data) -> list[dict]:
    """What was typed so far, for a form with one more remark; nothing is checked."""
    count = data.get("remarks-TOTAL_FORMS", "")
    number = int(count) if count.isascii() and count.isdecimal() and len(count) < 4 else 0
    number = min(number, settings.REMARK_MAX_PER_SENDING)
    names = ("section", *RemarkForm.Meta.fields)
    rows = [
        {name: data.get(f"remarks-{index}-{name}", "") for name in names} for index in range(number)
    ]
    return [row for row in rows if any(row.values())]
