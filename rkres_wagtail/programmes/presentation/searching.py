"""Words of a programme's tree, for the search index."""

from __future__ import annotations


def tree_words(page) -> str:
    return ""
