"""Closed lists of the consultations room; kinds of documents are a snippet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class ConsultationState(models.TextChoices):
    """What dates and rows make of a consultation (requirement 47); never stored."""

    ANNOUNCED = "announced", pgettext_lazy("consultation", "announced")
    OPEN = "open", pgettext_lazy("consultation", "open")
    ANALYSED = "analysed", pgettext_lazy("consultation", "remarks being analysed")
    OVERDUE = "overdue", pgettext_lazy("consultation", "report overdue")
    REPORTED = "reported", pgettext_lazy("consultation", "report published")
    ADOPTED = "adopted", pgettext_lazy("consultation", "document adopted")
    ABANDONED = "abandoned", pgettext_lazy("consultation", "document abandoned")
    UNKNOWN = "unknown", pgettext_lazy("consultation", "result not known")


class OutcomeKind(models.TextChoices):
    """How a consultation ended; the values are those of ``ConsultationState``."""

    ADOPTED = "adopted", pgettext_lazy("consultation", "document adopted")
    ABANDONED = "abandoned", pgettext_lazy("consultation", "document abandoned")
    UNKNOWN = "unknown", pgettext_lazy("consultation", "result not known")


class CountedFrom(models.TextChoices):
    """Where the numbers of a report come from (requirements 60–61)."""

    REGISTER = "register", pgettext_lazy("numbers of a report", "the register of remarks")
    NUMBERS = "numbers", pgettext_lazy("numbers of a report", "what is written below")


class VersionKind(models.TextChoices):
    """Which text a version of a document is (requirement 44)."""

    DRAFT = "draft", pgettext_lazy("version of a document", "draft for consultation")
    CONSULTED = "consulted", pgettext_lazy("version of a document", "after consultation")
    ADOPTED = "adopted", pgettext_lazy("version of a document", "adopted")


class LineageKind(models.TextChoices):
    """What a verb did to a section (DESIGN §3); never guessed from texts."""

    SPLIT = "split", pgettext_lazy("section", "split off")
    MERGE = "merge", pgettext_lazy("section", "merged into")
    MOVE = "move", pgettext_lazy("section", "moved")


#: Deepest level of a section; level 1 is a chapter.
MAX_LEVEL = 5
