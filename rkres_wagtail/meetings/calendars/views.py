"""Calendars and news of bodies, and the calendar entry of one meeting; each through the gate."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from ...open_responses import conditional, open_to_scripts
from ...public import Gate, by_key
from ..querysets import public_meetings
from . import atom, ical
from .meetings import MeetingDates
from .scope import BodyScope, scope_of_body, scope_of_page


@open_to_scripts
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar of a body: a committee's with all its public bodies, else its own."""
    found = _body(request, pk)
    content = ical.calendar(
        found.scope,
        name=_title(found),
        url=_page_address(request, found),
        source=_own_address(request),
    )
    return conditional(
        request,
        content,
        content_type=ical.CONTENT_TYPE,
        language=found.scope.language,
        filename=f"{found.body.slug}.ics",
    )


@open_to_scripts
def meeting_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting as a calendar entry to save; 404 while no day of it is known."""
    pages = public_meetings(Gate.of(request), any_locale=True)
    page = by_key(pages.select_related("locale"), pk)
    if page is None:
        raise Http404
    scope = scope_of_page(request, page)
    item = MeetingDates().item_of(scope, page)
    content = ical.single(scope, "meetings", item, name=page.title) if item else None
    if content is None:
        raise Http404
    return conditional(
        request,
        content,
        content_type=ical.CONTENT_TYPE,
        language=scope.language,
        filename=f"{page.slug}.ics",
        attachment=True,
    )


@open_to_scripts
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """The news of a body as Atom; the same scope as its calendar."""
    found = _body(request, pk)
    content = atom.feed(
        found.scope,
        found.body,
        title=_title(found),
        url=_page_address(request, found),
        address=_own_address(request),
    )
    return conditional(
        request,
        content,
        content_type=atom.CONTENT_TYPE,
        language=found.scope.language,
        filename=f"{found.body.slug}.atom",
    )


def _body(request: HttpRequest, pk: int) -> BodyScope:
    found = scope_of_body(request, pk)
    if found is None:
        raise Http404
    return found


def _title(found: BodyScope) -> str:
    """The body's name, behind it that of its committee."""
    if found.committee is found.body:
        return found.body.title
    return f"{found.body.title} – {found.committee.title}"


def _page_address(request: HttpRequest, found: BodyScope) -> str:
    with translation.override(found.scope.language):
        return found.body.get_full_url(request) or ""


def _own_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(request.path)
