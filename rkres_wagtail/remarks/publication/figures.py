"""Numbers of reports that are counted from the register (``consultations.report.numbers``)."""

from __future__ import annotations

from ...consultations.report.numbers import Figures, Results
from ..models import Remark
from .counting import Tally, tallies
from .words import opening


def figures_of_reports(reports: list) -> dict[int, Figures]:
    """The provider: two queries for all of ``reports``, whose ``consultation`` is at hand."""
    rows = Remark.objects.counted().of_any([each.consultation for each in reports])
    found = tallies(rows)
    return {
        each.pk: figures(found.get(each.consultation.translation_key) or Tally())
        for each in reports
    }


def figures(tally: Tally) -> Figures:
    channels = tally.channels()
    counted = [(key, number) for key, _label, number in channels]
    return Figures(
        remarks=tally.total,
        authors=tally.authors,
        opening=opening(tally.total, tally.authors, counted),
        results=Results([(label, number) for _key, label, number in tally.verdicts()]),
        channels=[(label, number) for _key, label, number in channels],
        by_meaning={key: number for key, _label, number in tally.verdicts()},
        by_channel=dict(counted),
        by_author={key: number for key, _label, number in tally.author_kinds()},
    )
