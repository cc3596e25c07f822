"""How a committee calls its meetings: its own word, else ours (requirement 19)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

_NEUTER = ("o", "e", "ę", "um")


def meeting_word(committee) -> str:
    """``posiedzenie``, ``spotkanie`` …"""
    return getattr(committee, "meeting_label", "") or _("meeting")


def meetings_word(committee) -> str:
    """``posiedzenia``, ``spotkania`` …"""
    return getattr(committee, "meeting_label_plural", "") or _("meetings")


def next_meeting(committee) -> str:
    """``Najbliższe posiedzenie``; the adjective follows the gender of the committee's word."""
    word = getattr(committee, "meeting_label", "")
    if not word:
        return _("Next meeting")
    first = word.split()[0].lower()
    if first.endswith("a"):
        return pgettext("feminine", "Next %(meeting)s") % {"meeting": word}
    if first.endswith(_NEUTER):
        return pgettext("neuter", "Next %(meeting)s") % {"meeting": word}
    return pgettext("masculine", "Next %(meeting)s") % {"meeting": word}


def next_meetings(committee) -> str:
    """``Najbliższe posiedzenia``."""
    return _("Next %(meetings)s") % {"meetings": meetings_word(committee)}


def past_meetings(committee) -> str:
    """``Minione posiedzenia``."""
    return _("Past %(meetings)s") % {"meetings": meetings_word(committee)}


def last_meetings(committee) -> str:
    """``Ostatnie posiedzenia``."""
    return _("Latest %(meetings)s") % {"meetings": meetings_word(committee)}


def all_meetings(committee) -> str:
    """``Wszystkie posiedzenia``."""
    return _("All %(meetings)s") % {"meetings": meetings_word(committee)}


def how_many(committee, count: int) -> str:
    """``Znaleziono 5 posiedzeń``; ``Znaleziono: 5`` where the committee has another word."""
    if meetings_word(committee).lower() != _("meetings"):
        return _("Found: %(count)d") % {"count": count}
    return ngettext("%(count)d meeting found", "%(count)d meetings found", count) % {"count": count}
