"""The form above the list of consultations: words, state, kind, body, year, topic."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Case, CharField, Count, Exists, Max, Min, OuterRef, Q, Value, When
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ...meetings.when import moment
from ...public_filters import BODY, TOPIC, YEAR, PublicFilterForm, body_choices, topics_of
from ..choices import ConsultationState
from ..course import today_of
from ..models import ConsultationKind, Round
from ..querysets import in_state

KIND, STATE = "rodzaj", "stan"


def is_of_year(year: int) -> Exists:
    """Consultations of which a round began in ``year``."""
    first, after = moment(date(year, 1, 1)), moment(date(year + 1, 1, 1))
    rows = Round.objects.filter(consultation__translation_key=OuterRef("translation_key"))
    return Exists(rows.filter(starts_at__gte=first, starts_at__lt=after))


class Offer:
    """What there is to choose from: ``consultations`` are the public ones of the list."""

    def __init__(self, consultations, bodies: list, now: datetime, report_days: int):
        self._consultations = consultations
        self._bodies = bodies
        self._now, self._report_days = now, report_days

    def condition(self, state: str) -> Q:
        return in_state(state, self._now, self._report_days)

    @cached_property
    def _groups(self) -> list[tuple]:
        """State, kind and body of the consultations, counted; one query."""
        whens = [
            When(self.condition(state), then=Value(state)) for state in ConsultationState.values
        ]
        state = Case(*whens, default=Value(""), output_field=CharField())
        rows = self._consultations.order_by().annotate(rkres_state=state)
        rows = rows.values_list("rkres_state", "kind", "body__translation_key")
        return list(rows.annotate(Count("pk")))

    @property
    def total(self) -> int:
        return sum(group[-1] for group in self._groups)

    @property
    def opened(self) -> int:
        return sum(group[-1] for group in self._groups if group[0] == ConsultationState.OPEN)

    @property
    def states(self) -> list[tuple[str, str]]:
        used = {group[0] for group in self._groups}
        return [(state, capfirst(str(state.label))) for state in ConsultationState if state in used]

    @cached_property
    def kinds(self) -> list[ConsultationKind]:
        used = {group[1] for group in self._groups if group[1]}
        return list(ConsultationKind.objects.filter(pk__in=used)) if used else []

    @cached_property
    def bodies(self) -> list:
        used = {group[2] for group in self._groups}
        return [body for body in self._bodies if body.translation_key in used]

    @cached_property
    def years(self) -> list[tuple[str, str]]:
        """Years in which a round began, the latest first; two queries, whatever their number.

        The database is not asked for a year of a moment: it may not know the zone.
        """
        keys = self._consultations.order_by().values("translation_key")
        rows = Round.objects.filter(consultation__translation_key__in=keys).order_by()
        ends = rows.aggregate(first=Min("starts_at"), last=Max("starts_at"))
        if ends["first"] is None:
            return []
        years = range(today_of(ends["last"]).year, today_of(ends["first"]).year - 1, -1)
        counts = {
            f"y{year}": Count(
                "pk",
                filter=Q(
                    starts_at__gte=moment(date(year, 1, 1)),
                    starts_at__lt=moment(date(year + 1, 1, 1)),
                ),
            )
            for year in years
        }
        found = rows.aggregate(**counts)
        return [(str(year), str(year)) for year in years if found[f"y{year}"]]

    @cached_property
    def topics(self) -> list[tuple[str, str]]:
        """Tags of the consultations, where the page class has tags."""
        return topics_of(self._consultations)


class ConsultationFilterForm(PublicFilterForm):
    """What may be asked of a list of consultations."""

    def __init__(self, data, offer: Offer):
        super().__init__(data, offer)
        kinds = [(str(kind.pk), capfirst(kind.name)) for kind in offer.kinds]
        self._select(STATE, _("State"), offer.states)
        self._select(KIND, _("Kind of document"), kinds)
        self._select(BODY, _("Body"), body_choices(offer.bodies))
        self._select(YEAR, _("Year"), offer.years)
        self._select(TOPIC, _("Topic"), offer.topics, least=1)

    def apply(self, consultations):
        """Cut ``consultations`` down to what was asked for; costs no query of its own."""
        chosen = self.chosen
        if STATE in chosen:
            consultations = consultations.filter(self.offer.condition(chosen[STATE]))
        if KIND in chosen:
            consultations = consultations.filter(kind_id=int(chosen[KIND]))
        if self.body is not None:
            key = self.body.translation_key
            consultations = consultations.filter(body__translation_key=key)
        if YEAR in chosen:
            consultations = consultations.filter(is_of_year(int(chosen[YEAR])))
        return self._with_topic_and_words(consultations)
