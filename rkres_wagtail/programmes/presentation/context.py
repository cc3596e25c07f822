"""The context of a programme's page; every related object passes the gate.

The number of queries does not depend on the size of the tree, nor on what is linked to it.
"""

from __future__ import annotations

from ...bodies.presentation.related import funding_of
from ...meetings.presentation.places import PublicBodies
from ...public import Gate
from ...public_filters import PAGE_PARAMETER, numbered
from ..models import ProgrammeLink
from . import words

TREE_ID = "rkres-tree"


def programme_context(page, request) -> dict:
    """Of an alias, that of the page it mirrors."""
    # Deferred: models of all rooms are loaded only after the page class is.
    from ..links.chain import chain_of
    from ..links.ends import Ends
    from . import facts, indicators, tree
    from .moments import note_programmes
    from .table import offered

    gate, programme = Gate.of(request), page.source
    base = base_context(page, request)
    bodies, url = base["bodies"], tree.address_of(page, base["programme_url"])
    nodes = tree.nodes_of(programme)
    lines = indicators.lines_by_node(programme) if nodes else {}
    links = ProgrammeLink.objects.of(programme)
    counts = Ends(links.exclude(node=None), gate).counts() if nodes else {}
    said = said_of(lines, counts)
    made = tree.tree_of(
        programme, nodes, url=url, said=said, lines=lines, number=request.GET.get(PAGE_PARAMETER)
    )
    shown, total = indicators.listed(nodes, lines, url)
    around = facts.neighbours_of(programme, gate)
    note_programmes(request, [programme, *filter(None, (around["before"], *around["after"]))])
    canonical = programme.get_full_url(request)
    return {
        **base,
        **around,
        "tree": made,
        "tree_id": TREE_ID,
        "nodes_text": words.nodes_count(len(nodes)) if nodes else "",
        "page_parameter": PAGE_PARAMETER,
        "indicators": shown,
        "indicators_total": total,
        "indicators_text": indicators.indicators_count(total),
        "has_more_indicators": total > len(shown),
        "chain": chain_of(links.filter(node=None), programme, request, bodies, gate),
        "acts": facts.acts_of(programme, gate),
        "files": facts.files_of(programme, gate),
        "copies": facts.copies_of(programme),
        "reports": facts.reports_of(programme, request, bodies, gate),
        "funding": funding_of(programme, None),
        "downloads": offered(programme, gate) if nodes else [],
        "canonical_url": numbered(canonical or "", {PAGE_PARAMETER: made.page})
        if made.page is not None
        else canonical,
    }


def said_of(lines, counts) -> dict[int, list[str]]:
    """What stands below each element's title: numbers of indicators and of what fed it."""
    from ..links.words import counted
    from .indicators import indicators_count

    found: dict[int, list[str]] = {}
    for pk, rows in lines.items():
        if rows:
            found[pk] = [indicators_count(len(rows))]
    for pk, each in counts.items():
        if pk is not None:
            found.setdefault(pk, []).extend(counted(each))
    return found


def base_context(page, request) -> dict:
    """What the programme's page and those of its elements have: state, trail, dates."""
    gate, programme = Gate.of(request), page.source
    bodies = PublicBodies(gate, programme.locale_id)
    committee = bodies.committee_of(programme)
    return {
        "programme": programme,
        "bodies": bodies,
        "committee": committee,
        "programme_url": page.get_url(request) or "",
        "trail": [
            {"title": each.title, "url": each.get_url(request)} for each in bodies.above(programme)
        ],
        "state_tag": words.state_tag(programme),
        "changed_at": words.changed_at(programme),
    }
