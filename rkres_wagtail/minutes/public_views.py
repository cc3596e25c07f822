"""Published minutes for everyone: below the meeting's page, and as files; through the gate."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _

from ..meetings.presentation.boundaries import limit_caches
from ..open_responses import open_to_scripts
from ..print_files import not_ready
from ..public import Gate
from ..text import plain_slug
from .choices import FileKind
from .documents.files import MAKERS
from .models import Minutes, MinutesFile
from .presentation.context import TEMPLATE, address_of, minutes_context
from .published import minutes_of, public_document


def serve_minutes(page, request: HttpRequest) -> HttpResponse:
    """``protokol/`` of a meeting's page, which has passed its gate; 404 where there is nothing."""
    gate = Gate.of(request)
    minutes = minutes_of(page.source, gate)
    if minutes is None:
        raise Http404
    context = minutes_context(minutes, request, internal=False, page=page)
    response = TemplateResponse(request, TEMPLATE, context)
    if minutes.expire_at and not gate.is_restricted(page):
        limit_caches(request, response, [minutes.expire_at], gate.now)
    return response


@open_to_scripts
def minutes_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The public copy as DOCX or PDF; 404 for minutes that are not public.

    What is kept is served only while it says what the page says. A PDF that is being made
    answers 503; a DOCX is made at once.
    """
    if kind not in FileKind.values:
        raise Http404
    minutes = get_object_or_404(Minutes.objects.select_related("meeting__locale"), pk=pk)
    found = public_document(minutes, Gate.of(request))
    if found is None or not MAKERS[kind].is_available():
        raise Http404
    document, meeting = found
    known = MinutesFile.objects.filter(
        minutes=minutes, kind=kind, language=document.language, basis=document.basis
    )
    made_at = known.values_list("made_at", flat=True).first()
    if made_at is None and kind == FileKind.PDF:
        return not_ready(
            _("This file is being prepared. Try again in a moment, or read the minutes as a page.")
        )
    etag = f'"{document.basis[:32]}-{kind}"'
    modified = int(made_at.timestamp()) if isinstance(made_at, datetime) else None
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        row = known.first()
        content = bytes(row.content) if row is not None else MAKERS[kind].make(document)
        response = HttpResponse(content, content_type=MAKERS[kind].CONTENT_TYPE)
        response["Content-Disposition"] = content_disposition_header(False, filename(meeting, kind))
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = document.language
    response["Link"] = f'<{meeting.full_url}{address_of(meeting)}>; rel="canonical"'
    return response


def filename(meeting, kind: str, mark: str = "") -> str:
    """``protokol-2026-12-12.docx``; by the page's name where the day is not known."""
    when = meeting.when
    name = when.starts_on.isoformat() if when.is_day_known else plain_slug(meeting.slug, "1")
    return str(PurePath(f"protokol-{name}{mark}.{kind}"))
