"""The form above the list of meetings: year, term, body, topic, form, words.

A plain GET form. Its choices come from what is public; anything else in the address is left
out with a sentence why.
"""

from __future__ import annotations

from django import forms
from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...bodies.models import Term
from ...search import MAX_QUERY_LENGTH, matching, words_of
from ..choices import MeetingForm
from ..querysets import is_between, is_of_year, meeting_model
from .neighbours import of_any

QUERY, YEAR, TERM, BODY, TOPIC, FORM = "q", "rok", "kadencja", "organ", "temat", "forma"
_ANY = ("", pgettext_lazy("filter", "all"))
_NO_SUCH = {"invalid_choice": _("There is nothing of the kind here, so this was left out.")}


class Offer:
    """What there is to choose from: ``meetings`` are the public ones of the list."""

    def __init__(self, meetings, committee, bodies: list):
        self._meetings = meetings
        self._committee = committee
        self.bodies = bodies

    @cached_property
    def _years(self) -> list[tuple[int | None, int]]:
        rows = self._meetings.order_by().values_list("starts_on__year").annotate(Count("pk"))
        return sorted(rows, key=lambda row: row[0] or 0, reverse=True)

    @property
    def total(self) -> int:
        return sum(count for _year, count in self._years)

    @property
    def years(self) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year, _count in self._years if year]

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Terms that have begun, the latest first; by what stands in the address."""
        if self._committee is None:
            return {}
        terms = Term.objects.of(self._committee).order_by("-starts_on", "-pk")
        return {str(term.pk): term for term in terms}

    @cached_property
    def topics(self) -> list[tuple[str, str]]:
        """Tags of the meetings, where the page class has tags."""
        if not hasattr(meeting_model(), "tags"):
            return []
        rows = self._meetings.order_by().filter(tags__isnull=False)
        return list(rows.values_list("tags__slug", "tags__name").distinct().order_by("tags__name"))


class MeetingFilterForm(forms.Form):
    """Fields with fewer than two choices are not there."""

    use_required_attribute = False

    def __init__(self, data, offer: Offer):
        super().__init__(data, auto_id="rkres-%s")
        self.offer = offer
        self.fields[QUERY] = forms.CharField(
            label=_("Words"),
            required=False,
            max_length=MAX_QUERY_LENGTH,
            widget=forms.TextInput(
                {"type": "search", "class": "rkres-input", "autocomplete": "off"}
            ),
        )
        bodies = [(str(body.pk), body.title) for body in offer.bodies]
        terms = [(key, capfirst(term.label)) for key, term in offer.terms.items()]
        self._select(YEAR, _("Year"), offer.years)
        self._select(TERM, pgettext_lazy("of office", "Term"), terms)
        self._select(BODY, _("Who meets"), bodies)
        self._select(TOPIC, _("Topic"), offer.topics, least=1)
        self._select(FORM, pgettext_lazy("meeting", "Form"), MeetingForm.choices)

    def _select(self, name: str, label, choices: list, *, least: int = 2) -> None:
        if len(choices) >= least or (choices and self.data.get(name)):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[_ANY, *choices],
                required=False,
                error_messages=_NO_SUCH,
                widget=forms.Select({"class": "rkres-input"}),
            )

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What was asked for and exists; the rest is in ``errors``."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        return self.chosen.get(QUERY, "")

    @property
    def body(self):
        """The chosen body's page, or None."""
        key = self.chosen.get(BODY)
        return next((body for body in self.offer.bodies if str(body.pk) == key), None)

    def apply(self, meetings):
        """Cut ``meetings`` down to what was asked for; costs no query of its own."""
        chosen = self.chosen
        if YEAR in chosen:
            meetings = meetings.filter(is_of_year(int(chosen[YEAR])))
        if TERM in chosen:
            term = self.offer.terms[chosen[TERM]]
            meetings = meetings.filter(is_between(term.starts_on, term.ends_on))
        if self.body is not None:
            meetings = meetings.filter(of_any([self.body]))
        if TOPIC in chosen:
            meetings = meetings.filter(tags__slug=chosen[TOPIC])
        if FORM in chosen:
            meetings = meetings.filter(meeting_form=chosen[FORM])
        if words_of(self.query):
            found = matching(meeting_model(), self.query).order_by().values("pk")
            meetings = meetings.filter(pk__in=found)
        return meetings
