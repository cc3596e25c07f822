"""How large a text may be, so that nobody waits for minutes: counted before anything is done.

Elements are counted by their names in the namespace, whatever prefix and form the file gives them.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from .ooxml import w
from .package import UnreadableDocument

#: Of each, what is read within ten seconds; a programme of 300 pages has about half of it.
MAX_PARAGRAPHS, MAX_RUNS, MAX_CELLS = 6_000, 30_000, 4_000
#: Elements of any kind in one part.
MAX_ELEMENTS = 1_000_000


def check_markup(xml: bytes) -> None:
    """Raise ``UnreadableDocument`` for a part too large to be parsed."""
    # Every element has at least one of these.
    if xml.count(b"<") > 2 * MAX_ELEMENTS:
        raise UnreadableDocument(
            _("The text of the file is made of too many parts. Split the document.")
        )


def check_size(roots) -> None:
    """Take out paragraphs that hold nothing; raise ``UnreadableDocument`` where too much is left.

    ``roots`` are the stories of one file, some of them None.
    """
    stories = [root for root in roots if root is not None]
    for root in stories:
        for paragraph in list(root.iter(w("p"))):
            if not len(paragraph):
                paragraph.getparent().remove(paragraph)
    if _count(stories, "p") > MAX_PARAGRAPHS:
        raise UnreadableDocument(
            _("The file has more than %(limit)d paragraphs. Split the document.")
            % {"limit": MAX_PARAGRAPHS}
        )
    if _count(stories, "tc") > MAX_CELLS:
        raise UnreadableDocument(
            _(
                "The tables of the file have more than %(limit)d cells. Publish large tables as "
                "files of their own, or split the document."
            )
            % {"limit": MAX_CELLS}
        )
    if _count(stories, "r") > MAX_RUNS:
        raise UnreadableDocument(
            _(
                "The formatting of the file changes in more than %(limit)d places. Copy its text "
                "into a new document, or split it."
            )
            % {"limit": MAX_RUNS}
        )


def _count(stories, name: str) -> int:
    return sum(1 for root in stories for _node in root.iter(w(name)))
