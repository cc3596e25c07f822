"""Drafts of our pages shown by a front end elsewhere (extra ``preview``, off by default).

``wagtail-headless-preview`` is made for page classes that inherit its mixin. Ours cannot, since
whether a site has such a front end is the site's to say: ``RKRES_WAGTAIL_HEADLESS_PREVIEW``.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def serve_preview(page, request: HttpRequest, mode_name: str) -> HttpResponse:
    """What the package's own mixin answers for ``page``: its front end, with a token."""
    from wagtail_headless_preview.models import HeadlessPreviewMixin

    class Previewed(HeadlessPreviewMixin):
        """The mixin as if ``page`` had it; what it asks of itself, ``page`` answers."""

        def __getattr__(self, name):
            return getattr(page, name)

        def get_content_type_str(self) -> str:
            return page._meta.label_lower

    return Previewed().serve_preview(request, mode_name)
