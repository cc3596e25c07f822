"""A version before it is published, as the public will read it; for who may work on it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import translation
from django.views.decorators.cache import never_cache

from ...public import Gate
from ..document.permissions import may_edit
from ..models import DocumentVersion
from . import published
from .context import DOCUMENT, document_context

URL = "rkres_document_preview"


@never_cache
def preview(request, pk: int):
    """The text of any version in the consultation's language, marked as a draft."""
    version = get_object_or_404(DocumentVersion.objects.select_related("consultation"), pk=pk)
    if not may_edit(version.consultation, request.user):
        raise PermissionDenied
    page = version.consultation.specific
    request.is_preview = True
    with translation.override(page.locale.language_code):
        Gate.of(request).admit(page, preview=True)
        versions = published.published_versions(page, Gate.of(request).now)
        is_draft = not version.is_published
        context = document_context(page, version, versions, request, is_draft=is_draft)
        response = page.render(request, context_overrides=context, template=DOCUMENT)
        return response.render()


def admin_urls():
    """Hook: the address of the preview."""
    return [path("rkres/document-versions/<int:pk>/preview/", preview, name=URL)]
