"""The usual statuses of answers (``domain.md`` §1.10)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from .choices import Meaning


@dataclass(frozen=True)
class Preset:
    """One status; its ``key``, which is its meaning, names it in region profiles."""

    key: str
    name: object
    needs_reasons: bool = False


PRESETS = (
    Preset(Meaning.ACCEPTED, pgettext_lazy("answer to a remark", "accepted")),
    Preset(Meaning.PARTLY, pgettext_lazy("answer to a remark", "partly accepted"), True),
    Preset(Meaning.REJECTED, pgettext_lazy("answer to a remark", "not accepted"), True),
    Preset(Meaning.EXPLAINED, pgettext_lazy("answer to a remark", "explained")),
    Preset(Meaning.RECOMMENDED, pgettext_lazy("answer to a remark", "taken as a recommendation")),
    Preset(Meaning.NOT_EXAMINED, pgettext_lazy("answer to a remark", "not examined")),
)
