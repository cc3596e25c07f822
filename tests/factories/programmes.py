"""Factories of the programmes room; traits for what is rare."""

from __future__ import annotations

import factory

from rkres_wagtail.programmes import models
from rkres_wagtail.programmes.choices import ProgrammeState, ReadingState

from .pages import TreePageFactory


class _Programme:
    setting = "PROGRAMME_PAGE"


class ProgrammePageFactory(TreePageFactory):
    """A programme in force, under the committee given as ``parent``; no tree.

    ``levels`` names the levels of its tree; ``nodes`` is a list of dicts, each a
    ``ProgrammeNodeFactory``'s, or a number of them.
    """

    class Meta:
        model = _Programme

    title = factory.Sequence(lambda n: f"Program Rozwoju Ekonomii Społecznej {n}")
    slug = factory.Sequence(lambda n: f"program-{n}")
    abbreviation = "PRES"
    state = ProgrammeState.ADOPTED
    starts_year = 2021
    ends_year = 2050
    lead = "Program mówi, jak region wesprze podmioty ekonomii społecznej."
    levels = ("cel", "priorytet", "działanie")
    nodes = ()

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        levels, nodes = kwargs.pop("levels"), kwargs.pop("nodes")
        kwargs["level_names"] = [("level", {"name": name, "name_plural": ""}) for name in levels]
        page = super()._create(model_class, *args, **kwargs)
        rows = [{}] * nodes if isinstance(nodes, int) else nodes
        for position, row in enumerate(rows):
            ProgrammeNodeFactory(programme=page, **{"position": position, **row})
        return page


class ProgrammeNodeFactory(factory.django.DjangoModelFactory):
    """Give the ``programme``; stands last, at the highest level."""

    class Meta:
        model = models.ProgrammeNode

    position = factory.LazyAttribute(
        lambda row: models.ProgrammeNode.objects.filter(programme=row.programme).count()
    )
    level = 1
    number = factory.LazyAttribute(lambda row: str(row.position + 1))
    title = factory.Sequence(lambda n: f"Zatrudnienie w podmiotach ekonomii społecznej {n}")


class IndicatorFactory(factory.django.DjangoModelFactory):
    """Give the ``node``; ``readings`` is a dict of year -> value (None: no data)."""

    class Meta:
        model = models.Indicator
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Nowe miejsca pracy {n}")
    base_value = "0"
    base_year = 2020
    target_value = "200"
    target_year = 2030
    source = "ROPS"

    @factory.post_generation
    def readings(self, create, extracted, **kwargs):
        for year, value in (extracted or {}).items():
            trait = {"no_data": True} if value is None else {"value": value}
            ReadingFactory(indicator=self, year=year, **trait)


class ReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Reading

    class Params:
        no_data = factory.Trait(state=ReadingState.NO_DATA, value="")
        pending = factory.Trait(state=ReadingState.PENDING, value="")

    year = 2022
    value = "50"


class ProgrammeLinkFactory(factory.django.DjangoModelFactory):
    """Give ``node`` (or ``programme``) and one of ``target_page``, ``section``, ``remark``."""

    class Meta:
        model = models.ProgrammeLink

    node = None
    programme = factory.LazyAttribute(lambda row: row.node.programme)
