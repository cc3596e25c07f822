"""System checks of what the settings say; described in ``docs/reference/checks.md``."""

from __future__ import annotations

import difflib
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import apps
from django.conf import settings as django_settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

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


def check_absence_alerts(app_configs, **kwargs):
    """E013 alerts that are no distinct whole numbers from 1 up."""
    values = settings.ABSENCE_ALERTS
    if not isinstance(values, list):
        return []  # E004
    if all(type(value) is int and value > 0 for value in values):
        if len(set(values)) == len(values):
            return []
    return [
        checks.Error(
            f"{PREFIX}ABSENCE_ALERTS is {values!r}; expected different whole numbers from 1 up.",
            hint="Write [2, 3]: told at the second and the third absence. [] for no alerts.",
            id=_id("E013"),
        )
    ]


def check_remark_origins(app_configs, **kwargs):
    """E032 something that no browser sends as its ``Origin``."""
    values = settings.REMARK_ORIGINS
    if not isinstance(values, list):
        return []  # E004
    wrong = [each for each in values if each != "*" and not _is_origin(each)]
    if not wrong:
        return []
    return [
        checks.Error(
            f"{PREFIX}REMARK_ORIGINS holds {wrong[0]!r}, which is no origin.",
            hint='Write scheme and host alone, "https://www.example.org", or "*" for any site.',
            id=_id("E032"),
        )
    ]


def check_headless_preview(app_configs, **kwargs):
    """E033 drafts go to a front end, but what takes them there is not installed."""
    if settings.HEADLESS_PREVIEW is not True or apps.is_installed("wagtail_headless_preview"):
        return []
    return [
        checks.Error(
            f"{PREFIX}HEADLESS_PREVIEW is on, but 'wagtail_headless_preview' is not in "
            "INSTALLED_APPS.",
            hint="pip install 'rkres-wagtail[preview]', add the app, and migrate.",
            id=_id("E033"),
        )
    ]


def _is_origin(value) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        return bool(
            parts
            and parts.scheme in ("http", "https")
            and parts.hostname
            and parts.port != 0
            and value == f"{parts.scheme}://{parts.netloc}"
            and "@" not in parts.netloc
            and "*" not in parts.netloc
            and not any(each.isspace() for each in value)
        )
    except ValueError:
        return False


#: Fields of one remark in the form, and of the form itself, with something to spare.
_FIELDS_OF_REMARK, _FIELDS_OF_FORM = 8, 20


def check_remark_limits(app_configs, **kwargs):
    """E030, E031 limits that leave no room; W030 a form that would not fit in one request."""
    names = [name for name in DEFAULTS if name.startswith("REMARK_")]
    names.remove("REMARK_ORIGINS")
    limits = {name: getattr(settings, name) for name in names}
    if any(type(value) is not int or value < 1 for value in limits.values()):
        return []  # E004, E005
    found = []
    if limits["REMARK_MIN_SECONDS"] >= limits["REMARK_FORM_HOURS"] * 3600:
        found.append(
            checks.Error(
                f"A form of remarks is always too fast or too old: {PREFIX}REMARK_MIN_SECONDS is "
                f"{limits['REMARK_MIN_SECONDS']}, {PREFIX}REMARK_FORM_HOURS "
                f"{limits['REMARK_FORM_HOURS']}.",
                hint="A few seconds and many hours let people send: 3 and 24.",
                id=_id("E030"),
            )
        )
    if limits["REMARK_IMPORT_MAX_FILE_BYTES"] > limits["REMARK_IMPORT_MAX_BYTES"]:
        found.append(
            checks.Error(
                f"{PREFIX}REMARK_IMPORT_MAX_FILE_BYTES is larger than "
                f"{PREFIX}REMARK_IMPORT_MAX_BYTES, which all files of one import share.",
                hint="Raise the limit of all files, or lower that of one.",
                id=_id("E031"),
            )
        )
    most = django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    needed = limits["REMARK_MAX_PER_SENDING"] * _FIELDS_OF_REMARK + _FIELDS_OF_FORM
    if most is not None and needed > most:
        found.append(
            checks.Warning(
                f"{limits['REMARK_MAX_PER_SENDING']} remarks in one sending "
                f"({PREFIX}REMARK_MAX_PER_SENDING) would not fit in one request "
                f"(DATA_UPLOAD_MAX_NUMBER_FIELDS is {most}).",
                hint=(
                    f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS to at least {needed}, or lower the setting."
                ),
                id=_id("W030"),
            )
        )
    return found


def check_open_data_license(app_configs, **kwargs):
    """E034 a licence that is no web address."""
    value = settings.OPEN_DATA_LICENSE
    if not isinstance(value, str) or not value:
        return []  # E004, or none
    try:
        URLValidator(["http", "https"])(value)
    except ValidationError:
        return [
            checks.Error(
                f"{PREFIX}OPEN_DATA_LICENSE is {value!r}; expected a web address.",
                hint="Write 'https://creativecommons.org/licenses/by/4.0/', or '' for none.",
                id=_id("E034"),
            )
        ]
    return []


def check_digest(app_configs, **kwargs):
    """E035 a day or an hour that no week has."""
    found = []
    for name, most, what in (
        ("DIGEST_WEEKDAY", 7, "a day of the week, from 1 (Monday) to 7 (Sunday)"),
        ("DIGEST_HOUR", 23, "an hour from 1 to 23"),
    ):
        value = getattr(settings, name)
        # Of another type or below 1: E004, E005.
        if type(value) is int and value > most:
            found.append(
                checks.Error(
                    f"{PREFIX}{name} is {value}; expected {what}.",
                    hint=f"The default is {DEFAULTS[name]}: weekly news on Monday at 8.",
                    id=_id("E035"),
                )
            )
    return found


def _id(code: str) -> str:
    return f"rkres_wagtail.{code}"
