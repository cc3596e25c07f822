"""Verbs on declarations: enter, correct, accept, reject, reopen, withdraw for their authors.

Each locks the page of the body, then the row, and looks at it again; a second click, or a form
that is older than the row, changes nothing and says so. Permissions are the callers' matter;
``user`` is who is named in the log (None: a program).
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...bodies.services import AlreadyDone, lock_body
from ...bodies.tree import committee_of
from ...remarks.rules import clean_text
from ...remarks.services import ChangedMeanwhile
from ..choices import DeclarationState, DeclarationWay
from ..joining.services import address_key
from ..joining.services import withdraw as withdraw_declaration
from ..models import Declaration, DeclarationFile
from . import log, messages
from .keeping import is_target

MAX_TEXT = 5_000
#: What the office writes of whoever declared by letter, in person, by mail.
FACTS = (
    "way", "received_at", "first_name", "last_name", "email", "organisation_name", "position",
    "sector", "motivation", "office_note",
)  # fmt: skip

_NOT_NEW = {
    DeclarationState.UNCONFIRMED: lambda: _(
        "Its author has not confirmed the address yet, so nobody knows whether it is theirs."
    ),
    DeclarationState.ACCEPTED: lambda: _("This declaration has been accepted already."),
    DeclarationState.REJECTED: lambda: _("This declaration has been rejected already."),
    DeclarationState.WITHDRAWN: lambda: _("This declaration has been withdrawn."),
}


def locked(declaration: Declaration, edits: int | None) -> Declaration:
    """The row as it is now, locked with its body's page; ``edits`` is what the form saw."""
    lock_body(declaration.target)
    rows = Declaration.objects.select_for_update().filter(pk=declaration.pk)
    row = rows.first()
    if row is None:
        raise AlreadyDone(_("This declaration has been deleted in the meantime."))
    if edits is not None and row.edits != edits:
        raise ChangedMeanwhile
    return row


def check_new(row: Declaration) -> None:
    """Raise where there is nothing to decide, whatever the form said."""
    if row.state != DeclarationState.NEW:
        raise AlreadyDone(_NOT_NEW[row.state]())
    if row.anonymised_at is not None:
        raise AlreadyDone(_("The data of this declaration have been removed."))


def _save(row: Declaration, *fields: str) -> Declaration:
    row.edits += 1
    row.save(update_fields=[*fields, "edits"])
    return row


@transaction.atomic
def enter(
    *,
    target,
    values: dict,
    files: list[DeclarationFile] = (),
    request_key,
    now: datetime | None = None,
    user,
) -> Declaration:
    """Store what came on paper or by mail; it is confirmed at once. ``files`` come unsaved.

    The same ``request_key`` again gives what it made before. Raises ``ValidationError`` by field.
    """
    now = now or timezone.now()
    if not is_target(target):
        raise ValidationError({"target": _("Choose a body or a call.")})
    target = lock_body(target)
    known = Declaration.objects.filter(request_key=request_key).first()
    if known is not None:
        return known
    row = Declaration(target=target, request_key=request_key, confirmed_at=now)
    row.language = target.locale.language_code
    row.entered_by = log.known(user)
    _fill(row, values, now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return Declaration.objects.get(request_key=request_key)
    for each in files:
        each.declaration = row
        each.save()
    log.say_of(row, "declaration_enter", user)
    return row


@transaction.atomic
def correct(
    declaration: Declaration, *, values: dict, edits: int, now: datetime | None = None, user
) -> Declaration:
    """Change the note of the office; of what the office entered itself also the facts."""
    row = locked(declaration, edits)
    if row.anonymised_at is not None:
        raise AlreadyDone(_("The data of this declaration have been removed."))
    names = correctable(row)
    before = {name: getattr(row, name) for name in names}
    _fill(row, {name: value for name, value in values.items() if name in names}, now)
    changed = [name for name in names if getattr(row, name) != before[name]]
    if not changed:
        return row
    _save(row, *changed, "address_key")
    log.say_of(row, "declaration_correct", user, fields=changed)
    return row


def correctable(row: Declaration) -> tuple[str, ...]:
    """What may be changed: words of their author stay as they wrote them."""
    is_ours = row.way != DeclarationWay.ONLINE and row.state == DeclarationState.NEW
    return FACTS if is_ours else ("office_note",)


def _fill(row: Declaration, values: dict, now: datetime | None) -> None:
    now = now or timezone.now()
    for name, value in values.items():
        if isinstance(value, str):
            value = clean_text(value)
        setattr(row, name, value)
    errors = {}
    if row.sector is not None and not _is_of(row.sector, row.target):
        errors["sector"] = _("This one belongs to another committee.")
    if row.way != DeclarationWay.ONLINE:
        for name in ("first_name", "last_name"):
            if not getattr(row, name):
                errors[name] = _("Write the name.")
        if row.received_at > now:
            errors["received_at"] = _("This moment lies ahead.")
    if "way" in values and row.pk is None and row.way == DeclarationWay.ONLINE:
        errors["way"] = _("What comes by the form on the site is entered by the site itself.")
    for name in ("motivation", "office_note"):
        if len(getattr(row, name)) > MAX_TEXT:
            errors[name] = _("At most %(count)d characters.") % {"count": MAX_TEXT}
    if errors:
        raise ValidationError(errors)
    row.full_clean(exclude=["target", "consent", "membership", "decided_by", "entered_by"])
    if row.state == DeclarationState.NEW:
        row.address_key = address_key(row.target, row.email) if row.email else ""
        _check_once(row)


def _is_of(sector, target) -> bool:
    committee = committee_of(target)
    return committee is not None and (sector.committee.translation_key == committee.translation_key)


def _check_once(row: Declaration) -> None:
    """One declaration of one address waits for a body or call, not two."""
    if not row.address_key:
        return
    others = Declaration.objects.waiting().filter(
        target__translation_key=row.target.translation_key, address_key=row.address_key
    )
    if others.exclude(pk=row.pk).exists():
        message = _("A declaration with this address waits for a decision already.")
        raise ValidationError({"email": message})


@transaction.atomic
def reject(
    declaration: Declaration, *, reason: str, edits: int, now: datetime | None = None, user
) -> Declaration:
    """Reject it; the person is told ``reason`` by mail and on their own page."""
    reason = clean_text(reason or "")
    if not reason:
        raise ValidationError({"reason": _("Write the reason; the person is told it.")})
    if len(reason) > MAX_TEXT:
        raise ValidationError({"reason": _("At most %(count)d characters.") % {"count": MAX_TEXT}})
    row = locked(declaration, None)
    check_new(row)
    if row.edits != edits:
        raise ChangedMeanwhile
    row.decided_at, row.decided_by = now or timezone.now(), log.known(user)
    row.is_accepted, row.reason, row.address_key = False, reason, ""
    _save(row, "decided_at", "decided_by", "is_accepted", "reason", "address_key")
    messages.tell_rejected(row)
    log.say_of(row, "declaration_reject", user)
    return row


@transaction.atomic
def reopen(declaration: Declaration, *, edits: int, user) -> Declaration:
    """Take a rejection back; an acceptance is not undone, its membership is ended instead."""
    row = locked(declaration, edits)
    if row.state != DeclarationState.REJECTED:
        raise AlreadyDone(_("Only a rejection can be taken back."))
    if row.anonymised_at is not None:
        raise AlreadyDone(_("The data of this declaration have been removed."))
    row.decided_at = row.decided_by = None
    row.reason = ""
    row.address_key = address_key(row.target, row.email) if row.email else ""
    _check_once(row)
    _save(row, "decided_at", "decided_by", "reason", "address_key")
    messages.take_back(row, user=user)
    messages.tell_reopened(row)
    log.say_of(row, "declaration_reopen", user)
    return row


@transaction.atomic
def withdraw_for(
    declaration: Declaration, *, note: str, edits: int, now: datetime | None = None, user
) -> Declaration:
    """Withdraw it for its author, who asked by telephone or mail; ``note`` says how and when."""
    note = clean_text(note or "")
    row = locked(declaration, None)
    check_new(row)
    if row.edits != edits:
        raise ChangedMeanwhile
    if not note:
        raise ValidationError({"note": _("Write how and when the person asked for it.")})
    whole = "\n\n".join(filter(None, [row.office_note, note]))
    if len(whole) > MAX_TEXT:
        raise ValidationError({"note": _("At most %(count)d characters.") % {"count": MAX_TEXT}})
    row.office_note = whole
    _save(row, "office_note")
    row = withdraw_declaration(
        declaration=row, now=now or timezone.now(), by_office=True, user=user
    )
    log.say_of(row, "declaration_office_withdraw", user)
    return row
