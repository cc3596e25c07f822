"""The forms of the decisions' page editors."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from ..bodies.forms import BodyChoiceField, BodyPageForm
from ..bodies.tree import committee_of, pages_of
from ..text import plain_slug
from .models import DecisionKind
from .rules import item_titles

_SLUG_LENGTH = 220
#: Fields that may stay empty in a draft, and what is said when they are on publishing.
_ON_PUBLISHING = ("kind", "body", "adopted_on")


class CommitteeBodyField(BodyChoiceField):
    """Bodies of one committee as in the tree below it, whose long name is not said again."""

    def label_from_instance(self, page) -> str:
        label = super().label_from_instance(page)
        _committee, _separator, below = label.partition(" › ")
        return below or label


class DecisionIndexPageForm(BodyPageForm):
    pass


class DecisionPageForm(BodyPageForm):
    """Needs a title only; kind, body and day are asked for on publishing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee = committee_of(self.parent_page) if self.parent_page else None
        self._limit_bodies()
        self._limit_kinds()
        self._offer_items()
        if not self.is_bound and self.instance.pk is None and self.committee is not None:
            self.initial.update(self._defaults())

    def _defaults(self) -> dict:
        """A new decision is most often one of the statutory body's."""
        statutory = getattr(self.committee.specific, "statutory_body_id", None)
        return {"body": statutory or self.committee.pk}

    def _limit_bodies(self) -> None:
        if "body" not in self.fields:
            return
        from ..bodies.pages import BodyPageMixin

        bodies = pages_of(BodyPageMixin)
        bodies = bodies.descendant_of(self.committee, inclusive=True) if self.committee else bodies
        field = self.fields["body"]
        field_class = CommitteeBodyField if self.committee else BodyChoiceField
        self.fields["body"] = field_class(
            queryset=bodies.order_by("path"),
            required=False,
            label=field.label,
            help_text=field.help_text,
        )

    def _limit_kinds(self) -> None:
        if "kind" not in self.fields:
            return
        kinds = DecisionKind.objects.all()
        field = self.fields["kind"]
        self.fields["kind"] = forms.ModelChoiceField(
            queryset=kinds.of(self.committee) if self.committee else kinds,
            required=False,
            label=field.label,
            help_text=field.help_text,
        )

    def _offer_items(self) -> None:
        """Items of the chosen meeting by their titles; of another one, after the first save."""
        field = self.fields.get("item_uuid")
        if field is None:
            return
        meeting = self.instance.meeting
        titles = item_titles(meeting.specific) if meeting is not None else {}
        choices = [("", _("no item in particular")), *titles.items()]
        sent = self.data.get(self.add_prefix("item_uuid")) if self.is_bound else None
        if sent and sent not in titles:
            # Whether it is of the meeting that was chosen along with it, the rules say.
            choices.append((sent, sent))
        if self.instance.item_uuid:
            self.initial["item_uuid"] = str(self.instance.item_uuid)
        self.fields["item_uuid"] = forms.TypedChoiceField(
            choices=choices,
            coerce=field.to_python,
            empty_value=None,
            required=False,
            label=field.label,
            help_text=field.help_text,
        )

    def clean(self):
        self.instance.parent_for_rules = self.parent_page
        cleaned = super().clean()
        self._forget_item_of_another_meeting(cleaned)
        if not self.is_deferred_validation:
            for name in _ON_PUBLISHING:
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _ASKED[name]())
        return cleaned

    def _forget_item_of_another_meeting(self, cleaned) -> None:
        """Who chooses another meeting sees its items only after saving: the old one goes."""
        if "meeting" in self.changed_data and "item_uuid" not in self.changed_data:
            cleaned["item_uuid"] = None

    def _slug_base(self) -> str:
        """``uchwala-nr-3-2024``: kind and number where there is one, else the title."""
        number = self.cleaned_data.get("number") or ""
        kind = self.cleaned_data.get("kind")
        title = f"{kind} {number}" if kind and number else self.cleaned_data.get("title")
        return plain_slug(title or "", "uchwala", length=_SLUG_LENGTH)


_ASKED = {
    "kind": lambda: _("Choose what it is."),
    "body": lambda: _("Choose who took it."),
    "adopted_on": lambda: _("Give the day on which it was taken."),
}
