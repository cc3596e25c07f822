"""From a package to HTML: the file is cleaned and marked, then mammoth reads what is left of it."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from . import cleaning, marking
from .completeness import words_of_xml
from .numbering import Numbering
from .ooxml import R, parse, w
from .package import Package, Part
from .size import check_markup, check_size
from .styles import Styles

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LEVEL = '<w:lvl w:ilvl="{level}"><w:numFmt w:val="{format}"/></w:lvl>'
_STYLE_MAP = f"""
p.{marking.TITLE} => p.rkres-title:fresh
p.{marking.CAPTION} => p.rkres-caption:fresh
p.{marking.QUOTE} => blockquote:fresh
"""


@dataclass(frozen=True)
class Converted:
    """``html`` with the signs of ``ooxml``; ``words`` of the file; ``told``: what there was.

    ``contents`` are the lines of its table of contents, which are in neither.
    """

    html: str
    words: Counter
    told: Counter
    contents: list[str]


def convert(package: Package) -> Converted:
    roots = [_root(part, prefix) for prefix, part in _stories_of(package)]
    check_size(roots)
    styles = Styles(package.styles.xml)
    told: Counter = Counter()
    contents: list[str] = []
    for story in roots:
        if story is not None:
            dropped = cleaning.drop(story, styles)
            told.update(dropped.told)
            contents += dropped.contents
    root, footnotes, endnotes = roots
    body = root.find(w("body")) if root is not None else None
    if body is None:
        return Converted("", Counter(), told, contents)
    notes = marking.Notes(footnotes, endnotes)
    notes.mark_references(body)
    words = words_of_xml([body, *(story for _number, story in notes.used)])
    for part in (body, *(story for _number, story in notes.used)):
        cleaning.open_up(part)
    marker = marking.Marker(styles, Numbering(package.numbering.xml, styles))
    marker.mark_body(body)
    for _number, story in notes.used:
        for paragraph in story.iter(w("p")):
            marker.mark(paragraph, is_top=False)
    notes.append_to(body)
    told["relabelled"] = marker.relabelled
    told["macros"] = int(package.has_macros)
    return Converted(_html(root, package), words, told, contents)


def _stories_of(package: Package):
    return (("", package.document), ("f", package.footnotes), ("e", package.endnotes))


def _root(part: Part, prefix: str):
    """The part's XML, in which the names of its links are made its own; None of an empty part."""
    if not part.xml:
        return None
    check_markup(part.xml)
    root = parse(part.xml)
    for link in root.iter(w("hyperlink")):
        if key := link.get(f"{{{R}}}id"):
            known = part.relationships.get(key)
            if known is None or not known.is_external:
                del link.attrib[f"{{{R}}}id"]
            else:
                link.set(f"{{{R}}}id", f"{prefix}{key}")
    return root


def _html(root, package: Package) -> str:
    import mammoth
    from lxml import etree

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("[Content_Types].xml", _TYPES)
        target.writestr(
            "_rels/.rels", _relationships([("rId1", "officeDocument", "word/document.xml", False)])
        )
        target.writestr("word/document.xml", etree.tostring(root, encoding="UTF-8"))
        target.writestr("word/numbering.xml", _numbering())
        links = [("rkresNumbering", "numbering", "numbering.xml", False)]
        for prefix, part in _stories_of(package):
            links += [
                (f"{prefix}{item.pk}", item.kind, item.target, True)
                for item in part.relationships.values()
                if item.is_external and item.kind == "hyperlink"
            ]
        target.writestr("word/_rels/document.xml.rels", _relationships(links))
    archive.seek(0)
    found = mammoth.convert_to_html(archive, style_map=_STYLE_MAP, include_embedded_style_map=False)
    return found.value


def _relationships(rows) -> str:
    inner = "".join(
        f"<Relationship Id={quoteattr(pk)} Type={quoteattr(f'{_OFFICE}/{kind}')} "
        f"Target={quoteattr(target)}{' TargetMode=' + quoteattr('External') if external else ''}/>"
        for pk, kind, target, external in rows
    )
    start = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{start}<Relationships xmlns="{_RELS}">{inner}</Relationships>'


def _numbering() -> str:
    """One bulleted and one numbered list: which is which was found out before."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">'
        + "".join(_LEVEL.format(level=level, format=kind) for level in range(9))
        + "</w:abstractNum>"
        for key, kind in ((marking.BULLETS, "bullet"), (marking.NUMBERS, "decimal"))
    )
    instances = "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
        for key in (marking.BULLETS, marking.NUMBERS)
    )
    return f'<w:numbering xmlns:w="{w("")[1:-1]}">{lists}{instances}</w:numbering>'
