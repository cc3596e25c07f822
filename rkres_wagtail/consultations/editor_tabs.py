"""Tabs that parts of this room, and later rooms, add to a consultation's editor.

They hold no fields of the page: a panel shows a state and the way to a screen of its own. Add
them in ``AppConfig.ready`` (a part's ``wiring.ready``), before Wagtail builds the form.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass
class Tab:
    heading: str | Promise
    order: int
    panels: list = field(default_factory=list)


#: Places of the room's own tabs (``panels.py``).
ANNOUNCEMENT, DATES, ANSWERING, PROMOTE, SETTINGS = 10, 20, 30, 80, 90
#: Places of tabs that parts of the room add.
DOCUMENT, REPORT = 40, 50
#: Place of the tab of remarks (``remarks/office``).
REMARKS = 45

_tabs: dict[int, Tab] = {}


def add_tab(order: int, heading, panels: list) -> None:
    """Add a tab; a second call for the same place takes the first one's."""
    _tabs[order] = Tab(heading, order, panels)


def arranged(own: list[tuple[int, object, list]]) -> list[tuple[object, list]]:
    """Heading and panels of every tab in order: ``own`` ones and those that were added."""
    rows = [*own, *((tab.order, tab.heading, tab.panels) for tab in _tabs.values())]
    return [(heading, panels) for _order, heading, panels in sorted(rows, key=lambda row: row[0])]
