"""Closed lists of the minutes room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class MinutesState(models.TextChoices):
    """Where minutes stand, told by what was recorded of them; nobody types it."""

    DRAFT = "draft", pgettext_lazy("minutes", "draft")
    CORRECTIONS = "corrections", pgettext_lazy("minutes", "with the members for corrections")
    CORRECTED = "corrected", pgettext_lazy("minutes", "corrections are over")
    APPROVED = "approved", pgettext_lazy("minutes", "approved")
    PUBLISHED = "published", pgettext_lazy("minutes", "published")


class ReaderReply(models.TextChoices):
    """What a member answered who was asked to read the minutes."""

    NONE = "", pgettext_lazy("reply about minutes", "no reply yet")
    AGREES = "agrees", pgettext_lazy("reply about minutes", "no remarks")
    CORRECTS = "corrects", pgettext_lazy("reply about minutes", "asks for corrections")


class CorrectionState(models.TextChoices):
    """What the office did with a correction."""

    NEW = "new", pgettext_lazy("correction", "to be examined")
    TAKEN = "taken", pgettext_lazy("correction", "taken into the text")
    PARTLY = "partly", pgettext_lazy("correction", "taken in part")
    DECLINED = "declined", pgettext_lazy("correction", "not taken")


class FileKind(models.TextChoices):
    """Files derived from published minutes and kept."""

    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
