"""What must hold of answers, whoever writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...conf import settings
from ...text import clean_text
from ..choices import Meaning
from ..models import Remark, Response
from ..publication.scope import answers_are_public


def check_remarks(page, remarks: Sequence[Remark]) -> None:
    """Raise ``ValidationError`` for what cannot be answered together on ``page``."""
    if not remarks:
        raise ValidationError(_("Choose the remarks to answer."))
    if any(each.consultation.translation_key != page.translation_key for each in remarks):
        raise ValidationError(_("These remarks are not on this consultation."))
    if gone := [each for each in remarks if each.is_withdrawn or each.erased_at is not None]:
        message = ngettext(
            "Remark no. %(numbers)s was withdrawn or erased, so it gets no answer.",
            "Remarks no. %(numbers)s were withdrawn or erased, so they get no answer.",
            len(gone),
        )
        raise ValidationError(message % {"numbers": numbers_of(gone)})


def check_response(response: Response, page) -> None:
    """Clean the texts; raise ``ValidationError`` by field.

    What is missing is only missing while nobody reads it; once the report is public every
    answer has to be whole.
    """
    errors = {}
    limit = settings.REMARK_MAX_CHARS
    for name in ("position", "reasons"):
        text = clean_text(getattr(response, name) or "")
        setattr(response, name, text)
        if len(text) > limit:
            errors[name] = _("The text has %(length)d characters; the most is %(limit)d.") % {
                "length": len(text),
                "limit": limit,
            }
    status = response.status
    if status is not None:
        committee = page.specific.committee
        if committee is None or status.committee.translation_key != committee.translation_key:
            errors["status"] = _("This status belongs to another committee.")
    if status is None or status.meaning != Meaning.NOT_EXAMINED:
        response.formal_reason = ""
    if not errors and response.gap and answers_are_public(page, timezone.now()):
        errors[response.gap] = _("The report is published, so this cannot be left out.")
    if errors:
        raise ValidationError(errors)


def usual_formal_reason(remarks: Sequence[Remark]) -> str:
    """The defect that all of these remarks have; of several, the first."""
    found = [set(each.submission.defects) for each in remarks]
    common = set.intersection(*found) if found else set()
    ordered = remarks[0].submission.defects if remarks else []
    return next((each for each in ordered if each in common), "")


def defects_of(remarks: Sequence[Remark]) -> Counter:
    return Counter(defect for each in remarks for defect in each.submission.defects)


def gap_text(gap: str) -> str:
    """What is missing, in words; ``gap`` is one of ``querysets.GAPS``."""
    return {
        "response": _("no answer yet"),
        "status": _("the status is missing"),
        "formal_reason": _("the formal reason is missing"),
        "position": _("the position is missing"),
        "reasons": _("the reasons are missing"),
    }.get(gap, "")


def numbers_of(remarks: Sequence[Remark], most: int = 20) -> str:
    """``3, 4, 12``; of many only the first ones."""
    numbers = sorted(each.number for each in remarks)
    said = ", ".join(map(str, numbers[:most]))
    return f"{said} …" if len(numbers) > most else said
