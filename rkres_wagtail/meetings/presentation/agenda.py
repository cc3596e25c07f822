"""The agenda as the public reads it: numbered points in levels, with materials and results."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...typography import NBSP
from ..choices import ItemResult
from ..querysets import public_meetings
from .materials import MaterialLine

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class ResultLine:
    """What came of a point; ``page`` is the meeting or body it went to, when it is public."""

    label: str
    kind: str
    page: object = None
    page_text: str = ""
    note: str = ""


@dataclass
class AgendaPoint:
    title: str
    number: str
    uuid: object = None
    time: str = ""
    speaker: str = ""
    affiliation: str = ""
    materials: list[MaterialLine] = field(default_factory=list)
    result: ResultLine | None = None
    points: list[AgendaPoint] = field(default_factory=list)


def agenda_points(items, materials, *, gate, bodies, with_results: bool) -> list[AgendaPoint]:
    """Nest public ``items`` by their levels.

    ``materials`` maps an item's uuid to its lines. Results are told once the meeting is over.
    A level that skips one (1, then 3) counts as the next deeper.
    """
    results = _results(items, gate, bodies) if with_results else {}
    top: list[AgendaPoint] = []
    open_lists: list[tuple[int, list[AgendaPoint], str]] = [(0, top, "")]
    for item in items:
        while len(open_lists) > 1 and open_lists[-1][0] >= item.level:
            open_lists.pop()
        _level, siblings, prefix = open_lists[-1]
        number = _number(prefix, len(open_lists), len(siblings) + 1)
        point = AgendaPoint(
            title=item.title,
            number=number,
            uuid=item.uuid,
            time=_time(item),
            speaker=item.speaker,
            affiliation=item.affiliation,
            materials=materials.get(str(item.uuid), []),
            result=results.get(item.uuid),
        )
        siblings.append(point)
        open_lists.append((item.level, point.points, number))
    return top


def _number(prefix: str, depth: int, place: int) -> str:
    """``1.``, ``1.1.``, ``a)``; ``prefix`` is that of the point above."""
    if depth < 3:
        return f"{prefix}{place}."
    text = ""
    while place:
        place, rest = divmod(place - 1, len(_LETTERS))
        text = _LETTERS[rest] + text
    return f"{text})"


def _time(item) -> str:
    """``10:15``, ``20 min``, ``10:15, 20 min``."""
    parts = [time_format(item.starts_time, "G:i")] if item.starts_time else []
    if item.duration:
        text = ngettext("%(count)d minute", "%(count)d minutes", item.duration)
        parts.append((text % {"count": item.duration}).replace(" ", NBSP))
    return ", ".join(parts)


def _results(items, gate, bodies) -> dict:
    """Results by uuid; one query for all meetings to which points were postponed."""
    postponed = {item.postponed_to_id for item in items if item.postponed_to_id}
    meetings = {}
    if postponed:
        pages = public_meetings(gate, any_locale=True).filter(pk__in=postponed)
        meetings = {page.pk: page for page in pages}
    found = {}
    for item in items:
        if item.result:
            found[item.uuid] = _result(item, meetings, bodies)
    return found


def _result(item, meetings: dict, bodies) -> ResultLine:
    line = ResultLine(str(item.get_result_display()), item.result, note=item.result_note)
    if item.result == ItemResult.POSTPONED and (page := meetings.get(item.postponed_to_id)):
        line.page = page
        line.page_text = _("%(title)s (%(date)s)") % {
            "title": page.title,
            "date": page.when.days(),
        }
        line.label = _("postponed to the meeting:")
    if item.result == ItemResult.REFERRED and (page := bodies.get(item.referred_to_id)):
        line.page, line.page_text = page, page.title
        line.label = _("referred to:")
    return line
