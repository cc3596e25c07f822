"""Addresses of the form and of what lies behind an author's secret links."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from ...secret_links import make_token
from ..links_out import RECEIPT, receipt_path

__all__ = ["CONFIRMATION", "RECEIPT", "confirmation_path", "form_url", "receipt_path"]

#: What secret links are made for. Whoever sent a form reads the receipt at once; the link that
#: confirms goes by mail only, so that it shows that the address is the author's.
CONFIRMATION = "remark_confirmation"
CONFIRMATION_URL = "rkres_wagtail:confirm_remarks"
#: Query of the page to which a sending leads: only says that it was taken.
SENT = "wyslano"


def form_url(page, request=None, *, section=None, version=None) -> str:
    """The form below ``page``; for ``section`` (an identity) as it is in ``version``."""
    base = page.get_url(request)
    if not base:
        return ""
    query = {}
    if section is not None:
        query["czesc"] = section.anchor
    if version is not None:
        query["wersja"] = version.number
    return f"{base}{page.reverse_subpage('remark_form')}" + (
        f"?{urlencode(query)}" if query else ""
    )


def confirmation_path(submission) -> str:
    return reverse(CONFIRMATION_URL, args=[make_token(CONFIRMATION, submission)])
