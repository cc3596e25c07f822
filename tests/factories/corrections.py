"""Factories of members' corrections; people are invented."""

from __future__ import annotations

from datetime import timedelta

import factory

from rkres_wagtail.meetings.when import local_today
from rkres_wagtail.minutes import models
from rkres_wagtail.minutes.assembling import block
from rkres_wagtail.minutes.corrections import services

from .bodies import MembershipFactory, PersonContactFactory
from .minutes import MinutesFactory

TEXT = [
    (
        "item",
        {
            "number": "1.",
            "title": "Sprawozdanie z realizacji programu",
            "discussion": "<p>Przedstawiono sprawozdanie.</p>",
            "outcome": "<p>Przyjęto jednogłośnie.</p>",
            "is_internal": False,
            "item_uuid": "",
        },
    ),
    (
        "text",
        {"heading": "Wolne wnioski", "text": "<p>Nie zgłoszono.</p>", "is_internal": False},
    ),
    (
        "text",
        {"heading": "Sprawy kadrowe", "text": "<p>TAJNE-W.</p>", "is_internal": True},
    ),
]


class DraftMinutesFactory(MinutesFactory):
    """A draft that the members can read, with a part that is internal."""

    opening = "<p>Posiedzenie otwarto o 10:00.</p>"
    blocks = factory.LazyFunction(lambda: [block(kind, **value) for kind, value in TEXT])
    closing = "<p>Posiedzenie zamknięto.</p>"


def member(body, *, email: str = "", first_name: str = "Anna", last_name: str = "Nowak", **kwargs):
    """A person who has sat in ``body`` for years, with an address unless it is ``""``."""
    row = MembershipFactory(
        body=body,
        starts_on=local_today() - timedelta(days=1000),
        person__first_name=first_name,
        person__last_name=last_name,
        **kwargs,
    )
    if email:
        PersonContactFactory(person=row.person, email=email)
    return row.person


def send(minutes, *people, days: int = 14, **kwargs) -> models.MinutesReading:
    """A round that runs, sent to ``people``."""
    return services.send_for_corrections(
        minutes=minutes,
        until=local_today() + timedelta(days=days),
        people=people,
        user=kwargs.pop("user", None),
        **kwargs,
    )


def over(reading) -> models.MinutesReading:
    """Time has passed over the round: nobody did anything."""
    reading.until = local_today() - timedelta(days=1)
    reading.save()
    return reading
