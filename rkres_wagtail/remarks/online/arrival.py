"""A form that came back, as HTML or as JSON: what it holds, and what becomes of it.

Both ways in subclass ``Arrival`` and ask ``settle``, so that the protections, their order and their
words are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import form_rate
from ...conf import settings
from ...consultations.course import course_of
from ...form_stamps import suspicion
from ...public import Gate
from ..models import Remark, Submission
from ..services import rules_of
from . import reading, sending, stamps
from .forms import AuthorForm, RemarkForm
from .openness import Opening

#: What sendings are counted by.
_RATE = "remark_rate"


class Verdict(StrEnum):
    TAKEN = "taken"
    #: A second click: it is stored already.
    AGAIN = "again"
    #: Sent already, with other words.
    OTHER_WORDS = "other_words"
    OVER = "over"
    WRONG = "wrong"
    #: A newer version of the text came out, and its author does not know.
    NEWER = "newer"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Outcome:
    """``submission`` of the first three verdicts; ``seconds`` to wait after too many sendings."""

    verdict: Verdict
    submission: Submission | None = None
    seconds: int = 0


class Arrival:
    """One form; ``receive_hidden`` comes first. Subclasses say how texts are read and shown."""

    author: AuthorForm

    def __init__(self, page, request, gate: Gate, opening: Opening):
        self.page, self.request, self.gate, self.opening = page, request, gate, opening
        self.rules = opening.rules
        self.is_genuine = True

    def receive_hidden(self, *, version: str, latest: str, stamp: str, decoy: str) -> None:
        """What the form carries unseen: the version read, the newest known, stamp and decoy."""
        self.reading = reading.by_key(self.page.source, self.gate, version)
        found = str(getattr(self.reading.version, "pk", ""))
        self.has_wrong_version = bool(version) and found != version
        self.seen_latest, self.decoy = latest, decoy
        genuine = stamps.read(stamp, self.page.pk)
        self.is_genuine = genuine is not None
        self.stamp = genuine or stamps.fresh(self.page.pk, self.gate.now)

    # For subclasses ----------------------------------------------------------------------------

    @property
    def remarks(self) -> Sequence[Remark]:
        """Unsaved; once ``check`` has found nothing wrong."""
        raise NotImplementedError

    def check(self) -> bool:
        """Whether everything is filled in as it should be."""
        raise NotImplementedError

    def say(self, text: str, *, about: str = "") -> None:
        """Tell the author what is wrong; ``about`` is the name of a hidden field."""
        raise NotImplementedError

    def author_form(self, data, initial=None) -> AuthorForm:
        return AuthorForm(
            data,
            initial=initial,
            must_confirm=self.rules.must_confirm,
            takes_anonymous=takes_anonymous(self.page),
        )

    def remark_form(self, data, *, prefix: str | None = None, initial=None) -> RemarkForm:
        return RemarkForm(
            data, initial=initial, prefix=prefix, rules=self.rules, reading=self.reading
        )

    def check_whole(self, count: int) -> None:
        """Say what is wrong with the form as such, of so many remarks."""
        limit = settings.REMARK_MAX_PER_SENDING
        if count > limit:
            text = ngettext(
                "At most %(count)d remark can be sent at once. Send the rest afterwards.",
                "At most %(count)d remarks can be sent at once. Send the rest afterwards.",
                limit,
            )
            self.say(text % {"count": limit}, about="remarks")
        if self.has_wrong_version:
            text = _("The version that you were reading is not to be found. Check the section.")
            self.say(text, about="version")

    # Protections -------------------------------------------------------------------------------

    def is_suspect(self) -> bool:
        """Whether a machine seems to have sent it; a person need only send it again."""
        now = self.gate.now
        found = suspicion(self.stamp if self.is_genuine else None, self.decoy, now)
        if found is None:
            return False
        about, text = found
        self.say(text, about=about)
        if self.is_genuine:
            self.stamp = self.stamp.renewed(now)
        return True

    def is_unaware_of_newer(self) -> bool:
        """Whether a newer version came out since the form was shown to its author."""
        return self.reading.is_superseded and self.seen_latest != str(self.reading.latest.pk)

    def start_anew(self) -> None:
        """What is on the screen is another sending than the one before."""
        self.stamp = stamps.fresh(self.page.pk, self.gate.now)


def takes_anonymous(page) -> bool:
    """Whether remarks of nobody are examined; an announcement that is silent takes them."""
    return page.source.anonymous_accepted is not False


def switched_off(page, stamp: str, gate: Gate) -> Opening | None:
    """Of a form that we gave out and that the office has taken back since: words are not lost."""
    if stamps.read(stamp, page.pk) is None:
        return None
    return Opening(rules_of(page.source), course_of(page.source), gate.now, is_kept=False)


def settle(arrival: Arrival, language: str) -> Outcome:
    """Store what came, or say why not; each step either answers or lets the next one try."""
    is_filled_in = arrival.check()
    is_open, now = arrival.opening.is_open, arrival.gate.now
    may_be_taken = is_open and not arrival.stamp.is_too_old(now)
    if is_filled_in and not may_be_taken and (known := _known(arrival)):
        return known
    if not is_open:
        return Outcome(Verdict.OVER)
    if not is_filled_in or arrival.is_suspect():
        return Outcome(Verdict.WRONG)
    if arrival.is_unaware_of_newer():
        return Outcome(Verdict.NEWER)
    if seconds := form_rate.seconds_to_wait(arrival.request, now, _RATE):
        return _known(arrival) or Outcome(Verdict.TOO_MANY, seconds=seconds)
    return _send(arrival, language)


def _send(arrival: Arrival, language: str) -> Outcome:
    remarks = arrival.remarks
    submission = sending.send(
        page=arrival.page.source,
        opening=arrival.opening,
        author=arrival.author.values(),
        remarks=remarks,
        key=arrival.stamp.key,
        site=arrival.gate.site,
        language=language,
    )
    if submission.pk != remarks[0].submission_id:
        return _repeated(arrival, submission)
    return Outcome(Verdict.TAKEN, submission)


def _known(arrival: Arrival) -> Outcome | None:
    """Where a form is no longer taken, its receipt still is found by who clicked twice."""
    submission = sending.sent_before(arrival.page.source, arrival.stamp.key)
    return _repeated(arrival, submission) if submission is not None else None


def _repeated(arrival: Arrival, submission: Submission) -> Outcome:
    """A second click finds its receipt; other words under the same stamp are another sending."""
    if sending.is_same(submission, arrival.remarks):
        return Outcome(Verdict.AGAIN, submission)
    arrival.start_anew()
    return Outcome(Verdict.OTHER_WORDS, submission)
