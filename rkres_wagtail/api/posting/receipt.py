"""What whoever sent remarks is told: numbers, control codes and the author's own link."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ...consultations.course import deadline
from ...remarks.links_out import secret_url
from ...remarks.models import Submission
from ...remarks.online.openness import Opening


def receipt(submission: Submission, site, opening: Opening, language: str) -> dict[str, Any]:
    """As the receipt page and the mail say it. ``secret_url`` is for its author alone."""
    rows = submission.remarks.select_related("section").order_by("number")
    waits = not submission.is_counted
    until = opening.round.ends_at if waits and opening.is_open else None
    return {
        "message": _message(submission),
        "received_at": submission.received_at.isoformat(),
        "remarks": [
            {
                "number": each.number,
                "receipt_number": each.receipt_number,
                "control_code": each.salt,
                "section": each.section.anchor if each.section else None,
            }
            for each in rows
        ],
        "secret_url": secret_url(submission, site, language) if site else None,
        "is_counted": submission.is_counted,
        "confirm_until": until.isoformat() if until else None,
        "confirm_until_text": deadline(until) if until else "",
        "sends_mail": bool(submission.email),
    }


def _message(submission: Submission) -> str:
    thanks = _("Thank you. We have received what you sent.")
    if submission.is_counted:
        return thanks
    return f"{thanks} {_('It counts once you follow the link in our message.')}"
