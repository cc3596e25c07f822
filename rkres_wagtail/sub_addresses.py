"""Sub-addresses of a page that a later room answers: the minutes below a meeting.

The page declares the address, so that it stands in ``docs/reference/urls.md`` and passes the
page's gate; the room registers once, in its ``AppConfig.ready``, what is served there::

    sub_addresses.register("minutes", serve_minutes, found=found, words=words)

The page asks the same way whether it has something to link to, and for words to be found by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

#: Names that pages of this package ask for.
NAMES = frozenset(
    {
        "open_data",
        "minutes",
        "remarks",
        "remark_form",
        "remark_receipts",
        "programmes",
        "calls",
        "joining",
        "subscriptions",
    }
)


@dataclass(frozen=True)
class _Answer:
    view: Callable[..., HttpResponse]
    found: Callable[[Iterable, object], dict] | None
    words: Callable[[object], str] | None


_answers: dict[str, _Answer] = {}


def register(
    name: str,
    view: Callable[..., HttpResponse],
    *,
    found: Callable[[Iterable, object], dict] | None = None,
    words: Callable[[object], str] | None = None,
) -> None:
    """Let ``view(page, request)`` answer ``name``; ``KeyError`` where no page asks.

    ``found(pages, gate)`` gives a dict of facts (``id``, ``type``, ``approved_on``,
    ``published_at``) by ``translation_key`` for those pages that have something there, in a
    constant number of queries (``pages`` may be a queryset: ask ``keys_of``); ``words(page)``
    what is said there, for the search index.
    """
    if name not in NAMES:
        raise KeyError(name)
    _answers[name] = _Answer(view, found, words)


def answer(name: str, page, request: HttpRequest) -> HttpResponse:
    """What the room says; 404 where it has nothing, or is not there."""
    if name not in _answers:
        raise Http404
    return _answers[name].view(page, request)


def found(name: str, pages: Iterable, gate) -> dict:
    """Facts on what the public finds at ``name`` below each of ``pages``, which passed the gate."""
    known, pages = _answers.get(name), list(pages)
    return known.found(pages, gate) if known and known.found and pages else {}


def found_among(name: str, pages: QuerySet, gate) -> dict:
    """The same for a whole queryset of pages, none of which is fetched."""
    known = _answers.get(name)
    return known.found(pages, gate) if known and known.found else {}


def keys_of(pages: Iterable):
    """Keys of ``pages`` for ``translation_key__in``: of a queryset, a subquery."""
    if isinstance(pages, QuerySet):
        return pages.order_by().values("translation_key")
    return [page.translation_key for page in pages]


def is_answered(name: str) -> bool:
    """Whether a room has said what stands at ``name``."""
    return name in _answers


def words(name: str, page) -> str:
    """What is said there, for the index of ``page``; nothing of an unsaved page."""
    known = _answers.get(name)
    return known.words(page) if known and known.words and page.pk else ""
