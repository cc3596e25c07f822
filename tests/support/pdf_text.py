"""The text of a PDF that WeasyPrint wrote, read back by its fonts' own tables."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
#: One line feed ends it: a carriage return before that one is the data's own last byte.
_STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
_REFERENCE = rb"(\d+) 0 R"
_OPERATORS = re.compile(
    rb"/(?P<font>[^\s/<\[(]+)\s+[\d.]+\s+Tf|\[(?P<shown>[^\]]*)\]\s*TJ|(?P<move>T[mdD*]|ET)\b"
)
#: What WeasyPrint paints last on a page: marks of lists and the page's number.
_PAINTED_LAST = re.compile(r"\w{1,3}\.|[◦•▪‣]|\d+ / \d+")


def pdf_text(content: bytes) -> str:
    """All words in the order in which they were painted; no page numbers and list marks."""
    objects = _objects(content)
    root = next(body for body in objects.values() if re.search(rb"/Type\s*/Catalog\b", body))
    pages = _pages(objects, _follow(objects, root, b"Pages"))
    return " ".join(" ".join(_page_text(objects, page) for page in pages).split())


def _objects(content: bytes) -> dict[int, bytes]:
    found = {int(number): body for number, body in _OBJECT.findall(content)}
    for body in list(found.values()):
        if re.search(rb"/Type\s*/ObjStm\b", body):
            data = _stream(body)
            first = int(re.search(rb"/First\s+(\d+)", body)[1])
            numbers = [int(part) for part in data[:first].split()]
            starts = numbers[1::2]
            for number, start, end in zip(
                numbers[::2], starts, [*starts[1:], len(data) - first], strict=True
            ):
                found[number] = data[first + start : first + end]
    return found


def _stream(body: bytes) -> bytes:
    data = _STREAM.search(body)[1]
    return zlib.decompress(data) if b"FlateDecode" in body else data


def _follow(objects, body: bytes, name: bytes) -> bytes:
    return objects[int(re.search(rb"/" + name + rb"\s*" + _REFERENCE, body)[1])]


def _pages(objects, tree: bytes) -> list[bytes]:
    kids = re.search(rb"/Kids\s*\[([^\]]*)\]", tree)
    if kids is None:
        return [tree]
    numbers = re.findall(_REFERENCE, kids[1])
    return [page for number in numbers for page in _pages(objects, objects[int(number)])]


def _fonts(objects, page: bytes) -> dict[bytes, dict[int, str]]:
    resources = _follow(objects, page, b"Resources")
    fonts = re.search(rb"/Font\s*" + _REFERENCE, resources)
    table = (
        objects[int(fonts[1])]
        if fonts
        else re.search(rb"/Font\s*<<(.*?)>>", resources, re.DOTALL)[1]
    )
    return {
        name: _letters(_stream(_follow(objects, objects[int(number)], b"ToUnicode")))
        for name, number in re.findall(rb"/(\S+)\s+" + _REFERENCE, table)
    }


def _letters(table: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", table)
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for glyph, text in pairs
    }


def _page_text(objects, page: bytes) -> str:
    fonts, letters, found = _fonts(objects, page), {}, []
    for match in _OPERATORS.finditer(_stream(_follow(objects, page, b"Contents"))):
        if match["font"]:
            letters = fonts[match["font"]]
        elif match["shown"] is not None:
            found += _shown(match["shown"], letters)
        else:
            found.append("\0")
    parts = [part for part in "".join(found).split("\0") if part.strip()]
    while parts and _PAINTED_LAST.fullmatch(parts[-1].strip()):
        parts.pop()
    return "".join(parts)


def _shown(text: bytes, letters: dict[int, str]):
    for part in re.findall(rb"<([0-9a-fA-F]*)>", text):
        for start in range(0, len(part), 4):
            yield letters.get(int(part[start : start + 4], 16), "?")
