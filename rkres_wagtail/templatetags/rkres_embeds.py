"""Parts of a committee in a host's own templates: ``{% load rkres_embeds %}``.

The same as the blocks: through the public gate, in a constant number of queries. Each tag takes
a page (or its id; left out, the first committee of the site)::

    {% rkres_upcoming_meetings committee limit=3 level=3 heading="Kiedy się spotykamy" %}

``more=False`` leaves the link to all of them out, ``empty=False`` the sentence where there is
nothing. Of a page that the public may not see there is nothing at all.
"""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..bodies.pages import CommitteePageMixin
from ..bodies.tree import pages_of
from ..embeds.parts.base import USUAL
from ..embeds.showing import Wanted, show
from ..representations import gate_for

register = template.Library()

TAGS = {
    "rkres_upcoming_meetings": "posiedzenia",
    "rkres_open_consultations": "konsultacje",
    "rkres_tiers_picture": "struktura",
    "rkres_members": "sklad",
    "rkres_latest_decisions": "decyzje",
    "rkres_take_part": "wlacz-sie",
    "rkres_meeting": "posiedzenie",
    "rkres_consultation": "konsultacja",
    "rkres_decision": "decyzja",
}


def _tag(kind: str):
    def render(
        context,
        page=None,
        *,
        limit: int = USUAL,
        level: int = 2,
        heading: str = "",
        text: str = "",
        more: bool = True,
        empty: bool = True,
    ) -> SafeString:
        request = context.get("request")
        pk = _page_id(page, request)
        if pk is None:
            return SafeString("")
        wanted = Wanted(limit, level, heading, text, more, empty)
        shown = show(kind, pk, request, wanted, language=translation.get_language() or "")
        return shown.html if shown is not None else SafeString("")

    return render


def _page_id(page, request) -> int | None:
    if page in (None, ""):
        page = gate_for(request).pages(pages_of(CommitteePageMixin)).order_by("path").first()
    return getattr(page, "pk", page)


for _name, _kind in TAGS.items():
    register.simple_tag(_tag(_kind), takes_context=True, name=_name)


@register.filter
def rkres_heading(html, level: int) -> SafeString:
    """``{% filter rkres_heading:3 %}…{% endfilter %}``: a heading whose level the host chooses."""
    return format_html('<h{0} class="rkres-part-title">{1}</h{0}>', int(level), html)


@register.simple_tag
def rkres_stylesheet() -> SafeString:
    """The stylesheet of the parts, for the head of pages that show them."""
    return format_html('<link rel="stylesheet" href="{}">', static("rkres_wagtail/css/rkres.css"))
