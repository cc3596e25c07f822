"""The context of a call's page."""

from __future__ import annotations


def call_context(page, request) -> dict:
    return {"call": page}
