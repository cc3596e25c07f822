"""Closed lists of the programmes room; names of levels are each programme's own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

#: Levels below one another: deeper trees are slips of an import.
MAX_LEVEL = 20
#: Elements of one programme.
MAX_NODES = 5000


class ProgrammeScope(models.TextChoices):
    """Whose programme it is (requirement 64)."""

    NATIONAL = "national", pgettext_lazy("programme", "national")
    REGIONAL = "regional", pgettext_lazy("programme", "regional")
    LOCAL = "local", pgettext_lazy("programme", "local")


class ProgrammeState(models.TextChoices):
    """Where a programme stands (requirement 64); the end of its years closes it by itself."""

    DRAFT = "draft", pgettext_lazy("programme", "draft")
    CONSULTED = "consulted", pgettext_lazy("programme", "in consultation")
    ADOPTED = "adopted", pgettext_lazy("programme", "adopted")
    AMENDED = "amended", pgettext_lazy("programme", "amended")
    CLOSED = "closed", pgettext_lazy("programme", "closed")


#: In force until the last of the programme's years is over.
IN_FORCE = (ProgrammeState.ADOPTED, ProgrammeState.AMENDED)


class ActRole(models.TextChoices):
    """What an act did to a programme."""

    STARTED = "started", pgettext_lazy("act on a programme", "started the work")
    CONSULTED = "consulted", pgettext_lazy("act on a programme", "sent the draft for consultation")
    ADOPTED = "adopted", pgettext_lazy("act on a programme", "adopted")
    AMENDED = "amended", pgettext_lazy("act on a programme", "amended")
    REPEALED = "repealed", pgettext_lazy("act on a programme", "repealed")


class ReadingState(models.TextChoices):
    """Whether there is a value for a year; "no data" is an answer, too (requirement 66)."""

    VALUE = "value", pgettext_lazy("reading of an indicator", "value")
    NO_DATA = "no_data", pgettext_lazy("reading of an indicator", "no data")
    PENDING = "pending", pgettext_lazy("reading of an indicator", "data being prepared")
