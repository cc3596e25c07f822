"""States of decisions as adjectives, for querysets of any class of decision pages.

Conditions (``Q``, ``Exists``), not a manager: page classes of a host that are made from the
mixin keep the managers they have. ``decisions()`` gives the pages to put them on.
"""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from ..conf import settings
from .choices import DispatchState


def decision_model() -> type:
    """The page class of decisions: ``RKRES_WAGTAIL_DECISION_PAGE``."""
    return apps.get_model(settings.DECISION_PAGE)


def index_model() -> type:
    """The page class of registers of decisions: ``RKRES_WAGTAIL_DECISION_INDEX_PAGE``."""
    return apps.get_model(settings.DECISION_INDEX_PAGE)


def decisions():
    """All decision pages; nothing of it is public without the gate (``public_decisions``)."""
    return decision_model()._default_manager.all()


def public_decisions(gate, **kwargs):
    """Decisions that the public may see; arguments as those of ``Gate.pages``."""
    return gate.pages(decisions(), **kwargs)


class DecisionKindQuerySet(models.QuerySet):
    def of(self, committee):
        """Kinds of a committee, whichever language of its page is given."""
        return self.filter(committee__translation_key=committee.translation_key)


class DispatchQuerySet(models.QuerySet):
    def of(self, decision):
        """Addressees of a decision, whichever language of its page is given."""
        return self.filter(decision__translation_key=decision.translation_key)

    def of_any(self, pages):
        return self.filter(decision__translation_key__in=[page.translation_key for page in pages])

    def waiting(self):
        """Sent on a known day, and nothing came back (``Dispatch.is_waiting``)."""
        return self.filter(state=DispatchState.SENT, sent_on__isnull=False, answered_on=None)


def _dispatches():
    return apps.get_model("rkres_wagtail.Dispatch").objects.filter(
        decision__translation_key=OuterRef("translation_key")
    )


def is_waiting() -> Exists:
    """Decisions of which at least one addressee owes an answer."""
    return Exists(_dispatches().waiting())


def is_sent() -> Exists:
    """Decisions that have an addressee."""
    return Exists(_dispatches())


def has_state(state: str) -> Exists:
    """Decisions that are in ``state`` at one of their addressees."""
    return Exists(_dispatches().filter(state=state))


def is_of_body(*bodies) -> Q:
    """Decisions of any of ``bodies``, whichever language of their pages is given."""
    return Q(body__translation_key__in=[body.translation_key for body in bodies])


def is_of_year(year: int) -> Q:
    return Q(adopted_on__range=(date(year, 1, 1), date(year, 12, 31)))


def latest_first():
    """Those of no known date stand last."""
    return (F("adopted_on").desc(nulls_last=True), "-pk")
