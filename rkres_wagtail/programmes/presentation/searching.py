"""Words of a programme's tree, for the search index."""

from __future__ import annotations

from ...search import plain
from ..models import Indicator, ProgrammeNode


def tree_words(page) -> str:
    """Titles, descriptions and names of indicators; two queries.

    Only of the page itself: what is linked to it has an index of its own.
    """
    nodes = ProgrammeNode.objects.of(page).order_by("position", "pk")
    rows = nodes.values_list("number", "title", "description")
    parts = [f"{number} {title} {plain(text)}" for number, title, text in rows]
    names = Indicator.objects.of(page).values_list("name", "source", "note")
    return " ".join([*parts, *(" ".join(each) for each in names)])
