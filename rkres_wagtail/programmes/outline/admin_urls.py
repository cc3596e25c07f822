"""Addresses of the screens of the tree in the admin."""

from __future__ import annotations

from django.urls import path

from . import addresses as names
from . import node_views, place_views, tree_views

_PAGE = "rkres/programmes/<int:pk>/tree/"
_NODE = "rkres/programmes/nodes/<int:pk>/"

_VIEWS = [
    (_PAGE, tree_views.TreeView, names.TREE_URL),
    (f"{_PAGE}renumber/", tree_views.RenumberView, names.RENUMBER_URL),
    (f"{_PAGE}add/", node_views.AddNodeView, names.NODE_ADD_URL),
    (_NODE, node_views.NodeView, names.NODE_URL),
    (f"{_NODE}step/", place_views.StepView, names.NODE_STEP_URL),
    (f"{_NODE}move/", place_views.MoveView, names.NODE_MOVE_URL),
    (f"{_NODE}remove/", place_views.RemoveView, names.NODE_REMOVE_URL),
]


def admin_urls():
    """Hook: addresses of the screens."""
    return [path(address, view.as_view(), name=name) for address, view, name in _VIEWS]
