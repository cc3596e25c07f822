"""The forms of the consultations' page editors."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..bodies.forms import BodyChoiceField, BodyPageForm
from ..bodies.models import LegalAct
from ..bodies.tree import committee_of, pages_of
from ..decisions.forms import CommitteeBodyField
from .log import PrinciplesNote
from .models import ConsultationKind

#: Fields that may stay empty in a draft, and what is said when they are on publishing.
_ASKED = {
    "kind": gettext_lazy("Choose what kind of document it is."),
    "body": gettext_lazy("Choose whose consultation it is."),
    "lead": gettext_lazy("Say in two sentences what it is about."),
    "authority": gettext_lazy("Say who decides about the document."),
}


class ConsultationIndexPageForm(BodyPageForm):
    pass


class ConsultationPageForm(BodyPageForm):
    """Needs a title only; the rest is asked for on publishing."""

    principles = forms.BooleanField(
        label=gettext_lazy("We conduct this consultation by these seven principles"),
        required=False,
        help_text=gettext_lazy(
            "Whoever ticks it answers for it: your name and the moment are noted for the office. "
            "The public does not see them."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee = committee_of(self.parent_page) if self.parent_page else None
        self._limit_bodies()
        self._limit_kinds()
        self._limit_acts()
        if "principles" in self.fields:
            self.initial["principles"] = self.instance.principles_at is not None
        if not self.is_bound and self.instance.pk is None and self.committee is not None:
            self.initial.update(self._defaults())

    def _defaults(self) -> dict:
        """A new consultation is most often the statutory body's."""
        statutory = getattr(self.committee.specific, "statutory_body_id", None)
        return {"body": statutory or self.committee.pk}

    def _limit_bodies(self) -> None:
        from ..bodies.pages import BodyPageMixin

        bodies = pages_of(BodyPageMixin)
        bodies = bodies.descendant_of(self.committee, inclusive=True) if self.committee else bodies
        field_class = CommitteeBodyField if self.committee else BodyChoiceField
        empty = {"body": "---------", "audience": _("everyone")}
        for name in {"body", "audience"} & set(self.fields):
            field = self.fields[name]
            self.fields[name] = field_class(
                queryset=bodies.order_by("path"),
                required=False,
                label=field.label,
                help_text=field.help_text,
                empty_label=empty[name],
            )

    def _limit_kinds(self) -> None:
        if "kind" not in self.fields:
            return
        kinds, field = ConsultationKind.objects.all(), self.fields["kind"]
        self.fields["kind"] = forms.ModelChoiceField(
            queryset=kinds.of(self.committee) if self.committee else kinds,
            required=False,
            label=field.label,
            help_text=field.help_text,
        )

    def _limit_acts(self) -> None:
        field = self.fields.get("initiating_act")
        if field is not None and self.committee is not None:
            acts = LegalAct.objects.filter(body__path__startswith=self.committee.path)
            field.queryset = acts

    def clean(self):
        self.instance.parent_for_rules = self.parent_page
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name, asked in _ASKED.items():
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, asked)
        self._note_principles(cleaned)
        return cleaned

    def _note_principles(self, cleaned) -> None:
        """Who ticked it and when, at the form: scheduled publishing has nobody to name."""
        if "principles" not in self.fields:
            return
        is_ticked, page = cleaned.get("principles", False), self.instance
        if is_ticked == (page.principles_at is not None):
            return
        before = page.principles_at
        page.principles_at = timezone.now() if is_ticked else None
        page.principles_by = self.for_user if is_ticked else None
        # A page that is being made has no history yet: it is written with the revision.
        page.note_for_history = PrinciplesNote(self.for_user, page.principles_at, before)
