"""Files of the bodies room, each through the gate."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ..public import Gate
from .presentation.family import Family
from .structure import svg as pictures
from .structure.picture import from_family
from .tree import pages_of


@require_safe
def structure_svg(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of one committee's structure as a file, for presentations and other sites.

    ``?layout=narrow`` gives the one for phones. Answers conditional requests by ETag only: a
    group that is deleted, hidden or past its last day changes the picture without leaving a
    later date.
    """
    from .pages import CommitteePageMixin

    gate = Gate.of(request)
    page = gate.pages(pages_of(CommitteePageMixin), any_locale=True).filter(pk=pk).first()
    if page is None:
        raise Http404
    committee = page.specific
    layout = pictures.NARROW if request.GET.get("layout") == "narrow" else pictures.WIDE
    with translation.override(committee.locale.language_code):
        structure = from_family(Family(committee, gate), lambda each: each.get_full_url(request))
        svg = pictures.draw(structure, layout, standalone=True)
    etag = f'"{sha256(svg.encode()).hexdigest()[:32]}"'
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, f"{committee.slug}.svg")
    response["Cache-Control"] = "no-cache"
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
