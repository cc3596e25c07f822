"""The tree of a text as HTML; nothing that an editor typed is markup here."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .rich import Block, Bullets, Heading, Run

_LINE, _BREAK, _NOTHING = mark_safe("\n"), mark_safe("<br>"), mark_safe("")


def html_of(blocks: Iterable[Block]) -> SafeString:
    return _joined(_block(block) for block in blocks)


def _joined(parts: Iterable[SafeString], separator: SafeString = _LINE) -> SafeString:
    return format_html_join(separator, "{}", ((part,) for part in parts))


def _block(block: Block) -> SafeString:
    if isinstance(block, Bullets):
        return _list(block)
    if isinstance(block, Heading):
        return format_html("<h{}>{}</h{}>", str(block.level), _runs(block.runs), str(block.level))
    return format_html("<p>{}</p>", _runs(block.runs))


def _list(bullets: Bullets) -> SafeString:
    tag = "ol" if bullets.is_ordered else "ul"
    items = _joined(
        format_html("<li>{}{}</li>", _runs(item.runs), html_of(item.lists))
        for item in bullets.items
    )
    return format_html("<{}>\n{}\n</{}>", tag, items, tag)


def _runs(runs: Iterable[Run]) -> SafeString:
    return _joined((_run(run) for run in runs), _NOTHING)


def _run(run: Run) -> SafeString:
    html = _joined((format_html("{}", part) for part in run.text.split("\n")), _BREAK)
    if run.italic:
        html = format_html("<em>{}</em>", html)
    if run.bold:
        html = format_html("<strong>{}</strong>", html)
    return format_html('<a href="{}">{}</a>', run.href, html) if run.href else html
