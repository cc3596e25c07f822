"""A resolution, position, opinion or recommendation as schema.org/CreativeWork.

Not ``Legislation``: an advisory body's decision binds nobody, and its kind is a word that each
committee chooses, which tells no program whether it is an act of law.
"""

from __future__ import annotations

from .here import Here, day_of, on_one_line
from .script import node


def decision(here: Here) -> list[dict]:
    page = here.get("decision")
    return [
        node(
            "CreativeWork",
            f"{here.url}#decision",
            name=page.title,
            genre=str(page.kind) if page.kind else "",
            identifier=page.number,
            abstract=on_one_line(page.lead),
            url=here.url,
            inLanguage=here.language,
            dateCreated=page.adopted_on,
            dateModified=day_of(here.get("last_published_at")),
            author=here.body(here.get("who")),
            creativeWorkStatus="Superseded" if here.get("replaced_by") else "",
            keywords=[str(each) for each in here.get("topics") or ()],
            encoding=here.files(here.get("files")),
        )
    ]
