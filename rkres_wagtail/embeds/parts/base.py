"""What every part gives: words, a template and flat facts, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

#: Rows of a part at most, and those that are shown unless somebody asks for another number.
MOST = 20
USUAL = 5


@dataclass
class Part:
    """One part of a committee as other pages and other sites show it.

    ``facts`` are the same as flat data: of every row at least ``title``, ``html_url`` and
    ``summary``. ``empty`` is the sentence that stands where there are none. ``moments`` are those
    at which the part says something else without anybody's doing.
    """

    title: str
    url: str
    template: str = ""
    context: dict = field(default_factory=dict)
    facts: list[dict] = field(default_factory=list)
    empty: str = ""
    #: Address of the title, for the card of one page.
    title_url: str = ""
    more_title: str = ""
    more_url: str = ""
    moments: list[datetime | None] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.facts


@dataclass(frozen=True)
class Kind:
    """A kind of part by the word in its address.

    ``pages()`` gives the pages that it may be of, before the gate; ``present(scope, limit)`` the
    ``Part``, or None where the page keeps that to itself. ``height`` is that of a frame in which
    most of them fit, in pixels.
    """

    slug: str
    pages: Callable
    present: Callable
    height: int
