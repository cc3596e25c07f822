"""Blocks of the short lists that a programme's page shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..consultations.blocks import CopyBlock, FileBlock

PROGRAMME_FILES = [("file", FileBlock())]
PROGRAMME_COPIES = [("copy", CopyBlock())]


class LevelNameBlock(blocks.StructBlock):
    """How a programme calls one level of its tree; the first is the highest (requirement 65)."""

    name = blocks.CharBlock(
        label=_("One of them"), max_length=100, help_text=_("E.g. “area”, “priority”, “goal”.")
    )
    name_plural = blocks.CharBlock(
        label=_("Several"), max_length=100, required=False, help_text=_("E.g. “areas”.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Level of the tree")
        label_format = "{name}"


LEVEL_NAMES = [("level", LevelNameBlock())]
