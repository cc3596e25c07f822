"""Places on public pages that later rooms fill: the nearest meeting on a committee's page.

A room registers a provider once (in its ``AppConfig.ready`` or ``wagtail_hooks``); it is asked
at every request and may say nothing, and then nothing renders::

    @slots.provider("now")
    def nearest_meeting(context):
        return render_to_string("…", {"meeting": …}) if meeting else ""
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

#: Slots that the templates of this package ask for, in the order of a page: one in the ``head`` of
#: every page, three on the pages of bodies, five on those of meetings, one on that of a decision,
#: one at each section of a consulted text and one at what stands for a section that is gone, two on
#: the page of a consultation, two on its report's and one at each remark that the public reads.
NAMES = frozenset(
    {
        "head",
        "now",
        "after_composition",
        "foot",
        "meeting_facts",
        "meeting_decisions",
        "agenda_item",
        "meeting_links",
        "meeting_foot",
        "decision_foot",
        "section_foot",
        "tombstone_foot",
        "consultation_answer",
        "consultation_foot",
        "report_results",
        "report_foot",
        "remark_foot",
    }
)

_number = count()
_providers: dict[str, list[tuple[int, int, Callable]]] = {name: [] for name in NAMES}


def provider(name: str, *, order: int = 100) -> Callable:
    """Decorator: let a function of the template's context fill the slot ``name``.

    It returns safe HTML, or an empty string for nothing. ``body``, ``committee``, ``family``
    and ``request`` are in the context; in ``head`` (elements that may stand there) ``page`` and
    ``request``; on a meeting's page ``meeting``, ``is_report``,
    ``committee`` and ``request``, at an item of its agenda ``point``, too; at a section of a
    consulted text (or what stands for one that is gone) ``section``, ``version``,
    ``consultation`` and ``request``; at a public remark, in the table and below its section,
    ``remark``, ``consultation`` and ``request``; on the page of a
    consultation ``consultation``, on that of a report ``report``, too. Raises ``KeyError`` for a
    slot that does not exist.
    """
    rows = _providers[name]

    def register(function: Callable) -> Callable:
        rows.append((order, next(_number), function))
        rows.sort()
        return function

    return register


def parts(name: str, context) -> list[str]:
    """What the providers of a slot have to say, in order, without the empty ones."""
    found = (function(context) for _order, _number, function in _providers[name])
    return [part for part in found if part]
