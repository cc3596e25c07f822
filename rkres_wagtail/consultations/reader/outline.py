"""The nested list of contents, as safe HTML: lists within lists are no work for a template."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ...typography import bind_short_words


def outline(sections: Iterable) -> SafeString:
    """``<ol>`` of links to ``sections`` (``anchor``, ``heading``, ``depth`` without gaps)."""
    html, depth = [], 0
    for section in sections:
        if section.depth > depth:
            html.append('<ol role="list">')  # one at a time: depths skip nothing
        else:
            html.append("</li>" + "</ol></li>" * (depth - section.depth))
        depth = section.depth
        html.append(
            format_html(
                '<li><a href="#{}">{}</a>', section.anchor, bind_short_words(section.heading)
            )
        )
    html.append("</li></ol>" * depth)
    return mark_safe("".join(html))  # noqa: S308
