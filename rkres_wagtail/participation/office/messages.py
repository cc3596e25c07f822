"""What whoever declared is told by mail of the office's decision."""

from __future__ import annotations

import logging

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ...outbox.kinds import register_kind
from ...outbox.models import OutgoingMessage
from ...outbox.rendering import render_message
from ...outbox.services import enqueue, withdraw
from ..joining.contacts import office_email
from ..joining.links import own_url
from ..models import Declaration
from .keeping import body_of

logger = logging.getLogger(__name__)

ACCEPTED = register_kind("declaration_accepted", pgettext_lazy("message", "declaration accepted"))
REJECTED = register_kind("declaration_rejected", pgettext_lazy("message", "declaration rejected"))
REOPENED = register_kind(
    "declaration_reopened", pgettext_lazy("message", "declaration looked at again")
)
_LONGEST_TITLE = 150

#: Called in the language of the mail.
_SUBJECTS = {
    ACCEPTED: lambda: _("Your declaration was accepted: %(title)s"),
    REJECTED: lambda: _("Your declaration was not accepted: %(title)s"),
    REOPENED: lambda: _("We look at your declaration again: %(title)s"),
}


def tell_accepted(row: Declaration) -> None:
    _tell(row, ACCEPTED)


def tell_rejected(row: Declaration) -> None:
    _tell(row, REJECTED)


def tell_reopened(row: Declaration) -> None:
    _tell(row, REOPENED)


def take_back(row: Declaration, *, user) -> None:
    """The rejection that was not sent yet says nothing true any more."""
    for message in messages_of([row.pk]).filter(kind=REJECTED):
        withdraw(message, user=user)


def messages_of(keys):
    """Messages about these declarations, whichever part wrote them."""
    kind = ContentType.objects.get_for_model(Declaration)
    return OutgoingMessage.objects.filter(about_type=kind, about_id__in=[str(key) for key in keys])


def _tell(row: Declaration, kind: str) -> None:
    """Put it in the outbox in the caller's transaction; without an address nobody is told.

    A message that cannot be written costs no decision.
    """
    site = site_of(row.target)
    if not row.email or site is None:
        return
    try:
        _enqueue(row, kind, site)
    except ValidationError:
        logger.exception("The message on declaration %s could not be written", row.pk)


def _enqueue(row: Declaration, kind: str, site) -> None:
    language = row.language or site.root_page.locale.language_code
    body = body_of(row.target)
    with translation.override(language):
        title = " ".join(row.target.title.split())
        context = {
            "title": title,
            "declaration": row,
            "body_title": body.title if body is not None else "",
            "membership": row.membership if kind == ACCEPTED else None,
            "reason": [line for line in row.reason.splitlines() if line.strip()],
            "own_url": own_url(row, site, language),
        }
        subject = _SUBJECTS[kind]() % {"title": Truncator(title).chars(_LONGEST_TITLE)}
        why = _("You get this message because you declared that you want to take part.")
        rendered = render_message(kind, context, site=site, why=why, language=language)
    enqueue(
        kind=kind,
        # A rejection that was taken back may come again.
        key=f"{kind}:{row.pk}:{row.edits}",
        site=site,
        recipient=row.email,
        recipient_name=" ".join(row.name.split()),
        reply_to=office_email(row.target.specific),
        subject=subject,
        about=row,
        **rendered,
    )


def site_of(target):
    """The site in whose name is written."""
    from wagtail.models import Site

    found = target.get_site()
    return found or Site.objects.select_related("root_page").filter(is_default_site=True).first()
