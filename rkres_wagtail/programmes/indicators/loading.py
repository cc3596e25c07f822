"""Indicators with their readings, for whoever shows them: two queries, whatever the number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from ..models import Indicator, Reading
from .progress import Progress, latest_value, progress_of


@dataclass
class IndicatorLine:
    """One indicator and its ``readings`` by year, the oldest first."""

    indicator: Indicator
    readings: list[Reading] = field(default_factory=list)

    @cached_property
    def latest(self) -> Reading | None:
        """The newest reading that has a value."""
        return latest_value(self.readings)

    @property
    def newest(self) -> Reading | None:
        """The newest reading, also one that says there are no data."""
        return self.readings[-1] if self.readings else None

    @cached_property
    def progress(self) -> Progress | None:
        return progress_of(self.indicator, self.readings)


def lines_of(page) -> dict[int, list[IndicatorLine]]:
    """The indicators of a programme by the primary key of their node, in order."""
    return _lines(Indicator.objects.of(page))


def lines_of_nodes(pks: Iterable[int]) -> dict[int, list[IndicatorLine]]:
    """As ``lines_of``, of some nodes only."""
    return _lines(Indicator.objects.filter(node__in=list(pks)).order_by("sort_order", "pk"))


def _lines(indicators) -> dict[int, list[IndicatorLine]]:
    by_node: dict[int, list[IndicatorLine]] = {}
    by_pk: dict[int, IndicatorLine] = {}
    for indicator in indicators.select_related("node"):
        line = by_pk[indicator.pk] = IndicatorLine(indicator)
        by_node.setdefault(indicator.node_id, []).append(line)
    readings = Reading.objects.filter(indicator__in=indicators.order_by().values("pk"))
    for reading in readings.order_by("year"):
        if line := by_pk.get(reading.indicator_id):
            reading.indicator = line.indicator
            line.readings.append(reading)
    return by_node
