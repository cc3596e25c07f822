"""Nothing is lost: the words of the file against the words of what was read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .ooxml import MARKS, NOTE, text_of, w

_WORD = re.compile(r"\w+")
#: The number of a note stands close to its word, here and there.
_SIGNS = str.maketrans({**dict.fromkeys(MARKS, " "), NOTE: ""})

#: The number of a page at the end of a line of contents.
_PAGE = re.compile(r"[\s.…]*(?:\d+|\b[ivxlc]+)\s*$", re.IGNORECASE)
_OWN_TITLES = {"spis treści", "spis rzeczy", "contents", "table of contents"}


def words_of(text: str) -> Counter:
    """Words as they are compared: without signs, soft hyphens and forms of digits."""
    text = unicodedata.normalize("NFKC", text.replace("\u00ad", ""))
    return Counter(_WORD.findall(text.translate(_SIGNS)))


def words_of_xml(stories) -> Counter:
    text = []
    for story in stories:
        for paragraph in story.iter(w("p")):
            text.append(_own_text(paragraph))
    return words_of("\n".join(text))


def _own_text(paragraph) -> str:
    """Without the paragraphs of a text box in it, which come by themselves."""
    text = text_of(paragraph)
    for inner in paragraph.iter(w("p")):
        if inner is not paragraph and inner.getparent().tag == w("txbxContent"):
            text = text.replace(text_of(inner), " ", 1)
    return text


def missing(words: Counter, sections, title: str = "", contents=()) -> list[str]:
    """Words that the file has and the sections lack, in alphabetical order.

    ``contents`` are lines of a table of contents that was left out: what they say beyond the
    headings is lost, too. A line that stands in the text as it is (a list of tables names their
    captions) says nothing more.
    """
    from .rich import lines_of_content

    found = words_of(title)
    headings = words_of(title.casefold())
    stand = set(_OWN_TITLES)
    for section in sections:
        lines = [section.number, section.title, *lines_of_content(section.content)]
        found.update(words_of("\n".join(lines)))
        headings.update(words_of(f"{section.number} {section.title}".casefold()))
        stand.update(map(_plain, lines))
    lost = list((words - found).elements())
    for line in contents:
        text = _PAGE.sub("", line)
        if _plain(text) not in stand:
            lost += [word for word in words_of(text) if word.casefold() not in headings]
    return sorted(lost, key=str.casefold)


def _plain(line: str) -> str:
    return " ".join(words_of(line.casefold()))
