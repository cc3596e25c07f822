"""Verbs of the office: send minutes for corrections, extend, end, remind, record, answer.

Check, do in one transaction, log in the history of the minutes. Permissions are the callers'
matter (``rules.may_keep``); ``user`` is who is named in the log. The log holds no text of a
correction and no address.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..choices import CorrectionState, ReaderReply
from ..models import Minutes, MinutesCorrection, MinutesReader, MinutesReading
from ..services import locked
from . import messages, rules, snapshot
from .people import candidates
from .rules import open_corrections  # noqa: F401


@transaction.atomic
def send_for_corrections(
    *, minutes: Minutes, until: date, people, user, message: str = "", has_internal: bool = False
) -> MinutesReading:
    """Send the latest draft to ``people``, each with a link of their own, until a day.

    Raises ``ValidationError`` by field. Nobody is asked unless everybody is.
    """
    minutes = locked(minutes)
    if refusal := rules.refusal_to_send(minutes):
        raise ValidationError(refusal)
    rules.check_until(until)
    message = _checked_message(message)
    chosen = _checked_people(minutes, people)
    reading = MinutesReading.objects.create(
        minutes=minutes,
        text=snapshot.take(minutes.get_latest_revision_as_object(), has_internal=has_internal),
        until=until,
        message=message,
        has_internal=has_internal,
        sent_by=user,
    )
    meeting = minutes.meeting.specific
    letter = messages.Letter(meeting, until, message)
    reply_to = messages.office_email(meeting)
    for one in chosen:
        reader = MinutesReader.objects.create(reading=reading, person=one.person)
        messages.tell(reader, letter, email=one.email, reply_to=reply_to)
    _log(minutes, "send", user, until=until.isoformat(), readers=len(chosen))
    return reading


@transaction.atomic
def extend_reading(
    *, reading: MinutesReading, until: date, user, message: str = "", tells: bool = True
) -> MinutesReading:
    """Give the members until a later day, and tell them unless ``tells`` is False.

    Raises ``ValidationError`` by field.
    """
    reading = _locked_reading(reading)
    if refusal := rules.refusal_to_extend(reading):
        raise ValidationError(refusal)
    rules.check_until(until, after=reading.until)
    message = _checked_message(message)
    was = reading.until
    reading.until = until
    reading.save(update_fields=["until"])
    if tells:
        # Who has not even got the first one reads all of it in this one.
        messages.take_back_unsent(reading, user=user)
        letter = messages.Letter(
            reading.minutes.meeting.specific,
            until,
            message or reading.message,
            messages.EXTENDED,
        )
        messages.tell_all(_readers(reading), letter)
    _log(reading.minutes, "extend", user, until=until.isoformat(), was=was.isoformat())
    return reading


@transaction.atomic
def end_reading(*, reading: MinutesReading, user) -> MinutesReading:
    """End a round before its day; where time has ended it, nothing happens."""
    reading = _locked_reading(reading)
    if not rules.is_running(reading):
        return reading
    reading.ended_at = timezone.now()
    reading.save(update_fields=["ended_at"])
    messages.take_back_unsent(reading, user=user)
    _log(reading.minutes, "end", user)
    return reading


@transaction.atomic
def remind(*, reading: MinutesReading, user) -> int:
    """Remind those who have not answered, once in a round; return how many."""
    reading = _locked_reading(reading)
    if refusal := rules.refusal_to_remind(reading):
        raise ValidationError(refusal)
    if messages.was_reminded(reading):
        raise ValidationError(_("The members have been reminded once already."))
    letter = messages.Letter(
        reading.minutes.meeting.specific, reading.until, occasion=messages.REMINDER
    )
    told = messages.tell_all(_readers(reading).filter(reply=ReaderReply.NONE), letter)
    if not told:
        raise ValidationError(_("There is nobody to remind: everybody who can be has answered."))
    _log(reading.minutes, "remind", user, readers=told)
    return told


@transaction.atomic
def record_correction(
    *,
    minutes: Minutes,
    text: str,
    user,
    author: str = "",
    place: str = "",
    reader: MinutesReader | None = None,
) -> MinutesCorrection:
    """Write down a correction that came by telephone, by mail or orally.

    From a ``reader`` of these minutes, who then sees it behind the link, or from an ``author``.
    Raises ``ValidationError`` by field.
    """
    minutes = locked(minutes)
    if refusal := rules.refusal_to_change(minutes):
        raise ValidationError(refusal)
    author, place = rules.one_line(author), rules.one_line(place)
    errors: dict[str, str] = {}
    if reader is not None and reader.reading.minutes_id != minutes.pk:
        errors["reader"] = _("This person was not asked to read these minutes.")
    if reader is None and not author:
        errors["author"] = _("Say from whom the correction came.")
    text = rules.cleaned_text(text)
    if not text:
        errors["text"] = _("Write down what is to be corrected.")
    elif problem := rules.too_long(text, rules.MAX_TEXT):
        errors["text"] = problem
    if errors:
        raise ValidationError(errors)
    correction = MinutesCorrection.objects.create(
        minutes=minutes, reader=reader, author="" if reader else author, place=place, text=text
    )
    if reader is not None:
        note_reply(reader, ReaderReply.CORRECTS)
    _log(minutes, "record", user)
    return correction


@transaction.atomic
def answer_correction(
    *, correction: MinutesCorrection, state: str, user, answer: str = ""
) -> MinutesCorrection:
    """Say what was done with a correction; ``new`` takes that back.

    Who declines gives the reason. Raises ``ValidationError`` by field.
    """
    minutes = locked(correction.minutes)
    correction = MinutesCorrection.objects.select_for_update().get(pk=correction.pk)
    answer = rules.cleaned_text(answer)
    if state not in CorrectionState.values:
        raise ValidationError({"state": _("Choose what was done with the correction.")})
    if state == CorrectionState.DECLINED and not answer:
        raise ValidationError({"answer": _("Say why the correction was not taken.")})
    if problem := rules.too_long(answer, rules.MAX_ANSWER):
        raise ValidationError({"answer": problem})
    is_new = state == CorrectionState.NEW
    correction.state = state
    correction.answer = answer
    correction.handled_at = None if is_new else timezone.now()
    correction.handled_by = None if is_new else user
    correction.save(update_fields=["state", "answer", "handled_at", "handled_by"])
    _log(minutes, "answer", user, number=correction.pk, state=state)
    return correction


# Helpers --------------------------------------------------------------------------------------


def note_reply(reader: MinutesReader, reply: str) -> None:
    reader.reply = reply
    reader.replied_at = timezone.now()
    reader.save(update_fields=["reply", "replied_at"])


def _locked_reading(reading: MinutesReading) -> MinutesReading:
    locked(reading.minutes)
    return MinutesReading.objects.select_related("minutes").get(pk=reading.pk)


def _readers(reading: MinutesReading):
    return reading.readers.select_related("reading", "person").order_by("pk")


def _checked_message(message: str) -> str:
    message = rules.cleaned_text(message)
    if problem := rules.too_long(message, rules.MAX_MESSAGE):
        raise ValidationError({"message": problem})
    return message


def _checked_people(minutes: Minutes, people) -> list:
    """The candidates that were chosen, in the order of their names."""
    found = candidates(minutes)
    if not any(one.is_reachable for one in found):
        raise ValidationError(
            {
                "people": _(
                    "Nobody can be reached: the office has no e-mail address of anybody who sat "
                    "in the bodies that met. Add the addresses in “Contact data”."
                )
            }
        )
    keys = {person.pk for person in people}
    chosen = [one for one in found if one.person.pk in keys]
    strangers = keys - {one.person.pk for one in chosen}
    silent = [str(one.person) for one in chosen if not one.is_reachable]
    problem = ""
    if not keys:
        problem = _("Choose at least one person.")
    elif strangers:
        problem = _(
            "Somebody you chose neither sat in the bodies that met nor took part in the meeting."
        )
    elif silent:
        problem = _("The office has no e-mail address of: %(names)s.") % {
            "names": ", ".join(silent)
        }
    if problem:
        raise ValidationError({"people": problem})
    return chosen


def _log(minutes: Minutes, verb: str, user, **data) -> None:
    log(instance=minutes, action=f"rkres_wagtail.minutes_{verb}", user=user, data=data)
