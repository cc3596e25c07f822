"""Factories of the meetings room; dates are relative to today unless a test gives them."""

from __future__ import annotations

from datetime import time, timedelta

import factory

from rkres_wagtail.meetings.choices import DatePrecision, MeetingStatus
from rkres_wagtail.meetings.services import record_published
from rkres_wagtail.meetings.when import local_today

from .pages import TreePageFactory


class _MeetingIndex:
    setting = "MEETING_INDEX_PAGE"


class _Meeting:
    setting = "MEETING_PAGE"


def in_days(number: int):
    return factory.LazyFunction(lambda: local_today() + timedelta(days=number))


class MeetingIndexPageFactory(TreePageFactory):
    """Give the committee, or another body, as ``parent``."""

    class Meta:
        model = _MeetingIndex

    title = "Posiedzenia"
    slug = factory.Sequence(lambda n: f"posiedzenia-{n}")


class MeetingPageFactory(TreePageFactory):
    """A planned meeting in ten days, of the body under which the list (``parent``) stands.

    Traits: ``past``, ``confirmed``, ``month_only``, ``undated`` and those of every page. Lists
    of dicts make ``agenda`` and ``materials``; ``bodies`` is who meets.
    """

    class Meta:
        model = _Meeting

    class Params:
        past = factory.Trait(starts_on=in_days(-30))
        confirmed = factory.Trait(status=MeetingStatus.CONFIRMED)
        month_only = factory.Trait(
            date_precision=DatePrecision.MONTH, starts_time=None, ends_time=None
        )
        undated = factory.Trait(
            date_precision=DatePrecision.UNKNOWN, starts_on=None, starts_time=None, ends_time=None
        )

    title = factory.Sequence(lambda n: f"Posiedzenie {n}")
    slug = factory.Sequence(lambda n: f"posiedzenie-{n}")
    date_precision = DatePrecision.MINUTE
    starts_on = in_days(10)
    starts_time = time(10)
    ends_time = time(13)
    bodies = None
    agenda = ()
    materials = ()

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        bodies, agenda = kwargs.pop("bodies"), kwargs.pop("agenda")
        materials = kwargs.pop("materials")
        page = super()._create(model_class, *args, **kwargs)
        page.bodies.set([page.get_parent().get_parent()] if bodies is None else bodies)
        for rows, relation in ((agenda, page.agenda_items), (materials, page.materials)):
            for number, row in enumerate(rows):
                relation.add(relation.model(sort_order=number, **row))
        page.save()
        if page.live:
            record_published(page)
        return page
