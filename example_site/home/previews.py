"""Previews of the site's own pages: by template, or by the front end of ``example_site/headless/``.

The package's pages need nothing of this, their setting is ``RKRES_WAGTAIL_HEADLESS_PREVIEW``.
"""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings

if find_spec("wagtail_headless_preview"):
    from wagtail_headless_preview.models import HeadlessPreviewMixin
else:

    class HeadlessPreviewMixin:
        pass


class PreviewMixin(HeadlessPreviewMixin):
    """Before the page class in a list of bases."""

    def serve_preview(self, request, mode_name):
        if settings.HEADLESS_CLIENT_URL:
            return super().serve_preview(request, mode_name)
        return super(HeadlessPreviewMixin, self).serve_preview(request, mode_name)
