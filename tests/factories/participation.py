"""Factories of calls, offers, declarations, subscriptions and assignments."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone

from rkres_wagtail.participation import models
from rkres_wagtail.participation.choices import DeclarationWay, ReaderAnswer, Rhythm, Topic
from rkres_wagtail.remarks.choices import Asked

from .consultations import in_days, today_in_days
from .pages import TreePageFactory


class _Call:
    setting = "CALL_PAGE"


class CallPageFactory(TreePageFactory):
    """An open call of the body given as ``parent``; traits by state."""

    class Meta:
        model = _Call

    class Params:
        announced = factory.Trait(opens_at=in_days(5), closes_at=in_days(20))
        closed = factory.Trait(opens_at=in_days(-30), closes_at=in_days(-10))
        settled = factory.Trait(
            opens_at=in_days(-60),
            closes_at=in_days(-40),
            settled_on=today_in_days(-5),
            outcome="<p>Powołano komitet w nowym składzie.</p>",
        )

    title = factory.Sequence(lambda n: f"Nabór na członków komitetu {n}")
    slug = factory.Sequence(lambda n: f"nabor-{n}")
    lead = "Szukamy przedstawicielek i przedstawicieli podmiotów ekonomii społecznej."
    opens_at = in_days(-5)
    closes_at = in_days(12)
    decided_by = "Marszałek Województwa"
    body = factory.LazyAttribute(lambda row: row.parent)


class JoiningOfferFactory(factory.django.DjangoModelFactory):
    """Give the ``target``; trait ``online`` switches the form on, with a consent."""

    class Meta:
        model = models.JoiningOffer
        skip_postgeneration_save = True

    class Params:
        online = factory.Trait(is_online=True)

    asks = "<p>Dwa spotkania w roku i czytanie projektów dokumentów.</p>"
    gives = "<p>Wpływ na programy województwa.</p>"
    leaving = "<p>Napisz do biura; wystarczy jedno zdanie.</p>"
    how = "<p>Wyślij deklarację na adres biura.</p>"
    attachment = Asked.NO

    @factory.post_generation
    def consent(self, create, extracted, **kwargs):
        if create and (extracted or (extracted is None and self.is_online)):
            ConsentTextFactory(offer=self)


class ConsentTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ConsentText

    number = factory.LazyAttribute(lambda row: row.offer.consents.count() + 1)
    clause = "<p>Administratorem danych jest Regionalny Ośrodek Polityki Społecznej.</p>"
    statement = "Chcę brać udział w pracach i zgadzam się na przetwarzanie moich danych."


class DeclarationFactory(factory.django.DjangoModelFactory):
    """Give the ``target``; confirmed and waiting, unless a trait says otherwise."""

    class Meta:
        model = models.Declaration

    class Params:
        unconfirmed = factory.Trait(confirmed_at=None)
        accepted = factory.Trait(decided_at=in_days(-1), is_accepted=True)
        rejected = factory.Trait(decided_at=in_days(-1), reason="Nie ma wolnych miejsc.")
        withdrawn = factory.Trait(withdrawn_at=in_days(-1))

    way = DeclarationWay.ONLINE
    first_name = "Janina"
    last_name = factory.Sequence(lambda n: f"Wymyślona{n}")
    email = factory.Sequence(lambda n: f"janina{n}@example.org")
    organisation_name = "Spółdzielnia Socjalna Wzór"
    received_at = in_days(-3)
    confirmed_at = in_days(-3)
    language = "pl"


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """Give the ``committee``; confirmed a week ago, to be told at once of everything."""

    class Meta:
        model = models.Subscription

    class Params:
        unconfirmed = factory.Trait(confirmed_at=None)
        weekly = factory.Trait(rhythm=Rhythm.WEEKLY)
        left = factory.Trait(ended_at=in_days(-1), email="", address_key=None)

    email = factory.Sequence(lambda n: f"czytelnik{n}@example.org")
    topics = factory.LazyFunction(lambda: list(Topic.values))
    rhythm = Rhythm.AT_ONCE
    language = "pl"
    host = "localhost"
    confirmed_at = in_days(-7)
    news_from = in_days(-7)
    address_key = factory.Sequence(lambda n: f"{n:064x}")


class AssignmentFactory(factory.django.DjangoModelFactory):
    """Give ``consultation`` and ``body``."""

    class Meta:
        model = models.Assignment

    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))


class AssignedReaderFactory(factory.django.DjangoModelFactory):
    """Give ``assignment`` and ``person``."""

    class Meta:
        model = models.AssignedReader

    answer = ReaderAnswer.NONE
