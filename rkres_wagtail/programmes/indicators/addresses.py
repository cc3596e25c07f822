"""Addresses of the office's screens of indicators and readings."""

from __future__ import annotations

from django.urls import reverse

from ..models import Indicator
from ..outline.addresses import node_url

INDICATOR_ADD_URL = "rkres_indicator_add"
INDICATOR_URL = "rkres_indicator"
INDICATOR_MOVE_URL = "rkres_indicator_move"
INDICATOR_REMOVE_URL = "rkres_indicator_remove"
READING_ADD_URL = "rkres_reading_add"
READING_URL = "rkres_reading"
READING_REMOVE_URL = "rkres_reading_remove"
YEAR_URL = "rkres_programme_readings"


def indicators_url(node) -> str:
    """The list of an element's indicators, below its form."""
    return f"{node_url(node)}#indicators"


def indicator_url(indicator: Indicator) -> str:
    return reverse(INDICATOR_URL, args=[indicator.pk])
