"""The line that the public reads where a meeting was moved or cancelled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .choices import ChangeKind
from .models import MeetingChange
from .when import When


def text(kind: str, before: When | None, after: When) -> str:
    """``Przeniesiono z … na …``, without the reason; ``before`` is None of a first date."""
    if kind == ChangeKind.CANCELLED:
        return _("Cancelled. It was to take place: %(date)s.") % {"date": after.text()}
    was = before if before is not None and before.is_dated else None
    if not after.is_dated:
        if was is None:
            return _("The date is not yet known.")
        return _("Moved from %(from)s to a date not yet known.") % {"from": was.text()}
    if was is None:
        return _("Moved to %(to)s.") % {"to": after.text()}
    return _("Moved from %(from)s to %(to)s.") % {"from": was.text(), "to": after.text()}


def sentence(kind: str, before: When | None, after: When, reason: str) -> str:
    """The line with its reason."""
    told = _("Reason: %(reason)s") % {"reason": reason}
    return f"{text(kind, before, after)} {told}"


def sentences(page) -> list[str]:
    """Those of a meeting, the latest first."""
    changes = list(MeetingChange.objects.of(page))
    pairs = zip([None, *changes], changes, strict=False)
    lines = [
        sentence(change.kind, before.when if before else None, change.when, change.reason)
        for before, change in pairs
        if change.is_told
    ]
    return lines[::-1]
