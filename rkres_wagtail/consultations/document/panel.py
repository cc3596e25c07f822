"""The tab "Document" of a consultation's editor: versions, and the way to their screens."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import Panel

from ...bodies.rules import canonical_body
from ..models import DocumentVersion
from . import addresses
from .addresses import DOCUMENT_TAB
from .permissions import may_change, may_edit
from .rules import frozen_until, reason_of

__all__ = ["DOCUMENT_TAB", "DocumentPanel"]


class DocumentPanel(Panel):
    """Texts of the document: facts beside the page's draft, with links to their screens."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/consultations/admin/document_panel.html"

        class Media:
            css = {"all": ["rkres_wagtail/css/document_editor.css"]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance is None or not self.instance.pk:
                return context
            page = canonical_body(self.instance).specific
            user = getattr(self.request, "user", None)
            if user is None or not may_edit(page, user):
                return {**context, "is_saved": True, "rows": version_rows(page)}
            return {
                **context,
                "is_saved": True,
                "rows": version_rows(page, user),
                "new_url": reverse(addresses.NEW_URL, args=[page.pk]),
            }


def version_rows(page, user=None) -> list[dict]:
    """Every version of a consultation, the newest first, with what ``user`` may do."""
    versions = list(
        DocumentVersion.objects.of(page)
        .order_by("-number")
        .annotate(
            sections_count=Count("texts", distinct=True), files_count=Count("files", distinct=True)
        )
    )
    now = timezone.now()
    frozen = frozen_until(page, versions, now)
    following = versions[0].number + 1 if versions else 1
    published = [version for version in versions if version.is_published]
    rows = []
    for version in versions:
        before = next((each for each in published if each.number < version.number), None)
        until = frozen.get(version.pk)
        rows.append(
            {
                "version": version,
                "following": following,
                "reason": reason_of(until, now) if until is not None else "",
                "public_url": addresses.public_url(page, version),
                "comparison_url": addresses.comparison_url(page, before, version),
                **(_links(version, page, user, until is not None) if user is not None else {}),
            }
        )
    return rows


def _links(version, page, user, is_frozen: bool) -> dict[str, str]:
    may = not is_frozen and may_change(version, page, user)
    return {
        "may_change": may,
        "url": addresses.version_url(version),
        "copy_url": reverse(addresses.COPY_URL, args=[version.pk]),
        "import_url": addresses.where_there_is(addresses.IMPORT_URL, version.pk) if may else "",
    }
