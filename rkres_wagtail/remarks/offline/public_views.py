"""Blank forms for everyone: at an address through the gate, and linked on the page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from ...consultations.course import course_of
from ...consultations.querysets import public_consultations
from ...open_responses import open_to_scripts
from ...public import Gate, by_key
from ..services import rules_of
from . import blank

TEMPLATE = "rkres_wagtail/remarks/offline/forms.html"
NAME = "remark_form"


@open_to_scripts
def form_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The blank form of a public consultation that is open or announced; 404 otherwise."""
    gate = Gate.of(request)
    pages = public_consultations(gate, any_locale=True).select_related("locale")
    page = by_key(pages, pk)
    if page is None or file_format not in blank.MAKERS:
        raise Http404
    rules, course = rules_of(page), course_of(page, now=gate.now)
    if not blank.is_offered(page, course, gate.now, rules):
        raise Http404
    form = blank.blank_form(page, file_format, rules=rules, now=gate.now, course=course)
    if form is None:
        raise Http404
    return file_response(request, form)


def file_response(request: HttpRequest, form: blank.BlankForm) -> HttpResponse:
    """The file, or 304 where the client has it; kept only by who asks each time."""
    unchanged = get_conditional_response(request, etag=form.etag)
    response = unchanged if unchanged is not None else HttpResponse(
        form.data, content_type=form.content_type
    )  # fmt: skip
    response["ETag"] = form.etag
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = form.content.language
    response["Content-Disposition"] = content_disposition_header(True, form.filename)
    return response


def slot(context) -> str:
    """Links to blank forms in the answering section of a consultation's page."""
    page, request = context["consultation"], context.get("request")
    if request is None or not (context.get("is_open") or context.get("is_announced")):
        return ""
    gate = Gate.of(request)
    course, rules = context["course"], rules_of(page)
    # Behind a password the page is read, but the file's own address does not know the reader.
    if gate.is_restricted(page) or not gate.allows(page):
        return ""
    if not blank.is_offered(page, course, gate.now, rules):
        return ""
    names = blank.available()
    forms = [
        blank.blank_form(page, name, rules=rules, now=gate.now, course=course) for name in names
    ]
    links = [{"form": form, "url": address(page, form.file_format)} for form in forms]
    if not all(link["url"] for link in links):
        return ""
    return render_to_string(TEMPLATE, {"links": links}, request=request)


def address(page, file_format: str) -> str:
    """Of the public file; empty where the site has not mounted the package's addresses."""
    try:
        return reverse(f"rkres_wagtail:{NAME}", args=[page.pk, file_format])
    except NoReverseMatch:
        return ""
