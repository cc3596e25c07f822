"""Forms of answers; they carry which state of things their editor has seen."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..choices import FormalReason, Meaning
from ..models import Remark, Response, ResponseStatus
from .rules import usual_formal_reason
from .services import Existing


class SeenField(forms.CharField):
    """Remarks with the number of their edits, ``12:0,13:4``: ``{12: 0, 13: 4}``."""

    widget = forms.HiddenInput

    def clean(self, value):
        try:
            pairs = [each.split(":") for each in super().clean(value).split(",") if each]
            return {int(key): int(edits) for key, edits in pairs}
        except (ValueError, TypeError):
            message = _("The form came back damaged. Choose the remarks again.")
            raise ValidationError(message) from None


def seen_of(remarks) -> str:
    return ",".join(f"{each.pk}:{each.edits}" for each in remarks)


class ResponseForm(forms.Form):
    """Status, position and reasons; what is missing may be written later."""

    status = forms.ModelChoiceField(
        ResponseStatus.objects.none(), label=_("Status"), required=False, empty_label=_("not yet")
    )
    position = forms.CharField(
        label=_("Position"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the office does with the remark. The public reads it with the report."),
    )
    reasons = forms.CharField(
        label=pgettext_lazy("answer to a remark", "Reasons"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A rejection, also a partial one, cannot be published without them."),
    )
    formal_reason = forms.ChoiceField(
        label=_("Formal reason"),
        required=False,
        choices=[("", _("no formal reason")), *FormalReason.choices],
        help_text=_("Only of remarks that are not examined; with another status it is dropped."),
    )
    seen = SeenField(required=False)

    def __init__(self, *args, statuses, remarks=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.remarks = list(remarks)
        self.fields["status"].queryset = statuses.select_related("committee")
        self.fields["seen"].initial = seen_of(self.remarks)

    def clean(self):
        data = super().clean()
        status = data.get("status")
        if status is not None and status.meaning == Meaning.NOT_EXAMINED:
            data["formal_reason"] = data.get("formal_reason") or usual_formal_reason(self.remarks)
        return data

    @property
    def words(self) -> dict:
        return {
            name: self.cleaned_data[name]
            for name in ("status", "position", "reasons", "formal_reason")
        }

    def renew(self, **values) -> None:
        """Who was told of somebody else's change may go on from the state of now."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value


class AnswerForm(ResponseForm):
    """One answer to the chosen remarks, some of which may have one already."""

    existing = forms.ChoiceField(
        label=_("Answers that are there already"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Existing.REPLACE, _("Give only the chosen remarks the new answer")),
            (Existing.JOIN, _("Join: all remarks of those answers get the new one, too")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not any(each.response_id for each in self.remarks):
            del self.fields["existing"]


class EditForm(ResponseForm):
    """Other words for an answer that is there."""

    edits = forms.IntegerField(widget=forms.HiddenInput)
    consultation = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, response: Response, **kwargs):
        initial = {
            "status": response.status_id,
            "position": response.position,
            "reasons": response.reasons,
            "formal_reason": response.formal_reason,
            "edits": response.edits,
            "consultation": response.consultation_id,
        }
        super().__init__(*args, initial=initial, **kwargs)


class AddForm(forms.Form):
    """More remarks for an answer, by their numbers: ``3, 7-9``."""

    numbers = forms.CharField(
        label=_("Numbers of remarks"),
        max_length=500,
        help_text=_("As they stand in the register, e.g. “3, 7-9”."),
    )
    replaces = forms.BooleanField(
        label=_("Also where a remark has another answer; it then gets this one instead"),
        required=False,
    )

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, prefix="add", **kwargs)
        self.consultation = consultation

    def clean_numbers(self) -> list[Remark]:
        numbers = _numbers(self.cleaned_data["numbers"])
        rows = Remark.objects.of(self.consultation).counted().filter(number__in=numbers)
        found = list(rows.select_related("submission", "consultation"))
        if missing := sorted(numbers - {each.number for each in found}):
            said = ", ".join(map(str, missing[:20]))
            raise ValidationError(_("There is no remark no. %(numbers)s here.") % {"numbers": said})
        return found


#: Most remarks that one line may name.
_MOST = 1000


def _numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in text.replace("–", "-").replace(";", ",").split(","):
        first, dash, last = (each.strip() for each in part.partition("-"))
        if not first and not dash:
            continue
        ends = (first, last) if dash else (first, first)
        if not all(each.isascii() and each.isdigit() and len(each) < 8 for each in ends):
            raise ValidationError(_("Write numbers, e.g. “3, 7-9”."))
        low, high = map(int, ends)
        if high - low >= _MOST or len(found) > _MOST:
            message = _("At most %(most)d remarks at once.")
            raise ValidationError(message % {"most": _MOST})
        found.update(range(low, high + 1))
    if not found:
        raise ValidationError(_("Write numbers, e.g. “3, 7-9”."))
    return found
