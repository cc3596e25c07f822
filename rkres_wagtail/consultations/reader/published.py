"""Which texts of a consultation the public may read, and where each is; rows only, no page.

The page's own gate was passed before anything here is asked: a version is public when it is
published and its consultation's page is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ..models import DocumentVersion, SectionText


def published_versions(page, now: datetime) -> list[DocumentVersion]:
    """Published versions of a consultation (any language of its page), the oldest first."""
    rows = DocumentVersion.objects.of(page).published(now).select_related("consultation")
    return list(rows.order_by("number"))


def latest_version(page, now: datetime) -> DocumentVersion | None:
    return DocumentVersion.objects.of(page).published(now).order_by("-number").first()


def texts_of(version: DocumentVersion) -> list[SectionText]:
    """The sections of a version in the order of reading, each with its identity; one query."""
    found = SectionText.objects.filter(version=version).select_related("identity")
    return list(found.order_by("position", "pk"))


def by_number(versions: Iterable[DocumentVersion], number: int | None) -> DocumentVersion | None:
    """The version of a number; without one, the latest."""
    versions = list(versions)
    if number is None:
        return versions[-1] if versions else None
    return next((each for each in versions if each.number == number), None)


def address_of(page, version: DocumentVersion | None = None, *, request=None) -> str:
    """Where the text of ``version`` is (the latest without one); empty for an unrouted page."""
    url = page.get_url(request)
    if not url:
        return ""
    if version is None:
        return f"{url}{page.reverse_subpage('document')}"
    return f"{url}{page.reverse_subpage('document_version', kwargs={'number': version.number})}"


def comparison_address(page, *, request=None) -> str:
    url = page.get_url(request)
    return f"{url}{page.reverse_subpage('document_comparison')}" if url else ""
