"""Verbs that every way in shares. Permissions are the callers' matter.

``receive()`` is the only place that makes submissions and remarks; a mail server that fails, or a
second click, never loses or doubles one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import swapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ..bodies.rules import canonical_body
from ..consultations.course import Course, course_of
from .answering.likeness import fingerprint_of
from .models import Remark, RemarkManifest, RemarkRules, RemarkText, Submission
from .names import author_key
from .rules import check_texts, distinct, is_anonymous, standing_at
from .sealing import digest_of

#: Rows of one INSERT; the databases limit the parameters of a query.
BATCH = 200


def rules_of(page) -> RemarkRules:
    """The rules of a consultation, whichever language is given; usual ones, unsaved, if none."""
    found = RemarkRules.objects.of(page).first()
    return found or RemarkRules(consultation_id=canonical_body(page).pk)


def locked_rules(page, rules: RemarkRules | None = None) -> RemarkRules:
    """The same row, made where there is none, locked until the transaction ends.

    ``rules`` that were read before spare looking for the page they belong to.
    """
    known = rules is not None and rules.pk
    key = rules.consultation_id if known else canonical_body(page).pk
    rules = RemarkRules.objects.select_for_update().filter(consultation_id=key).first()
    if rules is None:
        # The page's row is there to lock; two processes make no second row of rules.
        Page = swapper.load_model("wagtailcore", "Page")
        Page.objects.select_for_update().get(pk=key)
        rules, _created = RemarkRules.objects.get_or_create(consultation_id=key)
        rules = RemarkRules.objects.select_for_update().get(pk=rules.pk)
    return rules


def received_already(request_key) -> Submission | None:
    """What a form with this key has brought in before."""
    return Submission.objects.filter(request_key=request_key).first()


def receive(
    *,
    consultation,
    submission: Submission,
    remarks: Sequence[Remark],
    user=None,
    rules: RemarkRules | None = None,
    course: Course | None = None,
    then: Callable[[Submission], None] | None = None,
) -> Submission:
    """Store a submission with its remarks, number and seal them; all of it or nothing.

    Both come unsaved. With ``rules`` the columns that they ask for must be filled in; ``course``
    is given by who has just read it. ``then`` is called in the same transaction (a receipt goes to
    the outbox there). The same ``request_key`` again gives what it made before. Raises
    ``ValidationError`` by field of the first remark whose texts do not hold; forms check each one
    with ``rules.check_texts`` before.
    """
    if not remarks:
        raise ValidationError(_("There is no remark in it."))
    for each in remarks:
        check_texts(each, rules)
    try:
        with transaction.atomic():
            counters = locked_rules(consultation, rules)
            known = received_already(submission.request_key)
            if known is not None:
                return known
            _store_many(counters, consultation, [(submission, remarks)], user, course)
            if then is not None:
                then(submission)
    except IntegrityError:
        known = received_already(submission.request_key)
        if known is None:
            raise
        return known
    return submission


def receive_many(
    *, consultation, sendings: Iterable[tuple[Submission, Sequence[Remark]]], user=None
) -> list[Submission]:
    """As ``receive`` for many sendings in one transaction; a fixed number of queries a batch."""
    sendings = list(sendings)
    for _submission, remarks in sendings:
        for each in remarks:
            check_texts(each)
    with transaction.atomic():
        counters = locked_rules(consultation)
        _store_many(counters, consultation, sendings, user)
    return [submission for submission, _remarks in sendings]


def _store_many(counters: RemarkRules, consultation, sendings, user, course=None) -> None:
    page = consultation.specific
    course = course or course_of(page)
    for submission, _remarks in sendings:
        _settle(submission, page, course)
        submission.consultation_id = counters.consultation_id
        submission.entered_by = user if getattr(user, "pk", None) else None
    entities = number_authors([each for each, _remarks in sendings], counters)
    _insert([each for each, _remarks in sendings])
    rows, number = [], counters.last_number
    for submission, remarks in sendings:
        for remark in remarks:
            number += 1
            remark.submission, remark.consultation_id = submission, counters.consultation_id
            remark.number = number
            remark.digest = digest_of(remark)
            remark.fingerprint = fingerprint_of(remark)
            rows.append(remark)
    Remark.objects.bulk_create(rows, batch_size=BATCH)
    RemarkRules.objects.filter(pk=counters.pk).update(last_number=number, last_entity=entities)


def _insert(submissions: Sequence[Submission]) -> None:
    """Store them, many in one query; each knows its key afterwards, whatever the database tells."""
    if len(submissions) == 1:
        submissions[0].save(force_insert=True)
        return
    from .publication.caching import changed

    for start in range(0, len(submissions), BATCH):
        some = submissions[start : start + BATCH]
        Submission.objects.bulk_create(some)
        if all(each.pk for each in some):
            continue
        found = Submission.objects.filter(request_key__in=[each.request_key for each in some])
        keys = dict(found.order_by().values_list("request_key", "pk"))
        for each in some:
            each.pk = keys[each.request_key]
    for consultation_id in {each.consultation_id for each in submissions}:
        changed(consultation_id)


def _settle(submission: Submission, page, course) -> None:
    """The round and the defects that the course and the page's rules make."""
    standing = standing_at(course, submission.received_at)
    if submission.round_id is None:
        submission.round = standing.round
    if standing.is_late and page.receipt_date_counts is not False:
        submission.is_late = True
    if page.anonymous_accepted is False and is_anonymous(submission):
        submission.is_anonymous = True


def number_authors(submissions: Sequence[Submission], counters: RemarkRules) -> int:
    """Give each its ``author_key`` and ``entity``; return the last number given."""
    page_id = counters.consultation_id
    for each in submissions:
        each.author_key = author_key(page_id, each)
    keys = distinct(each.author_key for each in submissions if each.author_key)
    known: dict[str, int] = {}
    for start in range(0, len(keys), BATCH):
        rows = Submission.objects.filter(
            consultation_id=page_id, author_key__in=keys[start : start + BATCH]
        )
        known.update(rows.order_by().values_list("author_key", "entity"))
    last = counters.last_entity
    for each in submissions:
        number = known.get(each.author_key) if each.author_key else None
        if number is None:
            number = last = last + 1
        if each.author_key:
            known[each.author_key] = number
        each.entity = number
    return last


# Changing ------------------------------------------------------------------------------------


class ChangedMeanwhile(ValidationError):
    """Somebody else has changed the row since the form was made; nothing was written."""

    def __init__(self):
        super().__init__(
            _(
                "Somebody else has changed this in the meantime. Nothing was saved: look at what "
                "they wrote and try again."
            ),
            code="changed_meanwhile",
        )


def claim(row, edits: int) -> None:
    """Raise ``ChangedMeanwhile`` unless ``row`` still has ``edits``; then count one more.

    One UPDATE decides: of two editors, one is told.
    """
    same = type(row)._default_manager.filter(pk=row.pk, edits=edits)
    if not same.update(edits=F("edits") + 1):
        raise ChangedMeanwhile
    row.edits = edits + 1


@transaction.atomic
def correct(*, remark: Remark, texts: dict, now: datetime | None = None) -> Remark:
    """Let the author put other texts in place of a remark's; the former ones are kept.

    ``texts`` has ``place`` and the names of ``Remark.TEXTS``. It goes back to waiting for a
    decision on publication. Raises ``ValidationError`` where the round is over.
    """
    # A list of seals is made under the same lock: the moment counts once it is held.
    locked_rules(remark.consultation)
    now = now or timezone.now()
    row = Remark.objects.select_for_update().select_related("submission").get(pk=remark.pk)
    if reason := reason_not_to_correct(row, now):
        raise ValidationError(reason)
    former = {name: getattr(row, name) for name in ("place", *Remark.TEXTS)}
    for name in former:
        setattr(row, name, texts.get(name, former[name]))
    check_texts(row, rules_of(row.consultation.specific))
    if all(getattr(row, name) == former[name] for name in former):
        return row
    RemarkText.objects.create(remark=row, digest=row.digest, replaced_at=now, **former)
    row.digest, row.fingerprint = digest_of(row), fingerprint_of(row)
    row.moderation, row.moderated_at, row.moderated_by = "pending", None, None
    row.edits = F("edits") + 1
    row.save()
    row.refresh_from_db()
    return row


@transaction.atomic
def withdraw(*, remark: Remark, now: datetime | None = None) -> Remark:
    """Let the author take a remark back while its round is open; it stays as a trace."""
    now = now or timezone.now()
    row = Remark.objects.select_for_update().select_related("submission").get(pk=remark.pk)
    if reason := reason_not_to_correct(row, now):
        raise ValidationError(reason)
    row.withdrawn_at, row.edits = now, F("edits") + 1
    row.save(update_fields=["withdrawn_at", "edits", "changed_at"])
    row.refresh_from_db()
    return row


def reason_not_to_correct(remark: Remark, now: datetime) -> str:
    """Why the author may not change a remark now; empty where that is possible."""
    if remark.withdrawn_at is not None:
        return _("This remark was withdrawn.")
    if remark.erased_at is not None:
        return _("The text of this remark was erased.")
    course = course_of(remark.consultation.specific)
    received_at = remark.submission.received_at
    closings = [course.closing_of(each) for each in course.rounds]
    is_over = any(received_at < at <= now for at in closings)
    if is_over or course.open_round(now) is None or is_sealed(remark.consultation_id, [remark]):
        return _("The round is over, so remarks can no longer be changed.")
    return ""


def is_sealed(consultation_id: int, remarks: Iterable[Remark]) -> bool:
    """Whether a list of receipts has one of their seals, which then stay (``integrity/lists``)."""
    numbers = {each.number for each in remarks}
    lists = RemarkManifest.objects.filter(consultation_id=consultation_id)
    return any(number in numbers for each in lists for number, _digest in each.rows)
