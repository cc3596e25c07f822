"""The identifier of a form: which consultation it is of, and which edition of its columns.

``RKRES-57-2-K7M3QX``: the page's key, the edition and a check under the secret key, so that a slip
of the pen names no other consultation, and a form of another installation is none of ours.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

#: Where a form says it out of sight: a property of the file, a name in it, a bookmark.
PROPERTY = "RkresForm"
BOOKMARK = "RkresForm"
SHEET = "RkresForm"
_CHECK = 6
#: Office programs put other dashes, spaces and letters of another case in its place.
_PATTERN = re.compile(
    r"RKRES\s?[-\u2010-\u2015\u2212]\s?(\d{1,9})\s?[-\u2010-\u2015\u2212]\s?(\d{1,9})"
    r"\s?[-\u2010-\u2015\u2212]\s?([A-Z2-7]{6})(?![A-Z0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Identity:
    consultation: int
    edition: int

    def __str__(self) -> str:
        return f"RKRES-{self.consultation}-{self.edition}-{_check_of(self)}"


@dataclass(frozen=True)
class Found:
    """What a file says of itself: identities that hold, and whether one does not."""

    identities: tuple[Identity, ...] = ()
    is_damaged: bool = False


def find(texts: Iterable[str]) -> Found:
    """Identifiers in ``texts``, each once, in their order."""
    found, damaged = [], False
    for match in (match for text in texts for match in _PATTERN.finditer(text)):
        identity = Identity(int(match[1]), int(match[2]))
        if not constant_time_compare(_check_of(identity), match[3].upper()):
            damaged = True
        elif identity not in found:
            found.append(identity)
    return Found(tuple(found), damaged)


def _check_of(identity: Identity) -> str:
    value = f"{identity.consultation}.{identity.edition}"
    digest = salted_hmac("rkres_wagtail.remark_form", value, algorithm="sha256").digest()
    return base64.b32encode(digest).decode()[:_CHECK]
