"""What the verbs of rounds and outcomes share: the lock, the reason, the history."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...bodies.rules import canonical_body
from ...meetings.services import lock
from .. import caching
from . import rules


def locked(consultation):
    """The canonical page; who changes the course at the same time waits."""
    lock(consultation)
    return canonical_body(consultation).specific


def reason_errors(reason) -> dict[str, str]:
    if not isinstance(reason, str) or not reason.strip():
        return {"reason": _("Say why; the public reads it.")}
    if len(reason) > rules.MAX_REASON:
        text = _("At most %(count)d characters.")
        return {"reason": text % {"count": rules.MAX_REASON}}
    return {}


def known(user):
    return user if getattr(user, "pk", None) else None


def finish(page, action: str, user, data: dict) -> None:
    """Say it in the page's history; pages in all languages and the lists show it."""
    log(instance=page, action=f"rkres_wagtail.{action}", user=known(user), data=data)
    caching.forget(page.translation_key)
