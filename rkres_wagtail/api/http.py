"""How every endpoint of API v2 speaks HTTP: JSON always, conditional, open to scripts."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError

from ..open_responses import KEPT, NOT_KEPT, read_only, with_conditions

#: Letters of an error's message: it repeats what was asked, which may be a megabyte.
_LONGEST_MESSAGE = 600
#: Rows of one answer where the site sets no limit of its own (``WAGTAILAPI_LIMIT_MAX = None``).
MOST_ROWS = 1000


class JsonAlways(BaseContentNegotiation):
    """JSON, whatever ``Accept`` says: there is nothing else, and a reader can use it still.

    RFC 9110 §12.5.1 leaves the choice between that and a 406. The REST framework's pages for
    browsers are not offered: they show who is logged in and have scripts inside.
    """

    def select_parser(self, request, parsers):
        return parsers[0] if parsers else None

    def select_renderer(self, request, renderers, format_suffix=None):
        renderer = renderers[0]
        asked = request.query_params.get("format", renderer.format)
        if asked != renderer.format:
            raise BadRequestError(f"format must be one of: {renderer.format}")
        return renderer, renderer.media_type


class CappedPagination(WagtailPagination):
    """Wagtail's, with a cap also on sites that lifted ``WAGTAILAPI_LIMIT_MAX``."""

    def paginate_queryset(self, queryset, request, view=None):
        if not getattr(settings, "WAGTAILAPI_LIMIT_MAX", 20):
            limit = request.GET.get("limit", "")
            if limit.isdecimal() and int(limit) > MOST_ROWS:
                raise BadRequestError(f"limit cannot be higher than {MOST_ROWS}")
        return super().paginate_queryset(queryset, request, view=view)


class PublicHttpMixin:
    """For API v2 viewsets, before all others: answers that are the same for everyone.

    Conditional and open to scripts as all our files are (``open_responses``). Errors are
    ``{"message": …}`` and kept nowhere. No login is looked at, so no answer depends on one.
    """

    renderer_classes = [JSONRenderer]
    content_negotiation_class = JsonAlways
    pagination_class = CappedPagination
    authentication_classes: tuple = ()
    # The gate decides what is public, as on the pages; there is nobody here to permit more.
    permission_classes = (AllowAny,)
    #: Whether the OpenAPI document tells of it.
    is_described = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = super().dispatch
        return read_only(request, lambda: _kept(request, answer(request, *args, **kwargs)))

    def handle_exception(self, exc):
        if isinstance(exc, SuspiciousOperation):
            exc = BadRequestError(str(exc) or "bad request")
        response = super().handle_exception(exc)
        message = response.data.get("message") or str(getattr(exc, "detail", exc))
        response.data = {"message": message[:_LONGEST_MESSAGE]}
        return response

    def unknown_view(self, request, address: str):
        """Below an endpoint there is no page of the site to fall through to."""
        raise Http404("there is nothing at this address")

    @classmethod
    def get_urlpatterns(cls) -> list:
        # Ends with a slash: without one Django still leads to the address that has it. Not
        # ``<path:address>``, which a line break in an address passes by.
        view = cls.as_view({"get": "unknown_view"})
        unknown = re_path(r"(?P<address>[\s\S]+)/\Z", view, name="unknown")
        return [*super().get_urlpatterns(), unknown]


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if hasattr(response, "render"):
        response.render()
    if response.status_code == 200 and not response.has_header("Cache-Control"):
        return with_conditions(request, response)
    if response.status_code == 200:
        # The view has said itself that nobody is to keep it.
        return response
    # Where something is found may change; what went wrong may be right in a moment.
    response["Cache-Control"] = KEPT if response.status_code < 400 else NOT_KEPT
    return response
