"""The verb of a member who came by the secret link."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from ..choices import ReaderReply
from ..models import MinutesCorrection, MinutesReader
from ..services import locked
from . import rules
from .services import note_reply


class RoundOver(ValidationError):
    """The answer came too late; ``code`` is ``"round_over"``."""

    def __init__(self):
        super().__init__(_("The time for corrections is over."), code="round_over")


@transaction.atomic
def reply(
    *, reader: MinutesReader, corrections: Iterable[tuple[str, str]] = (), user=None
) -> list[MinutesCorrection]:
    """Take a member's corrections as (place, text); none of them means: no remarks.

    What the member has sent before, word for word at the same place, is not taken twice: a form
    that was posted again changes nothing. Raises ``RoundOver`` or ``ValidationError``.
    """
    minutes = locked(reader.reading.minutes)
    reader = MinutesReader.objects.select_for_update().select_related("reading").get(pk=reader.pk)
    if not rules.is_running(reader.reading) or rules.is_settled(minutes):
        raise RoundOver
    known = MinutesCorrection.objects.select_for_update().filter(reader=reader)
    sent = set(known.values_list("place", "text"))
    wanted = [(rules.one_line(place), rules.cleaned_text(text)) for place, text in corrections]
    wanted = [each for each in dict.fromkeys(wanted) if each[1]]
    if not wanted:
        _agree(reader, minutes, has_corrected=bool(sent), user=user)
        return []
    for _place, text in wanted:
        if problem := rules.too_long(text, rules.MAX_TEXT):
            raise ValidationError(problem)
    fresh = [each for each in wanted if each not in sent]
    if len(sent) + len(fresh) > rules.MAX_CORRECTIONS:
        raise ValidationError(
            ngettext(
                "No more than %(count)d correction can be sent. Please write to the office.",
                "No more than %(count)d corrections can be sent. Please write to the office.",
                rules.MAX_CORRECTIONS,
            )
            % {"count": rules.MAX_CORRECTIONS}
        )
    made = [
        MinutesCorrection.objects.create(minutes=minutes, reader=reader, place=place, text=text)
        for place, text in fresh
    ]
    if made:
        note_reply(reader, ReaderReply.CORRECTS)
        _log(minutes, user, "corrections", count=len(made))
    return made


def _agree(reader: MinutesReader, minutes, *, has_corrected: bool, user) -> None:
    """No remarks; who has sent corrections cannot take them back by this."""
    if has_corrected or reader.reply == ReaderReply.AGREES:
        return
    note_reply(reader, ReaderReply.AGREES)
    _log(minutes, user, "agrees")


def _log(minutes, user, verb: str, **data) -> None:
    log(instance=minutes, action=f"rkres_wagtail.minutes_{verb}", user=user, data=data)
