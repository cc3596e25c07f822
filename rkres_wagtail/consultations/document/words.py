"""The words of a section without their form: what is compared, searched, quoted and digested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from bs4 import BeautifulSoup

_SPACE = re.compile(r"\s+")
#: Elements that end a line.
_BLOCKS = ("p", "li", "blockquote", "br", "hr", "h2", "h3", "h4", "h5", "h6")


def one_space(text: str) -> str:
    return _SPACE.sub(" ", text.replace("\u00ad", "")).strip()


def lines_of_html(html: str) -> list[str]:
    """The paragraphs and list items of rich text, each on one line; no empty ones."""
    soup = BeautifulSoup(html or "", "html.parser")
    for element in soup.find_all(_BLOCKS):
        # At its beginning, not before it: that would look for its place among all others.
        element.insert(0, "\n")
        element.append("\n")
    return [line for line in map(one_space, soup.get_text().split("\n")) if line]


def lines_of(content) -> list[str]:
    """The lines of a section's ``content`` (a ``StreamValue``) in the order of reading.

    A paragraph, a list's item, a row of a table, a caption, a footnote is one line.
    """
    return list(_lines(content))


def _lines(content) -> Iterator[str]:
    for block in content or ():
        value = block.value
        if block.block_type == "text":
            yield from lines_of_html(value.source)
        elif block.block_type == "table":
            yield from _table_lines(value or {})
        elif block.block_type == "image":
            yield from filter(None, (one_space(value["caption"]), one_space(value["alt_text"])))
        elif block.block_type == "note":
            text = " ".join(lines_of_html(value["text"].source))
            yield f"{one_space(value['number'])} {text}".strip()


def _table_lines(value: dict) -> Iterator[str]:
    caption = one_space(str(value.get("table_caption") or ""))
    if caption:
        yield caption
    for row in value.get("data") or ():
        cells = [one_space(str(cell)) for cell in row if cell is not None]
        line = " | ".join(cell for cell in cells if cell)
        if line:
            yield line


def digest_of(section) -> str:
    """SHA-256 of number, heading and words of a ``SectionText``, whatever its form is."""
    text = "\n".join(
        [one_space(section.number), one_space(section.title), *lines_of(section.content)]
    )
    return sha256(text.encode()).hexdigest()
