"""Where we are: the page that answers, its sub-address, what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from django.utils.translation import get_language

from ...dates import as_date
from .script import node


@dataclass(frozen=True)
class Here:
    """``context`` is what the template has; data comes from it, so that nothing else is told."""

    context: object
    page: object
    request: object
    #: The canonical address, absolute.
    url: str
    #: Name of the sub-address; empty at the page itself.
    route: str

    @classmethod
    def of(cls, context, page, request) -> Here:
        match = getattr(request, "routable_resolver_match", None)
        name = match.url_name if match is not None else ""
        route = "" if name == "index_route" else name or ""
        return cls(context, page, request, context.get("canonical_url") or "", route)

    def get(self, name: str):
        return self.context.get(name)

    @property
    def language(self) -> str:
        """Of the text, which may be another than that of the page around it."""
        return self.get("text_language") or get_language() or ""

    def absolute(self, url: str) -> str:
        return urljoin(self.url, url) if url else ""

    def url_of(self, page) -> str:
        return page.get_full_url(self.request) or ""

    def body(self, page) -> dict | None:
        """A reference to a public body; None for None."""
        if page is None:
            return None
        url = self.url_of(page)
        return node("GovernmentOrganization", body_key(url), name=page.title, url=url)

    def files(self, lines) -> list[dict]:
        """Files that the page offers: ``lines`` with ``title``, ``document`` and ``url``."""
        return [
            node("MediaObject", name=each.title, contentUrl=self.absolute(each.url))
            for each in lines or ()
            if each.document is not None
        ]


def body_key(url: str) -> str:
    """The ``@id`` of the body with the page ``url``: one thing, told of on many pages."""
    return f"{url}#organization"


def day_of(moment) -> date | None:
    """The day that the page tells; its hour is known to nobody but the database."""
    return as_date(moment) if moment else None


def on_one_line(text: str) -> str:
    return " ".join((text or "").split())
