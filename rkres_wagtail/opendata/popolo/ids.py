"""Identifiers in Popolo documents: the same at every request and, of pages, in every language."""

from __future__ import annotations

from ..facts import who


def body(page) -> str:
    return f"body/{page.translation_key}"


def organisation(pk: int) -> str:
    return f"organisation/{pk}"


def post(pk: int | None) -> str:
    return f"post/{pk}"


def membership(pk: int) -> str:
    return f"membership/{pk}"


def person(row) -> str:
    """Who holds the membership ``row``."""
    return f"person/{who(row)}"


def term(pk: int | None) -> str:
    return f"term/{pk}"


def event(page) -> str:
    return f"event/{page.translation_key}"


def motion(page) -> str:
    return f"motion/{page.translation_key}"


def vote_event(page) -> str:
    return f"vote-event/{page.translation_key}"


def area(kind: str, code: str) -> str:
    return f"area/{kind}/{code}"
