"""``cele/<key>/``: one element of the tree."""

from __future__ import annotations

from django.http import Http404


def node_view(page, request, key: str):
    raise Http404
