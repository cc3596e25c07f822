"""Verbs on remarks: publication, assignment, notes; of one, and of many at once.

Permissions are the callers' matter. ``edits`` is the number of the state that the editor looked
at: what somebody else has changed since stays as it is, and the editor is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...text import clean_text
from ..choices import BlockReason, Moderation
from ..models import Remark, RemarkNote
from ..publication.caching import changed
from ..publication.scope import answers_are_public
from ..services import claim
from . import log
from .keepers import keepers

MAX_NOTE = 5000
MAX_HIDDEN = 5000
#: Remarks of one UPDATE.
BATCH = 500


# One remark -----------------------------------------------------------------------------------


@transaction.atomic
def moderate(
    *,
    remark: Remark,
    edits: int,
    moderation: str,
    block_reason: str = "",
    hidden_passages: str = "",
    user,
) -> Remark:
    """Say whether the public may read a remark, and which passages of it not (requirement 63)."""
    row = Remark.objects.select_for_update().get(pk=remark.pk)
    reason = _checked_reason(moderation, block_reason)
    _refuse_junk_in_report(row.consultation, row.moderation, moderation)
    hidden = _checked_passages(row, hidden_passages)
    before, was_hidden = row.moderation, row.hidden_passages
    claim(row, edits)
    row.moderation, row.block_reason, row.hidden_passages = moderation, reason, hidden
    row.moderated_at, row.moderated_by = timezone.now(), log.known(user)
    row.save(
        update_fields=[
            "moderation",
            "block_reason",
            "hidden_passages",
            "moderated_at",
            "moderated_by",
            "changed_at",
        ]
    )
    if before != moderation:
        log.say(row, "remark_moderate", user, **{"from": before, "to": moderation})
    if was_hidden != hidden:
        log.say(row, "remark_hide", user, count=len(hidden.splitlines()))
    return row


@transaction.atomic
def assign(*, remark: Remark, edits: int, assignee, user) -> Remark:
    """Give a remark to somebody of the office, or with None to nobody."""
    row = Remark.objects.select_for_update().get(pk=remark.pk)
    _check_keeper(row.consultation, assignee)
    claim(row, edits)
    if row.assigned_to_id != getattr(assignee, "pk", None):
        row.assigned_to = assignee
        row.save(update_fields=["assigned_to", "changed_at"])
        log.say(row, "remark_unassign" if assignee is None else "remark_assign", user)
    return row


@transaction.atomic
def add_note(*, remark: Remark, text: str, user) -> RemarkNote:
    """Write an internal note; the same one sent twice stands once."""
    text = clean_text(text)
    if not text:
        raise ValidationError({"text": _("Write the note.")})
    if len(text) > MAX_NOTE:
        message = _("The text has %(length)d characters; the most is %(limit)d.")
        raise ValidationError({"text": message % {"length": len(text), "limit": MAX_NOTE}})
    row = Remark.objects.select_for_update().get(pk=remark.pk)
    last = row.notes.order_by("-pk").first()
    if last is not None and (last.text, last.written_by_id) == (text, getattr(user, "pk", None)):
        return last
    note = RemarkNote.objects.create(remark=row, text=text, written_by=log.known(user))
    log.say(row, "remark_note", user)
    return note


# Many -----------------------------------------------------------------------------------------


@dataclass
class Done:
    """What became of many: keys that changed, numbers of those that somebody else had changed."""

    changed: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)


@transaction.atomic
def moderate_many(
    *, page, chosen: dict[int, int], moderation: str, block_reason: str = "", user
) -> Done:
    """As ``moderate`` for remarks of ``page``; ``chosen`` maps keys to ``edits``.

    Hidden passages stay hidden. The number of queries depends on batches of 500 alone.
    """
    reason = _checked_reason(moderation, block_reason)
    if moderation == Moderation.JUNK:
        _refuse_junk_in_report(page, Moderation.PENDING, moderation)
    values = {
        "moderation": moderation,
        "block_reason": reason,
        "moderated_at": timezone.now(),
        "moderated_by": log.known(user),
    }

    def differs(row) -> bool:
        return (row.moderation, row.block_reason) != (moderation, reason)

    def said(row) -> dict:
        return {"from": row.moderation, "to": moderation}

    done = _change_many(page, chosen, values, differs, "remark_moderate", user, said)
    if done.changed:
        # One UPDATE for many rows sends no signal.
        changed(canonical_body(page).pk)
    return done


@transaction.atomic
def assign_many(*, page, chosen: dict[int, int], assignee, user) -> Done:
    _check_keeper(page, assignee)
    key = getattr(assignee, "pk", None)
    action = "remark_unassign" if assignee is None else "remark_assign"
    return _change_many(
        page,
        chosen,
        {"assigned_to": assignee},
        lambda row: row.assigned_to_id != key,
        action,
        user,
        None,
    )


def _change_many(page, chosen, values, differs, action, user, said) -> Done:
    done, keys = Done(), sorted(chosen)
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = Remark.objects.of(page).filter(pk__in=part).order_by("pk").select_for_update()
        rows = rows.only(
            "consultation", "number", "moderation", "block_reason", "assigned_to", "edits"
        )
        fresh = []
        for row in rows:
            if row.edits != chosen[row.pk]:
                done.stale.append(row.number)
            elif differs(row):
                fresh.append(row)
        if not fresh:
            continue
        log.say_of_many(fresh, action, user, said)
        keys_of_fresh = [row.pk for row in fresh]
        Remark.objects.filter(pk__in=keys_of_fresh).update(
            **values, edits=F("edits") + 1, changed_at=timezone.now()
        )
        done.changed += keys_of_fresh
    done.stale.sort()
    return done


# What must hold -------------------------------------------------------------------------------


def _checked_reason(moderation: str, block_reason: str) -> str:
    if moderation not in Moderation.values:
        raise ValidationError({"moderation": _("Choose what the public reads.")})
    if moderation != Moderation.BLOCKED:
        return ""
    if block_reason not in BlockReason.values:
        raise ValidationError(
            {"block_reason": _("Say why it is blocked; the author and the public read it.")}
        )
    return block_reason


def _refuse_junk_in_report(page, before: str, moderation: str) -> None:
    """A published total counts the remark: it may be blocked, not taken out."""
    if moderation != Moderation.JUNK or before == Moderation.JUNK:
        return
    if answers_are_public(page.specific, timezone.now()):
        raise ValidationError(
            {
                "moderation": _(
                    "The report is published and counts this remark, so it stays in the table. "
                    "Block it instead: then nobody reads its words."
                )
            }
        )


def _checked_passages(remark: Remark, passages: str) -> str:
    """Each on one line; one that is not in the remark would hide nothing."""
    lines = list(dict.fromkeys(filter(None, map(str.strip, clean_text(passages).splitlines()))))
    if sum(map(len, lines)) > MAX_HIDDEN:
        text = _("At most %(count)d characters.")
        raise ValidationError({"hidden_passages": text % {"count": MAX_HIDDEN}})
    texts = [getattr(remark, name) for name in ("place", *Remark.TEXTS)]
    missing = [line for line in lines if not any(line in text for text in texts)]
    if missing:
        text = _("This is not in the remark, letter for letter: “%(passage)s”.")
        raise ValidationError({"hidden_passages": text % {"passage": missing[0][:200]}})
    return "\n".join(lines)


def _check_keeper(page, assignee) -> None:
    if assignee is not None and not keepers(page).filter(pk=assignee.pk).exists():
        raise ValidationError({"assignee": _("This person does not keep remarks here.")})
