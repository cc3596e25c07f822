"""States of consultations as adjectives, for querysets of any class of consultation pages.

Conditions (``Q``, ``Exists``), not a manager: page classes of a host that are made from the
mixin keep the managers they have. All are counted from rows and one moment ``now``, which a
request takes once; ``course.Course.state()`` says the same of one page.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.apps import apps
from django.db import models
from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from ..conf import settings
from ..sub_addresses import keys_of
from .choices import ConsultationState, OutcomeKind


def consultation_model() -> type:
    """The page class of consultations: ``RKRES_WAGTAIL_CONSULTATION_PAGE``."""
    return apps.get_model(settings.CONSULTATION_PAGE)


def index_model() -> type:
    """The page class of their lists: ``RKRES_WAGTAIL_CONSULTATION_INDEX_PAGE``."""
    return apps.get_model(settings.CONSULTATION_INDEX_PAGE)


def consultations():
    """All consultation pages; nothing of it is public without the gate."""
    return consultation_model()._default_manager.all()


def public_consultations(gate, **kwargs):
    """Consultations that the public may see; arguments as those of ``Gate.pages``."""
    return gate.pages(consultations(), **kwargs)


class OfConsultationQuerySet(models.QuerySet):
    """Rows with a foreign key ``consultation`` to the canonical page."""

    def of(self, page):
        """Those of a consultation, whichever language of its page is given."""
        return self.filter(consultation__translation_key=page.translation_key)

    def of_any(self, pages):
        return self.filter(consultation__translation_key__in=keys_of(pages))


class ConsultationKindQuerySet(models.QuerySet):
    def of(self, committee):
        """Kinds of a committee, whichever language of its page is given."""
        return self.filter(committee__translation_key=committee.translation_key)


class VersionQuerySet(OfConsultationQuerySet):
    def published(self, now: datetime):
        """Texts that the public reads at ``now``."""
        return self.filter(published_at__lte=now)

    def drafts(self):
        return self.filter(published_at=None)


class ReportQuerySet(OfConsultationQuerySet):
    def published(self, now: datetime):
        """Reports that the public reads: live, and not past their time."""
        return self.filter(Q(expire_at=None) | Q(expire_at__gt=now), live=True)


def _rows(name: str):
    return apps.get_model("rkres_wagtail", name)._default_manager.filter(
        consultation__translation_key=OuterRef("translation_key")
    )


def has_outcome(*kinds: str) -> Exists:
    rows = _rows("ConsultationOutcome")
    return Exists(rows.filter(kind__in=kinds) if kinds else rows)


def has_report(now: datetime) -> Exists:
    """A report on the last round, too; as ``course.settles_until`` says of one."""
    from .course import ONE_DAY, after_the_day

    day = Cast(F("published_on"), DateTimeField()) + Value(after_the_day())
    until = Coalesce(
        ExpressionWrapper(day, DateTimeField()),
        ExpressionWrapper(F("first_published_at") + Value(ONE_DAY), DateTimeField()),
    )
    reports = _rows("ConsultationReport").published(now).annotate(rkres_until=until)
    later = apps.get_model("rkres_wagtail", "Round")._default_manager.filter(
        consultation__translation_key=OuterRef("consultation__translation_key"),
        ends_at__gt=OuterRef("rkres_until"),
    )
    return Exists(reports.filter(~Exists(later)))


def has_open_round(now: datetime) -> Exists:
    return Exists(_rows("Round").filter(starts_at__lte=now, ends_at__gt=now))


def has_future_round(now: datetime) -> Exists:
    return Exists(_rows("Round").filter(starts_at__gt=now))


def has_round() -> Exists:
    return Exists(_rows("Round"))


def is_open(now: datetime) -> Q:
    return Q(has_open_round(now)) & ~Q(has_outcome())


def is_announced(now: datetime) -> Q:
    """A round lies ahead, or none is known yet."""
    ahead = Q(has_future_round(now)) | ~Q(has_round())
    return ahead & ~Q(has_open_round(now)) & ~Q(has_outcome())


def is_closed(now: datetime) -> Q:
    """Every round is over and nothing was decided."""
    over = Q(has_round()) & ~Q(has_open_round(now)) & ~Q(has_future_round(now))
    return over & ~Q(has_outcome())


def is_reported(now: datetime) -> Q:
    return is_closed(now) & Q(has_report(now))


def is_unreported(now: datetime) -> Q:
    """Closed and without a report on the last round: being analysed, or overdue."""
    return is_closed(now) & ~Q(has_report(now))


def is_overdue(now: datetime, report_days: int) -> Q:
    """Closed, and the day by which the report was due is over."""
    from .course import start_of_day, today_of

    today = today_of(now)
    # The last day of consulting, then ``report_days`` full days.
    late = ~Exists(
        _rows("Round").filter(ends_at__gt=start_of_day(today - timedelta(days=report_days)))
    )
    by_date = Q(report_due_on__lt=today) | (Q(report_due_on=None) & Q(late))
    return is_unreported(now) & by_date


def in_state(state: str, now: datetime, report_days: int) -> Q:
    """Consultations that are in ``state`` (a ``ConsultationState``) at ``now``."""
    if state in OutcomeKind.values:
        return Q(has_outcome(state))
    if state == ConsultationState.OPEN:
        return is_open(now)
    if state == ConsultationState.ANNOUNCED:
        return is_announced(now)
    if state == ConsultationState.REPORTED:
        return is_reported(now)
    if state == ConsultationState.OVERDUE:
        return is_overdue(now, report_days)
    return is_unreported(now) & ~is_overdue(now, report_days)


# Orders: annotate, then order ---------------------------------------------------------------------


def _of_rounds(function, name: str, **where) -> Subquery:
    rows = _rows("Round").filter(**where).order_by().values("consultation__translation_key")
    return Subquery(rows.annotate(found=function(name)).values("found"))


def with_dates(queryset, now: datetime):
    """Each with ``closes_at`` (next closing), ``opens_at`` (next opening), ``closed_at`` (last)."""
    return queryset.annotate(
        closes_at=_of_rounds(Min, "ends_at", starts_at__lte=now, ends_at__gt=now),
        opens_at=_of_rounds(Min, "starts_at", starts_at__gt=now),
        closed_at=_of_rounds(Max, "ends_at"),
    )
