"""The usual kinds of decisions of a regional committee (requirements 34–36)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Preset:
    """One kind; ``key`` names it in region profiles."""

    key: str
    name: object
    name_plural: object
    description: object


PRESETS = (
    Preset(
        "resolution",
        pgettext_lazy("kind of decision", "resolution"),
        pgettext_lazy("kind of decision", "resolutions"),
        _("Decides something that is the committee's own matter, e.g. who chairs it."),
    ),
    Preset(
        "position",
        pgettext_lazy("kind of decision", "position"),
        pgettext_lazy("kind of decision", "positions"),
        _("Says on its own initiative what the committee thinks of a matter."),
    ),
    Preset(
        "opinion",
        pgettext_lazy("kind of decision", "opinion"),
        pgettext_lazy("kind of decision", "opinions"),
        _("Answers somebody who asked, e.g. remarks to a draft."),
    ),
    Preset(
        "recommendation",
        pgettext_lazy("kind of decision", "recommendation"),
        pgettext_lazy("kind of decision", "recommendations"),
        _("Asks somebody to do something; what became of it is followed."),
    ),
)
