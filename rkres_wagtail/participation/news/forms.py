"""What people fill in: what they want to be told of, how often, and where."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...public_forms import TiedForm
from ..choices import Rhythm, Topic
from .offers import Choice, Offer

_NO_SUCH = _("Choose from what is offered here.")
_GROUPS = ("topics", "bodies", "tags", "rhythm")


def _ticks(**kwargs) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _NO_SUCH,
            "invalid_list": _NO_SUCH,
        },
        **kwargs,
    )


class ChoiceForm(TiedForm):
    """What and how often; bodies and tags where there are some."""

    topics = _ticks(label=_("What we should write about"), choices=Topic.choices)
    bodies = _ticks(
        required=False,
        label=_("Only news of these bodies"),
        help_text=_("Nothing ticked: all of them."),
    )
    tags = _ticks(
        required=False,
        label=_("Only news on these topics"),
        help_text=_(
            "Nothing ticked: all of them. Whoever ticks bodies and topics gets what fits one or "
            "the other."
        ),
    )
    rhythm = forms.ChoiceField(
        label=pgettext_lazy("subscription", "How often"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often."), "invalid_choice": _NO_SUCH},
    )

    def __init__(self, data=None, *, offer: Offer, **kwargs):
        super().__init__(data, **kwargs)
        self.offer = offer
        self.fields["bodies"].choices = [(str(each.pk), each.title) for each in offer.bodies]
        self.fields["tags"].choices = [(name, name) for name in offer.tags]
        for name in ("bodies", "tags"):
            if not self.fields[name].choices:
                del self.fields[name]

    def optional(self, name: str) -> bool:
        return name in ("bodies", "tags")

    @property
    def groups(self) -> list:
        """Fields that are groups of ticks or of dots, in order."""
        return [self[name] for name in _GROUPS if name in self.fields]

    @property
    def choice(self) -> Choice:
        """What was chosen; once the form is valid."""
        data = self.cleaned_data
        return Choice(
            topics=tuple(topic for topic in Topic.values if topic in data["topics"]),
            bodies=frozenset(each.translation_key for each in self.chosen_bodies),
            tags=tuple(data.get("tags") or ()),
            rhythm=data["rhythm"],
        )

    @property
    def chosen_bodies(self) -> list:
        """Canonical pages of the chosen bodies."""
        return self.offer.chosen(self.cleaned_data.get("bodies") or ())


class SubscribeForm(ChoiceForm):
    """The same with the address."""

    email = forms.EmailField(
        max_length=254,
        label=_("E-mail address"),
        help_text=_("We send a message there; news comes once you have followed the link in it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Write the e-mail address to which news should come."),
            "invalid": _("Write it like this: name@example.org."),
        },
    )
