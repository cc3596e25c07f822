"""HTML of a section: only what its editor allows (``document.blocks.SECTION_FEATURES``)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import NavigableString, Tag

from ..document.words import lines_of_html, one_space
from .ooxml import MARKS, NOTE

_KEPT = {"p", "br", "ul", "ol", "li", "blockquote", "a", "b", "i", "sup", "sub"}
_RENAMED = {"strong": "b", "em": "i"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_NOTE = re.compile(f"{NOTE}([^{NOTE}]*){NOTE}")
_PLAIN_SIGNS = str.maketrans("", "", MARKS)
#: Digits and the letters of small Roman numbers, as far as there are raised ones.
_RAISED = str.maketrans("0123456789ivxlcdm", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡᶜᵈᵐ")


def clean(element: Tag) -> str:
    """The element, which is changed, as rich text of a section; "" where it says nothing."""
    if not element.get_text().translate(_PLAIN_SIGNS).strip():
        return ""
    for node in [element, *element.find_all(True)]:
        node.name = _RENAMED.get(node.name, node.name)
        if node is not element and node.name not in _KEPT:
            node.unwrap()
        elif node.name == "a":
            _check_link(node)
        else:
            node.attrs = {}
    html = str(element).replace("\t", " ")
    if element.name not in _KEPT:
        html = f"<p>{element.decode_contents()}</p>"
    return _NOTE.sub(r"<sup>\1</sup>", html).translate(_PLAIN_SIGNS)


def _check_link(node: Tag) -> None:
    href = "".join(str(node.get("href") or "").split())
    try:
        parts = urlsplit(href)
    except ValueError:
        parts = None
    if parts and parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path):
        node.attrs = {"href": href}
    else:
        # A script, a file on someone's disk, a place in the old file.
        node.unwrap()


def plain(element: Tag) -> str:
    """Words of a cell or heading: lines stay lines, numbers of notes become raised digits."""
    for line_break in element.find_all("br"):
        line_break.replace_with("\n")
    for block in element.find_all(["p", "li", "blockquote", "ul", "ol"]):
        block.insert_after(NavigableString("\n"))
    text = _NOTE.sub(lambda match: match[1].translate(_RAISED), element.get_text()).translate(
        _PLAIN_SIGNS
    )
    lines = (one_space(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def notes_in(text: str) -> list[str]:
    """Numbers of the notes that a text refers to."""
    return _NOTE.findall(text)


def lines_of_content(content) -> list[str]:
    """The lines of a section as it is read: pairs of a block's name and its raw value."""
    lines: list[str] = []
    for kind, value in content:
        if kind == "text":
            lines += lines_of_html(value)
        elif kind == "table":
            lines.append(value.get("table_caption") or "")
            lines += [cell for row in value["data"] for cell in row if cell]
        elif kind == "note":
            lines += [value["number"], *lines_of_html(value["text"])]
    return lines
