"""What must hold of minutes, whoever asks; the functions answer or raise, they write nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..bodies.tree import committee_of
from ..dates import long_date
from ..decisions.rules import is_before
from ..meetings.choices import MeetingStatus
from ..meetings.querysets import is_past, latest_first, meeting_model, meetings, soonest_first
from ..meetings.when import When, local_today
from .models import Minutes, MinutesApproval

#: The field of forms that says: approved although a round of corrections still runs.
DESPITE = "despite_corrections"
MAX_NOTE = MinutesApproval._meta.get_field("note").max_length

# Starting ---------------------------------------------------------------------------------------


def has_begun(page, now=None) -> bool:
    """Whether a meeting runs or is over, as exactly as its date is known."""
    now = now or timezone.now()
    starts_at = page.when.starts_at if page.when.is_dated else None
    return page.is_over(now) or (starts_at is not None and starts_at <= now)


def reason_not_to_start(page) -> str:
    """Why the meeting ``page`` gets no minutes now; empty where it may."""
    if Minutes.objects.of(page).exists():
        return _("This meeting already has minutes.")
    if page.status == MeetingStatus.CANCELLED:
        return _("This meeting was cancelled: there is nothing to take minutes of.")
    if not has_begun(page):
        return _("The meeting has not begun yet: minutes are started when it runs or is over.")
    return ""


def without_minutes():
    """Meetings of which minutes may be started, the latest first; one language of each."""
    begun = is_past() | Q(starts_at__lte=timezone.now())
    taken = Minutes.objects.order_by().values("meeting__translation_key")
    found = meetings().filter(begun, alias_of=None).exclude(translation_key__in=taken)
    found = found.exclude(status=MeetingStatus.CANCELLED)
    return found.filter(first_language(meetings())).order_by(*latest_first())


def first_language(pages):
    """Condition: of the languages of a meeting that are among ``pages``, the first."""
    earlier = pages.filter(
        translation_key=OuterRef("translation_key"), alias_of=None, locale_id__lt=OuterRef("locale")
    )
    return ~Exists(earlier)


# Approving --------------------------------------------------------------------------------------


def is_later(other: When, own: When) -> bool:
    """Whether a meeting ``other`` is after ``own``, as exactly as both dates are known."""
    if not other.is_dated:
        return False
    if not own.is_dated:
        return True
    if other.is_day_known and own.is_day_known:
        return other.starts_at > own.starts_at
    return other.last_day > own.starts_on


def approving_meetings(minutes: Minutes) -> list:
    """Later meetings of the same committee at which ``minutes`` can have been approved."""
    own = minutes.meeting_page
    committee = committee_of(own)
    if committee is None:
        return []
    found = meetings().filter(
        path__startswith=committee.path, alias_of=None, starts_on__lte=local_today()
    )
    found = found.exclude(status=MeetingStatus.CANCELLED)
    found = found.exclude(translation_key=own.translation_key).order_by(*soonest_first())
    return [page for page in found if is_later(page.when, own.when)]


def check_approval(minutes: Minutes, *, meeting, note: str, approved_on, despite: bool) -> None:
    """Raise ``ValidationError`` by field for an approval that cannot be."""
    if MinutesApproval.objects.filter(minutes=minutes).exists():
        raise ValidationError(_("These minutes have already been approved."))
    errors = _meeting_errors(minutes, meeting)
    if meeting is None and not note:
        errors["meeting"] = _("Choose the meeting, or say below how else they were approved.")
    if len(note) > MAX_NOTE:
        errors["note"] = _("Shorten it to %(count)d characters.") % {"count": MAX_NOTE}
    elif meeting is not None and note:
        errors["note"] = _("Either a meeting or another way: clear one of the two.")
    errors |= _day_errors(minutes, None if errors else meeting, approved_on)
    reading = minutes.running_reading()
    if reading is not None and not despite:
        errors[DESPITE] = _(
            "The members may send corrections until %(day)s. Tick it if the minutes were "
            "approved all the same."
        ) % {"day": long_date(reading.until)}
    if errors:
        raise ValidationError(errors)


def _meeting_errors(minutes: Minutes, meeting) -> dict[str, str]:
    if meeting is None:
        return {}
    if not issubclass(meeting.specific_class or object, meeting_model()):
        return {"meeting": _("Choose a meeting.")}
    own, other = minutes.meeting_page, meeting.specific
    mine, theirs = committee_of(own), committee_of(other)
    if mine is None or theirs is None or mine.translation_key != theirs.translation_key:
        return {"meeting": _("“%(name)s” belongs to another committee.") % {"name": other.title}}
    if own.translation_key == other.translation_key:
        return {"meeting": _("Minutes cannot be approved at the meeting they are of.")}
    if other.status == MeetingStatus.CANCELLED:
        return {"meeting": _("This meeting was cancelled: nothing was approved at it.")}
    if not is_later(other.when, own.when):
        return {
            "meeting": _("That meeting was not after the one they are minutes of (%(date)s).")
            % {"date": own.when.days()}
        }
    if other.when.starts_on > local_today() and not other.is_over():
        return {"meeting": _("That meeting has not taken place yet.")}
    return {}


def _day_errors(minutes: Minutes, meeting, day) -> dict[str, str]:
    if day is None:
        return {"approved_on": _("Say on which day they were approved.")}
    if day > local_today():
        return {"approved_on": _("This day has not come yet.")}
    for page in filter(None, (minutes.meeting_page, meeting and meeting.specific)):
        if is_before(day, page.when):
            return {
                "approved_on": _("The day is before the meeting, which is: %(date)s.")
                % {"date": page.when.days()}
            }
    when = meeting.specific.when if meeting is not None else None
    if when is not None and when.is_day_known and day > when.last_day:
        return {
            "approved_on": _(
                "The day is after the meeting that approved them, which was: %(date)s."
            )
            % {"date": when.days()}
        }
    return {}


def reason_not_to_revoke(minutes: Minutes) -> str:
    """Why the approval stays; empty where it may be taken back."""
    if not MinutesApproval.objects.filter(minutes=minutes).exists():
        return _("These minutes have not been approved.")
    if minutes.live:
        return _("The minutes are published. Unpublish them first.")
    return ""


# Publishing -------------------------------------------------------------------------------------


def reason_not_to_publish(minutes: Minutes) -> str:
    """Why the public does not get the minutes; empty where it may."""
    if MinutesApproval.objects.filter(minutes_id=minutes.pk).exists():
        return ""
    return _(
        "Not published: minutes are published once they have been approved. Record the approval "
        "first; until then your changes stay in the draft."
    )


def check_publishable(minutes: Minutes) -> None:
    """Raise ``ValidationError`` where the minutes were not approved."""
    if reason := reason_not_to_publish(minutes):
        raise ValidationError(reason, code="not_approved")
