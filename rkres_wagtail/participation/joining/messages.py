"""Mails of joining: confirm, waiting already, received, and one line for the office.

Nothing that was typed into the form is in any of them: anybody may type another person's address
there, and the office's mailbox is no register. What was sent is read behind the links.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.utils import get_admin_base_url

from ...consultations.course import deadline
from ...outbox.kinds import register_kind
from ...outbox.rendering import render_message
from ...outbox.services import enqueue
from ..models import Declaration
from . import links
from .contacts import office_email

logger = logging.getLogger(__name__)

CONFIRM = register_kind(
    "declaration_confirm", pgettext_lazy("message", "declaration: please confirm")
)
WAITING = register_kind(
    "declaration_waiting", pgettext_lazy("message", "declaration: one waits already")
)
RECEIVED = register_kind("declaration_received", pgettext_lazy("message", "declaration: received"))
OFFICE = register_kind(
    "declaration_office", pgettext_lazy("message", "declaration: for the office")
)
_LONGEST_TITLE = 150


def ask_to_confirm(
    declaration: Declaration, *, until: datetime, site=None, again: datetime | None = None
) -> None:
    """The mail with the link that confirms; ``again``: asked for once more, then once an hour."""
    page, site = page_of(declaration), site or _site_of(declaration)
    if site is None:
        return
    with translation.override(page.locale.language_code):
        context = {
            "is_again": again is not None,
            "until": deadline(until),
            "confirmation_url": site.root_url + links.confirmation_path(declaration),
        }
        _send(
            declaration, page, site, CONFIRM, context,
            subject=_("Confirm your declaration: %(title)s"),
            key=f"confirm{_hour(again)}",
            why=_("You get this message because this address was given in a form on our site."),
            expires_at=until,
        )  # fmt: skip


def tell_waiting(declaration: Declaration, *, now: datetime, site=None) -> None:
    """The same address declared again: its declaration waits, and here is the way to it."""
    page, site = page_of(declaration), site or _site_of(declaration)
    if site is None:
        return
    with translation.override(page.locale.language_code):
        _send(
            declaration, page, site, WAITING, _own(declaration, site),
            subject=_("Your declaration waits already: %(title)s"),
            key=f"waiting{_hour(now)}",
            why=_("You get this message because this address was given in a form on our site."),
        )  # fmt: skip


def tell_received(declaration: Declaration) -> None:
    """It counts; the link to the own page, by which it can be followed and withdrawn."""
    page, site = page_of(declaration), _site_of(declaration)
    if site is None:
        return
    with translation.override(page.locale.language_code):
        _send(
            declaration, page, site, RECEIVED, _own(declaration, site),
            subject=_("We have your declaration: %(title)s"),
            key="received",
            why=_("You get this message because you confirmed a declaration on our site."),
        )  # fmt: skip


def tell_office(declaration: Declaration) -> None:
    """A number and a link; who it is stands in the register, for whom it concerns."""
    page, site = page_of(declaration), _site_of(declaration)
    recipient = office_email(page)
    if site is None or not recipient:
        return
    with translation.override(page.locale.language_code):
        admin_url = (get_admin_base_url() or site.root_url) + reverse("wagtailadmin_home")
        _send(
            declaration, page, site, OFFICE, {"admin_url": admin_url},
            recipient=recipient,
            subject=_("New declaration: %(title)s"),
            key="office",
            why=_("You get this message because new declarations are told to this address."),
        )  # fmt: skip


def page_of(declaration: Declaration):
    """The body or call in the language in which it was declared."""
    page = declaration.target.specific
    if declaration.language and declaration.language != page.locale.language_code:
        for each in page.get_translations().filter(locale__language_code=declaration.language):
            page = each.specific
    return page


def _send(declaration, page, site, kind, context, *, subject, key, why, recipient="", **more):
    """Enqueue one mail; one that cannot be written costs no declaration."""
    title = " ".join(page.title.split())
    context = {"title": title, "number": declaration.pk, **context}
    language = page.locale.language_code
    try:
        enqueue(
            kind=kind,
            key=f"declaration:{declaration.pk}:{key}",
            site=site,
            recipient=recipient or declaration.email,
            reply_to="" if recipient else office_email(page),
            subject=subject % {"title": Truncator(title).chars(_LONGEST_TITLE)},
            about=declaration,
            **render_message(kind, context, site=site, why=why, language=language),
            **more,
        )
    except ValidationError:
        logger.exception("A message about declaration %s could not be written", declaration.pk)


def _own(declaration: Declaration, site) -> dict[str, str]:
    return {"own_url": site.root_url + links.own_path(declaration)}


def _hour(moment: datetime | None) -> str:
    """Whoever keeps typing another person's address fills no mailbox."""
    return f":{moment:%Y%m%d%H}" if moment else ""


def _site_of(declaration: Declaration):
    return declaration.target.specific.get_site()
