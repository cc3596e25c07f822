"""System checks of what the settings say; described in ``docs/reference/checks.md``."""

from __future__ import annotations

import difflib
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings as django_settings
from django.core import checks

from .conf import DEFAULTS, PREFIX, settings

#: What a settings module imports from us to fill ``INSTALLED_APPS``.
_NOT_SETTINGS = {"RKRES_WAGTAIL_APPS", "RKRES_WAGTAIL_APPS_WITHOUT_PAGES"}
_WORDS = {str: "a text", int: "a whole number", bool: "True or False", list: "a list"}


def check_names(app_configs, **kwargs):
    """W001 a setting that does not exist, most often misspelt."""
    found = []
    for name in dir(django_settings):
        short = name.removeprefix(PREFIX)
        if not name.startswith(PREFIX) or short in DEFAULTS or name in _NOT_SETTINGS:
            continue
        close = difflib.get_close_matches(short, DEFAULTS, n=1)
        hint = f"Did you mean {PREFIX}{close[0]}?" if close else "Remove it."
        found.append(
            checks.Warning(
                f"{name} is not a setting of rkres-wagtail.",
                hint=f"{hint} All settings are in docs/reference/settings.md.",
                id=_id("W001"),
            )
        )
    return found


def check_values(app_configs, **kwargs):
    """E004 a value of the wrong type, E005 a number that is not positive."""
    found = []
    for name, default in DEFAULTS.items():
        value = getattr(settings, name)
        wanted = type(default)
        # True is an int for Python, and no number of rows for anybody.
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            found.append(
                checks.Error(
                    f"{PREFIX}{name} is {value!r}; expected {_WORDS.get(wanted, wanted.__name__)}.",
                    hint=f"The default is {default!r}.",
                    id=_id("E004"),
                )
            )
        elif wanted is int and value < 1:
            found.append(
                checks.Error(
                    f"{PREFIX}{name} is {value}; expected a number from 1 up.",
                    hint=f"The default is {default!r}.",
                    id=_id("E005"),
                )
            )
    return found


def check_time_zone(app_configs, **kwargs):
    """E012 a time zone that does not exist."""
    name = settings.TIME_ZONE
    if not isinstance(name, str):
        return []  # E004
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [
            checks.Error(
                f"{PREFIX}TIME_ZONE is {name!r}: there is no such time zone.",
                hint="Write it as in 'Europe/Warsaw'; a small system may lack the package tzdata.",
                id=_id("E012"),
            )
        ]
    return []


def _id(code: str) -> str:
    return f"rkres_wagtail.{code}"
