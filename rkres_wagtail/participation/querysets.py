"""Calls, declarations, subscriptions and assignments: states as adjectives."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Q

from ..conf import settings
from .choices import CallState, DeclarationState


def call_model() -> type:
    """The page class of calls: ``RKRES_WAGTAIL_CALL_PAGE``."""
    return apps.get_model(settings.CALL_PAGE)


def calls():
    """All call pages; nothing of it is public without the gate."""
    return call_model()._default_manager.all()


def public_calls(gate, **kwargs):
    """Calls that the public may see; arguments as those of ``Gate.pages``."""
    return gate.pages(calls(), **kwargs)


def is_open(now: datetime) -> Q:
    """Opened (or without an opening moment), and not closed yet; nothing came of it yet."""
    begun = Q(opens_at=None) | Q(opens_at__lte=now)
    return begun & Q(closes_at__gt=now) & Q(settled_on=None)


def call_in_state(state: str, now: datetime) -> Q:
    """Calls that are in ``state`` (a ``CallState``) at ``now``; as ``CallPageMixin.state``."""
    if state == CallState.SETTLED:
        return ~Q(settled_on=None)
    unsettled = Q(settled_on=None)
    if state == CallState.OPEN:
        return is_open(now)
    if state == CallState.CLOSED:
        return unsettled & Q(closes_at__lte=now)
    ahead = Q(opens_at__gt=now) | Q(closes_at=None)
    return unsettled & ahead & ~Q(closes_at__lte=now)


class DeclarationQuerySet(models.QuerySet):
    def in_state(self, state: str):
        """Those in ``state`` (a ``DeclarationState``); as ``Declaration.state`` says of one."""
        if state == DeclarationState.WITHDRAWN:
            return self.exclude(withdrawn_at=None)
        here = self.filter(withdrawn_at=None)
        if state == DeclarationState.ACCEPTED:
            return here.filter(decided_at__isnull=False, is_accepted=True)
        if state == DeclarationState.REJECTED:
            return here.filter(decided_at__isnull=False, is_accepted=False)
        here = here.filter(decided_at=None)
        if state == DeclarationState.UNCONFIRMED:
            return here.filter(confirmed_at=None)
        return here.filter(confirmed_at__isnull=False)

    def waiting(self):
        """Those that the office has to decide on."""
        return self.in_state(DeclarationState.NEW)

    def with_personal_data(self):
        return self.filter(anonymised_at=None)


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        """Confirmed and not left."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def of(self, committee):
        return self.filter(committee__translation_key=committee.translation_key)


class AssignmentQuerySet(models.QuerySet):
    def of(self, page):
        """Those of a consultation, whichever language of its page is given."""
        return self.filter(consultation__translation_key=page.translation_key)
