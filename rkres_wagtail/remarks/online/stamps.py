"""The stamp of a form: which consultation's, since when, and the key that makes it count once.

Signed, so nobody makes one up; nothing is kept between requests. A form that is sent too fast or
too late is given a fresh stamp with the same key: the words stay, and a second click still makes
no second submission.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from ...conf import settings

_SALT = "rkres_wagtail.remark_form"


@dataclass(frozen=True)
class Stamp:
    consultation: int
    key: uuid.UUID
    made_at: datetime

    def text(self) -> str:
        """What stands in the hidden field."""
        made = int(self.made_at.timestamp())
        return signing.dumps([self.consultation, self.key.hex, made], salt=_SALT)

    def is_too_fast(self, now: datetime) -> bool:
        return now - self.made_at < timedelta(seconds=settings.REMARK_MIN_SECONDS)

    def is_too_old(self, now: datetime) -> bool:
        return now - self.made_at > timedelta(hours=settings.REMARK_FORM_HOURS)

    def renewed(self, now: datetime) -> Stamp:
        return Stamp(self.consultation, self.key, now)


def fresh(page_id: int, now: datetime) -> Stamp:
    return Stamp(page_id, uuid.uuid4(), now)


def read(text: str, page_id: int) -> Stamp | None:
    """The stamp in a form of this consultation; None for anything that we did not sign for it."""
    try:
        consultation, key, made = signing.loads(text, salt=_SALT)
        stamp = Stamp(consultation, uuid.UUID(hex=key), datetime.fromtimestamp(made, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return stamp if stamp.consultation == page_id else None
