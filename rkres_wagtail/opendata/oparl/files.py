"""File (chapter 3.14): documents of open collections, pages that are texts, links.

A file belongs to one meeting or paper: one document that two of them name is two Files with
the same address. So whatever names it need not be looked for.
"""

from __future__ import annotations

from hashlib import sha256
from mimetypes import guess_type
from uuid import UUID

from django.conf import settings as django_settings

from ..zones import day
from .kinds import FILE
from .objects import Built
from .world import World

HTML = "text/html"
_INLINE = ["application/pdf"]


class Files:
    """Makes the files of one object: ``owner`` begins their keys, ``back`` refers to it."""

    def __init__(self, world: World, owner: str, committee_key: UUID, back: dict):
        self._world, self._owner, self._committee_key = world, owner, committee_key
        self._back = back

    def document(self, document, title: str = "") -> Built:
        """A document whose collection is open.

        Wagtail sends most formats as an attachment, so that no uploaded page runs here; such
        an address is the one to download, too (chapter 2.7).
        """
        mime = guess_type(document.filename)[0] or "application/octet-stream"
        url = self._world.web(document.url)
        inline = getattr(django_settings, "WAGTAILDOCS_INLINE_CONTENT_TYPES", _INLINE)
        facts = {
            "name": (title or document.title).removesuffix(f".{document.file_extension}"),
            "fileName": document.filename,
            "mimeType": mime,
            "date": day(document.created_at),
            "size": document.file_size,
            "sha1Checksum": document.file_hash,
            "accessUrl": url,
            "downloadUrl": None if mime in inline else url,
        }
        return self._built(f"d{document.pk}", facts)

    def link(self, url: str, title: str) -> Built:
        """Something at an address elsewhere."""
        name = sha256(url.encode()).hexdigest()[:16]
        return self._built(f"u{name}", {"name": title, "accessUrl": self._world.web(url)})

    def text(self, name: str, url: str, mime: str = HTML, *, title: str, **facts) -> Built:
        """A page that is the text itself, or a file made of one; ``name`` ends its key."""
        shown = {"name": title, **facts, "mimeType": mime, "accessUrl": self._world.web(url)}
        return self._built(name, shown)

    def address(self, name: str) -> str:
        return self._world.address(FILE, f"{self._owner}-{name}")

    def _built(self, name: str, facts: dict) -> Built:
        key = f"{self._owner}-{name}"
        return Built(FILE, key, self._committee_key, facts, back=self._back)


def once(files: list[Built], *used: Built | None) -> list[Built]:
    """Each once, though an editor listed it twice; none of those that are ``used``."""
    taken = {each.key for each in used if each}
    return list({each.key: each for each in files if each.key not in taken}.values())
