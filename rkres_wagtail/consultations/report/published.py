"""Which reports the public may read: live, in their time, of a consultation that is public."""

from __future__ import annotations

from ..models import ConsultationReport


def report_of(page, now) -> ConsultationReport | None:
    """What a reader of ``page``, who has passed its gate, may read."""
    found = ConsultationReport.objects.published(now).of(page)
    return found.select_related("consultation__locale").first()
