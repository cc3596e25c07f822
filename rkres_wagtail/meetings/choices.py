"""Closed lists of the meetings room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DatePrecision(models.TextChoices):
    """How exactly a date is known (requirement 26)."""

    MINUTE = "minute", _("day and hour")
    DAY = "day", _("day only")
    DAYS = "days", _("several days")
    MONTH = "month", _("month only")
    UNKNOWN = "unknown", _("not yet known")


class MeetingStatus(models.TextChoices):
    """What the office says of a meeting; its state adds what the date tells (requirement 28)."""

    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    CONFIRMED = "confirmed", pgettext_lazy("meeting", "confirmed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")
    HELD = "held", pgettext_lazy("meeting", "held")


class ChangeKind(models.TextChoices):
    """What happened to the published date or state of a meeting."""

    PLANNED = "planned", _("date announced")
    CONFIRMED = "confirmed", _("date confirmed")
    MOVED = "moved", _("moved")
    CANCELLED = "cancelled", _("cancelled")
    HELD = "held", _("marked as held")


#: After one of these the date and the state change only by moving or cancelling.
FIXING = (ChangeKind.CONFIRMED, ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.HELD)
#: These leave a line that the public reads.
TOLD = (ChangeKind.MOVED, ChangeKind.CANCELLED)


class MeetingForm(models.TextChoices):
    """Where one takes part (requirement 27)."""

    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class LinkVisibility(models.TextChoices):
    """Who sees the link to an online meeting, and when."""

    PUBLIC = "public", _("everyone, at once")
    BEFORE = "before", _("everyone, shortly before the meeting")
    NEVER = "never", _("nobody on this page")


class Numbering(models.TextChoices):
    """How the number of a meeting is written (requirement 25)."""

    ROMAN = "roman", _("Roman, e.g. “V”")
    ARABIC = "arabic", _("Arabic, e.g. “5”")


#: Levels of an agenda: 1, 1.1, 1.1.1.
LEVELS = (
    (1, pgettext_lazy("level of an agenda item", "item")),
    (2, pgettext_lazy("level of an agenda item", "sub-item")),
    (3, pgettext_lazy("level of an agenda item", "sub-sub-item")),
)
MAX_LEVEL = len(LEVELS)


class ItemResult(models.TextChoices):
    """What came of an item of the agenda."""

    ADOPTED = "adopted", pgettext_lazy("agenda item", "adopted")
    REJECTED = "rejected", pgettext_lazy("agenda item", "rejected")
    POSTPONED = "postponed", pgettext_lazy("agenda item", "postponed")
    REFERRED = "referred", pgettext_lazy("agenda item", "referred to another body")
    NOTED = "noted", pgettext_lazy("agenda item", "discussed, taken note of")


class MaterialKind(models.TextChoices):
    """What a file or link of a meeting is (requirement 31)."""

    AGENDA = "agenda", _("agenda")
    PRESENTATION = "presentation", _("presentation")
    DRAFT = "draft", _("draft document")
    REPORT = "report", _("report")
    MINUTES = "minutes", _("minutes")
    RECORDING = "recording", _("recording")
    OTHER = "other", _("other material")


class MaterialAccess(models.TextChoices):
    """Whether everyone can read a file (digital accessibility; requirements 31, 70)."""

    ACCESSIBLE = "accessible", _("accessible")
    NOT_ACCESSIBLE = "not_accessible", _("not accessible, e.g. a scan")
    REPLACED = "replaced", _("replaced by an accessible version")


class AccessibilityService(models.TextChoices):
    """What helps people take part."""

    SIGN_LANGUAGE = "sign_language", _("Polish Sign Language interpreter")
    INDUCTION_LOOP = "induction_loop", _("induction loop")
    CAPTIONS = "captions", _("live captions")
    STEP_FREE = "step_free", _("step-free entrance or lift")
    TOILET = "toilet", _("accessible toilet")
    ASSISTANCE_DOG = "assistance_dog", _("assistance dogs welcome")
    OTHER = "other", pgettext_lazy("accessibility service", "other")
