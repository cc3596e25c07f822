"""Files of the bodies room, each through the gate."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from ..open_responses import conditional, open_to_scripts
from ..public import Gate
from .presentation.family import Family
from .structure import svg as pictures
from .structure.picture import from_family
from .tree import pages_of


@open_to_scripts
def structure_svg(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of one committee's structure as a file, for presentations and other sites.

    ``?layout=narrow`` gives the one for phones.
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
    return conditional(
        request,
        svg.encode(),
        content_type="image/svg+xml; charset=utf-8",
        language=committee.locale.language_code,
        filename=f"{committee.slug}.svg",
    )
