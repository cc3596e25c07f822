"""Secret links of submissions, as mail and screens write them; ``online/`` answers them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from ..secret_links import make_token

#: What the author's secret link is made for (``secret_links``).
RECEIPT = "remark_receipt"
RECEIPT_URL = "rkres_wagtail:own_remarks"


def receipt_path(submission) -> str:
    return reverse(RECEIPT_URL, args=[make_token(RECEIPT, submission)])


def secret_url(submission, site, language: str = "") -> str:
    """The full address at which the author reads what became of the remarks of ``submission``.

    Empty where no link leads there any more: its nonce is gone.
    """
    if not submission.nonce:
        return ""
    # The project may mount our addresses under a language.
    with translation.override(language or translation.get_language()):
        return site.root_url + receipt_path(submission)
