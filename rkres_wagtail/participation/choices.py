"""Closed lists of the room of taking part."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class CallState(models.TextChoices):
    """Where a call stands; time flips it (requirement 42)."""

    ANNOUNCED = "announced", pgettext_lazy("call", "announced")
    OPEN = "open", pgettext_lazy("call", "open")
    #: Over, and nobody has said yet what came of it.
    CLOSED = "closed", pgettext_lazy("call", "closed, being decided")
    SETTLED = "settled", pgettext_lazy("call", "settled")


class DeclarationState(models.TextChoices):
    """Where a declaration stands, from its moments."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("declaration", "not confirmed")
    NEW = "new", pgettext_lazy("declaration", "waiting for a decision")
    ACCEPTED = "accepted", pgettext_lazy("declaration", "accepted")
    REJECTED = "rejected", pgettext_lazy("declaration", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("declaration", "withdrawn")


class DeclarationWay(models.TextChoices):
    """The way a declaration came in."""

    ONLINE = "online", pgettext_lazy("way of a declaration", "online form")
    EMAIL = "email", pgettext_lazy("way of a declaration", "e-mail")
    POST = "post", pgettext_lazy("way of a declaration", "post")
    IN_PERSON = "in_person", pgettext_lazy("way of a declaration", "in person")


class Topic(models.TextChoices):
    """What one can be told of."""

    MEETINGS = "meetings", pgettext_lazy("subscription", "meetings")
    DECISIONS = "decisions", pgettext_lazy("subscription", "decisions and answers to them")
    CONSULTATIONS = "consultations", pgettext_lazy("subscription", "consultations")
    CALLS = "calls", pgettext_lazy("subscription", "calls to take part")


class Rhythm(models.TextChoices):
    """How often one is told."""

    AT_ONCE = "at_once", pgettext_lazy("subscription", "at once")
    WEEKLY = "weekly", pgettext_lazy("subscription", "once a week")


class ReaderAnswer(models.TextChoices):
    """What a member said of a document that was assigned to them."""

    NONE = "none", pgettext_lazy("reader of a document", "no answer yet")
    NO_REMARKS = "no_remarks", pgettext_lazy("reader of a document", "no remarks")
    REMARKS = "remarks", pgettext_lazy("reader of a document", "sent remarks")
