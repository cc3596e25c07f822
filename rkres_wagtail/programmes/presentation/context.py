"""The context of a programme's page."""

from __future__ import annotations


def programme_context(page, request) -> dict:
    return {"programme": page}
