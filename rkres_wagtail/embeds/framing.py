"""Frames of any site, for these answers and no others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static


def frameable(view: Callable) -> Callable:
    """Decorator: any site may show the answer in a frame.

    The header is complete and set here, since ``django-csp`` and Django's own middleware leave a
    policy alone that an answer already has. It allows our stylesheets and the one script file,
    and nothing else.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.xframe_options_exempt = True
        response["Content-Security-Policy"] = _policy()
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def _policy() -> str:
    address = urlsplit(static("rkres_wagtail/css/embed.css"))
    files = f"'self' {address.scheme}://{address.netloc}" if address.netloc else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {files}",
            f"script-src {files}",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors *",
        )
    )
