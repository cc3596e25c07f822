"""Say in the user's language what ``tomllib`` says in English about a broken file."""

from __future__ import annotations

import re
import tomllib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .problems import Problem, quoted

_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

_TABLE_ONCE = gettext_noop("each table once; tables of a list have two brackets: [[table]]")
_ONE_LINE = gettext_noop("text on one line, or three quotation marks around it")
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
    "Illegal character": _ONE_LINE,
    "Found invalid character": _ONE_LINE,
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
    for beginning, expected in _EXPECTED.items():
        if message.startswith(beginning):
            return Problem(line, "", _(expected), _shown(lines, line))
    return Problem(line, "", _("a TOML file"), message)


def _shown(lines: list[str], line: int) -> str:
    """The faulty line itself, or the end of the file."""
    content = lines[line - 1].strip() if line <= len(lines) else ""
    if not content:
        return _("the end of the text")
    return quoted(content)
