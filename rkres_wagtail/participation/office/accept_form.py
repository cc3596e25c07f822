"""The form by which a declaration becomes a membership: whom the registers know, what is chosen."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.snippets.widgets import AdminSnippetChooser

from ...bodies.models import Membership, Term
from ...bodies.register.forms import MembershipForm
from ...bodies.tree import committee_of
from . import finding
from .accepting import CHOSEN, first_day

NEW, OTHER, NONE = "new", "other", "none"


def proposed(declaration, body) -> Membership:
    """An unsaved membership as the form offers it first; not shown until somebody ticks that."""
    committee = committee_of(body)
    terms = list(Term.objects.of(committee).current()[:2]) if committee is not None else []
    return Membership(
        body=body,
        term=terms[0] if len(terms) == 1 else None,
        sector=declaration.sector,
        position=declaration.position,
        starts_on=first_day(),
        is_public=False,
    )


class AcceptForm(MembershipForm):
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    who = forms.ChoiceField(
        label=gettext_lazy("Person in the register"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether this is somebody whom the register knows.")
        },
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Own organisation"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the organisation, or that there is none.")
        },
    )
    field_order = [
        "who", "person", "position", "which", "organisation", "role", "sector", "term", "seat",
        "starts_on", "is_public",
    ]  # fmt: skip

    class Meta:
        model = Membership
        fields = [
            "person", "position", "organisation", "role", "sector", "term", "seat", "starts_on",
            "is_public",
        ]  # fmt: skip
        widgets = {"term": forms.Select, "sector": forms.Select}

    def __init__(self, *args, declaration, **kwargs):
        super().__init__(*args, **kwargs)
        self.declaration = declaration
        self.fields["edits"].initial = declaration.edits
        self.people = finding.people_like(declaration)
        self.organisations = finding.organisations_like(declaration)
        self._offer_people()
        self._offer_organisations()
        for name, field in self.fields.items():
            field.label = capfirst(field.label) if field.label else field.label
            if name in ("person", "organisation"):
                # Not a list of everybody: choosers are known only once all snippets are.
                field.widget, field.help_text = AdminSnippetChooser(field.queryset.model), ""
        self.fields["person"].label = _("Another person of the register")
        self.fields["organisation"].label = _("Another organisation of the register")
        self.fields["starts_on"].required = True
        self.fields["is_public"].help_text = _(
            "Tick it only when the person may be named on the page of the body."
        )

    def _offer_people(self) -> None:
        known = [(str(each.person.pk), _person_label(each)) for each in self.people]
        new = _("Somebody new: %(name)s") % {"name": self.declaration.name}
        self.fields["who"].choices = [
            *known,
            (NEW, new),
            (OTHER, _("Another person of the register, chosen below")),
        ]
        sure = [each for each in self.people if each.is_sure]
        if len(sure) == 1:
            self.fields["who"].initial = str(sure[0].person.pk)
        elif not self.people:
            self.fields["who"].initial = NEW

    def _offer_organisations(self) -> None:
        name = self.declaration.organisation_name.strip()
        known = [
            (str(each.pk), _("In the register: %(name)s") % {"name": each})
            for each in self.organisations
        ]
        new = [(NEW, _("A new organisation: %(name)s") % {"name": name})] if name else []
        self.fields["which"].choices = [
            *known,
            *new,
            (NONE, _("No organisation")),
            (OTHER, _("Another organisation of the register, chosen below")),
        ]
        if len(known) == 1:
            self.fields["which"].initial = known[0][0]
        elif not known:
            self.fields["which"].initial = NEW if name else NONE

    def clean(self):
        data = super().clean()
        if data.get("who") == OTHER and not data.get("person"):
            self.add_error("person", _("Choose the person."))
        if data.get("which") == OTHER and not data.get("organisation"):
            self.add_error("organisation", _("Choose the organisation."))
        return data

    def _post_clean(self):
        """Nothing is a membership before the service has found or made the person."""

    @property
    def choice(self) -> dict:
        """Arguments of ``accepting.accept``."""
        data = self.cleaned_data
        people = {str(each.person.pk): each.person for each in self.people}
        organisations = {str(each.pk): each for each in self.organisations}
        who, which = data["who"], data["which"]
        return {
            "edits": data["edits"],
            "person": data["person"] if who == OTHER else people.get(who),
            "organisation": data["organisation"] if which == OTHER else organisations.get(which),
            "organisation_name": self.declaration.organisation_name if which == NEW else "",
            "values": {name: data[name] for name in CHOSEN if name in data},
        }


def _person_label(known: finding.Known) -> str:
    if known.is_sure:
        why = _("same name and e-mail")
    else:
        why = _("same e-mail, another name") if known.has_email else _("same name")
    label = _("In the register: %(name)s (%(why)s)") % {"name": known.person, "why": why}
    return f"{label} – {'; '.join(known.sits)}" if known.sits else label
