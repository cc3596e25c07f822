"""The form above the register: words, year, body, kind, state, topic."""

from __future__ import annotations

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ...public_filters import BODY, TOPIC, YEAR, PublicFilterForm, body_choices, topics_of
from ..choices import WAITING, WAITING_LABEL, DispatchState
from ..models import DecisionKind, Dispatch
from ..querysets import has_state, is_of_body, is_of_year, is_waiting

KIND, STATE = "rodzaj", "stan"
#: What stands in the address for those that wait.
_WAITING = "czeka"


class Offer:
    """What there is to choose from: ``decisions`` are the public ones of the register."""

    def __init__(self, decisions, bodies: list):
        self._decisions = decisions
        self._bodies = bodies

    @cached_property
    def _groups(self) -> list[tuple]:
        """Year, kind and body of every decision, counted; one query."""
        rows = self._decisions.order_by()
        rows = rows.values_list("adopted_on__year", "kind", "body__translation_key")
        return list(rows.annotate(Count("pk")))

    @property
    def total(self) -> int:
        return sum(group[-1] for group in self._groups)

    @property
    def years(self) -> list[tuple[str, str]]:
        years = sorted({group[0] for group in self._groups if group[0]}, reverse=True)
        return [(str(year), str(year)) for year in years]

    @cached_property
    def kinds(self) -> list[DecisionKind]:
        used = {group[1] for group in self._groups if group[1]}
        return list(DecisionKind.objects.filter(pk__in=used)) if used else []

    @cached_property
    def bodies(self) -> list:
        used = {group[2] for group in self._groups}
        return [body for body in self._bodies if body.translation_key in used]

    @cached_property
    def states(self) -> list[tuple[str, str]]:
        """States in which something is, those that wait first; one query."""
        keys = self._decisions.order_by().values("translation_key")
        rows = Dispatch.objects.filter(decision__translation_key__in=keys).order_by()
        found = list(rows.values_list("state", "answered_on", "sent_on").distinct())
        states = {state for state, _answered, _sent in found}
        waits = any(
            state == DispatchState.SENT and answered is None and sent is not None
            for state, answered, sent in found
        )
        shown = [(str(s.value), s.label) for s in DispatchState if s.value in states]
        return [(_WAITING, WAITING_LABEL), *shown] if waits else shown

    @cached_property
    def topics(self) -> list[tuple[str, str]]:
        """Tags of the decisions, where the page class has tags."""
        return topics_of(self._decisions)


class DecisionFilterForm(PublicFilterForm):
    """What may be asked of a register of decisions."""

    def __init__(self, data, offer: Offer):
        super().__init__(data, offer)
        kinds = [(str(kind.pk), capfirst(kind.label_plural)) for kind in offer.kinds]
        self._select(YEAR, _("Year"), offer.years)
        self._select(BODY, _("Body"), body_choices(offer.bodies))
        self._select(KIND, _("Kind"), kinds)
        self._select(STATE, _("What became of it"), offer.states, least=1)
        self._select(TOPIC, _("Topic"), offer.topics, least=1)

    def apply(self, decisions):
        """Cut ``decisions`` down to what was asked for; costs no query of its own."""
        chosen = self.chosen
        if YEAR in chosen:
            decisions = decisions.filter(is_of_year(int(chosen[YEAR])))
        if self.body is not None:
            decisions = decisions.filter(is_of_body(self.body))
        if KIND in chosen:
            decisions = decisions.filter(kind_id=int(chosen[KIND]))
        if STATE in chosen:
            state = chosen[STATE]
            waits = state in (_WAITING, WAITING)
            decisions = decisions.filter(is_waiting() if waits else has_state(state))
        return self._with_topic_and_words(decisions)
