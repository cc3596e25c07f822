"""Decisions as news: each one, and each answer that came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from uuid import uuid5

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .. import feeds
from ..dates import long_date
from ..feeds import Entry, NewsItem, Scope
from ..typography import NBSP
from .models import Dispatch
from .presentation.rows import for_rows
from .presentation.words import named, vote
from .querysets import public_decisions


class DecisionNews:
    """The provider of the decisions room (``feeds.NewsProvider``)."""

    def items(self, scope: Scope, limit: int) -> Iterable[NewsItem]:
        """The newest decisions and the newest answers; three queries."""
        pages = for_rows(decisions_of(scope)).select_related("kind", "body", "locale")
        for page in pages.order_by(F("first_published_at").desc(nulls_last=True), "-pk")[:limit]:
            at = _published_at(page)
            yield NewsItem(label=page.title, at=at, build=partial(announcement, scope, page, at))
        rows = self._answers(scope, limit)
        keys = [row.decision.translation_key for row in rows]
        known = {page.translation_key: page for page in pages.filter(translation_key__in=keys)}
        for row in rows:
            page = known.get(row.decision.translation_key)
            if page is not None:
                build = partial(answer_entry, scope, page, row)
                yield NewsItem(label=page.title, at=row.answer_recorded_at, build=build)

    def _answers(self, scope: Scope, limit: int) -> list[Dispatch]:
        keys = decisions_of(scope).order_by().values("translation_key")
        rows = Dispatch.objects.filter(
            decision__translation_key__in=keys,
            answer_recorded_at__isnull=False,
            answered_on__isnull=False,
        )
        return list(rows.select_related("decision").order_by("-answer_recorded_at", "-pk")[:limit])


def decisions_of(scope: Scope):
    """Public decisions of the scope's bodies, in its language."""
    pages = public_decisions(scope.gate, locale_id=scope.locale_id)
    if scope.keys is None:
        return pages
    return pages.filter(body__translation_key__in=list(scope.keys))


def _published_at(page) -> datetime:
    """When it was published first: a corrected comma is no news."""
    return page.first_published_at or page.last_published_at or datetime(2000, 1, 1, tzinfo=UTC)


def announcement(scope: Scope, page, at: datetime) -> Entry:
    """One entry a decision."""
    body = scope.names.get(page.body.translation_key, "") if page.body is not None else ""
    day = long_date(page.adopted_on) if page.adopted_on else ""
    facts = ", ".join(filter(None, [named(page), day, body, vote(page)]))
    return Entry(
        id=f"urn:uuid:{page.translation_key}",
        title=page.title,
        url=page.get_full_url(scope.request) or "",
        published_at=at,
        updated_at=page.last_published_at or at,
        text="\n".join(filter(None, [facts, page.lead])).replace(NBSP, " "),
        categories=_categories(page),
        topic="decisions",
        page=page,
        stale_at=feeds.stale_after(page.adopted_on),
    )


def answer_entry(scope: Scope, page, row: Dispatch) -> Entry:
    """One entry an answer, of the moment at which it was entered."""
    facts = _("%(addressee)s, %(day)s: %(state)s") % {
        "addressee": row.answered_by or row.addressee,
        "day": long_date(row.answered_on),
        "state": row.get_state_display(),
    }
    return Entry(
        id=f"urn:uuid:{uuid5(page.translation_key, f'answer {row.pk}')}",
        title=_("Answer: %(title)s") % {"title": page.title},
        url=page.get_full_url(scope.request) or "",
        published_at=row.answer_recorded_at,
        updated_at=row.changed_at,
        text="\n".join(filter(None, [facts, row.answer])).replace(NBSP, " "),
        categories=(*_categories(page), pgettext("feed", "answer")),
        topic="decisions",
        page=page,
        stale_at=feeds.stale_after(row.answered_on),
    )


def _categories(page) -> tuple[str, ...]:
    return (pgettext("feed", "decision"), *([str(page.kind)] if page.kind else []))


def register() -> None:
    feeds.add_news("decisions", DecisionNews())
