"""What is kept of one person, for that person: a copy, and erasure (GDPR, art. 15 and 17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...text import without_directions
from ..models import Remark, Submission
from ..names import author_key
from ..permissions import kept_consultations
from ..publication.scope import answers_are_public
from ..services import locked_rules
from . import emptying
from .services import finish

MAX_REASON = 500


def same_author(submission: Submission, user=None) -> list[Submission]:
    """Submissions of the author of ``submission``: in its consultation, or in all of ``user``'s.

    Authors are known again by entity, e-mail address or name (``names.same_author``); who left
    nothing, or whose name has gone, stands alone. Two queries.
    """
    alone = Submission.objects.filter(pk=submission.pk)
    if not submission.author_key:
        found = alone
    elif user is None:
        found = Submission.objects.filter(
            consultation_id=submission.consultation_id, author_key=submission.author_key
        )
    else:
        pages = kept_consultations(user).order_by().values_list("pk", flat=True)
        keys = {author_key(pk, submission) for pk in {*pages, submission.consultation_id}}
        found = Submission.objects.filter(author_key__in=keys)
    rows = found.select_related("consultation").prefetch_related("remarks")
    return list(rows.order_by("received_at", "pk"))


def copy_for_author(submissions: Iterable[Submission], now: datetime | None = None) -> dict:
    """All that is kept of the author, for a machine to read; notes of the office are not theirs.

    Answers are in it once the public reads them.
    """
    now = now or timezone.now()
    public: dict[int, bool] = {}
    rows = []
    for each in submissions:
        if each.consultation_id not in public:
            public[each.consultation_id] = answers_are_public(each.consultation.specific, now)
        rows.append(_submission(each, public[each.consultation_id]))
    return {"made_at": now.isoformat(), "submissions": rows}


def _submission(row: Submission, with_answers: bool) -> dict:
    remarks = row.remarks.select_related("response__status").prefetch_related("former_texts")
    return {
        "consultation": row.consultation.title,
        "channel": row.channel,
        "received_at": row.received_at.isoformat(),
        "author_kind": row.author_kind,
        "name": row.name,
        "organisation": row.organisation,
        "email": row.email,
        "is_name_public": row.is_name_public,
        "wants_result": row.wants_result,
        "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
        "files": list(row.files.values("kind", "name", "size", "sha256")),
        "remarks": [_remark(each, with_answers) for each in remarks.order_by("number")],
    }


def _remark(row: Remark, with_answers: bool) -> dict:
    answer = row.response if with_answers else None
    return {
        "number": row.receipt_number,
        "control_code": row.salt,
        "sha256": row.digest,
        "place": row.place,
        **{name: getattr(row, name) for name in Remark.TEXTS},
        "former_texts": [
            {"replaced_at": each.replaced_at.isoformat(), "place": each.place}
            | {name: getattr(each, name) for name in Remark.TEXTS}
            for each in row.former_texts.all()
        ],
        "publication": row.moderation,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        "erased_at": row.erased_at.isoformat() if row.erased_at else None,
        "answer": {
            "status": str(answer.status or ""),
            "position": answer.position,
            "reasons": answer.reasons,
        }
        if answer
        else None,
    }


def erase(
    submissions: Iterable[Submission],
    *,
    reason: str,
    with_texts: bool = False,
    user,
    now: datetime | None = None,
) -> int:
    """Take away who the author is, and with ``with_texts`` what the remarks say; say how many.

    Numbers, seals and answers stay; the public reads that the text was erased. All or nothing.
    ``reason`` stays in the history of each consultation, without a name.
    """
    now, reason = now or timezone.now(), without_directions(reason or "").strip()
    if not reason:
        raise ValidationError({"reason": _("Say why, without a name.")})
    if len(reason) > MAX_REASON:
        raise ValidationError(
            {"reason": _("At most %(count)d characters.") % {"count": MAX_REASON}}
        )
    keys = [each.pk for each in submissions]
    pages = {each.consultation_id: each.consultation for each in submissions}
    with transaction.atomic():
        for _key, base in sorted(pages.items()):
            page = base.specific
            locked_rules(page)
            rows = Submission.objects.filter(pk__in=keys, consultation_id=base.pk)
            numbers = list(
                Remark.objects.filter(submission__in=rows.order_by().values("pk"))
                .order_by("number")
                .values_list("number", flat=True)
            )
            emptying.empty(rows, now=now, user=user, with_texts=with_texts)
            emptying.empty_imports(page, only_applied=True)
            emptying.forget_files(page)
            data = {"remarks": numbers, "with_texts": with_texts, "reason": reason}
            finish(page, "author_erase", user, data)
    return len(keys)
