"""The few names and moves that working on WordprocessingML needs."""

from __future__ import annotations

from collections.abc import Iterator

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: Signs of the private use area that stand for what HTML made from the file could not say.
HEADING, IMAGE, EQUATION, NOTE, NOTE_TEXT = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MARKS = HEADING + IMAGE + EQUATION + NOTE + NOTE_TEXT


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def parse(xml: bytes):
    """The root of a part; entities stay as they are and nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(xml, parser)


def value(element, name: str) -> str | None:
    """``w:val`` of the child ``name``; None where there is none."""
    child = element.find(w(name)) if element is not None else None
    return None if child is None else child.get(w("val"))


def number(text: str | None, default: int | None = None) -> int | None:
    try:
        return int(text)
    except (TypeError, ValueError):
        return default


def is_on(element, name: str) -> bool | None:
    """Whether a switch such as ``w:b`` is on; None where nothing is said."""
    child = element.find(w(name)) if element is not None else None
    if child is None:
        return None
    return child.get(w("val")) not in ("0", "false", "off", "none")


def remove(element) -> None:
    """Take an element out; text that stood behind it is only space between tags."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element, children=None) -> None:
    """Put ``children`` (its own) in the place of the element."""
    parent = element.getparent()
    position = parent.index(element)
    parent[position : position + 1] = list(element if children is None else children)


def make_run(text: str):
    from lxml import etree

    run = etree.Element(w("r"))
    node = etree.SubElement(run, w("t"))
    node.text = text
    node.set(SPACE, "preserve")
    return run


def make_paragraph(runs=()):
    from lxml import etree

    paragraph = etree.Element(w("p"))
    paragraph.extend(list(runs))
    return paragraph


def properties(paragraph):
    """The paragraph's ``w:pPr``, made where there is none."""
    from lxml import etree

    found = paragraph.find(w("pPr"))
    if found is None:
        found = etree.Element(w("pPr"))
        paragraph.insert(0, found)
    return found


def put_first(paragraph, run) -> None:
    """Insert a run before the others."""
    has_properties = len(paragraph) and paragraph[0].tag == w("pPr")
    paragraph.insert(1 if has_properties else 0, run)


def text_of(element) -> str:
    """The words under an element; a tab or a break parts them, a paragraph's end too."""
    return "".join(_texts(element))


def _texts(element) -> Iterator[str]:
    parting = (w("tab"), w("br"), w("cr"), w("ptab"))
    for node in element.iter(w("t"), f"{{{M}}}t", w("p"), w("noBreakHyphen"), *parting):
        if node.tag in (w("t"), f"{{{M}}}t"):
            yield node.text or ""
        elif node.tag == w("noBreakHyphen"):
            yield "\u2011"
        elif node.tag == w("p"):
            yield "\n"
        # Stops of tabs are named as tabs are.
        elif node.getparent().tag != w("tabs"):
            yield " "
