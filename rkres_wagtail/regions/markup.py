"""Texts of a profile as rich text: plain words with a handful of marks.

Blank line: new paragraph. ``- `` and ``1. ``: lists. ``### `` and ``#### ``: headings.
``**bold**`` and ``[text](https://…)`` inside a line. Anything else, HTML included, is text.
"""

from __future__ import annotations

import re

from django.utils.html import escape

_ITEM = re.compile(r"(-|\d{1,3}\.)\s+(.*)")
_HEADING = re.compile(r"(#{3,4})\s+(.*)")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:)[^\s()]+)\)")


def to_rich_text(text: str) -> str:
    """Return ``text`` of a profile as the HTML that a rich text field stores."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> str:
    """One block may hold a heading, a paragraph and a list: lines are grouped by their tag."""
    groups: list[tuple[str, list[str]]] = []
    for line in (line.strip() for line in block.splitlines()):
        opened = groups[-1][0] if groups else None
        tag, content = _read(line, opened)
        if tag is None and opened in ("p", "ul", "ol"):
            groups[-1][1][-1] += f" {content}"
        elif tag == opened and tag in ("ul", "ol"):
            groups[-1][1].append(content)
        else:
            groups.append((tag or "p", [content]))
    return "".join(_write(tag, contents) for tag, contents in groups)


def _read(line: str, opened: str | None) -> tuple[str | None, str]:
    """Tag that ``line`` starts and its text; None: it goes on with what is open.

    A list is opened by "1." only, so that a wrapped line may begin with "31. dnia".
    """
    if heading := _HEADING.match(line):
        return f"h{len(heading[1])}", heading[2]
    if item := _ITEM.match(line):
        if item[1] == "-":
            return "ul", item[2]
        if item[1] == "1." or opened == "ol":
            return "ol", item[2]
    return None, line


def _write(tag: str, contents: list[str]) -> str:
    if tag in ("ul", "ol"):
        items = "".join(f"<li>{_inline(content)}</li>" for content in contents)
        return f"<{tag}>{items}</{tag}>"
    return "".join(f"<{tag}>{_inline(content)}</{tag}>" for content in contents)


def _inline(text: str) -> str:
    html = _BOLD.sub(r"<b>\1</b>", escape(text))
    return _LINK.sub(r'<a href="\2">\1</a>', html)
