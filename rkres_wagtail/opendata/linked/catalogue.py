"""The page of open data as schema.org/DataCatalog with the data sets that it lists."""

from __future__ import annotations

from .here import Here, day_of, on_one_line
from .script import node


def catalogue(here: Here) -> list[dict]:
    """What ``offers`` gave the page; the DCAT file tells the same at greater length."""
    body = here.get("body")
    offered = [each for name in ("tables", "whole", "feeds") for each in here.get(name) or ()]
    return [
        node(
            "DataCatalog",
            f"{here.url}#katalog",
            name=f"{here.get('section_title')}: {body.title}",
            url=here.url,
            inLanguage=here.language,
            license=_licence(here),
            publisher=here.body(body),
            dataset=[_dataset(here, each, body) for each in offered],
        )
    ]


def _dataset(here: Here, offer, body) -> dict:
    """One of its formats is all that each has."""
    return node(
        "Dataset",
        f"{here.url}#{offer.slug}",
        name=f"{offer.title} – {body.title}",
        description=on_one_line(str(offer.description)),
        url=here.url,
        inLanguage=here.language,
        license=_licence(here),
        creator=here.body(body),
        isAccessibleForFree=True,
        keywords=[str(each) for each in offer.keywords],
        dateModified=day_of(offer.changed_at),
        distribution=[
            node(
                "DataDownload",
                name=f"{offer.title} ({offer.format.name})",
                encodingFormat=offer.format.media_type,
                contentUrl=offer.url,
            )
        ],
    )


def _licence(here: Here) -> str:
    return (here.get("licence") or {}).get("url", "")
