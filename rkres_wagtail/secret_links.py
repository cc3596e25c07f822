"""Secret links: what lets somebody without an account read and answer what is meant for them.

A link carries the key of a row and a signature over the row's purpose, key and nonce. Nothing in
the database is enough to forge one (a copy of the database, with another ``SECRET_KEY``, cannot),
a link of one row says nothing of another, and a new nonce takes back every link of that row.

Rooms keep ``nonce = models.CharField(max_length=43, default=new_nonce)`` and say themselves until
when a link may be used. A GET with a link changes nothing: mail scanners open it, too.
"""

from __future__ import annotations

import re
import secrets
from functools import wraps

from django.core.signing import Signer
from django.http import Http404
from django.utils.cache import patch_vary_headers
from django.utils.crypto import constant_time_compare

_TOKEN = re.compile(r"([1-9][0-9]{0,17})-([A-Za-z0-9_-]{43})")


def new_nonce() -> str:
    """32 random bytes, written in 43 letters that every address may hold."""
    return secrets.token_urlsafe(32)


def make_token(purpose: str, row) -> str:
    """``12-…`` for ``row``, which has a ``pk`` and a ``nonce``; ``purpose`` names kind and use."""
    return f"{row.pk}-{_signature(purpose, row.pk, row.nonce)}"


def find(purpose: str, queryset, token: str):
    """The row that ``token`` was made for, or None for whatever was not made by ``make_token``."""
    match = _TOKEN.fullmatch(token)
    row = queryset.filter(pk=int(match[1])).first() if match else None
    if row is None or not row.nonce:
        return None
    is_genuine = constant_time_compare(match[2], _signature(purpose, row.pk, row.nonce))
    return row if is_genuine else None


def find_or_404(purpose: str, queryset, token: str):
    """As ``find``; raises ``Http404`` (the answer does not tell what was wrong)."""
    row = find(purpose, queryset, token)
    if row is None:
        raise Http404
    return row


def secret_page(view):
    """Decorator of views behind a secret link: kept by no cache, search engine or other site.

    Not ``no-referrer``: browsers then send ``Origin: null`` with a form, which Django refuses.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def _signature(purpose: str, pk, nonce: str) -> str:
    signer = Signer(salt=f"rkres_wagtail.{purpose}", algorithm="sha256")
    return signer.signature(f"{pk}:{nonce}")
