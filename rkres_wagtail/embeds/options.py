"""What the address of an embedded part may ask for; everything is read strictly.

The messages are for whoever writes the address, so they stay English, as those of the APIs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings

from . import colours
from .colours import Colours
from .parts.base import MOST, USUAL

_NUMBER = re.compile(r"[0-9]{1,4}")
#: Levels of heading that a piece inside another page may have.
LEVELS = (2, 5)


class BadOption(ValueError):
    """A parameter with a value that means nothing; its text says what was expected."""


def limit(parameters: Mapping[str, str]) -> int:
    """``ile``: rows at most."""
    return _number(parameters, "ile", USUAL, 1, MOST)


def level(parameters: Mapping[str, str]) -> int:
    """``poziom``: level of the heading of a fragment."""
    return _number(parameters, "poziom", LEVELS[0], *LEVELS)


def language(parameters: Mapping[str, str]) -> str:
    """``jezyk``: one of ``WAGTAIL_CONTENT_LANGUAGES``; empty for the page's own."""
    chosen = parameters.get("jezyk", "")
    known = [code for code, _name in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", ())]
    known = known or [code for code, _name in settings.LANGUAGES]
    if chosen and chosen not in known:
        raise BadOption(f"jezyk: expected one of {', '.join(known)}.")
    return chosen


def host_colours(parameters: Mapping[str, str]) -> Colours:
    """``tlo``, ``tekst``, ``akcent`` (hexadecimal), ``zaokraglenie`` (pixels), ``motyw``."""
    theme = parameters.get("motyw") or colours.LIGHT
    if theme not in colours.THEMES:
        raise BadOption(f"motyw: expected one of {', '.join(colours.THEMES)}.")
    return Colours(
        ground=_colour(parameters, "tlo"),
        ink=_colour(parameters, "tekst"),
        accent=_colour(parameters, "akcent"),
        radius=_number(parameters, "zaokraglenie", None, 0, colours.MOST_RADIUS),
        theme=theme,
    )


def _colour(parameters, name: str):
    text = parameters.get(name, "")
    if not text:
        return None
    try:
        return colours.parse(text)
    except ValueError:
        raise BadOption(f"{name}: expected a hexadecimal colour such as 1d4f91.") from None


def _number(parameters, name: str, usual: int | None, least: int, most: int) -> int | None:
    text = parameters.get(name, "")
    if not text:
        return usual
    number = int(text) if _NUMBER.fullmatch(text) else -1
    if not least <= number <= most:
        raise BadOption(f"{name}: expected a whole number from {least} to {most}.")
    return number
