"""The receipt by mail, with the links that are its author's alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ...consultations.course import deadline
from ...outbox.kinds import register_kind
from ...outbox.rendering import render_message
from ...outbox.services import enqueue
from ..models import Remark, Submission
from . import links
from .forms import LABELS
from .openness import Opening

logger = logging.getLogger(__name__)

REMARK_RECEIPT = register_kind("remark_receipt", pgettext_lazy("message", "receipt for remarks"))
#: More letters than these are read on the page behind the link.
_MOST_LETTERS = 30_000
_LONGEST_TITLE = 150


def tell(
    submission: Submission, *, page, site, opening: Opening, remarks: Sequence[Remark]
) -> None:
    """Put the receipt in the outbox, where the author left an address.

    Called in the transaction that stores the remarks: they and their receipt are stored together
    or not at all, and the mail server is asked only afterwards. A receipt that cannot be written
    costs no remark.
    """
    if not submission.email or site is None:
        return
    letters = sum(len(getattr(each, name)) for each in remarks for name in Remark.TEXTS)
    for has_words in (letters <= _MOST_LETTERS, False):
        try:
            _enqueue(submission, page, site, opening, remarks, has_words=has_words)
        except ValidationError:
            logger.exception("The receipt of submission %s could not be written", submission.pk)
        else:
            return


def _enqueue(submission, page, site, opening: Opening, remarks, *, has_words: bool) -> None:
    language = submission.language or translation.get_language()
    with translation.override(language):
        title = " ".join(page.title.split())
        context = {
            "title": title,
            "submission": submission,
            "remarks": [_told(each) for each in remarks],
            "has_words": has_words,
            "until": deadline(opening.round.ends_at),
            "receipt_url": urljoin(site.root_url, links.receipt_path(submission)),
            "confirmation_url": _confirmation_url(submission, site),
        }
        subject = _SUBJECTS[submission.needs_confirmation]() % {
            "title": Truncator(title).chars(_LONGEST_TITLE)
        }
        why = _("You get this message because this address was given with remarks on our site.")
        rendered = render_message("remark_receipt", context, site=site, why=why, language=language)
    enqueue(
        kind=REMARK_RECEIPT,
        key=f"remark-receipt:{submission.pk}",
        site=site,
        recipient=submission.email,
        reply_to=_office_email(page),
        subject=subject,
        about=submission,
        **rendered,
    )


def _told(remark: Remark) -> dict:
    """What the receipt says of one remark."""
    found = [(LABELS[name], getattr(remark, name)) for name in LABELS]
    return {
        "receipt_number": remark.receipt_number,
        "salt": remark.salt,
        "section_heading": getattr(remark, "read_heading", ""),
        "told_texts": [(label, text) for label, text in found if text],
    }


#: Called in the language of the mail, by whether the remarks wait for being confirmed.
_SUBJECTS = {
    True: lambda: _("Confirm your remarks: %(title)s"),
    False: lambda: _("Receipt for your remarks: %(title)s"),
}


def _confirmation_url(submission: Submission, site) -> str:
    if not submission.needs_confirmation:
        return ""
    return urljoin(site.root_url, links.confirmation_path(submission))


def _office_email(page) -> str:
    """Where the author's own answer goes: the contact of the consultation, if it is an address."""
    try:
        validate_email(page.contact_email)
    except ValidationError:
        return ""
    return page.contact_email
