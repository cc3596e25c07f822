"""Words of the document for the index of its page."""

from __future__ import annotations

from django.utils import timezone

from . import published, raw

#: Characters of one document that are indexed: some 60 sections of 300 words are a third of it.
MOST_CHARACTERS = 500_000


def public_words(page) -> str:
    """Headings and words of the latest published version; two queries."""
    version = published.latest_version(page.source, timezone.now())
    if version is None:
        return ""
    rows, length = [version.title] if version.title else [], 0
    for text in published.texts_of(version):
        for line in (text.heading, *raw.lines(text)):
            length += len(line) + 1
            if length > MOST_CHARACTERS:
                return " ".join(rows)
            rows.append(line)
    return " ".join(rows)
