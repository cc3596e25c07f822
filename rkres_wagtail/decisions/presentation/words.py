"""Generated sentences on decisions, with the plural forms that numbers ask for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...typography import NBSP
from ..choices import Voting
from ..rules import COUNTS


def how_many(count: int, waiting: int) -> str:
    """``17 uchwał i stanowisk, 3 czekają na odpowiedź``."""
    parts = [
        ngettext("%(count)d resolution or position", "%(count)d resolutions and positions", count)
        % {"count": count}
    ]
    if waiting:
        text = ngettext("%(count)d waits for an answer", "%(count)d wait for an answer", waiting)
        parts.append(text % {"count": waiting})
    return ", ".join(parts)


def waiting_for(days: int) -> str:
    """``czeka na odpowiedź od 12 dni``."""
    if not days:
        return _("waiting for an answer since today")
    text = ngettext(
        "waiting for an answer for %(count)d day",
        "waiting for an answer for %(count)d days",
        days,
    )
    return text % {"count": days}


def vote(page) -> str:
    """``za: 16, przeciw: 0, wstrzymało się: 1``; empty where it is not recorded."""
    numbers = _numbers(page)
    if page.voting == Voting.COUNTED:
        return numbers
    if page.voting in (Voting.UNANIMOUS, Voting.CIRCULATED):
        label = str(Voting(page.voting).label)
        return f"{label} ({numbers})" if numbers else label
    return ""


def _numbers(page) -> str:
    counts = [getattr(page, name) for name in COUNTS]
    labels = (_("for: %(count)d"), _("against: %(count)d"), _("abstaining: %(count)d"))
    # A number does not stand apart from what it counts.
    return ", ".join(
        (label % {"count": count}).replace(" ", NBSP)
        for label, count in zip(labels, counts, strict=True)
        if count is not None
    )


def named(page) -> str:
    """``uchwała nr 3/2024``: kind and number; what there is of both."""
    kind = str(page.kind) if page.kind else ""
    if not page.number:
        return kind
    number = page.number if page.number.lower().startswith(("nr", "no")) else ""
    number = number or _("no. %(number)s") % {"number": page.number}
    return f"{kind} {number}" if kind else number
