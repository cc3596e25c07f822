"""The line that the public reads where a meeting was moved or cancelled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .choices import ChangeKind
from .models import MeetingChange
from .when import When


def sentence(kind: str, before: When, after: When, reason: str) -> str:
    """``Przeniesiono z: … na: …. Powód: …``, or ``Odwołano: …. Powód: …``."""
    if kind == ChangeKind.CANCELLED:
        return _("Cancelled: %(date)s. Reason: %(reason)s") % {
            "date": before.text(),
            "reason": reason,
        }
    return _("Moved from %(from)s to %(to)s. Reason: %(reason)s") % {
        "from": before.text(),
        "to": after.text(),
        "reason": reason,
    }


def sentences(page) -> list[str]:
    """Those of a meeting, the latest first."""
    changes = list(MeetingChange.objects.of(page))
    return [
        sentence(change.kind, before.when, change.when, change.reason)
        for before, change in zip(changes, changes[1:], strict=False)
        if change.is_told
    ][::-1]
