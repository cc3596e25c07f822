"""Addresses of the office's screens of indicators and readings."""

from __future__ import annotations

from django.urls import reverse
from wagtail.coreutils import safe_snake_case

from ...consultations.document.addresses import where_there_is
from ..models import Indicator

INDICATOR_ADD_URL = "rkres_indicator_add"
INDICATOR_URL = "rkres_indicator"
INDICATOR_MOVE_URL = "rkres_indicator_move"
INDICATOR_REMOVE_URL = "rkres_indicator_remove"
READING_ADD_URL = "rkres_reading_add"
READING_URL = "rkres_reading"
READING_REMOVE_URL = "rkres_reading_remove"
YEAR_URL = "rkres_programme_readings"
#: Of other parts of the room.
NODE_URL = "rkres_programme_node"
TREE_URL = "rkres_programme_tree"


def programme_url(page) -> str:
    """Where the office keeps a programme's tree, or else the tab of its editor."""
    from ..panels import TREE_TAB

    tab = safe_snake_case(str(TREE_TAB))
    edit = f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#tab-{tab}"
    return where_there_is(TREE_URL, page.pk) or edit


def indicators_url(node) -> str:
    """The list of an element's indicators, below its form."""
    url = where_there_is(NODE_URL, node.pk)
    return f"{url}#indicators" if url else programme_url(node.programme)


def indicator_url(indicator: Indicator) -> str:
    return reverse(INDICATOR_URL, args=[indicator.pk])
