"""HTML behind a secret link: in the host's layout, in the language of the page it is about.

The view itself is wrapped in ``secret_links.secret_page``, which keeps caches, search engines and
other sites away::

    @secret_page
    def reply(request, token):
        invitation = find_or_404(PURPOSE, Invitation.objects.all(), token)
        return render_secret(request, "rkres_wagtail/….html", {…}, page=meeting)
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from .layout import host_layout


def render_secret(
    request: HttpRequest, template: str, context: dict, *, page, status: int = 200
) -> HttpResponse:
    """Answer with ``template``, which extends ``rkres_layout``.

    ``page`` is what the host's template expects under that name. It need not be public: whoever
    holds a link may read what the link is for, also while the page is a draft or restricted.
    """
    language = page.locale.language_code
    with translation.override(language):
        whole = {"page": page, "self": page, "rkres_layout": host_layout(), **context}
        response = render(request, template, whole, status=status)
    response["Content-Language"] = language
    return response


def send_document(document) -> FileResponse:
    """The file as Wagtail serves documents, without asking for the collection's password."""
    try:
        stream = document.file.open("rb")
    except OSError as error:
        raise Http404 from error
    is_download = document.content_disposition != "inline"
    response = FileResponse(
        stream,
        as_attachment=is_download,
        filename=document.filename,
        content_type=document.content_type,
    )
    # As Wagtail's own view: nothing in a file may run, and its type is what we say.
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
