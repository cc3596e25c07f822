"""One draft over API v2, for the front end to which wagtail-headless-preview has sent an editor.

    from rkres_wagtail.api.preview import PagePreviewAPIViewSet

    api_router.register_endpoint("page_preview", PagePreviewAPIViewSet)

Import it where ``wagtail_headless_preview`` is installed. The token opens one draft as it was when
the editor looked, for ``max_age`` seconds; no login does, and a wrong one tells nothing.
"""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import Http404
from rest_framework.response import Response
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview

from .pages import PublicPagesAPIViewSet

#: Letters of a token and of a type at most; longer ones were not made by us.
_LONGEST = 255


class PagePreviewAPIViewSet(PublicPagesAPIViewSet):
    """``page_preview/1/?content_type=app.model&token=…``; the number says nothing."""

    #: Seconds for which a token opens its draft.
    max_age = 3600
    is_described = False
    known_query_parameters = {
        *PublicPagesAPIViewSet.known_query_parameters,
        "content_type",
        "token",
    }

    def listing_view(self, request):
        raise Http404

    def find_view(self, request):
        raise Http404

    def detail_view(self, request, pk=None):
        response = Response(self.get_serializer(self.get_object()).data)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_object(self):
        if not hasattr(self, "_draft"):
            self._draft = self._find()
            self.gate.admit(self._draft, preview=True)
        return self._draft

    def _find(self):
        token = self.request.GET.get("token", "")
        wanted = self.request.GET.get("content_type", "")
        if len(token) > _LONGEST or len(wanted) > _LONGEST or not self._is_genuine(token):
            raise Http404
        found = PagePreview.objects.filter(token=token).select_related("content_type").first()
        model = found.content_type.model_class() if found is not None else None
        if model is None or model._meta.label_lower != wanted.lower():
            raise Http404
        draft = found.as_page()
        # Of a page that was never saved: serializers want a number.
        draft.pk = draft.pk or 0
        return draft

    def _is_genuine(self, token: str) -> bool:
        try:
            HeadlessPreviewMixin.get_preview_signer().unsign(token, max_age=self.max_age)
        except BadSignature:
            return False
        return True
