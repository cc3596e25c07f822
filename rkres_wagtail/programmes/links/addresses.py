"""Names of the addresses of this part's screens."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from wagtail.coreutils import safe_snake_case

LIST = "rkres_programme_links"
ADD_PAGE = "rkres_programme_link_page"
ADD_REMARKS = "rkres_programme_link_remarks"
REMOVE = "rkres_programme_unlink"
CONNECT = "rkres_programme_connect"


def _with_node(name: str, page, node) -> str:
    query = f"?{urlencode({'node': node.pk})}" if node is not None else ""
    return f"{reverse(name, args=[page.pk])}{query}"


def list_url(page, node=None) -> str:
    return _with_node(LIST, page, node)


def add_page_url(page, node=None) -> str:
    return _with_node(ADD_PAGE, page, node)


def add_remarks_url(page, node=None) -> str:
    return _with_node(ADD_REMARKS, page, node)


def remove_url(row) -> str:
    return reverse(REMOVE, args=[row.pk])


def editor_url(page) -> str:
    """The tab of the tree in the programme's editor."""
    from ..panels import TREE_TAB

    tab = safe_snake_case(str(TREE_TAB))
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#tab-{tab}"
