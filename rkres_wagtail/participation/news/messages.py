"""Mails about the subscription itself: how to confirm it, and where to change it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ... import feeds
from ...conf import settings
from ...outbox.kinds import register_kind
from ...outbox.rendering import render_message
from ...outbox.services import enqueue
from ..choices import Rhythm, Topic
from ..models import Subscription
from . import links, schedule

NEWS = register_kind("news", pgettext_lazy("message", "news, to subscribers"))
CONFIRM = register_kind(
    "subscription_confirm", pgettext_lazy("message", "subscription to be confirmed")
)
KNOWN = register_kind(
    "subscription_known", pgettext_lazy("message", "subscription that exists already")
)
ASKING = (CONFIRM, KNOWN)
_LONGEST_TITLE = 150


def ask_to_confirm(row: Subscription, *, committee, site) -> None:
    """The link that confirms; it goes by mail only, since it shows whose the address is."""
    with translation.override(row.language):
        _write(
            row,
            CONFIRM,
            committee=committee,
            site=site,
            subject=_("Confirm that you want news: %(committee)s"),
            url=links.url_of(links.CONFIRM, row, site),
            until=schedule.confirm_until(row),
            hours=settings.CONFIRM_HOURS,
            expires_at=schedule.confirm_until(row),
        )


def tell_known(row: Subscription, *, committee, site) -> None:
    """To whom is subscribed already: nothing changed, and where to change it."""
    with translation.override(row.language):
        _write(
            row,
            KNOWN,
            committee=committee,
            site=site,
            subject=_("You get our news already: %(committee)s"),
            url=links.url_of(links.MANAGE, row, site),
        )


def _write(row: Subscription, kind: str, *, committee, site, subject, expires_at=None, **extra):
    title = feeds.one_line(committee.title)
    context = {
        "committee": title,
        "topics": words_of(row),
        "rhythm": str(Rhythm(row.rhythm).label),
        "leave_url": links.url_of(links.LEAVE, row, site),
        **extra,
    }
    why = _("You get this message because somebody gave this address to get our news.")
    enqueue(
        kind=kind,
        key=f"subscription:{row.pk}:{row.asked}",
        site=site,
        recipient=row.email,
        reply_to=reply_to(committee),
        subject=subject % {"committee": Truncator(title).chars(_LONGEST_TITLE)},
        about=row,
        expires_at=expires_at,
        **render_message(kind, context, site=site, why=why, language=row.language),
    )


def words_of(row: Subscription) -> list[str]:
    """Topics as people read them, in the order in which they are offered."""
    return [str(topic.label) for topic in Topic if topic.value in row.topics]


def reply_to(committee) -> str:
    """The office, where the committee has an address."""
    email = getattr(committee, "contact_email", "")
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email
