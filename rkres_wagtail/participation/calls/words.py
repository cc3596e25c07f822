"""What pages and lists say of a call in words, with the plural forms that numbers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...consultations.course import closing_hour, last_day_of, opening
from ...dates import long_date
from ..choices import CallState
from . import course

_SHAPES = {
    CallState.OPEN: "confirmed",
    CallState.ANNOUNCED: "planned",
    CallState.SETTLED: "held",
}


@dataclass(frozen=True)
class StateTag:
    """A state in a word, with what it means today; ``shape`` names the mark before it."""

    state: str
    label: str
    detail: str = ""

    @property
    def text(self) -> str:
        """``otwarty · zostało 5 dni``."""
        return f"{self.label} · {self.detail}" if self.detail else self.label

    @property
    def shape(self) -> str:
        return _SHAPES.get(self.state, "")


def state_tag(page, now: datetime) -> StateTag:
    state = CallState(page.state(now))
    return StateTag(state, str(state.label), _detail(state, page, now))


def _detail(state: str, page, now: datetime) -> str:
    if state == CallState.OPEN:
        return days_left(page, now)
    if state == CallState.ANNOUNCED and page.opens_at and page.closes_at:
        return _("from %(day)s") % {"day": opening(page.opens_at)}
    return ""


def days_left(page, now: datetime) -> str:
    """``zostało 5 dni``; on the last day ``dziś ostatni dzień, do 23:59``."""
    days = course.days_left(page, now)
    if days is None:
        return ""
    if days == 0:
        hour = time_format(closing_hour(page.closes_at), "G:i")
        return _("last day today, until %(hour)s") % {"hour": hour}
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def seats(page) -> str:
    """``15–25 miejsc``, ``od 15 miejsc``, ``najwyżej 25 miejsc``; empty where nobody said."""
    least, most = page.seats_min, page.seats_max
    if least and most and least != most:
        text = ngettext("%(least)d–%(most)d seat", "%(least)d–%(most)d seats", most)
        return text % {"least": least, "most": most}
    if least and most:
        return ngettext("%(count)d seat", "%(count)d seats", most) % {"count": most}
    if most:
        return ngettext("at most %(count)d seat", "at most %(count)d seats", most) % {"count": most}
    if least:
        text = ngettext("at least %(count)d seat", "at least %(count)d seats", least)
        return text % {"count": least}
    return ""


def result_line(page, now: datetime | None = None) -> str:
    """``nabór, otwarty do 19 kwietnia 2023``: what a list of search results says beside it."""
    now = now or timezone.now()
    state = page.state(now)
    if state == CallState.SETTLED:
        return _("call, settled on %(day)s") % {"day": long_date(page.settled_on)}
    if state == CallState.OPEN:
        return _("call, open until %(day)s") % {"day": long_date(last_day_of(page.closes_at))}
    if state == CallState.CLOSED:
        day = long_date(last_day_of(page.closes_at))
        return _("call, closed on %(day)s, being decided") % {"day": day}
    if page.opens_at and page.closes_at:
        return _("call, announced, opens on %(day)s") % {"day": opening(page.opens_at)}
    return _("call, announced")


def how_many(count: int, opened: int) -> str:
    """``Nabory: 17, w tym otwarte: 2``."""
    if opened:
        return _("Calls: %(count)d, of them open: %(opened)d") % {"count": count, "opened": opened}
    return _("Calls: %(count)d") % {"count": count}
