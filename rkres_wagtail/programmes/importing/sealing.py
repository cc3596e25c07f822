"""Read rows on their way through the preview's form: signed, compressed, bound, used once.

Nothing is saved before the confirmation, so it works with every session and cache backend and on
several servers. The session keeps one number only, which a confirmation uses up.
"""

from __future__ import annotations

import secrets

from django.conf import settings as django_settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from ...uploads import UnreadableTable
from .reading import Lists

SALT = SESSION_KEY = "rkres_wagtail.programme_import"
MAX_AGE = 60 * 60


def seal(request, page, lists: Lists, digest: str) -> str:
    """A token for the confirmation; ``UnreadableTable`` where the rows do not fit into a form."""
    nonce = secrets.token_urlsafe(16)
    token = signing.dumps(
        {
            "user": str(request.user.pk),
            "page": page.pk,
            # Keys of cells that are years come back from JSON as texts.
            "nodes": [[number, list(cells.items())] for number, cells in lists.nodes],
            "indicators": [[number, list(cells.items())] for number, cells in lists.indicators],
            "digest": digest,
            "nonce": nonce,
        },
        salt=SALT,
        compress=True,
    )
    limit = django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit is not None and len(token) > limit * 0.9:
        raise UnreadableTable(_("The list is too long to look through at once. Split it."))
    request.session[SESSION_KEY] = nonce
    return token


def open_seal(request, page, token: str) -> tuple[Lists, str]:
    """The rows and the digest of the preview.

    Raises ``ValidationError`` for a broken, old or used seal, ``PermissionDenied`` for another's.
    """
    try:
        data = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.SignatureExpired:
        raise ValidationError(_("More than an hour has passed. Choose the file again.")) from None
    except signing.BadSignature:
        raise ValidationError(
            _("This preview cannot be confirmed. Choose the file again.")
        ) from None
    if data["user"] != str(request.user.pk) or data["page"] != page.pk:
        raise PermissionDenied
    if request.session.pop(SESSION_KEY, None) != data["nonce"]:
        raise ValidationError(
            _("This list was confirmed already, or another one was chosen after it.")
        )
    rows = {
        kind: [(number, dict(map(tuple, cells))) for number, cells in data[kind]]
        for kind in ("nodes", "indicators")
    }
    return Lists(**rows), data["digest"]
