"""The secret link of one person to the list of documents that they are asked to read."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation

from ...secret_links import make_token
from ..models import ReadingLink

#: What the link is made for (``secret_links``).
PURPOSE = "reading_list"
LIST_URL = "rkres_wagtail:reading_list"
DOCUMENT_URL = "rkres_wagtail:reading_document"
FILE_URL = "rkres_wagtail:reading_file"


def list_path(link: ReadingLink) -> str:
    return reverse(LIST_URL, args=[make_token(PURPOSE, link)])


def document_path(link: ReadingLink, reader) -> str:
    return reverse(DOCUMENT_URL, args=[make_token(PURPOSE, link), reader.pk])


def file_path(link: ReadingLink, reader, row) -> str:
    return reverse(FILE_URL, args=[make_token(PURPOSE, link), reader.pk, row.pk])


def list_url(link: ReadingLink, site, language: str) -> str:
    """The full address, as a message has it."""
    # The project may mount our addresses under a language.
    with translation.override(language):
        return f"{site.root_url}{list_path(link)}"


def links_of(people: Iterable) -> dict[int, ReadingLink]:
    """The link of each person by key; made where there is none, in a fixed number of queries."""
    keys = {person.pk for person in people}
    known = set(ReadingLink.objects.filter(person__in=keys).values_list("person_id", flat=True))
    ReadingLink.objects.bulk_create(
        [ReadingLink(person_id=key) for key in sorted(keys - known)], ignore_conflicts=True
    )
    return {row.person_id: row for row in ReadingLink.objects.filter(person__in=keys)}
