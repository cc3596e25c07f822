"""Closed lists of the decisions room; the kinds themselves are a snippet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Voting(models.TextChoices):
    """How a decision was taken (requirement 34)."""

    NOT_VOTED = "not_voted", _("without a vote, or not recorded")
    UNANIMOUS = "unanimous", _("unanimously")
    COUNTED = "counted", _("by counted votes")
    CIRCULATED = "circulated", _("by circulated vote")


class DispatchState(models.TextChoices):
    """What became of a decision at its addressee (requirement 36)."""

    SENT = "sent", pgettext_lazy("dispatch", "passed on")
    ACCEPTED = "accepted", pgettext_lazy("dispatch", "accepted")
    PARTLY = "partly", pgettext_lazy("dispatch", "partly accepted")
    REJECTED = "rejected", pgettext_lazy("dispatch", "rejected")
    IN_PROGRESS = "in_progress", pgettext_lazy("dispatch", "being carried out")
    DONE = "done", pgettext_lazy("dispatch", "carried out")


#: What the filters offer beside the states: nothing came back yet.
WAITING = "waiting"
WAITING_LABEL = pgettext_lazy("decisions", "waiting for an answer")
