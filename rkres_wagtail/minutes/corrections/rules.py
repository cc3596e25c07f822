"""What must hold of rounds and corrections; functions answer or raise, they write nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...dates import long_date
from ...meetings.when import local_today, moment
from ...text import without_directions
from .. import permissions
from ..choices import CorrectionState
from ..models import Minutes, MinutesApproval, MinutesCorrection, MinutesReading

#: Days that a round has unless the office says otherwise, and at most.
DEFAULT_DAYS = 14
MAX_DAYS = 120
#: Characters of one correction, of its answer, of the message that goes with the link.
MAX_TEXT = 5000
MAX_ANSWER = 3000
MAX_MESSAGE = 3000
MAX_PLACE = 255
#: Corrections of one reader in one round; whoever has more calls the office.
MAX_CORRECTIONS = 100

_ONE_DAY = timedelta(days=1)


def may_keep(minutes: Minutes, user) -> bool:
    """Who may send, record and answer: keeps minutes, and may edit the page of the meeting."""
    return permissions.may_keep(minutes.meeting, user)


# Rounds ---------------------------------------------------------------------------------------


def ends_at(reading: MinutesReading) -> datetime:
    """The moment after which nobody answers by the link any more."""
    last = moment(reading.until + _ONE_DAY)
    return min(last, reading.ended_at) if reading.ended_at else last


def is_running(reading: MinutesReading, now: datetime | None = None) -> bool:
    """Whether the round takes answers; time ends it by itself."""
    return (now or timezone.now()) < ends_at(reading)


def latest_reading(minutes: Minutes) -> MinutesReading | None:
    return MinutesReading.objects.filter(minutes=minutes).order_by("-pk").first()


def running_reading(minutes: Minutes, now: datetime | None = None) -> MinutesReading | None:
    """The round that takes answers now; there is at most one."""
    reading = latest_reading(minutes)
    return reading if reading is not None and is_running(reading, now) else None


def is_settled(minutes: Minutes) -> bool:
    """Whether the text is no longer to be corrected: it was approved, or is published."""
    return minutes.live or MinutesApproval.objects.filter(minutes=minutes).exists()


def refusal_to_change(minutes: Minutes) -> str:
    """Why nothing can be corrected any more; empty where it can."""
    if is_settled(minutes):
        return _("These minutes have been approved or published: their text stays as it is.")
    return ""


def refusal_to_send(minutes: Minutes) -> str:
    """Why no round can begin now; empty where it can."""
    if refusal := refusal_to_change(minutes):
        return refusal
    reading = running_reading(minutes)
    if reading is not None:
        return _(
            "The members have these minutes for corrections until %(day)s. Extend that time, or "
            "end it first."
        ) % {"day": long_date(reading.until)}
    if not has_text(minutes.get_latest_revision_as_object()):
        return _("There is no text yet. Write the minutes and save them first.")
    return ""


def refusal_to_extend(reading: MinutesReading) -> str:
    """Why the round gets no later day; one that time alone ended may be taken up again."""
    if refusal := refusal_to_change(reading.minutes):
        return refusal
    if reading.ended_at is not None:
        return _("This round was ended. Send the minutes for corrections anew.")
    if latest_reading(reading.minutes) != reading:
        return _("The members have been sent a newer text meanwhile.")
    return ""


def refusal_to_remind(reading: MinutesReading) -> str:
    """Why nobody is asked to answer any more; empty where they may be."""
    if refusal := refusal_to_change(reading.minutes):
        return refusal
    return "" if is_running(reading) else _("The time for corrections is over.")


def check_until(until: date | None, *, after: date | None = None) -> None:
    """Raise unless ``until`` is a day to come, near enough, and later than ``after``."""
    today = local_today()
    message = ""
    if until is None:
        message = _("Say until when the members may send corrections.")
    elif until <= today:
        message = _("Give a day to come: the members need time to read.")
    elif after is not None and until <= after:
        message = _("Give a day later than %(day)s.") % {"day": long_date(after)}
    elif until > today + timedelta(days=MAX_DAYS):
        message = ngettext(
            "Give a day within the next %(count)d day.",
            "Give a day within the next %(count)d days.",
            MAX_DAYS,
        ) % {"count": MAX_DAYS}
    if message:
        raise ValidationError({"until": message})


def has_text(minutes: Minutes) -> bool:
    return bool(minutes.opening or minutes.closing or len(minutes.content))


# Corrections ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How many corrections there are by state, and how many were examined."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def examined(self) -> int:
        return self.total - self.counts[CorrectionState.NEW]

    @property
    def open(self) -> int:
        return self.counts[CorrectionState.NEW]


def progress(minutes: Minutes) -> Progress:
    """Corrections of all rounds and channels; one query."""
    counts = {
        state: Count("pk", filter=Q(state=state)) for state, _label in CorrectionState.choices
    }
    rows = MinutesCorrection.objects.filter(minutes=minutes).order_by()
    return Progress(rows.aggregate(**counts))


def open_corrections(minutes: Minutes) -> int:
    """How many corrections nobody has examined: worth a warning when minutes are approved."""
    rows = MinutesCorrection.objects.filter(minutes=minutes, state=CorrectionState.NEW)
    return rows.count()


def caution(minutes: Minutes) -> str:
    """What who approves should know; empty where every correction was examined."""
    count = open_corrections(minutes)
    if not count:
        return ""
    return ngettext(
        "%(count)d correction has not been examined yet.",
        "%(count)d corrections have not been examined yet.",
        count,
    ) % {"count": count}


def cleaned_text(value: str) -> str:
    """A text as it is kept: lines ended one way, no invisible turning of directions."""
    return without_directions((value or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(value: str, length: int = MAX_PLACE) -> str:
    """A text for a subject, a name or a place: one line without control characters."""
    words = " ".join(without_directions(value or "").split())
    plain = "".join(sign for sign in words if sign.isprintable())
    return plain if len(plain) <= length else f"{plain[: length - 1]}…"


def too_long(value: str, most: int) -> str:
    """What is wrong with the length of ``value``; empty where nothing is."""
    if len(value) <= most:
        return ""
    return ngettext(
        "At most %(count)d character, please.", "At most %(count)d characters, please.", most
    ) % {"count": most}
