"""Indicators below the form of one element, and their number in the outline."""

from __future__ import annotations

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from ..models import Indicator
from ..permissions import may_keep
from .loading import lines_of_nodes


def render(request, node, page) -> str:
    """The list of an element's indicators with what can be done to each."""
    return render_to_string(
        "rkres_wagtail/programmes/indicators/node_panel.html",
        {
            "node": node,
            "page": page,
            "lines": lines_of_nodes([node.pk]).get(node.pk, []),
            "may_keep": may_keep(page, request.user),
        },
        request=request,
    )


def count(page) -> dict[int, str]:
    """How many indicators each element has; one query."""
    rows = Indicator.objects.of(page).order_by().values("node_id").annotate(total=Count("pk"))
    return {
        row["node_id"]: ngettext("%(count)d indicator", "%(count)d indicators", row["total"])
        % {"count": row["total"]}
        for row in rows
    }
