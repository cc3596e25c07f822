"""Generated sentences on remarks, with the forms that numbers ask for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from ...consultations.report.numbers import came_in
from ..choices import Channel


def opening(count: int, authors: int, channels: list[tuple[str, int]]) -> str:
    """``Wpłynęło 281 uwag od 51 podmiotów: 249 formularzem internetowym, 26 na posiedzeniach.``

    ``channels`` are keys with numbers; the most used one comes first.
    """
    if not count:
        return _("No remarks came in.")
    came = came_in(count, authors)
    ordered = sorted(channels, key=lambda each: -each[1])
    if len(ordered) == 1:
        way = way_of(ordered[0][0], count)
        if count == 1:
            return f"{came}, {way}."
        if count == 2:
            return _("%(came)s, both of them %(way)s.") % {"came": came, "way": way}
        return _("%(came)s, all of them %(way)s.") % {"came": came, "way": way}
    ways = ", ".join(f"{number} {way_of(channel, number)}" for channel, number in ordered)
    return f"{came}: {ways}."


def way_of(channel: str, count: int) -> str:
    """By which way, as it stands behind a number."""
    if channel == Channel.MEETING:
        return npgettext("way of so many remarks", "at a meeting", "at meetings", count)
    return {
        Channel.ONLINE: pgettext("way of so many remarks", "by the online form"),
        Channel.EMAIL: pgettext("way of so many remarks", "by e-mail"),
        Channel.POST: pgettext("way of so many remarks", "by post"),
        Channel.IN_PERSON: pgettext("way of so many remarks", "in person"),
        Channel.ORALLY: pgettext("way of so many remarks", "orally, for the record"),
        Channel.E_DELIVERY: pgettext("way of so many remarks", "by ePUAP or e-Doręczenia"),
    }.get(channel, pgettext("way of so many remarks", "in another way"))


def remarks_count(count: int) -> str:
    """``42 uwagi``."""
    return ngettext("%(count)d remark", "%(count)d remarks", count) % {"count": count}


def progress(answered: int, total: int) -> str:
    """``Odniesiono się do 42 z 42 uwag``; nothing where there is nothing to answer."""
    if not total:
        return ""
    return ngettext(
        "%(answered)d of %(total)d remark has an answer",
        "%(answered)d of %(total)d remarks have an answer",
        total,
    ) % {"answered": answered, "total": total}


def left_out(count: int) -> str:
    """Why fewer remarks are to be answered than came in; nothing where none is left out."""
    if not count:
        return ""
    return ngettext(
        "%(count)d remark was withdrawn by its author or erased at the author's request.",
        "%(count)d remarks were withdrawn by their authors or erased at their request.",
        count,
    ) % {"count": count}


def publication_state(remark, trace: str) -> str:
    """What the column of exports says: published, or why not (requirement 63)."""
    return trace.rstrip(".") if trace else pgettext("remark", "published")
