"""What a paragraph's style says: heading, numbering, caption, quotation, contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .ooxml import is_on, number, parse, value, w

_HEADING = re.compile(r"(?:heading|nagłówek|nagłowek)\s*([1-9])", re.IGNORECASE)
_TOC = re.compile(r"(?:toc|contents|spis treści)\s*(?:\d+|heading|nagłówek)", re.IGNORECASE)
_TOC_TITLE = re.compile(
    r"(?:toc|contents|spis treści)\s*(?:heading|nagłówek)|nagłówek spisu treści", re.IGNORECASE
)
_CAPTIONS = {"caption", "legenda", "table", "tabela", "podpis"}
_TITLES = {"title", "tytuł"}
_QUOTES = {"quote", "intense quote", "quotations", "cytat", "cytat intensywny"}
_LIST = re.compile(
    r"(?:list bullet|list number|lista punktowana|lista numerowana)\s+([2-5])", re.IGNORECASE
)
#: How far a chain of styles is followed; a loop ends there.
_CHAIN = 20


@dataclass(frozen=True)
class Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    num_id: str | None = None
    ilvl: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    vanish: bool | None = None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, xml: bytes = b""):
        self._styles: dict[str, Style] = {}
        self.default = ""
        for node in parse(xml).iter(w("style")) if xml else ():
            key = node.get(w("styleId")) or ""
            self._styles[key] = _style(node)
            is_default = node.get(w("default")) in ("1", "true", "on")
            if is_default and node.get(w("type")) == "paragraph":
                self.default = key

    def chain(self, key: str | None) -> list[Style]:
        """The style and those it is based on, nearest first."""
        found = []
        while key in self._styles and len(found) < _CHAIN:
            found.append(self._styles[key])
            key = found[-1].based_on
        return found

    def first(self, key: str | None, name: str):
        """The nearest that the chain says of ``name``."""
        said = (getattr(style, name) for style in self.chain(key))
        return next((each for each in said if each is not None), None)

    def names(self, key: str | None) -> list[str]:
        return [style.name for style in self.chain(key)]

    # Of paragraphs ----------------------------------------------------------------------

    def key_of(self, paragraph) -> str:
        return value(paragraph.find(w("pPr")), "pStyle") or self.default

    def heading_level(self, paragraph) -> int | None:
        """1–9, or None: the paragraph's own outline level, then its style's."""
        own = number(value(paragraph.find(w("pPr")), "outlineLvl"))
        if own is not None:
            return own + 1 if 0 <= own <= 8 else None
        for style in self.chain(self.key_of(paragraph)):
            if match := _HEADING.fullmatch(style.name):
                return int(match[1])
            if style.outline is not None:
                return style.outline + 1 if 0 <= style.outline <= 8 else None
        return None

    def list_depth(self, paragraph) -> int:
        """0–4: "List Bullet 2" is a list within a list, though it is counted by itself."""
        matches = (_LIST.fullmatch(name) for name in self.names(self.key_of(paragraph)))
        return next((int(match[1]) - 1 for match in matches if match), 0)

    def is_contents(self, paragraph) -> bool:
        return any(_TOC.match(name) for name in self.names(self.key_of(paragraph)))

    def is_contents_title(self, paragraph) -> bool:
        return any(_TOC_TITLE.match(name) for name in self.names(self.key_of(paragraph)))

    def is_caption(self, paragraph) -> bool:
        return self._is_one_of(paragraph, _CAPTIONS)

    def is_title(self, paragraph) -> bool:
        return self._is_one_of(paragraph, _TITLES)

    def is_quote(self, paragraph) -> bool:
        return self._is_one_of(paragraph, _QUOTES)

    def _is_one_of(self, paragraph, names) -> bool:
        return any(name.lower() in names for name in self.names(self.key_of(paragraph)))


def _style(node) -> Style:
    paragraph, run = node.find(w("pPr")), node.find(w("rPr"))
    numbering = paragraph.find(w("numPr")) if paragraph is not None else None
    return Style(
        name=value(node, "name") or "",
        based_on=value(node, "basedOn") or "",
        outline=number(value(paragraph, "outlineLvl")),
        num_id=value(numbering, "numId"),
        ilvl=number(value(numbering, "ilvl")),
        bold=is_on(run, "b"),
        italic=is_on(run, "i"),
        vanish=is_on(run, "vanish"),
    )
