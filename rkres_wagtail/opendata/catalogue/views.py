"""Registers as CSV and the description of all of it; each through the gate."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from wagtail.models import CollectionViewRestriction

from ...bodies.querysets import today
from ...open_responses import conditional, open_to_scripts
from ...spreadsheets import table_response
from ...text import plain_slug
from . import offers
from .asked import Refused, asked
from .dcat.catalogue import catalogue
from .dcat.formats import written
from .registers import REGISTERS, Question, Register, with_keys
from .scope import scope_of


@open_to_scripts
def register_csv(request: HttpRequest, pk: int, register: str) -> HttpResponse:
    """One register of the committee ``pk``; 404 for one that there is not, 400 with the reason."""
    scope, found = scope_of(request, pk), REGISTERS.get(register)
    if found is None:
        raise Http404
    with translation.override(scope.language):
        try:
            question, has_keys = asked(request.GET, found, scope)
        except Refused as refusal:
            return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
        etag = f'"{_digest(found, question, has_keys)}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = _table(found, question, has_keys)
    response["ETag"] = etag
    # Whoever keeps a copy asks each time: what was hidden must be gone at once.
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = scope.language
    return response


@open_to_scripts
def dcat(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """What there is, for data portals; 404 for a format that is not, or whose extra is missing."""
    if file_format not in offers.catalogue_formats():
        raise Http404
    scope = scope_of(request, pk)
    with translation.override(scope.language):
        content = written(catalogue(scope), file_format)
    return conditional(
        request,
        content,
        content_type=offers.CATALOGUE_FORMATS[file_format].media_type,
        language=scope.language,
        filename=f"{scope.committee.slug}.{file_format}",
    )


def _table(register: Register, question: Question, has_keys: bool) -> HttpResponse:
    columns = with_keys(register.columns) if has_keys else register.columns
    name = plain_slug(f"{question.scope.committee.slug} {register.title}", register.slug)
    return table_response("csv", name[:100], columns, register.lines(question))


def _digest(register: Register, question: Question, has_keys: bool) -> str:
    """Changes whenever the file would; costs no more than reading plain rows."""
    scope = question.scope
    bodies = [(page.pk, page.title, page.slug, page.active_to) for page in scope.by_key.values()]
    named = sorted(str(key) for key in scope.family.named)
    closed = sorted(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    frame = (
        register.slug, scope.language, question.on, has_keys, today(), scope.request.get_host(),
        scope.request.scheme, scope.gate.closed_paths, scope.committee.url_path, bodies,
        named, closed,
    )  # fmt: skip
    digest = sha256(repr(frame).encode())
    for mark in register.marks(question):
        digest.update(repr(mark).encode())
    return digest.hexdigest()[:32]
