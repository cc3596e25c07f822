"""The page of open data as schema.org/DataCatalog; its data sets are in the DCAT file."""

from __future__ import annotations

from .here import Here
from .script import node


def catalogue(here: Here) -> list[dict]:
    """The catalogue, without a promise of what is in it: the page and its files list that."""
    body = here.get("body")
    return [
        node(
            "DataCatalog",
            f"{here.url}#catalogue",
            name=f"{here.get('section_title')}: {body.title}",
            url=here.url,
            inLanguage=here.language,
            publisher=here.body(body),
        )
    ]
