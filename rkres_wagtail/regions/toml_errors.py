"""Say in the user's language what ``tomllib`` says in English about a broken file."""

from __future__ import annotations

import re
import tomllib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .problems import Problem, quoted

_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

_THREE = '"""'
_OPENING = re.compile(r'\s*[A-Za-z0-9_.-]+\s*=\s*"""')
_LIST_HEADER = re.compile(r"\s*\[\[\s*([A-Za-z0-9_.-]+)\s*\]\]")
_SLANTED = re.compile(r"^[^\"'#]*[=\[,]\s*[„”“«»‘’‚]")

_IN_TEXT = ("Unescaped", "Illegal", "Found invalid", "Invalid hex", "Escaped")

_TABLE_ONCE = gettext_noop("each table once; tables of a list have two brackets: [[table]]")
_CLOSING = gettext_noop("a closing quotation mark; text of several lines stands in three")
#: Beginning of tomllib's message -> what was expected. Checked in this order.
_EXPECTED = {
    "Expected '='": gettext_noop("the sign = after the key"),
    "Expected newline": gettext_noop("one key and one value on a line, text in quotation marks"),
    "Expected ']": gettext_noop("a closing bracket after the name of the table"),
    "Expected '": gettext_noop("a closing quotation mark"),
    "Invalid initial character for a key": gettext_noop("a key of letters a-z, digits, _ and -"),
    "Invalid statement": gettext_noop("key = value, or [table]"),
    "Invalid value": gettext_noop("a value: text in quotation marks, a number, a date or a list"),
    "Invalid date": gettext_noop("a date that exists, e.g. 2023-05-31"),
    "Unterminated string": gettext_noop("a closing quotation mark"),
    "Unclosed array": gettext_noop("a closing bracket ] of the list"),
    "Unclosed inline table": gettext_noop("a closing brace } of the table"),
    "Unescaped": gettext_noop("two backslashes \\\\ where one is meant"),
    "Invalid hex": gettext_noop("two backslashes \\\\ where one is meant"),
    "Escaped character": gettext_noop("a character that exists"),
    r"Illegal character '\n'": _CLOSING,
    "Illegal character": gettext_noop("readable text"),
    "Found invalid character": gettext_noop("readable text"),
    "Cannot overwrite": gettext_noop("each key once in a table"),
    "Cannot declare": _TABLE_ONCE,
    "Cannot mutate": _TABLE_ONCE,
    "Cannot redefine": _TABLE_ONCE,
    "Duplicate inline table key": gettext_noop("each key once in a table"),
}  # fmt: skip


def syntax_problem(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    """Return the one problem of a text that is no TOML."""
    message = str(error)
    where = _WHERE.search(message)
    lines = text.splitlines() or [""]
    line = int(where[1]) if where and where[1] else len(lines)
    # Inside a text the fault is where tomllib says.
    if not message.startswith(_IN_TEXT):
        guess = _unclosed(lines, line) or _single_brackets(lines, line) or _slanted(lines, line)
        if guess is not None:
            return guess
    for beginning, expected in _EXPECTED.items():
        if message.startswith(beginning):
            return Problem(line, "", _(expected), _shown(lines, line))
    return Problem(line, "", _("a TOML file"), message)


def _unclosed(lines: list[str], line: int) -> Problem | None:
    """Text in three quotation marks that is not closed swallows the file up to the next three."""
    marks = [n for n, text in enumerate(lines[:line], 1) for _mark in range(text.count(_THREE))]
    if len(marks) % 2:
        opened = marks[-1]
    elif marks and _OPENING.match(lines[marks[-1] - 1]) and marks[-1] != marks[-2]:
        opened = marks[-2]
    else:
        return None
    expected = _("three closing quotation marks after the text that begins here")
    return Problem(opened, "", expected, _shown(lines, opened))


def _single_brackets(lines: list[str], line: int) -> Problem | None:
    """``[tiers]`` for the first item of a list, ``[[tiers]]`` for the next."""
    header = _LIST_HEADER.match(lines[line - 1]) if line <= len(lines) else None
    if header is None:
        return None
    single = re.compile(rf"\s*\[\s*{re.escape(header[1])}\s*\]\s*(#|$)")
    for number, text in enumerate(lines[: line - 1], 1):
        if single.match(text):
            expected = _("%(header)s in two brackets, once for each item")
            return Problem(
                number, "", expected % {"header": f"[[{header[1]}]]"}, _shown(lines, number)
            )
    return None


def _slanted(lines: list[str], line: int) -> Problem | None:
    """Quotation marks as a word processor writes them."""
    content = lines[line - 1] if line <= len(lines) else ""
    if not _SLANTED.search(content):
        return None
    return Problem(line, "", _('plain quotation marks: "…"'), content.strip()[:60])


def _shown(lines: list[str], line: int) -> str:
    """The faulty line itself, or the end of the file."""
    content = lines[line - 1].strip() if line <= len(lines) else ""
    if not content:
        return _("the end of the text")
    return quoted(content)
