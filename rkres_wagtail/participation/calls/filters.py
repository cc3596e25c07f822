"""The form above the list of calls: words, state, body, year, topic."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Case, CharField, Count, Max, Min, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ...consultations.course import today_of
from ...meetings.when import moment
from ...public_filters import BODY, TOPIC, YEAR, PublicFilterForm, body_choices, topics_of
from ..choices import CallState
from ..querysets import call_in_state

STATE = "stan"
#: When a call opened, as far as the database knows it.
BEGUN = Coalesce("opens_at", "first_published_at", "closes_at")


def is_of_year(year: int) -> Q:
    """Calls (annotated with ``rkres_begun``) that opened in ``year``."""
    first, after = moment(date(year, 1, 1)), moment(date(year + 1, 1, 1))
    return Q(rkres_begun__gte=first, rkres_begun__lt=after)


class Offer:
    """What there is to choose from: ``calls`` are the public ones of the list."""

    def __init__(self, calls, bodies: list, now: datetime):
        self._calls = calls
        self._bodies = bodies
        self._now = now

    def condition(self, state: str) -> Q:
        return call_in_state(state, self._now)

    @cached_property
    def _groups(self) -> list[tuple]:
        """State and body of the calls, counted; one query."""
        whens = [When(self.condition(state), then=Value(state)) for state in CallState.values]
        state = Case(*whens, default=Value(""), output_field=CharField())
        rows = self._calls.order_by().annotate(rkres_state=state)
        rows = rows.values_list("rkres_state", "body__translation_key")
        return list(rows.annotate(Count("pk")))

    @property
    def total(self) -> int:
        return sum(group[-1] for group in self._groups)

    @property
    def opened(self) -> int:
        return sum(group[-1] for group in self._groups if group[0] == CallState.OPEN)

    @property
    def states(self) -> list[tuple[str, str]]:
        used = {group[0] for group in self._groups}
        return [(state, capfirst(str(state.label))) for state in CallState if state in used]

    @cached_property
    def bodies(self) -> list:
        used = {group[1] for group in self._groups}
        return [body for body in self._bodies if body.translation_key in used]

    @cached_property
    def years(self) -> list[tuple[str, str]]:
        """Years in which a call opened, the latest first; two queries, whatever their number.

        The database is not asked for a year of a moment: it may not know the zone.
        """
        rows = self._calls.order_by().annotate(rkres_begun=BEGUN)
        ends = rows.aggregate(first=Min("rkres_begun"), last=Max("rkres_begun"))
        if ends["first"] is None:
            return []
        years = range(today_of(ends["last"]).year, today_of(ends["first"]).year - 1, -1)
        counts = {f"y{year}": Count("pk", filter=is_of_year(year)) for year in years}
        found = rows.aggregate(**counts)
        return [(str(year), str(year)) for year in years if found[f"y{year}"]]

    @cached_property
    def topics(self) -> list[tuple[str, str]]:
        """Tags of the calls, where the page class has tags."""
        return topics_of(self._calls)


class CallFilterForm(PublicFilterForm):
    """What may be asked of a list of calls."""

    def __init__(self, data, offer: Offer):
        super().__init__(data, offer)
        self._select(STATE, _("State"), offer.states)
        self._select(BODY, _("Body"), body_choices(offer.bodies))
        self._select(YEAR, _("Year"), offer.years)
        self._select(TOPIC, _("Topic"), offer.topics, least=1)

    def apply(self, calls):
        """Cut ``calls`` down to what was asked for; costs no query of its own."""
        chosen = self.chosen
        if STATE in chosen:
            calls = calls.filter(self.offer.condition(chosen[STATE]))
        if self.body is not None:
            calls = calls.filter(body__translation_key=self.body.translation_key)
        if YEAR in chosen:
            calls = calls.annotate(rkres_begun=BEGUN).filter(is_of_year(int(chosen[YEAR])))
        return self._with_topic_and_words(calls)
