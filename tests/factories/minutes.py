"""Factories of the minutes room; dates are relative to today unless a test gives them."""

from __future__ import annotations

import json
from datetime import timedelta

import factory
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from rkres_wagtail.minutes import models
from rkres_wagtail.minutes.assembling import block, content_of


def item(title: str = "Otwarcie", **value) -> dict:
    """A block about an item of the agenda: ``item("Otwarcie", outcome="<p>Przyjęto.</p>")``."""
    fields = {"number": "", "discussion": "", "outcome": "", "is_internal": False, "item_uuid": ""}
    return block("item", **{**fields, "title": title, **value})


def text(heading: str, body: str = "", *, is_internal: bool = False) -> dict:
    """A block that belongs to no item."""
    return block("text", heading=heading, text=body, is_internal=is_internal)


class MinutesFactory(factory.django.DjangoModelFactory):
    """A draft of the minutes of ``meeting``, with one item; ``blocks`` is its content.

    Traits ``approved`` (otherwise than at a meeting, a day after) and ``published``.
    """

    class Meta:
        model = models.Minutes

    class Params:
        approved = factory.Trait(is_approved=True)
        published = factory.Trait(is_approved=True, is_published=True)

    live = False
    is_approved = False
    is_published = False
    blocks = None
    opening = "<p>Otwarto obrady.</p>"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        is_approved, is_published = kwargs.pop("is_approved"), kwargs.pop("is_published")
        blocks = kwargs.pop("blocks")
        kwargs["content"] = content_of([item()] if blocks is None else blocks)
        minutes = super()._create(model_class, *args, **kwargs)
        revision = minutes.save_revision(clean=False)
        if is_approved:
            MinutesApprovalFactory(minutes=minutes)
        if is_published:
            revision.publish()
        minutes.refresh_from_db()
        return minutes


class MinutesApprovalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MinutesApproval

    note = "obiegowo"
    approved_on = factory.LazyFunction(timezone.localdate)


class MinutesReadingFactory(factory.django.DjangoModelFactory):
    """A round that runs for a week; trait ``over``: it ended yesterday."""

    class Meta:
        model = models.MinutesReading

    class Params:
        over = factory.Trait(
            until=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
        )

    text = factory.LazyAttribute(
        lambda made: json.loads(json.dumps(made.minutes.serializable_data(), cls=DjangoJSONEncoder))
    )
    until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
