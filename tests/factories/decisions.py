"""Factories of the decisions room; dates are relative to today unless a test gives them."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone

from rkres_wagtail.bodies.tree import committee_of
from rkres_wagtail.decisions import models
from rkres_wagtail.decisions.choices import DispatchState

from .pages import TreePageFactory


class _DecisionIndex:
    setting = "DECISION_INDEX_PAGE"


class _Decision:
    setting = "DECISION_PAGE"


def days_ago(number: int):
    return factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=number))


class DecisionKindFactory(factory.django.DjangoModelFactory):
    """Give the ``committee``."""

    class Meta:
        model = models.DecisionKind

    name = factory.Sequence(lambda n: f"uchwała {n}")
    name_plural = factory.Sequence(lambda n: f"uchwały {n}")
    sort_order = factory.Sequence(int)


class DecisionIndexPageFactory(TreePageFactory):
    """Give the committee, or another body, as ``parent``."""

    class Meta:
        model = _DecisionIndex

    title = "Uchwały i stanowiska"
    slug = factory.Sequence(lambda n: f"uchwaly-{n}")


class DecisionPageFactory(TreePageFactory):
    """A decision of a month ago, of the committee under which the register (``parent``) stands.

    ``kind`` is the committee's first (made where there is none); ``sent`` is a list of dicts,
    each an addressee.
    """

    class Meta:
        model = _Decision

    title = factory.Sequence(lambda n: f"Stanowisko w sprawie klauzul społecznych {n}")
    slug = factory.Sequence(lambda n: f"decyzja-{n}")
    number = factory.Sequence(lambda n: f"{n}/2026")
    adopted_on = days_ago(30)
    kind = None
    body = None
    sent = ()

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        sent, parent = kwargs.pop("sent"), kwargs["parent"]
        committee = committee_of(parent)
        if kwargs["body"] is None:
            kwargs["body"] = committee
        if kwargs["kind"] is None:
            first = models.DecisionKind.objects.of(committee).first()
            kwargs["kind"] = first or DecisionKindFactory(committee=committee, name="stanowisko")
        page = super()._create(model_class, *args, **kwargs)
        for number, row in enumerate(sent):
            DispatchFactory(decision=page, sort_order=number, **row)
        return page


class DispatchFactory(factory.django.DjangoModelFactory):
    """Sent twelve days ago and not answered; trait ``answered``."""

    class Meta:
        model = models.Dispatch

    class Params:
        answered = factory.Trait(
            state=DispatchState.ACCEPTED,
            answered_on=days_ago(3),
            answered_by="Departament Zdrowia",
            answer="Uwzględnimy w programie.",
            answer_recorded_at=factory.LazyFunction(timezone.now),
        )

    addressee = factory.Sequence(lambda n: f"Urząd Marszałkowski {n}")
    sent_on = days_ago(12)
