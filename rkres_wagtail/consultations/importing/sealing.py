"""Read sections on their way through the preview's form: signed, compressed, bound.

Nothing is saved before the confirmation, neither in the database nor in a session, so it works
with every session and cache backend and on several servers.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import asdict, dataclass

from django.conf import settings as django_settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from .package import UnreadableDocument
from .reading import ReadDocument, ReadSection

SALT = "rkres_wagtail.document_import"
MAX_AGE = 60 * 60


@dataclass
class Sealed:
    """A read file between its two steps; ``edits``: what the version had when it was read."""

    document: ReadDocument
    edits: int
    key: str
    file_name: str


def seal(document: ReadDocument, version, user, file_name: str) -> tuple[Sealed, str]:
    """The sealed file and the text that stands for it in the form."""
    sealed = Sealed(document, version.edits, secrets.token_urlsafe(12), file_name[:200])
    token = signing.dumps(
        {
            "user": str(user.pk),
            "version": version.pk,
            "edits": sealed.edits,
            "key": sealed.key,
            "file": sealed.file_name,
            "document": _plain(document),
        },
        salt=SALT,
        compress=True,
    )
    limit = django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit is not None and len(token) > limit * 0.9:
        raise UnreadableDocument(_("The document is too long to look through at once. Split it."))
    return sealed, token


def _plain(document: ReadDocument) -> dict:
    """``asdict`` cannot copy a ``Counter``."""
    return {
        "title": document.title,
        "sections": [asdict(section) for section in document.sections],
        "lost": document.lost[:1000],
        "told": dict(document.told),
        "has_headings": document.has_headings,
    }


def open_seal(token: str, version, user) -> Sealed:
    """Raise ``ValidationError`` for a broken or old seal, ``PermissionDenied`` for another's."""
    try:
        data = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.SignatureExpired:
        raise ValidationError(_("More than an hour has passed. Choose the file again.")) from None
    except signing.BadSignature:
        raise ValidationError(
            _("This preview cannot be confirmed. Choose the file again.")
        ) from None
    if data["user"] != str(user.pk) or data["version"] != version.pk:
        raise PermissionDenied
    stored = data["document"]
    document = ReadDocument(
        title=stored["title"],
        sections=[ReadSection(**section) for section in stored["sections"]],
        lost=stored["lost"],
        told=Counter(stored["told"]),
        has_headings=stored["has_headings"],
    )
    return Sealed(document, data["edits"], data["key"], data["file"])
