"""What other parts of the room show beside one element in the office's screens.

They register in their ``wiring.ready``; the screens of this part ask at every request.
"""

from __future__ import annotations

from collections.abc import Callable

_panels: list[tuple[int, Callable]] = []
_counts: list[tuple[int, Callable]] = []


def add_panel(order: int, render: Callable) -> None:
    """Let ``render(request, node, page)`` (safe HTML, or nothing) stand below a node's form."""
    _panels.append((order, render))
    _panels.sort(key=lambda row: row[0])


def panels_of(request, node, page) -> list[str]:
    found = (render(request, node, page) for _order, render in _panels)
    return [each for each in found if each]


def add_count(order: int, count: Callable) -> None:
    """Let ``count(page)`` say, by a node's primary key, what stands in its row of the outline.

    A constant number of queries, whatever the number of nodes: ``{12: "2 indicators"}``.
    """
    _counts.append((order, count))
    _counts.sort(key=lambda row: row[0])


def counts_of(page) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for _order, count in _counts:
        for pk, text in count(page).items():
            found.setdefault(pk, []).append(text)
    return found
