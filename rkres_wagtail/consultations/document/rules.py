"""What holds of versions and sections, whoever changes them. Nothing here writes.

A text that people are answering, or have answered, does not change (DESIGN, rule 13).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...conf import settings
from ...typography import bind_short_words
from ..choices import MAX_LEVEL
from ..course import closing_of, deadline
from ..models import ConsultationOutcome, DocumentVersion, Round


def frozen_until(page, versions: Iterable, now: datetime) -> dict[int, datetime]:
    """Until when people can, or could, answer each of ``versions``; of frozen ones, by their key.

    A text is frozen once a round was open, if only for a second, while it was published. Two
    queries for all.
    """
    outcome = ConsultationOutcome.objects.of(page).first()
    begun = Round.objects.of(page).filter(starts_at__lte=now)
    closings = [
        closing
        for each in begun
        if (closing := closing_of(each, outcome)) > each.starts_at  # else it was called off
    ]
    last = max(closings, default=None)
    return {
        version.pk: last
        for version in versions
        if version.is_published and last is not None and last > version.published_at
    }


def frozen_reason(version: DocumentVersion, now: datetime) -> str:
    """Why ``version`` may not be changed any more; empty where it may."""
    if not version.is_published:
        return ""
    until = frozen_until(version.consultation, [version], now).get(version.pk)
    return reason_of(until, now) if until is not None else ""


def reason_of(until: datetime, now: datetime) -> str:
    words = {"deadline": deadline(until)}
    if until <= now:
        text = _(
            "People could answer this text until %(deadline)s, so it stays as they read it. A "
            "change makes a new version."
        )
    else:
        text = _(
            "The consultation lasts until %(deadline)s. The text that people answer does not "
            "change; a change makes a new version."
        )
    return bind_short_words(text % words)


# What depends on a section --------------------------------------------------------------------

_counters: list[Callable] = []


def register_remark_counts(provider: Callable[[list], dict]) -> None:
    """Add ``provider(identities) -> {identity.pk: number}``: what people wrote on sections."""
    if provider not in _counters:
        _counters.append(provider)


def remark_counts(identities: Iterable) -> dict[int, int]:
    """Numbers of remarks by the key of the identity; only of sections that have some."""
    identities, found = list(identities), Counter()
    for provider in _counters:
        found.update(provider(identities))
    return {key: number for key, number in found.items() if number}


# What a text must be --------------------------------------------------------------------------


def check_room(present: int) -> None:
    """Raise where one more section would be too many."""
    limit = settings.DOCUMENT_MAX_SECTIONS
    if present >= limit:
        raise ValidationError(
            _("A version has at most %(limit)d sections.") % {"limit": limit}, code="full"
        )


def check_levels(levels: Iterable[int]) -> None:
    """Raise where ``levels`` are no outline: the first is 1, none skips a level."""
    before = 0
    for level in levels:
        if not 1 <= level <= MAX_LEVEL:
            raise ValidationError(
                _("Sections have at most %(count)d levels.") % {"count": MAX_LEVEL}, code="level"
            )
        if level > before + 1:
            raise ValidationError(
                _("A section is at most one level deeper than the section before it."),
                code="level",
            )
        before = level


def check_has_text(version: DocumentVersion) -> None:
    """Raise where the public would find neither a section nor a file."""
    if not version.texts.exists() and not version.files.exists():
        raise ValidationError(
            _("There is nothing to read yet: add a section or a file first."), code="empty"
        )


def check_may_be_deleted(version: DocumentVersion) -> None:
    """Raise for a version that the public has seen, or that another one was made from."""
    if version.is_published:
        raise ValidationError(
            _("Version %(number)d is published, so it stays.") % {"number": version.number},
            code="published",
        )
    later = DocumentVersion.objects.filter(based_on=version).order_by("number").first()
    if later is not None:
        raise ValidationError(
            _("Version %(later)d was made from version %(number)d, so it stays.")
            % {"later": later.number, "number": version.number},
            code="needed",
        )
