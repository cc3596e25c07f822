"""``cele/<key>/``: one element of the tree, with its indicators and what fed it."""

from __future__ import annotations

from django.http import Http404

from ...public import Gate
from ...public_filters import PAGE_PARAMETER, numbered
from ..models import ProgrammeLink
from . import indicators, tree
from .context import base_context, said_of
from .moments import note_programmes
from .pointing import pointing_of

TEMPLATE = "rkres_wagtail/programmes/node_page.html"


def node_view(page, request, key: str):
    """404 for a key that is not, or no more, in the tree."""
    nodes = tree.nodes_of(page.source)
    place = next((place for place, node in enumerate(nodes) if node.key == key), None)
    if place is None:
        raise Http404
    context = _context(page, request, nodes, place)
    return page.render(request, context_overrides=context, template=TEMPLATE)


def _context(page, request, nodes: list, place: int) -> dict:
    from ..links.chain import chain_of
    from ..links.ends import Ends

    gate, programme, node = Gate.of(request), page.source, nodes[place]
    base = base_context(page, request)
    note_programmes(request, [programme])
    url = tree.address_of(page, base["programme_url"])
    links = ProgrammeLink.objects.of(programme)
    below = _below(nodes, place)
    lines = indicators.lines_by_node(programme)
    keys = {each.pk for each in below}
    lines_below = {pk: rows for pk, rows in lines.items() if pk in keys}
    counts = Ends(links.exclude(node=None), gate).counts() if below else {}
    counts_below = {pk: each for pk, each in counts.items() if pk in keys}
    number = request.GET.get(PAGE_PARAMETER)
    made = tree.tree_of(
        programme,
        below,
        url=url,
        said=said_of(lines_below, counts_below),
        lines=lines_below,
        number=number,
    )
    name = tree.Namer(programme)
    own = programme.get_full_url(request)
    address = f"{own}{programme.reverse_subpage('node', kwargs={'key': node.key})}" if own else ""
    return {
        **base,
        "node": node,
        "node_level": name(node),
        "parents": [
            {"title": each.heading, "url": url(each), "level": name(each)}
            for each in _above(nodes, place)
        ],
        "previous": _link(nodes, place - 1, url) if place else None,
        "next": _link(nodes, place + 1, url) if place + 1 < len(nodes) else None,
        "tree": made,
        "page_parameter": PAGE_PARAMETER,
        "children_text": tree.elements_below(len(below)) if below else "",
        "indicators": indicators.shown_of(lines.get(node.pk, [])),
        "chain": chain_of(links.filter(node=node), programme, request, base["bodies"], gate),
        "pointing": pointing_of(node, programme, request, gate),
        "canonical_url": numbered(address, {PAGE_PARAMETER: made.page}),
        "back": {"title": programme.title, "url": base["programme_url"]},
    }


def _below(nodes: list, place: int) -> list:
    """Elements below the one at ``place``, in order."""
    found = []
    for node in nodes[place + 1 :]:
        if node.level <= nodes[place].level:
            break
        found.append(node)
    return found


def _above(nodes: list, place: int) -> list:
    """Elements above it, the highest first."""
    found, level = [], nodes[place].level
    for node in reversed(nodes[:place]):
        if node.level < level:
            found.append(node)
            level = node.level
    return found[::-1]


def _link(nodes: list, place: int, url) -> dict:
    return {"title": nodes[place].heading, "url": url(nodes[place])}
