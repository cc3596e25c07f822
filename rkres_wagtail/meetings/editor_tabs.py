"""Tabs and panels that parts of this room, and later rooms, add to a meeting's editor.

They hold no fields of the page: a panel shows a state and the way to a screen of its own. Add
them in ``AppConfig.ready``, before Wagtail builds the form.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass
class Tab:
    heading: str | Promise
    order: int
    panels: list = field(default_factory=list)


#: Places among the tabs of ``panels.py``, whose own are 10 (invitation), 20 (agenda), 30 (after the
#: meeting), 80 (promote) and 90 (settings).
ATTENDANCE, MINUTES = 40, 50

_tabs: dict[int, Tab] = {}
_top: dict[int, list] = {}


def add_tab(order: int, heading, panels: list) -> None:
    """Add a tab; a second call for the same place takes the first one's."""
    _tabs[order] = Tab(heading, order, panels)


def add_on_top(order: int, *panels) -> None:
    """Add panels above those of the tab at ``order`` (10: invitation)."""
    _top.setdefault(order, []).extend(panels)


def arranged(own: list[tuple[int, object, list]]) -> list[tuple[object, list]]:
    """Heading and panels of every tab in order: ``own`` ones and those that were added."""
    rows = [(order, heading, [*_top.get(order, []), *panels]) for order, heading, panels in own]
    rows += [(tab.order, tab.heading, tab.panels) for tab in _tabs.values()]
    return [(heading, panels) for _order, heading, panels in sorted(rows, key=lambda row: row[0])]
