"""The form above the list of meetings: year, term, body, topic, form, words."""

from __future__ import annotations

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...bodies.models import Term
from ...public_filters import BODY, TOPIC, YEAR, PublicFilterForm, body_choices, topics_of
from ..choices import MeetingForm
from ..querysets import is_between, is_of_year
from .neighbours import of_any

TERM, FORM = "kadencja", "forma"


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
        return topics_of(self._meetings)


class MeetingFilterForm(PublicFilterForm):
    """What may be asked of a list of meetings."""

    def __init__(self, data, offer: Offer):
        super().__init__(data, offer)
        terms = [(key, capfirst(term.label)) for key, term in offer.terms.items()]
        self._select(YEAR, _("Year"), offer.years)
        self._select(TERM, pgettext_lazy("of office", "Term"), terms)
        self._select(BODY, _("Who meets"), body_choices(offer.bodies))
        self._select(TOPIC, _("Topic"), offer.topics, least=1)
        self._select(FORM, pgettext_lazy("meeting", "Form"), MeetingForm.choices)

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
        if FORM in chosen:
            meetings = meetings.filter(meeting_form=chosen[FORM])
        return self._with_topic_and_words(meetings)
