"""How a programme calls the levels of its tree, read once for many elements."""

from __future__ import annotations

from django.utils.translation import gettext as _


def names_of(page) -> list[str]:
    return [block.value["name"] for block in page.level_names]


def level_name(node, names: list[str]) -> str:
    """What an element is: its own kind, the programme's name of its level, or "level 4"."""
    if node.kind:
        return node.kind
    return name_at(node.level, names)


def name_at(level: int, names: list[str]) -> str:
    if level <= len(names):
        return names[level - 1]
    return _("level %(level)d") % {"level": level}
