"""How long an agenda may be.

Every row of a form is some fields of one request, and Django refuses a request of more than
``DATA_UPLOAD_MAX_NUMBER_FIELDS`` fields with a bare 400 before any form sees it. What a form
offers therefore always fits in one request.
"""

from __future__ import annotations

from django.conf import settings as django_settings
from django.utils.translation import ngettext

from ..conf import settings
from .querysets import meeting_model

#: Photographs, accessibility services and outside bodies of one meeting at most.
MAX_PHOTOS, MAX_SERVICES, MAX_OUTSIDE_BODIES = 20, 10, 10
#: Materials of one meeting at most, where the request has room.
MAX_MATERIALS = 60
#: Fields kept for everything else: the page's own (about 80 with ticked bodies), 7 of each
#: photograph, 6 of each service and outside body, and some for comments.
_REST = 80 + 7 * MAX_PHOTOS + 6 * (MAX_SERVICES + MAX_OUTSIDE_BODIES) + 50
#: Share of the rest of the request that the agenda may have; materials have what is left.
_AGENDA_SHARE = 0.75
#: Fields that a formset adds to those of the row: its key, its place, whether to delete it.
_OF_FORMSET = 3


def agenda_limit() -> int:
    """Items that an agenda may have: the setting, or fewer where one request holds fewer."""
    return _limit(settings.AGENDA_MAX_ITEMS, "agenda_items", _AGENDA_SHARE)


def materials_limit() -> int:
    """Materials that a meeting may have."""
    return _limit(MAX_MATERIALS, "materials", 1 - _AGENDA_SHARE)


def fields_needed() -> int:
    """The least ``DATA_UPLOAD_MAX_NUMBER_FIELDS`` with which the setting holds in full."""
    rows = settings.AGENDA_MAX_ITEMS * fields_of_row("agenda_items")
    return _REST + -int(-rows // _AGENDA_SHARE)


def fields_of_row(relation: str) -> int:
    """Fields that one row sends at most."""
    model = getattr(meeting_model(), relation).rel.related_model
    own = [field for field in model._meta.fields if field.editable and not field.auto_created]
    # The key to the page is not sent.
    return len(own) - 1 + _OF_FORMSET


def _limit(wanted: int, relation: str, share: float) -> int:
    allowed = django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if allowed is None:
        return wanted
    return max(1, min(wanted, int((allowed - _REST) * share) // fields_of_row(relation)))


def too_long(limit: int) -> str:
    """What is said of a longer agenda."""
    return ngettext(
        "An agenda has at most %(count)d item. Shorten it, or put the details into a material.",
        "An agenda has at most %(count)d items. Shorten it, or put the details into a material.",
        limit,
    ) % {"count": limit}
