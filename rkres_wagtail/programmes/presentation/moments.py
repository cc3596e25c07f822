"""When a programme's page says something else without being saved (DESIGN, rule 14)."""

from __future__ import annotations

from datetime import date, datetime

from ...consultations.presentation.serving import note
from ...meetings.when import moment
from ..choices import IN_FORCE


def ends_at(page) -> datetime | None:
    """The first moment at which a programme in force is shown as closed."""
    if page.state not in IN_FORCE or page.ends_year is None:
        return None
    return moment(date(page.ends_year + 1, 1, 1))


def note_programmes(request, pages) -> None:
    """No cache may outlive the end of the last year, or the pages themselves."""
    for page in pages:
        note(request, [ends_at(page), page.expire_at])
