"""Taking away whatever is personal of submissions, in batches; called by the verbs of this part.

Stays: names of entities that are no private persons (they stand in the published table), numbers,
seals, texts, answers, and the number by which an entity is counted. Goes: names and addresses of
people, consent with the name it was for, files as they came in, what remarks said before they
were corrected, notes of the office, passages that were hidden (for good, in the texts), secret
links, and messages in the outbox.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q

from ...outbox.models import MessageStatus, OutgoingMessage
from ...outbox.services import forget, withdraw
from ..answering.likeness import fingerprint_of
from ..choices import AuthorKind
from ..models import (
    Remark,
    RemarkBatchFile,
    RemarkNote,
    RemarkTableFile,
    RemarkText,
    Submission,
    SubmissionFile,
)
from ..publication.texts import HIDDEN

BATCH = 200
COUNTED = (
    "submissions", "files", "former_texts", "notes", "passages", "messages", "imports",
)  # fmt: skip

_GONE = {"name": "", "email": "", "is_name_public": False, "wants_result": False, "nonce": ""}


def left_over(page):
    """Submissions of which something personal is left."""
    mine = {"submission": OuterRef("pk")}
    remarks = Remark.objects.filter(**mine).exclude(hidden_passages="")
    return Submission.objects.of(page).filter(
        Q(anonymised_at=None)
        | Exists(SubmissionFile.objects.filter(**mine))
        | Exists(remarks)
        | Exists(RemarkText.objects.filter(remark__submission=OuterRef("pk")))
        | Exists(RemarkNote.objects.filter(remark__submission=OuterRef("pk")))
    )


def count(page) -> dict[str, int]:
    """What is there to go, by the names of ``COUNTED``; messages cost two queries a batch."""
    submissions = Submission.objects.of(page)
    keys = submissions.order_by().values("pk")
    remarks = Remark.objects.of(page)
    return {
        "submissions": submissions.with_personal_data().count(),
        "files": SubmissionFile.objects.filter(submission__in=keys).count(),
        "former_texts": RemarkText.objects.filter(remark__submission__in=keys).count(),
        "notes": RemarkNote.objects.filter(remark__submission__in=keys).count(),
        "passages": remarks.exclude(hidden_passages="").count(),
        "messages": sum(_messages(batch).count() for batch in _batches(submissions)),
        "imports": _imports(page).count(),
    }


def empty(submissions, *, now: datetime, user=None, with_texts: bool = False) -> Counter:
    """Take away what is personal of a queryset; ``with_texts`` also what their remarks say.

    In the caller's transaction; memory does not grow with their number.
    """
    counts = Counter()
    for keys in list(_batches(submissions)):
        counts += _empty_batch(keys, now, user, with_texts)
    return counts


def empty_imports(page, *, only_applied: bool = False) -> int:
    """Files of imports hold the same names; of those that were not taken over, too."""
    found = _imports(page)
    if only_applied:
        found = found.exclude(batch__applied_at=None)
    number = found.count()
    # Emptied first: deleting loads the rows.
    found.update(content=b"", reading={})
    found.delete()
    return number


def forget_files(page) -> None:
    """Ready files of the published table may show what has gone; they are made anew."""
    RemarkTableFile.objects.filter(
        report__consultation__translation_key=page.translation_key
    ).delete()


def _imports(page):
    key = page.translation_key
    return RemarkBatchFile.objects.filter(batch__consultation__translation_key=key)


def _batches(submissions) -> Iterator[list[int]]:
    """Keys in order, so many at once."""
    last = 0
    rows = submissions.order_by("pk").values_list("pk", flat=True)
    while keys := list(rows.filter(pk__gt=last)[:BATCH]):
        yield keys
        last = keys[-1]


def _empty_batch(keys: list[int], now: datetime, user, with_texts: bool) -> Counter:
    rows = Submission.objects.filter(pk__in=keys)
    remarks = Remark.objects.filter(submission_id__in=keys)
    gone = {**_GONE, "edits": F("edits") + 1, "anonymised_at": now}
    counts = Counter(submissions=rows.with_personal_data().count())
    counts["messages"] = _forget_messages(keys, user)
    is_entity = ~Q(author_kind=AuthorKind.PERSON) & ~Q(organisation="")
    # Also the key by which the author is known again: of entities it is made of their name.
    rows.exclude(is_entity).update(organisation="", author_key="", **gone)
    rows.filter(is_entity).update(**gone)
    files = SubmissionFile.objects.filter(submission_id__in=keys)
    counts["files"] = files.update(content=b"", name="")
    files.delete()
    former = RemarkText.objects.filter(remark__in=remarks.order_by().values("pk"))
    counts["former_texts"] = former.delete()[0]
    notes = RemarkNote.objects.filter(remark__in=remarks.order_by().values("pk"))
    counts["notes"] = notes.delete()[0]
    counts["passages"] = sum(
        _blacken(remark, now) for remark in remarks.exclude(hidden_passages="").order_by("pk")
    )
    changes = {"changed_at": now, "edits": F("edits") + 1}
    if with_texts:
        changes |= dict.fromkeys(("place", "hidden_passages", "fingerprint", *Remark.TEXTS), "")
        remarks.filter(erased_at=None).update(erased_at=now)
    remarks.update(**changes)
    return counts


def _blacken(remark: Remark, now: datetime) -> int:
    """Put the sign that the public reads in the place of hidden passages, for good.

    The seal stays that of what was received (``integrity/checking.py`` says so).
    """
    passages = sorted(filter(None, map(str.strip, remark.hidden_passages.splitlines())), key=len)
    values = {}
    for name in ("place", *Remark.TEXTS):
        text = getattr(remark, name)
        for passage in reversed(passages):
            text = text.replace(passage, HIDDEN)
        values[name] = text
        setattr(remark, name, text)
    # The hash of the bare words would let somebody try out what was hidden.
    fingerprint = fingerprint_of(remark)
    Remark.objects.filter(pk=remark.pk).update(
        **values, fingerprint=fingerprint, hidden_passages="", changed_at=now
    )
    return 1


# Messages -----------------------------------------------------------------------------------------


def _messages(keys: list[int]):
    """Messages about these submissions or their remarks that still say something."""
    about = Q()
    remarks = Remark.objects.filter(submission_id__in=keys).values_list("pk", flat=True)
    for model, found in ((Submission, keys), (Remark, remarks)):
        about |= Q(
            about_type=ContentType.objects.get_for_model(model),
            about_id__in=[str(key) for key in found],
        )
    return OutgoingMessage.objects.filter(about).exclude(recipient="")


def _forget_messages(keys: list[int], user) -> int:
    number = 0
    for message in list(_messages(keys).defer("text", "html", "attachments")):
        if message.status == MessageStatus.WAITING:
            withdraw(message, user=user)
            message.refresh_from_db(fields=["status", "claimed_at"])
        number += forget(message, user=user)
    return number
