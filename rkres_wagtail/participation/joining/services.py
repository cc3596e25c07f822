"""Verbs of joining: declare, confirm, withdraw. Permissions are the callers' matter.

A declaration that came in online counts once its address is confirmed. One address waits once for
one body or call: whoever declares again is told so by mail, and by mail only, so that nobody finds
out on the screen who declared.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...bodies.rules import canonical_body
from ...conf import settings
from ..choices import DeclarationState, DeclarationWay
from ..models import ConsentText, Declaration, JoiningOffer
from . import messages
from .removal import remove


class NotTaken(ValidationError):
    """The form takes nothing any more; ``code`` is ``"switched_off"`` or ``"new_consent"``."""


def address_key(target, email: str) -> str:
    """What the database keeps of an address to know it again: a keyed hash for this target."""
    value = f"{target.translation_key}:{email.strip().casefold()}"
    return salted_hmac("rkres_wagtail.declaration", value, algorithm="sha256").hexdigest()


def confirmable_until(declaration: Declaration) -> datetime:
    """Until when the link in the mail confirms it."""
    return declaration.received_at + timedelta(hours=settings.CONFIRM_HOURS)


def declared_before(request_key) -> Declaration | None:
    """What a form with this key has brought in before."""
    return Declaration.objects.filter(request_key=request_key).first()


def is_same(declaration: Declaration, values: dict) -> bool:
    """Whether a form brings again what is stored, and nothing else: a second click."""
    return all(getattr(declaration, name) == value for name, value in values.items())


def declare(
    *,
    page,
    offer: JoiningOffer,
    consent: ConsentText,
    values: dict,
    file=None,
    key=None,
    site=None,
    language: str = "",
    now: datetime | None = None,
) -> Declaration:
    """Store what the form of a body or call brought, and ask its author by mail to confirm.

    ``values`` are fields of a ``Declaration``, checked by the form; ``file`` an unsaved
    ``DeclarationFile``; ``consent`` what the author ticked. The same ``key`` gives what it made
    before. Where the same address waits already, that declaration is returned, nothing is stored,
    and a mail says so. Raises ``NotTaken`` where the form was switched off or its consent changed.
    """
    now, key = now or timezone.now(), key or uuid4()
    try:
        with transaction.atomic():
            row = JoiningOffer.objects.select_for_update().get(pk=offer.pk)
            known = Declaration.objects.select_for_update().filter(request_key=key).first()
            if known is not None:
                return known
            _check_offer(row, consent)
            target = canonical_body(page)
            found = _waiting(target, values["email"], now, site)
            return found or _store(target, consent, values, file, key, site, language, now)
    except IntegrityError:
        known = declared_before(key)
        if known is None:
            raise
        return known


def _check_offer(row: JoiningOffer, consent: ConsentText) -> None:
    if not row.is_online:
        raise NotTaken(_("This form takes no declarations any more."), code="switched_off")
    if row.consents.order_by("-number").values_list("pk", flat=True).first() != consent.pk:
        raise NotTaken(_("The consent has changed since you opened the form."), code="new_consent")


def _waiting(target, email: str, now: datetime, site) -> Declaration | None:
    """The declaration of this address that waits; its author is reminded of it."""
    rows = Declaration.objects.select_for_update().filter(
        address_key=address_key(target, email), withdrawn_at=None, decided_at=None
    )
    for each in rows:
        if each.confirmed_at is not None:
            messages.tell_waiting(each, site=site, now=now)
            return each
        if now < confirmable_until(each):
            messages.ask_to_confirm(each, site=site, until=confirmable_until(each), again=now)
            return each
        # Too late to be confirmed: the new one takes its place.
        remove([each.pk])
    return None


def _store(target, consent, values, file, key, site, language, now) -> Declaration:
    declaration = Declaration(
        target_id=target.pk,
        consent=consent,
        way=DeclarationWay.ONLINE,
        received_at=now,
        request_key=key,
        language=language,
        address_key=address_key(target, values["email"]),
        **values,
    )
    declaration.save(force_insert=True)
    if file is not None:
        file.declaration, file.created_at = declaration, now
        file.save(force_insert=True)
    messages.ask_to_confirm(declaration, site=site, until=confirmable_until(declaration))
    return declaration


@transaction.atomic
def confirm(*, declaration: Declaration, now: datetime | None = None) -> Declaration:
    """Let a declaration count; the second time changes nothing and sends nothing.

    Raises ``ValidationError`` where it is too late, and ``Declaration.DoesNotExist`` where it was
    removed meanwhile.
    """
    now = now or timezone.now()
    row = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if row.confirmed_at is not None:
        return row
    if reason := reason_not_to_confirm(row, now):
        raise ValidationError(reason)
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    messages.tell_received(row)
    messages.tell_office(row)
    _log(row, "confirm")
    return row


def reason_not_to_confirm(declaration: Declaration, now: datetime) -> str:
    """Why it cannot be confirmed now; empty where it can, or is. A call may be over meanwhile."""
    if declaration.confirmed_at is not None:
        return ""
    if declaration.withdrawn_at is not None:
        return _("This declaration was withdrawn, so it cannot be confirmed.")
    if declaration.decided_at is not None or now < confirmable_until(declaration):
        return ""
    return _("The link is no longer valid: the time to confirm has passed.")


@transaction.atomic
def withdraw(
    *, declaration: Declaration, now: datetime | None = None, by_office: bool = False, user=None
) -> Declaration:
    """Take a declaration back before it is decided on; the second time changes nothing.

    Raises ``ValidationError`` where it was decided on, and ``Declaration.DoesNotExist`` where it
    was removed meanwhile.
    """
    row = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if row.withdrawn_at is not None:
        return row
    if reason := reason_not_to_withdraw(row):
        raise ValidationError(reason)
    row.withdrawn_at, row.withdrawn_by_office = now or timezone.now(), by_office
    # The same address may declare anew.
    row.address_key = ""
    row.edits += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_by_office", "address_key", "edits"])
    _log(row, "withdraw", user)
    return row


def reason_not_to_withdraw(declaration: Declaration) -> str:
    """Why it cannot be withdrawn; empty where it can, or is."""
    state = declaration.state
    if state == DeclarationState.ACCEPTED:
        return _("You have been accepted already; to leave, write to the office.")
    if state == DeclarationState.REJECTED:
        return _("This declaration has been decided on, so it cannot be withdrawn.")
    return ""


def _log(declaration: Declaration, verb: str, user=None) -> None:
    """In the history of the body or call; a number only: the history outlives personal data."""
    log(
        instance=declaration.target.specific,
        action=f"rkres_wagtail.declaration_{verb}",
        user=user,
        data={"number": declaration.pk},
    )
