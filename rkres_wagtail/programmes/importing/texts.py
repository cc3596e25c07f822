"""Descriptions as plain text in a cell, and back."""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import escape

from ...remarks.rules import clean_text
from ...text import without_directions

_BREAK = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_KEPT = re.compile(r"</?p\b[^>]*>|<br\s*/?>", re.IGNORECASE)


def plain(html: str) -> str:
    """Rich text as lines, one a paragraph."""
    text = unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def rich(text: str) -> str:
    """Lines as paragraphs; everything else in them is text."""
    text = clean_text(without_directions(text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def has_formatting(html: str) -> bool:
    """Whether there is more than paragraphs, which a cell cannot hold."""
    return bool(_TAG.search(_KEPT.sub("", html)))
