"""From the office's register to the public lists of receipts."""

from __future__ import annotations

from django.utils import timezone

from ...consultations.course import course_of
from . import lists


def url_of(page) -> str:
    """Empty where the page has no address of its own on this site."""
    url = page.get_url()
    return f"{url}{page.reverse_subpage('remark_receipts')}" if url else ""


def are_there(page, user) -> bool:
    """Whether the public finds lists; the first to look after a closing has them made."""
    now = timezone.now()
    if not (page.live and lists.closings_of(course_of(page, now=now), now)):
        return False
    return lists.uses_register(page) and bool(url_of(page))
