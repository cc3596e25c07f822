"""The closing of every round as an entry of calendars.

As with meetings, what is printed is read first as plain values, which is what tells whether a
written entry is still right; pages are only loaded for those that are not in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid5

from django.db.models import Count, Max, TextField
from django.db.models.functions import Cast
from django.db.models.signals import post_delete
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from ...conf import settings
from ...feeds import Event, Item, Scope
from ...meetings.when import zone
from ..course import is_cut
from ..models import ConsultationOutcome, Round
from ..querysets import consultation_model
from . import words
from .scope import consultations_of

#: Everything that ``words`` reads of a page; another value is another entry.
_PAGE = (
    "pk", "translation_key", "body__translation_key", "title", "url_path", "live_revision_id",
    "first_published_at", "last_published_at", "lead", "only_on_form", "signature_required",
    "anonymous_accepted", "receipt_date_counts", "contact_person", "contact_phone",
    "contact_email",
)  # fmt: skip
_ROUND = ("pk", "consultation__translation_key", "title", "starts_at", "ends_at", "changed_at")
_MINUTE = timedelta(minutes=1)


class ClosingDates:
    """The provider of the consultations room (``feeds.CalendarProvider``)."""

    def items(self, scope: Scope) -> list[Item]:
        """Rounds of public consultations of the scope; three queries."""
        pages = consultations_of(scope)
        rows = pages.annotate(rkres_channels=Cast("channels", TextField())).order_by("pk")
        found = {row[1]: row for row in rows.values_list(*_PAGE, "rkres_channels")}
        return list(_items(scope, pages, found)) if found else []

    def builders(self, scope: Scope, items: list[Item]) -> dict[Any, Callable[[], Event]]:
        """Pages, rounds, extensions and outcomes; four queries, however many there are."""
        chosen = {item.page_id for item in items}
        pages = consultation_model()._default_manager.filter(pk__in=chosen)
        by_key = {page.translation_key: page for page in pages.select_related("locale")}
        rounds = Round.objects.filter(pk__in=[item.id for item in items])
        outcomes = _outcomes(by_key)
        names = {item.id: item.key[-1] for item in items}
        return {
            row.pk: partial(
                event,
                scope,
                by_key[row.consultation.translation_key],
                row,
                outcomes.get(row.consultation.translation_key),
                names[row.pk],
            )
            for row in rounds.select_related("consultation").prefetch_related("extensions")
            if row.consultation.translation_key in by_key
        }


def _items(scope: Scope, pages, found: dict) -> Iterator[Item]:
    now, names = scope.gate.now, scope.names
    outcomes = _outcomes(found)
    rounds = Round.objects.filter(
        consultation__translation_key__in=pages.order_by().values("translation_key")
    ).annotate(told=Count("extensions"), told_at=Max("extensions__recorded_at"))
    for pk, key, *row in rounds.order_by("ends_at", "pk").values_list(*_ROUND, "told", "told_at"):
        page, ends_at = found[key], row[2]
        outcome = outcomes.get(key)
        cut = is_cut(ends_at, outcome)
        if cut and ends_at <= now - timedelta(days=settings.CANCELLED_DAYS):
            continue
        name = names.get(page[2], "")
        is_over = ends_at <= now
        yield Item(
            id=pk,
            key=(row, page, cut and outcome.changed_at, is_over, name),
            title=page[3],
            page_id=page[0],
            problem=_problem(scope, page[2], name),
        )


def _outcomes(keys) -> dict[Any, ConsultationOutcome]:
    rows = ConsultationOutcome.objects.filter(consultation__translation_key__in=list(keys))
    rows = rows.select_related("consultation")
    return {row.consultation.translation_key: row for row in rows}


def _problem(scope: Scope, body, name: str) -> str:
    """Why no body's calendar has it, for the editors' report."""
    if not scope.is_report:
        return ""
    if body is None:
        return gettext("No body is chosen whose consultation it is.")
    return "" if name else gettext("The body whose consultation it is, is not public.")


def told_moment(ends_at: datetime) -> datetime:
    """The closing as it is told: 23:59 of the day before for midnight."""
    is_midnight = ends_at.astimezone(zone()).time() == time(0)
    return ends_at - _MINUTE if is_midnight else ends_at


def event(scope: Scope, page, round: Round, outcome, name: str) -> Event:
    """The closing of a round as an entry."""
    cut = is_cut(round.ends_at, outcome)
    touched = [round.changed_at, *([outcome.changed_at] if cut else [])]
    url = page.get_full_url(scope.request) or ""
    return Event(
        uid=str(uuid5(page.translation_key, f"round {round.pk}")),
        title=words.summary(page, round, cut=cut),
        starts=told_moment(round.ends_at),
        changed_at=max(filter(None, [*touched, page.last_published_at])),
        created_at=round.recorded_at,
        sequence=_sequence(round, touched),
        status="CANCELLED" if cut else "CONFIRMED",
        url=url,
        description=words.description(
            page, round, outcome if cut else None, name=name, url=url, now=scope.gate.now
        ),
        categories=(pgettext("calendar", "consultation"),),
    )


def _sequence(round: Round, touched: list[datetime]) -> int:
    """Seconds from the first record to the last change: it rises, and never goes down.

    A count of extensions would go down when an outcome is revoked.
    """
    return max(0, int((max(touched) - round.recorded_at).total_seconds()))


def on_outcome_revoked(sender, instance: ConsultationOutcome, **kwargs) -> None:
    """Receiver of ``post_delete``: what is a date again is a later change than the outcome."""
    rounds = Round.objects.filter(
        consultation__translation_key=instance.consultation.translation_key
    )
    rounds.filter(ends_at__gt=instance.recorded_at).update(changed_at=timezone.now())


def connect() -> None:
    post_delete.connect(
        on_outcome_revoked,
        sender=ConsultationOutcome,
        dispatch_uid="rkres_wagtail.consultation_outcome_revoked",
    )
