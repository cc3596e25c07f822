"""Verbs on what the office enters itself: new remarks, and corrections of author and receipt.

The number, the round, the defects that dates make and the seal come from ``services.receive``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...consultations.course import course_of
from ...meetings.when import zone
from ...text import clean_text, without_directions
from ..choices import AuthorKind, Channel
from ..models import Remark, RemarkRules, Submission, SubmissionFile
from ..names import author_key
from ..rules import is_anonymous, standing_at
from ..sealing import digest_of
from ..services import claim, is_sealed, locked_rules, number_authors, receive
from . import log, raised

#: What the office writes down of the author and of the way.
AUTHOR_FIELDS = (
    "author_kind",
    "name",
    "organisation",
    "email",
    "is_name_public",
    "wants_result",
)
RECEIPT_FIELDS = ("channel", "received_at", "meeting_id", "agenda_item")
DEFECTS = ("is_anonymous", "is_unsigned", "is_wrong_form", "is_late")


def enter(
    *,
    page,
    values: dict,
    remarks: Sequence[Remark],
    files: Sequence[SubmissionFile] = (),
    request_key,
    user,
) -> Submission:
    """Store remarks that came by another way than the form of the site; all of it or nothing.

    ``values`` are of ``AUTHOR_FIELDS``, ``RECEIPT_FIELDS`` and ``DEFECTS``. The same
    ``request_key`` makes nothing again.
    """
    submission = Submission(request_key=request_key, **values)
    _check(page, submission)

    def finish(stored: Submission) -> None:
        for each in files:
            each.submission = stored
            each.save(force_insert=True)
        log.say_of_many(stored.remarks.all(), "remark_enter", user)

    return receive(
        consultation=page, submission=submission, remarks=remarks, user=user, then=finish
    )


def is_repeated(
    stored: Submission,
    *,
    page,
    values: dict,
    remarks: Sequence[Remark],
    received_at: datetime | None = None,
) -> bool:
    """Whether ``stored`` is what ``enter`` made, or would make, of the same arguments.

    Without ``received_at`` the day of receipt is compared: no hour was given. What the office has
    corrected since, or anonymised, is not the same any more.
    """
    probe = Submission(**values)
    _tidy(probe)
    rows = list(stored.remarks.order_by("number"))
    wanted = canonical_body(page).pk
    if stored.consultation_id != wanted or len(rows) != len(remarks):
        return False
    names = [*AUTHOR_FIELDS, "channel", "meeting_id", "agenda_item"]
    if any(getattr(stored, name) != getattr(probe, name) for name in names):
        return False
    if received_at is None:
        days = (each.received_at.astimezone(zone()).date() for each in (stored, probe))
        if len(set(days)) > 1:
            return False
    elif stored.received_at != received_at:
        return False
    # The rules of the consultation may have found more than was said.
    if any(values.get(name) and not getattr(stored, name) for name in DEFECTS):
        return False
    texts = ("place", *Remark.TEXTS, "section_id", "version_id")
    return all(
        getattr(row, name) == getattr(sent, name)
        for row, sent in zip(rows, remarks, strict=True)
        for name in texts
    )


@transaction.atomic
def change_submission(*, submission: Submission, edits: int, values: dict, user) -> Submission:
    """Correct author and receipt; the numbers of entities and, while it may, the seal follow."""
    page = submission.consultation.specific
    counters = locked_rules(page)
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.anonymised_at is not None:
        raise ValidationError(_("The data of this author were removed, so nothing is added now."))
    kept = raised.Raised.of(row)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    changed = [name for name in values if getattr(row, name) != before[name]]
    _refuse_fixed(row, page, before, changed)
    _check(page, row, kept)
    _settle_again(row, page, before)
    claim(row, edits)
    _number_again(row, counters)
    row.save()
    if "received_at" in changed:
        _seal_again(row)
    if changed:
        # What others keep of the rows, such as conditional answers, is out of date.
        row.remarks.update(changed_at=timezone.now())
        names = [name.removesuffix("_id") for name in changed]
        log.say_of_many(row.remarks.all(), "remark_sender", user, lambda _row: {"fields": names})
    return row


# What must hold -------------------------------------------------------------------------------


def reason_of_fixed_receipt(
    submission: Submission, page, now: datetime | None = None, *, remarks: Sequence[Remark] = ()
) -> str:
    """Why the moment of receipt may not change any more; empty where it may."""
    if submission.channel == Channel.ONLINE:
        return _("The site itself recorded when and how this came in.")
    now, course = now or timezone.now(), course_of(page)
    closed = {each.pk for each in course.rounds if course.closing_of(each) <= now}
    is_over = bool(closed) and (submission.round_id is None or submission.round_id in closed)
    # A round that was prolonged after its list was made is open, but the seals stay.
    if is_over or is_sealed(submission.consultation_id, remarks):
        return _(
            "The round is over, and the moment of receipt is part of the seal of each remark, so "
            "it stays. Where it is wrong, say of these remarks that they are none, and enter them "
            "again."
        )
    return ""


def _refuse_fixed(row: Submission, page, before: dict, changed: list[str]) -> None:
    probe = Submission(
        channel=before.get("channel", row.channel),
        round=row.round,
        consultation_id=row.consultation_id,
    )
    reason = reason_of_fixed_receipt(probe, page, remarks=row.remarks.all())
    if reason and "received_at" in changed:
        raise ValidationError({"received_on": reason})
    if probe.channel == Channel.ONLINE and "channel" in changed:
        raise ValidationError({"channel": reason})


def _check(page, row: Submission, kept: raised.Raised = raised.NOWHERE) -> None:
    """Tidy what was typed; raise by field of the form."""
    errors = {}
    for name in _tidy(row):
        errors[name] = _("At most 255 characters.")
    if row.author_kind not in AuthorKind.values:
        errors["author_kind"] = _("Choose who speaks.")
    if row.channel not in Channel.values:
        errors["channel"] = _("Choose how it came in.")
    elif row.channel == Channel.ONLINE and row.pk is None:
        errors["channel"] = _("What comes by the form of the site is recorded by the site itself.")
    if row.received_at > timezone.now():
        errors["received_on"] = _("This moment has not come yet.")
    if row.wants_result and not row.email:
        errors["email"] = _("To be told of the report, an address is needed.")
    if errors:
        raise ValidationError(errors)
    raised.check(page, raised.Raised.of(row), kept)


def _tidy(row: Submission) -> list[str]:
    """Tidy the names; return the fields that are too long."""
    for name in ("name", "organisation"):
        text = " ".join(without_directions(clean_text(getattr(row, name))).split())
        setattr(row, name, text)
    return [name for name in ("name", "organisation") if len(getattr(row, name)) > 255]


def _settle_again(row: Submission, page, before: dict) -> None:
    """The round and the defects that dates and names make, as when it was entered."""
    if row.received_at != before.get("received_at", row.received_at):
        standing = standing_at(course_of(page), row.received_at)
        row.round = standing.round
        if page.receipt_date_counts is not False:
            row.is_late = standing.is_late
    if page.anonymous_accepted is False and is_anonymous(row):
        row.is_anonymous = True


def _number_again(row: Submission, counters: RemarkRules) -> None:
    """Another author, another number of the entity; who was alone under it keeps it."""
    key = author_key(counters.consultation_id, row)
    if key == row.author_key:
        return
    others = Submission.objects.filter(consultation_id=counters.consultation_id)
    others = others.exclude(pk=row.pk)
    is_known = bool(key) and others.filter(author_key=key).exists()
    if not is_known and not others.filter(entity=row.entity).exists():
        row.author_key = key
        return
    last = number_authors([row], counters)
    RemarkRules.objects.filter(pk=counters.pk).update(last_entity=last)


def _seal_again(row: Submission) -> None:
    remarks = list(row.remarks.all())
    for each in remarks:
        each.submission = row
        each.digest = digest_of(each)
    Remark.objects.bulk_update(remarks, ["digest"])
