"""The context of the page of minutes: at its sub-address and in the office's preview."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from ...public import Gate
from ..documents.files import files_of
from ..models import Minutes
from ..published import public_document
from .document import minutes_document

TEMPLATE = "rkres_wagtail/minutes/minutes_page.html"


def minutes_context(minutes: Minutes, request, *, internal: bool, page=None) -> dict:
    """What ``minutes_page.html`` shows, inside the context of the meeting's page.

    ``page`` is the page below which it stands (an alias, another language); without it the one
    that the minutes name, which an office may preview before it is published. Files are offered
    with the public copy only, and only where whoever has no password could open them.
    """
    gate = Gate.of(request)
    page = page or minutes.meeting.specific
    is_preview = internal or getattr(request, "is_preview", False)
    if is_preview:
        gate.admit(page, preview=True)
    context = page.get_context(request)
    meeting = context["meeting"]
    document = minutes_document(minutes, internal=internal, gate=gate, meeting=meeting)
    back = {"title": meeting.title, "url": page.get_url(request) or ""}
    language = minutes.meeting.locale.language_code
    return {
        **context,
        "minutes": minutes,
        "document": document,
        "trail": [*context["trail"], back],
        "back": back,
        "canonical_url": f"{meeting.get_full_url(request) or ''}{address_of(meeting)}",
        "text_language": "" if language == get_language() else language,
        "files": [] if is_preview else offered_files(minutes, meeting, gate, document),
        "last_published_at": minutes.last_published_at,
    }


def address_of(meeting) -> str:
    """``protokol/``, as the meeting's page declares it."""
    return meeting.reverse_subpage("minutes")


def offered_files(minutes: Minutes, meeting, gate: Gate, document) -> list[dict]:
    """Files with their addresses; none on a restricted page, or without addresses.

    ``document`` is what the page of ``meeting`` shows; files have the language of the minutes.
    """
    if gate.is_restricted(meeting):
        return []
    if meeting.pk != minutes.meeting_id or document.language != meeting.locale.language_code:
        found = public_document(minutes, Gate(gate.site))
        if found is None:
            return []
        document = found[0]
    return [
        {"file": file, "url": url, "language": document.language}
        for file in files_of(minutes, document.basis, document.language)
        if (url := file_url(minutes, file.kind))
    ]


def file_url(minutes: Minutes, kind: str) -> str:
    """The public address of a file; empty where the site has not mounted our addresses."""
    try:
        return reverse("rkres_wagtail:minutes_file", args=[minutes.pk, kind])
    except NoReverseMatch:
        return ""
