"""Closed lists of the remarks room; statuses of answers are a snippet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """The way a remark came in (requirement 50); most are ways that the page announces."""

    ONLINE = "online", pgettext_lazy("channel of a remark", "online form")
    EMAIL = "email", pgettext_lazy("channel of a remark", "e-mail")
    POST = "post", pgettext_lazy("channel of a remark", "post")
    IN_PERSON = "in_person", pgettext_lazy("channel of a remark", "in person")
    ORALLY = "orally", pgettext_lazy("channel of a remark", "orally, for the record")
    MEETING = "meeting", pgettext_lazy("channel of a remark", "meeting")
    E_DELIVERY = "e_delivery", pgettext_lazy("channel of a remark", "ePUAP or e-Doręczenia")
    OTHER = "other", pgettext_lazy("channel of a remark", "other way")


class AuthorKind(models.TextChoices):
    """Who speaks (requirement 56)."""

    PERSON = "person", pgettext_lazy("author of a remark", "private person")
    ORGANISATION = "organisation", pgettext_lazy("author of a remark", "organisation")
    GOVERNMENT = "government", pgettext_lazy("author of a remark", "local government")
    INTERNAL = "internal", pgettext_lazy("author of a remark", "internal")


class Moderation(models.TextChoices):
    """Whether the public may read a remark (requirement 63)."""

    PENDING = "pending", pgettext_lazy("remark", "waiting for a decision")
    APPROVED = "approved", pgettext_lazy("remark", "approved for publication")
    BLOCKED = "blocked", pgettext_lazy("remark", "blocked")
    #: Spam or a test: no remark at all, counted nowhere but in the list of receipts.
    JUNK = "junk", pgettext_lazy("remark", "not a remark")


class BlockReason(models.TextChoices):
    """Why a remark is not shown; the author and the public read it."""

    PERSONAL_DATA = "personal_data", pgettext_lazy("blocked remark", "personal data of others")
    OFFENSIVE = "offensive", pgettext_lazy("blocked remark", "offensive words")
    UNLAWFUL = "unlawful", pgettext_lazy("blocked remark", "unlawful content")
    OFF_TOPIC = "off_topic", pgettext_lazy("blocked remark", "not about the document")


class Meaning(models.TextChoices):
    """What a status of an answer comes to; statistics compare regions by it (requirement 57)."""

    ACCEPTED = "accepted", pgettext_lazy("answer to a remark", "accepted")
    PARTLY = "partly", pgettext_lazy("answer to a remark", "partly accepted")
    REJECTED = "rejected", pgettext_lazy("answer to a remark", "not accepted")
    EXPLAINED = "explained", pgettext_lazy("answer to a remark", "explained")
    RECOMMENDED = "recommended", pgettext_lazy("answer to a remark", "taken as a recommendation")
    NOT_EXAMINED = "not_examined", pgettext_lazy("answer to a remark", "not examined")


#: What always needs reasons (Act of 6.12.2006, art. 6(6)).
REASONED = (Meaning.REJECTED, Meaning.PARTLY)


class FormalReason(models.TextChoices):
    """Why a remark was not examined; also the formal defects of what came in."""

    LATE = "late", pgettext_lazy("formal defect", "late")
    ANONYMOUS = "anonymous", pgettext_lazy("formal defect", "anonymous")
    UNSIGNED = "unsigned", pgettext_lazy("formal defect", "unsigned")
    WRONG_FORM = "wrong_form", pgettext_lazy("formal defect", "not on the form")


class Asked(models.TextChoices):
    """Whether the forms of a consultation have a column."""

    NO = "no", pgettext_lazy("column of a form", "not asked for")
    OPTIONAL = "optional", pgettext_lazy("column of a form", "may be filled in")
    REQUIRED = "required", pgettext_lazy("column of a form", "must be filled in")


class FileKind(models.TextChoices):
    """What a file of a submission is."""

    FORM = "form", pgettext_lazy("file of a submission", "filled form")
    ATTACHMENT = "attachment", pgettext_lazy("file of a submission", "attachment")


class TableKind(models.TextChoices):
    """Files that a task makes of the published table of remarks."""

    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
