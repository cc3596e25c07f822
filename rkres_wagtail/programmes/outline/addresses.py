"""Addresses of the office's screens of the tree, and of what the public reads of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import safe_snake_case

from ...consultations.document.addresses import where_there_is
from ..models import ProgrammeNode

__all__ = ["where_there_is"]

#: The tab of a programme's editor to which the screens lead back.
TREE_TAB = _("Goals and indicators")

TREE_URL = "rkres_programme_tree"
RENUMBER_URL = "rkres_programme_renumber"
NODE_ADD_URL = "rkres_programme_node_add"
NODE_URL = "rkres_programme_node"
NODE_STEP_URL = "rkres_programme_node_step"
NODE_MOVE_URL = "rkres_programme_node_move"
NODE_REMOVE_URL = "rkres_programme_node_remove"
#: Of another part of the room.
IMPORT_URL = "rkres_programme_import"

#: So many rows are shown at once; longer trees open branch by branch.
ROWS = 200


def edit_url(page) -> str:
    """The page's editor, at the tab of the tree."""
    tab = safe_snake_case(str(TREE_TAB))
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#tab-{tab}"


def tree_url(page, **shown) -> str:
    """The tree; ``shown`` are the parameters of its address (``under``, ``q``, ``p``)."""
    query = urlencode({name: value for name, value in shown.items() if value})
    return f"{reverse(TREE_URL, args=[page.pk])}{f'?{query}' if query else ''}"


def node_url(node) -> str:
    return reverse(NODE_URL, args=[node.pk])


def node_place(node) -> str:
    """The tree, at an element: in a long one, opened at what it stands under."""
    rows = ProgrammeNode.objects.of(node.programme)
    above = rows.filter(position__lt=node.position, level__lt=node.level).order_by("-position")
    under = above.values_list("pk", flat=True).first()
    if rows.count() <= ROWS:
        under = None
    return f"{tree_url(node.programme, under=under)}#{node.anchor}"


def public_url(page, node=None) -> str:
    """Where the public reads a programme or an element; empty where it does not."""
    if not page.live or not page.url:
        return ""
    return page.url + (page.reverse_subpage("node", args=[node.key]) if node is not None else "")
