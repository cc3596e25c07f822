"""Factories of the bodies room. People are invented."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from django.utils import timezone

from rkres_wagtail.bodies import models
from rkres_wagtail.bodies.choices import ActPurpose, GroupKind, OrganisationKind, Role

from .pages import TreePageFactory

FIRST_NAMES = ("Anna", "Łukasz", "Zofia", "Michał", "Żaneta", "Święcisław", "Ewa", "Adam")
LAST_NAMES = ("Nowak", "Łącka", "Ćwik", "Żuraw", "Zając", "Śliwa", "Kowal", "Ostrowska")


class _Committee:
    setting = "COMMITTEE_PAGE"


class _Tier:
    setting = "TIER_PAGE"


class _Group:
    setting = "GROUP_PAGE"


class CommitteePageFactory(TreePageFactory):
    class Meta:
        model = _Committee

    title = factory.Sequence(lambda n: f"Komitet Rozwoju Ekonomii Społecznej {n}")
    slug = factory.Sequence(lambda n: f"komitet-{n}")
    abbreviation = "KRES"


class TierPageFactory(TreePageFactory):
    class Meta:
        model = _Tier

    title = factory.Sequence(lambda n: f"Szczebel {n}")
    slug = factory.Sequence(lambda n: f"szczebel-{n}")
    position = factory.Sequence(lambda n: n + 1)


class GroupPageFactory(TreePageFactory):
    """Trait ``former``: closed a year ago."""

    class Meta:
        model = _Group

    class Params:
        former = factory.Trait(
            active_to=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
        )

    title = factory.Sequence(lambda n: f"Grupa robocza ds. współpracy {n}")
    slug = factory.Sequence(lambda n: f"grupa-{n}")
    kind = GroupKind.WORKING


class PersonFactory(factory.django.DjangoModelFactory):
    """Trait ``consenting``: agreed to a page of their own."""

    class Meta:
        model = models.Person

    class Params:
        consenting = factory.Trait(has_public_profile=True, consented_on=date(2023, 6, 1))

    first_name = factory.Iterator(FIRST_NAMES)
    last_name = factory.Sequence(lambda n: f"{LAST_NAMES[n % len(LAST_NAMES)]}-{n}")


class PersonContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PersonContact

    person = factory.SubFactory(PersonFactory)
    email = factory.Sequence(lambda n: f"osoba{n}@example.invalid")
    phone = "000 000 000"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"Spółdzielnia Socjalna Świt {n}")
    kind = OrganisationKind.COOPERATIVE


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Sector

    committee = factory.SubFactory(CommitteePageFactory)
    name = factory.Sequence(lambda n: f"Podmioty ekonomii społecznej {n}")
    sort_order = factory.Sequence(int)


class TermFactory(factory.django.DjangoModelFactory):
    """A term that runs now; traits ``past`` and ``future``."""

    class Meta:
        model = models.Term

    class Params:
        past = factory.Trait(starts_on=date(2015, 3, 17), ends_on=date(2018, 3, 16))
        future = factory.Trait(
            starts_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)),
            ends_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1000)),
        )

    committee = factory.SubFactory(CommitteePageFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=730))


class LegalActFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.LegalAct

    body = factory.SubFactory(CommitteePageFactory)
    purpose = ActPurpose.FOUNDS
    number = factory.Sequence(lambda n: f"{n}/278/15")
    issuer = "Zarządu Województwa"
    issued_on = date(2015, 3, 17)


class FundingNoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FundingNotice

    name = factory.Sequence(lambda n: f"Projekt {n}")
    text = "<p>Projekt współfinansowany ze środków Unii Europejskiej.</p>"


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Seat

    body = factory.SubFactory(CommitteePageFactory)
    name = factory.Sequence(lambda n: f"Miejsce {n}")
    sort_order = factory.Sequence(int)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A current member; traits ``past``, ``future``, ``hidden``, ``chair``."""

    class Meta:
        model = models.Membership

    class Params:
        past = factory.Trait(starts_on=date(2015, 3, 17), ends_on=date(2018, 3, 16))
        future = factory.Trait(
            starts_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
        )
        hidden = factory.Trait(is_public=False)
        chair = factory.Trait(role=Role.CHAIR)

    body = factory.SubFactory(CommitteePageFactory)
    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))
