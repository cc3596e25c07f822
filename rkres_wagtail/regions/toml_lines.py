"""Find the line of every key in a TOML text.

``tomllib`` forgets positions. This reads the same text again for positions only; it trusts
that ``tomllib`` has already found it well-formed.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_OTHER_VALUE = re.compile(r"[^,\]}\n#]+")


class TomlLines:
    """Lines of the keys of one TOML text; paths are tuples such as ``("tiers", 1, "name")``."""

    def __init__(self, text: str):
        self._text = text
        self._pos = 0
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[tuple, int] = {}
        self._lengths: dict[tuple, int] = {}
        try:
            self._scan()
        except RecursionError:
            pass

    def of(self, path: Iterable) -> int:
        """Line of ``path``, or of the nearest table around it that is in the file."""
        path = tuple(path)
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _scan(self) -> None:
        table: tuple = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text[self._pos] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern) -> int:
        self._pos = pattern.match(self._text, self._pos).end()
        return self._pos

    def _mark(self, path: tuple, position: int) -> None:
        self._lines.setdefault(path, bisect_right(self._newlines, position - 1) + 1)

    def _header(self) -> tuple:
        start = self._pos
        many = self._text.startswith("[[", self._pos)
        self._pos += 2 if many else 1
        keys = self._keys()
        self._pos += 2 if many else 1
        path: tuple = ()
        for number, key in enumerate(keys, start=1):
            path += (key,)
            self._mark(path, start)
            if many and number == len(keys):
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path += (self._lengths[path] - 1,)
                self._mark(path, start)
        return path

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            quoted = _STRING.match(self._text, self._pos)
            found = quoted or _BARE_KEY.match(self._text, self._pos)
            keys.append(tomllib.loads(f"k={found[0]}")["k"] if quoted else found[0])
            self._pos = found.end()
            self._skip(_SPACE)
            if self._text[self._pos] != ".":
                return keys
            self._pos += 1

    def _pair(self, table: tuple) -> None:
        start = self._pos
        path = table
        for key in self._keys():
            path += (key,)
            self._mark(path, start)
        self._pos += 1  # the sign "="
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: tuple) -> None:
        char = self._text[self._pos]
        if char == "[":
            self._items(path, "]", self._element)
        elif char == "{":
            self._items(path, "}", lambda path, number: self._pair(path))
        else:
            string = _STRING.match(self._text, self._pos)
            self._pos = (string or _OTHER_VALUE.match(self._text, self._pos)).end()

    def _items(self, path: tuple, closing: str, read) -> None:
        self._pos += 1
        number = 0
        while True:
            self._skip(_BLANK)
            if self._text[self._pos] == closing:
                self._pos += 1
                return
            if self._text[self._pos] == ",":
                self._pos += 1
                continue
            read(path, number)
            number += 1

    def _element(self, path: tuple, number: int) -> None:
        path += (number,)
        self._mark(path, self._pos)
        self._value(path)
