"""What must hold of remarks, whoever brings them in: form, file, office or API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..conf import settings
from ..consultations.course import Course, closing_of
from ..text import clean_text
from .choices import Asked, AuthorKind


def check_rules(rules) -> None:
    """Raise ``ValidationError`` by field: no data are collected without saying why."""
    from django.utils.html import strip_tags

    if rules.is_online and not strip_tags(rules.privacy_clause or "").strip():
        message = _("Write the privacy clause first: people must read it where they give data.")
        raise ValidationError({"privacy_clause": message})


def check_texts(remark, rules=None, *, is_complete: bool = True) -> None:
    """Raise ``ValidationError`` by field for texts that are missing or too long.

    ``rules`` ask for columns of people's own forms; what the office writes down need only say
    something. A missing text is no fault with ``is_complete=False``.
    """
    errors = {}
    limit = settings.REMARK_MAX_CHARS
    for name in remark.TEXTS:
        text = clean_text(getattr(remark, name))
        setattr(remark, name, text)
        if len(text) > limit:
            errors[name] = _("The text has %(length)d characters; the most is %(limit)d.") % {
                "length": len(text),
                "limit": limit,
            }
    remark.place = clean_text(remark.place).replace("\n", " ")
    if len(remark.place) > 255:
        errors["place"] = _("At most 255 characters.")
    if not remark.content and not remark.proposed:
        errors["content"] = _("Write the remark.")
    if rules is not None and is_complete:
        for name in ("quote", "proposed", "justification"):
            if getattr(rules, name) == Asked.REQUIRED and not getattr(remark, name):
                errors.setdefault(name, _("This field must be filled in here."))
        if rules.place == Asked.REQUIRED and not (remark.place or remark.section_id):
            errors.setdefault("place", _("Say which part of the document this is about."))
    if errors:
        raise ValidationError(errors)


@dataclass(frozen=True)
class Standing:
    """Where a submission stands in the course of its consultation: its round, and how late."""

    round: object
    is_late: bool


def standing_at(course: Course, received_at: datetime) -> Standing:
    """The round that was open at ``received_at``; after the last closing, that one, and late.

    Before the first round there is none, and nothing is late. A letter may be entered after the
    outcome that ended the round in which it came.
    """
    over = []
    for each in course.rounds:
        closing = closing_of(each, course.outcome)
        if each.starts_at <= received_at < closing:
            return Standing(each, False)
        if closing <= received_at:
            over.append(each)
    return Standing(over[-1], True) if over else Standing(None, False)


def is_anonymous(submission) -> bool:
    """Whether nobody is named; whether that is a defect is said by the consultation's rules."""
    if submission.author_kind == AuthorKind.PERSON:
        return not submission.name
    return not (submission.organisation or submission.name)


def distinct(values: Iterable) -> list:
    """In order, each once."""
    return list(dict.fromkeys(values))
