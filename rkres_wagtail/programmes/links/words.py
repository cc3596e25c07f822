"""Numbers of what fed a programme, in words with their plural forms."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import npgettext

from ...remarks.publication.words import remarks_count
from .ends import CONSULTATION, DECISION, MEETING, REMARK


def counted(counts: Mapping[str, int]) -> list[str]:
    """``["2 decyzje", "1 posiedzenie", "12 uwag"]``; only what there is."""
    said = {
        DECISION: npgettext(
            "what fed a goal", "%(count)d decision", "%(count)d decisions", counts.get(DECISION, 0)
        ),
        MEETING: npgettext(
            "what fed a goal", "%(count)d meeting", "%(count)d meetings", counts.get(MEETING, 0)
        ),
        CONSULTATION: npgettext(
            "what fed a goal",
            "%(count)d consultation",
            "%(count)d consultations",
            counts.get(CONSULTATION, 0),
        ),
    }
    found = [text % {"count": counts[kind]} for kind, text in said.items() if counts.get(kind)]
    return found + ([remarks_count(counts[REMARK])] if counts.get(REMARK) else [])


def answered(count) -> str:
    """``12 uwag, 9 uwzględniono, 2 uwzględniono częściowo``; of a ``SectionCount``."""
    parts = [remarks_count(count.total)]
    if count.accepted:
        said = npgettext(
            "remarks on a section", "%(count)d accepted", "%(count)d accepted", count.accepted
        )
        parts.append(said % {"count": count.accepted})
    if count.partly:
        said = npgettext(
            "remarks on a section",
            "%(count)d partly accepted",
            "%(count)d partly accepted",
            count.partly,
        )
        parts.append(said % {"count": count.partly})
    return ", ".join(parts)
