"""Links beside an element in the office's screens, and in the tab of the programme's tree."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from ..models import ProgrammeLink
from ..permissions import may_keep
from . import addresses
from .office import office_links

TEMPLATE = "rkres_wagtail/programmes/links/panel.html"
#: So many links stand on the tab of the editor; the others are on their own screen.
MOST_SHOWN = 20


def node_panel(request, node, page) -> str:
    """Below the form of an element: what fed it, with the ways to add and to remove."""
    if node is None or node.pk is None:
        return ""
    return render_to_string(TEMPLATE, _context(request, page, node), request=request)


def node_counts(page) -> dict[int, str]:
    """``{12: "2 links"}``; one query."""
    rows = ProgrammeLink.objects.of(page).exclude(node=None).order_by()
    counts = Counter(dict(rows.values_list("node").annotate(Count("pk"))))
    return {
        pk: ngettext("%(count)d link", "%(count)d links", count) % {"count": count}
        for pk, count in counts.items()
    }


def _context(request, page, node=None) -> dict:
    rows = ProgrammeLink.objects.of(page).filter(node=node)
    links = office_links(rows)
    return {
        "page": page,
        "node": node,
        "links": links[:MOST_SHOWN],
        "more": max(0, len(links) - MOST_SHOWN),
        "list_url": addresses.list_url(page, node),
        "add_page_url": addresses.add_page_url(page, node),
        "add_remarks_url": addresses.add_remarks_url(page, node),
        "may_keep": may_keep(page, request.user),
    }


class LinksPanel(Panel):
    """Links of the whole programme, in the tab of its tree; facts beside the page's draft."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/programmes/links/editor_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance.pk:
                context |= _context(self.request, self.instance)
            return context
