"""“Co się stało z moją uwagą”: where one remark stands, as its author reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...consultations.course import Course
from ...dates import long_date
from ..choices import BlockReason, FormalReason, Meaning, Moderation
from ..models import Remark


@dataclass(frozen=True)
class Fate:
    """``label`` with ``shape`` is the mark, ``text`` what it means; ``answer`` the public one."""

    label: str
    shape: str
    text: str = ""
    #: Why the public does not read it; empty where that is not so.
    hidden_because: str = ""
    answer: object = None

    @property
    def formal_reason(self) -> str:
        """Why it was not examined, where that is the answer."""
        if self.answer is None or self.answer.status.meaning != Meaning.NOT_EXAMINED:
            return ""
        reason = self.answer.formal_reason
        return str(FormalReason(reason).label) if reason in FormalReason.values else ""


def fate_of(
    remark: Remark, submission, course: Course, now: datetime, *, has_answers: bool
) -> Fate:
    """``has_answers``: whether answers are public (``publication.scope``)."""
    if ended := _ended(remark):
        return ended
    if not submission.is_counted:
        return _unconfirmed(submission, course, now)
    hidden = _hidden_because(remark)
    response = remark.response if has_answers else None
    if response is not None and not response.gap:
        label = str(response.status.name)
        return Fate(label, "held", hidden_because=hidden, answer=response)
    if course.open_round(now) is not None:
        return Fate(
            pgettext("fate of a remark", "received"),
            "confirmed",
            _("It will be answered after the consultation, together with all other remarks."),
            hidden,
        )
    return Fate(
        pgettext("fate of a remark", "being analysed"),
        "planned",
        _("The office is working on its answer; all answers are published with the report."),
        hidden,
    )


def _ended(remark: Remark) -> Fate | None:
    """What nobody will answer any more."""
    if remark.erased_at is not None:
        return Fate(
            pgettext("fate of a remark", "erased"),
            "cancelled",
            _("What you wrote was taken away for good at your request."),
        )
    if remark.is_withdrawn:
        return Fate(
            pgettext("fate of a remark", "withdrawn"),
            "cancelled",
            _("You withdrew it on %(day)s.") % {"day": long_date(remark.withdrawn_at)},
        )
    if remark.moderation == Moderation.JUNK:
        return Fate(
            pgettext("fate of a remark", "not taken as a remark"),
            "cancelled",
            _("The office took it for a trial or an advertisement. If it was not, please write."),
        )
    return None


def _unconfirmed(submission, course: Course, now: datetime) -> Fate:
    label = pgettext("fate of a remark", "not confirmed")
    is_running = any(
        each.pk == submission.round_id and course.takes_answers(each, now) for each in course.rounds
    )
    if is_running:
        return Fate(label, "warning", _("It counts once you follow the link in our message."))
    return Fate(label, "cancelled", _("It was not confirmed in time, so it does not count."))


def _hidden_because(remark: Remark) -> str:
    if remark.moderation != Moderation.BLOCKED:
        return ""
    if remark.block_reason not in BlockReason.values:
        return _("The public does not read the text of this remark.")
    return _("The public does not read the text of this remark: %(reason)s.") % {
        "reason": BlockReason(remark.block_reason).label
    }
