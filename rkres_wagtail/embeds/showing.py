"""From a kind and a page to HTML: what every way of embedding has in common."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from .parts import kinds
from .parts.base import MOST, USUAL, Part


@dataclass(frozen=True)
class Wanted:
    """How somebody wants a part: rows, words and level of its heading, whether with links."""

    limit: int = USUAL
    level: int = 2
    heading: str = ""
    text: str = ""
    shows_more: bool = True
    tells_empty: bool = True


@dataclass(frozen=True)
class Shown:
    """A part that the public may see, with its HTML and the language of both."""

    part: Part
    scope: object
    language: str
    html: SafeString
    title: str


def show(kind: str, pk: int, request, wanted: Wanted, *, language: str = "") -> Shown | None:
    """The part ``kind`` of the page ``pk``; None for what the public may not see.

    ``language``: the translation is shown where one is public, otherwise the page itself, and
    then in its own language throughout.
    """
    # Blocks import this module while models are still being loaded.
    from ..consultations.presentation import serving
    from .parts.scope import find

    known = kinds()[kind]
    scope = find(known.pages(), pk, request, language=language)
    if scope is None:
        return None
    outside = translation.get_language()
    with translation.override(scope.language):
        part = known.present(scope, max(1, min(wanted.limit, MOST)))
        if part is None:
            return None
        if scope.request is not None:
            serving.note(scope.request, part.moments)
        language = scope.language if scope.language != outside else ""
        html = render_part(kind, part, wanted, scope.request, language=language)
    return Shown(part, scope, scope.language, html, wanted.heading or part.title)


def render_part(
    kind: str, part: Part, wanted: Wanted, request, *, language: str = ""
) -> SafeString:
    """The HTML of a part; ``language`` where it differs from that of what stands around."""
    if part.is_empty and not wanted.tells_empty:
        return SafeString("")
    shared = {"request": request, "level": wanted.level, "sublevel": wanted.level + 1}
    inner = "" if part.is_empty else render_to_string(part.template, part.context | shared)
    return render_to_string(
        "rkres_wagtail/embeds/part.html",
        {
            "kind": kind,
            "part": part,
            "inner": inner,
            "wanted": wanted,
            "title": wanted.heading or part.title,
            "language": language,
            **shared,
        },
    )
