"""What keeps machines out of the public's forms: a signed stamp, and a field that nobody sees.

The stamp says which form of which page it is, since when it is open, and the key that makes it
count once. Signed, so nobody makes one up; nothing is kept between requests. A form that is sent
too fast or too late is given a fresh stamp with the same key: the words stay, and a second click
still makes no second row.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from .conf import settings

#: Seen by machines only; whatever is in it was not typed by a person.
DECOY = "homepage"


@dataclass(frozen=True)
class Stamp:
    """``what`` names the kind of form, ``page`` is the key of what it is about."""

    what: str
    page: int
    key: uuid.UUID
    made_at: datetime

    def text(self) -> str:
        """What stands in the hidden field."""
        made = int(self.made_at.timestamp())
        return signing.dumps([self.page, self.key.hex, made], salt=_salt(self.what))

    def is_too_fast(self, now: datetime) -> bool:
        return now - self.made_at < timedelta(seconds=settings.REMARK_MIN_SECONDS)

    def is_too_old(self, now: datetime) -> bool:
        return now - self.made_at > timedelta(hours=settings.REMARK_FORM_HOURS)

    def renewed(self, now: datetime) -> Stamp:
        return Stamp(self.what, self.page, self.key, now)


def fresh(what: str, page_id: int, now: datetime) -> Stamp:
    return Stamp(what, page_id, uuid.uuid4(), now)


def read(what: str, text: str, page_id: int) -> Stamp | None:
    """The stamp in such a form of this page; None for anything that we did not sign for it."""
    try:
        page, key, made = signing.loads(text, salt=_salt(what))
        stamp = Stamp(what, page, uuid.UUID(hex=key), datetime.fromtimestamp(made, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return stamp if stamp.page == page_id else None


def suspicion(stamp: Stamp | None, decoy: str, now: datetime) -> tuple[str, str] | None:
    """Why a machine seems to have sent a form: a hidden field's name, and words for its author.

    None where nothing does. ``stamp`` is None where it was not ours. A person need only send the
    form again, with ``stamp.renewed(now)`` or a fresh one.
    """
    if decoy.strip():
        return DECOY, _("Your browser filled in a field that people do not see. Please send again.")
    if stamp is None:
        return "stamp", _("The form has changed since you opened it. Send it again, please.")
    if stamp.is_too_old(now):
        return "stamp", _("The form was open for long, so we ask you to send it once more.")
    if stamp.is_too_fast(now):
        return "stamp", _("That was faster than people write. Wait a moment and send again.")
    return None


def _salt(what: str) -> str:
    return f"rkres_wagtail.{what}"
