"""The form of a sheet: a group of choices for each member, and what the sheet as a whole says."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Attendance, AttendanceSheet, Presence
from .services import MAX_GUESTS, MAX_REASON, Entry

#: In the order in which a clerk needs them; the last one takes back what was noted.
CHOICES = [
    Presence.PRESENT,
    Presence.REMOTE,
    Presence.SUBSTITUTE,
    Presence.EXCUSED,
    Presence.UNEXCUSED,
    Presence.UNKNOWN,
]


@dataclass
class FormRow:
    """One member with the bound fields."""

    row: Attendance
    number: int
    reply: object
    deputies: list
    is_member: bool
    presence: object = None
    substitute: object = None
    substitute_name: object = None
    note: object = None

    @property
    def errors(self) -> list[str]:
        fields = (self.presence, self.substitute, self.substitute_name, self.note)
        return [error for field in fields if field for error in field.errors]

    @property
    def has_substitute(self) -> bool:
        return bool(self.row.substitute_id or self.row.substitute_name)


class SheetForm(forms.Form):
    """What a clerk notes. The service checks it; here only fields are made and read.

    ``state`` is what the clerk saw: what they did not change is left alone, so that two who
    fill in one sheet do not undo each other's work.
    """

    state = forms.CharField(widget=forms.HiddenInput, required=False)
    guests = forms.CharField(
        label=gettext_lazy("Guests"),
        required=False,
        max_length=MAX_GUESTS,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "One a line, e.g. “Jan Kowalski, city hall”. For the office and the draft of the "
            "minutes; the public does not see it here."
        ),
    )
    office_note = forms.CharField(
        label=gettext_lazy("Note for the office"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Never shown to the public."),
    )

    def __init__(self, *args, sheet: AttendanceSheet, rows: list[FormRow], **kwargs):
        initial = {"guests": sheet.guests, "office_note": sheet.office_note}
        super().__init__(*args, initial=initial | {"state": _state(sheet, rows)}, **kwargs)
        self.rows = rows
        for each in rows:
            self._add(each)

    def _add(self, each: FormRow) -> None:
        row, key = each.row, each.row.membership_id
        name = row.membership.holder_name
        values = CHOICES if each.is_member else [Presence.UNKNOWN, row.presence]
        self.fields[f"presence-{key}"] = forms.ChoiceField(
            label=name,
            required=False,
            choices=[(value.value, capfirst(value.label)) for value in map(Presence, values)],
            widget=forms.RadioSelect,
            initial=row.presence,
            error_messages={"invalid_choice": gettext_lazy("Choose one of the answers.")},
        )
        if each.deputies or row.substitute_id:
            options = {one.pk: one.holder_name for one in each.deputies}
            if row.substitute_id:
                options.setdefault(row.substitute_id, row.substitute.holder_name)
            self.fields[f"substitute-{key}"] = forms.TypedChoiceField(
                label=gettext_lazy("Deputy who came"),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "–"), *options.items()],
                initial=row.substitute_id,
            )
        self.fields[f"substitute_name-{key}"] = forms.CharField(
            label=_("Or somebody else") if each.deputies else _("Who came instead"),
            required=False,
            max_length=255,
            initial=row.substitute_name,
        )
        self.fields[f"note-{key}"] = forms.CharField(
            label=gettext_lazy("Note"),
            required=False,
            max_length=500,
            initial=row.office_note,
            help_text=gettext_lazy("For the office only."),
        )
        for field in ("presence", "substitute", "substitute_name", "note"):
            if f"{field}-{key}" in self.fields:
                setattr(each, field, self[f"{field}-{key}"])

    def entries(self) -> list[Entry]:
        """What was changed since the clerk opened the form."""
        seen = self._seen()
        found = []
        for each in self.rows:
            key = each.row.membership_id
            entry = Entry(
                membership=key,
                presence=self.cleaned_data.get(f"presence-{key}", ""),
                substitute=self.cleaned_data.get(f"substitute-{key}"),
                substitute_name=self.cleaned_data.get(f"substitute_name-{key}", ""),
                note=self.cleaned_data.get(f"note-{key}", ""),
            )
            now = [entry.presence, entry.substitute, entry.substitute_name, entry.note]
            if seen.get(str(key)) != now:
                found.append(entry)
        return found

    def text(self, name: str) -> str | None:
        """Guests or the note, unless they are as the clerk found them."""
        value = _plain(self.cleaned_data[name])
        return None if self._seen().get(name) == value else value

    def _seen(self) -> dict:
        try:
            found = json.loads(self.cleaned_data.get("state") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=MAX_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Whoever edits the meeting reads it in the history of its page; name nobody."
        ),
    )


def _state(sheet: AttendanceSheet, rows: list[FormRow]) -> str:
    seen: dict = {"guests": _plain(sheet.guests), "office_note": _plain(sheet.office_note)}
    for each in rows:
        row = each.row
        seen[str(row.membership_id)] = [
            row.presence,
            row.substitute_id,
            row.substitute_name,
            row.office_note,
        ]
    return json.dumps(seen, ensure_ascii=False)


def _plain(text: str) -> str:
    return "\n".join(text.splitlines()).strip()
