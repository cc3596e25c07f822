"""From an uploaded DOCX to sections: headings with numbers, texts, tables, notes.

Nothing here writes. What could not be taken over is counted and told (``ReadDocument.told``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from django.utils import translation
from django.utils.translation import gettext as _

from ...conf import settings
from ..choices import MAX_LEVEL
from ..document.words import lines_of_html, one_space
from . import rich, tables
from .completeness import missing
from .conversion import convert
from .ooxml import EQUATION, HEADING, IMAGE, NOTE_TEXT
from .package import UnreadableDocument, open_package

MAX_NAME, MAX_TITLE, MAX_NUMBER, MAX_NOTE = 255, 500, 30, 10
#: A number that someone typed before a heading: "1.2. Cele", "IV. Cele", "§ 3. Cele", "a) cele".
_TYPED = re.compile(
    r"(§\s?\d+[a-z]?\.?|\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)]|[IVXLC]{1,7}(?:\.\d{1,3})*[.)]|[a-z]\))"
    r"\s+(?=\S)"
)


_INDENT = re.compile(r"<p>\s+")


@dataclass
class ReadSection:
    """A section of the file; ``content`` is pairs of a block's name and its raw value."""

    title: str
    number: str = ""
    level: int = 1
    content: list = field(default_factory=list)
    images: int = 0
    equations: int = 0

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()

    def count(self, kind: str) -> int:
        return sum(name == kind for name, _value in self.content)


@dataclass
class ReadDocument:
    """All of a file. ``title`` is what its style of a title marks; ``told`` counts what was met."""

    title: str = ""
    sections: list[ReadSection] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    told: Counter = field(default_factory=Counter)
    has_headings: bool = True


def is_available() -> bool:
    """Whether the extra ``office`` is installed."""
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("mammoth", "lxml"))


def read_document(upload, language: str | None = None) -> ReadDocument:
    """Read an uploaded file; raise ``UnreadableDocument`` with what to do.

    ``language`` is the document's, in which a section without a heading gets one.
    """
    package = open_package(upload)
    try:
        converted = convert(package)
        with translation.override(language or translation.get_language()):
            document = _Builder(converted.html).build()
    except UnreadableDocument:
        raise
    except RecursionError as error:
        raise UnreadableDocument(
            _("Parts of the file are nested too deep in each other. Simplify its tables and boxes.")
        ) from error
    except Exception as error:
        # lxml and mammoth raise what they like when XML is broken or is another one.
        raise UnreadableDocument(
            _("The file is damaged: it cannot be read to its end. Save it anew as DOCX.")
        ) from error
    _check(document)
    document.told.update(converted.told)
    document.title = document.title[:MAX_NAME]
    document.lost = missing(converted.words, document.sections, document.title, converted.contents)
    return document


def _check(document: ReadDocument) -> None:
    if not document.sections:
        raise UnreadableDocument(_("There is no text in the file; pictures of text are no text."))
    limit = settings.DOCUMENT_MAX_SECTIONS
    if len(document.sections) > limit:
        raise UnreadableDocument(
            _(
                "The file has %(count)d headings; the most is %(limit)d sections. Give the lower "
                "headings the style of ordinary text, or split the document."
            )
            % {"count": len(document.sections), "limit": limit}
        )


class _Builder:
    """Goes through the HTML once and cuts it at headings."""

    def __init__(self, html: str):
        self.nodes = [node for node in BeautifulSoup(html, "html.parser") if isinstance(node, Tag)]
        self.notes = self._take_notes()
        self.document = ReadDocument(has_headings=False)
        self.section: ReadSection | None = None
        self._html: list[str] = []
        self._numbers: list[str] = []
        self._caption = ""
        self._levels: list[int] = []

    def _take_notes(self) -> dict[str, str]:
        """The texts of notes, which stand behind the last section."""
        found: dict[str, list[str]] = {}
        starts = [at for at, node in enumerate(self.nodes) if NOTE_TEXT in node.get_text()]
        if not starts:
            return {}
        key = ""
        for node in self.nodes[starts[0] :]:
            text = node.get_text()
            if NOTE_TEXT in text:
                key = text.strip(NOTE_TEXT + " ")
                found[key] = []
            elif key:
                found[key].append(_note_html(node))
        del self.nodes[starts[0] :]
        return {key: "".join(parts) for key, parts in found.items()}

    def build(self) -> ReadDocument:
        for at, node in enumerate(self.nodes):
            if HEADING in node.get_text():
                self._begin(node)
            elif node.name == "table":
                self._add_table(node, following=self.nodes[at + 1 : at + 2])
            elif "rkres-title" in (node.get("class") or ()) and not self.document.sections:
                self._add_title(node)
            elif "rkres-caption" in (node.get("class") or ()):
                self._add_caption(node, following=self.nodes[at + 1 : at + 2])
            else:
                self._add(node)
        self._end()
        if self.document.sections and not self.document.has_headings:
            self.document.sections[0].title = self.document.title or _("Text")
        return self.document

    # Sections ---------------------------------------------------------------------------

    def _begin(self, node: Tag) -> None:
        self._end()
        _before, level, label, _text = node.get_text().split(HEADING, 3)
        text = "".join(str(child) for child in node.contents)
        heading = BeautifulSoup(text.split(HEADING, 3)[3], "html.parser")
        self._remember(heading)
        title = one_space(rich.plain(heading))
        number, title, rest = _split(label, title)
        self.section = ReadSection(title=title, number=number, level=self._level(int(level)))
        self._count(node)
        if rest:
            self._html.append(f"<p>{_escape(rest)}</p>")
        self.document.has_headings = True

    def _level(self, level: int) -> int:
        """Depth among the headings above: a skipped level makes no step of its own."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return min(len(self._levels), MAX_LEVEL)

    def _end(self) -> None:
        if self.section is None:
            return
        self._flush()
        for number in dict.fromkeys(self._numbers):
            text = self.notes.get(number) or ""
            if lines_of_html(text):
                self.section.content.append(("note", {"number": number[:MAX_NOTE], "text": text}))
            else:
                # An editor's form refuses a note without words.
                self.document.told["empty_notes"] += 1
        self._numbers = []
        self.document.sections.append(self.section)
        self.section = None

    def _flush(self) -> None:
        if self._html:
            self.section.content.append(("text", "".join(self._html)))
            self._html = []

    # What stands in them ----------------------------------------------------------------

    def _open(self) -> ReadSection:
        """The section of now; text before the first heading has one of its own."""
        if self.section is None:
            self.section = ReadSection(title=_("Introduction"))
        return self.section

    def _remember(self, node) -> None:
        self._numbers += rich.notes_in(node.get_text())

    def _count(self, node: Tag) -> None:
        text = node.get_text()
        self.section.images += text.count(IMAGE)
        self.section.equations += text.count(EQUATION)

    def _add(self, node: Tag) -> None:
        html = rich.clean(node)
        if not html and IMAGE not in node.get_text():
            return
        self._open()
        self._count(node)
        self._remember(node)
        if html:
            self._html.append(html)

    def _add_title(self, node: Tag) -> None:
        if rich.notes_in(node.get_text()):
            self._add(node)
            return
        text = one_space(rich.plain(node))
        self.document.title = f"{self.document.title} {text}".strip()

    def _add_caption(self, node: Tag, following) -> None:
        is_above = bool(following) and following[0].name == "table"
        text = one_space(rich.plain(BeautifulSoup(str(node), "html.parser")))
        if is_above and not tables.is_frame(following[0]):
            self._open()
            self._count(node)
            self._remember(node)
            self._caption = text
            return
        last = self._open().content[-1:] if not self._html else []
        if last and last[0][0] == "table" and not last[0][1]["table_caption"]:
            self._count(node)
            self._remember(node)
            last[0][1]["table_caption"] = text
        else:
            node.attrs = {}
            self._add(node)

    def _add_table(self, node: Tag, following) -> None:
        if tables.is_frame(node):
            for child in node.find(["td", "th"]).find_all(recursive=False):
                self._add(child)
            return
        if not node.get_text(strip=True):
            return
        self._open()
        self._count(node)
        self._remember(node)
        self._flush()
        self.section.content.append(("table", tables.table_value(node, self._caption)))
        self._caption = ""


def _split(label: str, title: str) -> tuple[str, str, str]:
    """``(number, title, what did not fit)``; the number is counted, else typed before."""
    rest = ""
    if not label and (match := _TYPED.match(title)):
        label, title = match[1], title[match.end() :]
    label = one_space(label).removesuffix(".")
    if len(label) > MAX_NUMBER:
        label, title = "", f"{label} {title}".strip()
    if not title:
        # A number alone is the heading.
        label, title = "", label or "–"
    if len(title) > MAX_TITLE:
        cut = title.rfind(" ", 1, MAX_TITLE - 1)
        cut = cut if cut > MAX_TITLE // 2 else MAX_TITLE - 1
        title, rest = f"{title[:cut].rstrip()}…", title[cut:].strip()
    return label, title, rest


def _note_html(node: Tag) -> str:
    """Rich text of a note: its editor knows bold, italic and links only."""
    # Word processors put a tab or a space between the number and the text.
    html = _INDENT.sub("<p>", rich.clean(node))
    copy = BeautifulSoup(html, "html.parser")
    for inner in copy.find_all(["ul", "ol", "blockquote", "sup", "sub"]):
        inner.unwrap()
    for item in copy.find_all("li"):
        item.name = "p"
    for outer in copy.find_all("p"):
        if outer.find("p"):
            outer.unwrap()
    if copy.find("table") is None and not copy.find("p"):
        return f"<p>{copy}</p>" if copy.get_text(strip=True) else ""
    return str(copy)


def _escape(text: str) -> str:
    from html import escape

    return escape(text, quote=False)
