"""What somebody finds behind the secret link of their declaration."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...bodies.pages import BodyPageMixin
from ...dates import long_date
from ...public import Gate
from ..choices import DeclarationState
from ..models import Declaration, JoiningOffer
from . import links, services
from .contacts import contact_of

_SHAPES = {
    DeclarationState.UNCONFIRMED: "warning",
    DeclarationState.NEW: "planned",
    DeclarationState.ACCEPTED: "held",
    DeclarationState.REJECTED: "cancelled",
    DeclarationState.WITHDRAWN: "cancelled",
}


def own_context(request, declaration: Declaration, page) -> dict:
    """``page`` is the body or call in the language in which it was declared."""
    body = body_of(page)
    offer = JoiningOffer.objects.of(page).first()
    state = declaration.state
    gate = Gate.of(request)
    can_withdraw = state in (DeclarationState.NEW, DeclarationState.UNCONFIRMED)
    is_late = bool(services.reason_not_to_confirm(declaration, timezone.now()))
    return {
        "declaration": declaration,
        "facts": facts_of(declaration),
        "files": list(declaration.files.defer("content")),
        "state": state,
        "state_label": str(DeclarationState(state).label),
        "state_shape": _SHAPES[state],
        "state_text": _text(declaration, state, is_late=is_late),
        "can_withdraw": can_withdraw,
        "is_late": is_late,
        "body": body,
        "body_url": _public_url(body, gate, request),
        "page_url": _public_url(page, gate, request),
        "again_url": links.joining_url(page, request) if gate.allows(page) else "",
        "leaving": offer.leaving if offer and state == DeclarationState.ACCEPTED else "",
        "contact": contact_of(page),
    }


def facts_of(declaration: Declaration) -> list[tuple[str, str]]:
    """What was sent, as pairs of label and words; nothing of what is empty."""
    rows = [
        (_("First name and surname"), declaration.name),
        (_("E-mail address"), declaration.email),
        (_("Organisation"), declaration.organisation_name),
        (_("Your post there"), declaration.position),
        (_("Whom you would represent"), str(declaration.sector or "")),
        (_("Why you want to take part"), declaration.motivation),
    ]
    return [(label, text) for label, text in rows if text]


def body_of(page):
    """Whose members somebody joins: of a call, the body that it is for."""
    if isinstance(page, BodyPageMixin):
        return page
    return page.body.specific if page.body is not None else page.committee


def _text(declaration: Declaration, state: str, *, is_late: bool) -> str:
    if state == DeclarationState.UNCONFIRMED:
        if is_late:
            return _("It was not confirmed in time, so it does not count.")
        return _("It counts once you follow the link in our message.")
    if state == DeclarationState.NEW:
        return _("The office has it and will write to you once it is decided.")
    if state == DeclarationState.ACCEPTED:
        day = {"day": long_date(declaration.decided_at)}
        return _("Welcome. Your declaration was accepted on %(day)s.") % day
    if state == DeclarationState.REJECTED:
        day = {"day": long_date(declaration.decided_at)}
        return _("It was decided on %(day)s that it cannot be accepted.") % day
    if declaration.withdrawn_by_office:
        return pgettext("declaration", "The office withdrew it on %(day)s.") % {
            "day": long_date(declaration.withdrawn_at)
        }
    return _("You withdrew it on %(day)s.") % {"day": long_date(declaration.withdrawn_at)}


def _public_url(page, gate: Gate, request) -> str:
    if page is None or not gate.allows(page):
        return ""
    return page.get_url(request) or ""
