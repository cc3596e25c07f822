"""Reads single cells of a filled list; what it cannot read it says in the clerk's language."""

from __future__ import annotations

import re
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from ...fields import YEARS
from ...text import fold

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*r\.?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")

_TRUE = {"tak", "t", "yes", "y", "1", "true", "prawda", "x"}
_FALSE = {"nie", "n", "no", "0", "false", "falsz"}


class CellError(ValueError):
    """A cell that does not hold what its column asks for; the message says what was expected."""


def key_of(text) -> str:
    """Words of ``text``, folded: what headings, names and labels are compared by."""
    return _NOT_WORD.sub(" ", fold(str(text))).strip()


def read_text(value, max_length: int) -> str:
    text = "" if value is None else str(value).strip()
    if len(text) > max_length:
        raise CellError(
            _("At most %(limit)d characters; there are %(count)d.")
            % {"limit": max_length, "count": len(text)}
        )
    return text


def read_date(value) -> date | None:
    """A date of the spreadsheet, or a text such as 30.05.2023, "30.05.2023 r.", 2023-05-30."""
    if value in (None, ""):
        return None
    text = str(value).strip()
    parts = None
    if isinstance(value, date):
        parts = (value.year, value.month, value.day)
    elif match := _DATE.fullmatch(text):
        parts = (int(match[3]), int(match[2]), int(match[1]))
    elif match := _ISO_DATE.fullmatch(text):
        parts = tuple(int(part) for part in match.groups())
    try:
        if parts and parts[0] in YEARS:
            return date(*parts)
    except ValueError:
        pass
    raise CellError(_("A date was expected, such as 30.05.2023, not “%s”.") % text[:40])


def read_flag(value) -> bool | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool):
        return value
    key = key_of(value)
    if key in _TRUE | _FALSE:
        return key in _TRUE
    raise CellError(_("“yes” or “no” was expected, not “%s”.") % str(value)[:40])


def spellings(label) -> set[str]:
    """Keys of a label in Polish, in English and in the language of now."""
    keys = {key_of(label)}
    for language in ("pl", "en"):
        with translation.override(language):
            keys.add(key_of(label))
    return keys


def read_choice(value, choices) -> str:
    """A value of ``choices`` by its label in either language, or ""."""
    if value in (None, ""):
        return ""
    key = key_of(value)
    for choice, label in choices.choices:
        if key == key_of(choice) or key in spellings(label):
            return choice
    labels = ", ".join(str(label) for _choice, label in choices.choices)
    raise CellError(
        _("“%(value)s” is not on the list. Expected one of: %(labels)s.")
        % {"value": str(value)[:60], "labels": labels}
    )
