"""Rich text as a small tree that HTML, DOCX and PDF are written from, so that they say the same.

Only what the editor of the minutes offers survives: paragraphs, headings, lists, bold, italics
and links. Of anything else its words are kept; scripts, pictures and embeds are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString

from ...text import without_directions
from ...typography import bind_short_words

#: Neither XML (a DOCX is made of it) nor a reader can do anything with these.
_UNWRITABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff\ufeff]"
)
_SPACES = re.compile("[ \t\r\n\f\v\u2028\u2029]+")
_AROUND_BREAKS = re.compile(" *\n *")

_SKIPPED = frozenset(
    "script style template iframe object svg math textarea select noscript head title img embed "
    "video audio canvas".split()
)
_BLOCKS = frozenset(
    "p div section article blockquote pre table tr dl dt dd figure figcaption hr address header "
    "footer main aside form fieldset".split()
)
_HEADINGS = {"h1": 0, "h2": 0, "h3": 0, "h4": 1, "h5": 2, "h6": 3}
#: No editor nests deeper; what lies below is taken as plain words.
_DEEPEST = 40
_DEEPEST_LEVEL = 6


@dataclass(frozen=True)
class Run:
    """Words in one style; a line break is ``\\n``."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Item:
    runs: tuple[Run, ...]
    lists: tuple[Bullets, ...] = ()


@dataclass(frozen=True)
class Bullets:
    is_ordered: bool
    items: tuple[Item, ...]


Block = Paragraph | Heading | Bullets


def clean(text: object) -> str:
    """One line of plain text that every format can hold."""
    plain = without_directions(_UNWRITABLE.sub("", str(text or "")))
    return bind_short_words(_SPACES.sub(" ", plain).strip())


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(_UNWRITABLE.sub("", str(html or "")), "html.parser")


def blocks_of(
    soup: BeautifulSoup, href: Callable[[dict], str], *, level: int = 3
) -> tuple[Block, ...]:
    """Blocks of a text whose highest heading is ``level``; ``href`` says where an ``<a>`` leads."""
    builder = _Builder(href)
    builder.walk(soup, Run(""), 0)
    builder.flush()
    return tuple(_without_gaps(builder.blocks, level))


def words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The plain text of each paragraph, heading and item, in order."""
    for block in blocks:
        if isinstance(block, Bullets):
            for item in block.items:
                yield "".join(run.text for run in item.runs)
                yield from words_of(item.lists)
        else:
            yield "".join(run.text for run in block.runs)


class _Builder:
    def __init__(self, href: Callable[[dict], str]):
        self.href = href
        self.blocks: list[Block] = []
        self._runs: list[Run] = []

    def walk(self, node, style: Run, depth: int) -> None:
        if depth > _DEEPEST:
            self._add(node.get_text(" "), style)
            return
        for child in node.children:
            if isinstance(child, PreformattedString):
                continue  # comments and the like
            if isinstance(child, NavigableString):
                self._add(str(child), style)
            elif child.name not in _SKIPPED:
                self._element(child, style, depth + 1)

    def _element(self, child, style: Run, depth: int) -> None:
        name = child.name
        if name == "br":
            self._runs.append(Run("\n"))
        elif name in ("ul", "ol"):
            self.flush()
            if bullets := self._list(child, style, depth):
                self.blocks.append(bullets)
        elif name in _HEADINGS:
            self.flush()
            self.walk(child, style, depth)
            self.flush(_HEADINGS[name])
        elif name in _BLOCKS:
            self.flush()
            self.walk(child, style, depth)
            self.flush()
        else:
            self.walk(child, self._styled(child, style), depth)
            if name in ("td", "th", "li"):
                self._runs.append(Run(" "))

    def _styled(self, child, style: Run) -> Run:
        if child.name in ("b", "strong"):
            return replace(style, bold=True)
        if child.name in ("i", "em"):
            return replace(style, italic=True)
        return replace(style, href=self.href(child.attrs)) if child.name == "a" else style

    def _list(self, node, style: Run, depth: int) -> Bullets | None:
        items = []
        for child in node.children:
            if getattr(child, "name", None) is None:
                continue
            inner = _Builder(self.href)
            inner.walk(child, style, depth + 1)
            inner.flush()
            lists = tuple(block for block in inner.blocks if isinstance(block, Bullets))
            texts = [block.runs for block in inner.blocks if not isinstance(block, Bullets)]
            runs = tuple(chain(*((*runs, Run("\n")) for runs in texts)))[:-1]
            if runs:
                items.append(Item(runs, lists))
            elif lists:
                items += [item for each in lists for item in each.items]
        return Bullets(node.name == "ol", tuple(items)) if items else None

    def _add(self, text: str, style: Run) -> None:
        plain = _SPACES.sub(" ", without_directions(text))
        if plain:
            self._runs.append(replace(style, text=bind_short_words(plain)))

    def flush(self, heading: int | None = None) -> None:
        """End a block; nothing comes of one without words."""
        runs, self._runs = _merged(self._runs), []
        if not "".join(run.text for run in runs).strip():
            return
        if heading is None:
            self.blocks.append(Paragraph(runs))
        else:
            plain = tuple(replace(run, text=run.text.replace("\n", " ")) for run in runs)
            self.blocks.append(Heading(heading, plain))


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours of one style put together, with no space doubled, leading or at the end."""
    found: list[Run] = []
    for run in runs:
        if run.text == "\n" and found:
            run = replace(found[-1], text="\n")
        if found and replace(found[-1], text="") == replace(run, text=""):
            found[-1] = replace(run, text=found[-1].text + run.text)
        else:
            found.append(run)
    merged, end = [], "\n"
    for run in found:
        text = _AROUND_BREAKS.sub("\n", re.sub(" +", " ", run.text))
        text = text.lstrip(" ") if end in " \n" else text
        if merged and text.startswith("\n"):
            merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip(" "))
        if text:
            merged.append(replace(run, text=text))
            end = text[-1]
    while merged and not merged[-1].text.strip(" \n"):
        merged.pop()
    if merged:
        merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip(" \n"))
        merged[0] = replace(merged[0], text=merged[0].text.lstrip(" \n"))
    return tuple(run for run in merged if run.text)


def _without_gaps(blocks: Iterable[Block], level: int) -> Iterator[Block]:
    """Headings that begin at ``level`` and go down by one: a screen reader's contents."""
    last = level - 1
    for block in blocks:
        if isinstance(block, Heading):
            last = min(level + block.level, last + 1, _DEEPEST_LEVEL)
            block = replace(block, level=last)
        yield block
