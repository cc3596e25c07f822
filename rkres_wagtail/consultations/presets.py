"""The usual kinds of consulted documents (requirement 44).

Minimums are those of ``domain.md`` §2.2–2.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Preset:
    """One kind; ``key`` names it in region profiles. No days: those of the site."""

    key: str
    name: object
    description: object
    minimum_days: int | None = None


PRESETS = (
    Preset(
        "programme",
        pgettext_lazy("kind of document", "draft programme"),
        _("A regional programme for the social economy, e.g. for several years."),
    ),
    Preset(
        "update",
        pgettext_lazy("kind of document", "update of a programme"),
        _("Changes parts of a programme that holds."),
    ),
    Preset(
        "indicators",
        pgettext_lazy("kind of document", "change of indicators"),
        _("Changes indicators of a programme only."),
    ),
    Preset(
        "act",
        pgettext_lazy("kind of document", "draft act"),
        _(
            "A draft resolution of local law. How long such drafts are consulted is laid down "
            "by each region itself."
        ),
        14,
    ),
    Preset(
        "other",
        pgettext_lazy("kind of document", "other document"),
        _("Anything else that people are asked about."),
        14,
    ),
)
