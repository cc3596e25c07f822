"""Brings the invented remarks in, the way real ones come, and moves them on with their rounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import translation

from rkres_wagtail.consultations.choices import VersionKind
from rkres_wagtail.consultations.models import DocumentVersion, Round
from rkres_wagtail.consultations.models.document import SectionText
from rkres_wagtail.remarks import services
from rkres_wagtail.remarks.models import (
    Remark,
    RemarkManifest,
    RemarkNote,
    Response,
    ResponseStatus,
    Submission,
)
from rkres_wagtail.remarks.presets import PRESETS
from rkres_wagtail.remarks.retention import authors
from rkres_wagtail.remarks.sealing import digest_of

from .demo_remark_texts import Answer, Sending, Words
from .demo_site import key_of

_DAY = timedelta(days=1)
NOTE = "Do uzgodnienia z prawnikiem (notatka wymyślona)."


@dataclass(frozen=True)
class Register:
    """Remarks of one invented consultation; ``rules`` are fields of its rules."""

    sendings: tuple[Sending, ...]
    answers: tuple[Answer, ...] = ()
    rules: dict = field(default_factory=dict)


def is_untouched(page) -> bool:
    """Whether nobody but this program has sent, published or answered a remark on ``page``."""
    rows = Submission.objects.of(page)
    remarks = Remark.objects.of(page)
    return not (
        rows.exclude(request_key__in=_known(page)).exists()
        or rows.exclude(entered_by=None).exists()
        or remarks.exclude(moderated_by=None, assigned_to=None).exists()
        or Response.objects.of(page).exclude(changed_by=None).exists()
        or RemarkNote.objects.filter(remark__in=remarks).exclude(written_by=None).exists()
    )


def renew_remarks(page, register: Register, committee, at: Callable) -> None:
    """Make the remarks that are missing, or give them the days that they would have today."""
    if not Submission.objects.of(page).exists():
        with translation.override(page.locale.language_code):
            _make(page, register, committee, at)
    _date(page, register, at)


def _known(page) -> list:
    return [_key(page, number) for number in range(1, 100)]


def _key(page, number: int):
    return key_of(f"uwagi/{page.translation_key}/{number}")


# Making -----------------------------------------------------------------------------------------


def _make(page, register: Register, committee, at: Callable) -> None:
    rules = services.locked_rules(page)
    for name, value in register.rules.items():
        setattr(rules, name, value)
    rules.full_clean(exclude=["consultation"])
    rules.save()
    answers = {each.key: _answer(page, each, committee) for each in register.answers}
    sections = _sections(page)
    for number, sending in enumerate(register.sendings, start=1):
        _send(page, number, sending, sections, answers, at)
    _note(page)


def _send(page, number: int, sending: Sending, sections: dict, answers: dict, at: Callable) -> None:
    received_at = at(sending.day, sending.hour)
    submission = Submission(
        channel=sending.channel,
        received_at=received_at,
        request_key=_key(page, number),
        needs_confirmation=sending.unconfirmed,
        # An outcome closes every round, so the course no longer tells which one was open.
        round=Round.objects.of(page)
        .filter(starts_at__lte=received_at, ends_at__gt=received_at)
        .first(),
        **sending.sender,
    )
    rows = [_remark(each, sections) for each in sending.remarks]
    made = services.receive(consultation=page, submission=submission, remarks=rows)
    for words, remark in zip(sending.remarks, made.remarks.order_by("number"), strict=True):
        _decide(remark, words, answers)
    if any(each.is_erased for each in sending.remarks):
        authors.erase([made], reason="Wniosek autorki (przykład).", with_texts=True, user=None)


def _remark(words: Words, sections: dict) -> Remark:
    text: SectionText | None = sections.get(words.section)
    return Remark(
        section=text.identity if text else None,
        version=text.version if text else None,
        section_digest=text.digest if text else "",
        place=words.place,
        quote=words.quote,
        content=words.content,
        proposed=words.proposed,
        justification=words.justification,
    )


def _decide(remark: Remark, words: Words, answers: dict) -> None:
    """What the invented office did, before anybody could ask who it was."""
    values = {
        "moderation": words.state,
        "block_reason": words.block_reason,
        "hidden_passages": words.hidden,
        "response": answers.get(words.answer),
    }
    Remark.objects.filter(pk=remark.pk).update(**values)


def _answer(page, answer: Answer, committee) -> Response:
    return Response.objects.create(
        consultation_id=page.pk,
        status=_status(committee, answer.meaning),
        position=answer.position,
        reasons=answer.reasons,
        formal_reason=answer.formal_reason,
    )


def _status(committee, meaning: str) -> ResponseStatus:
    """The committee's first status of this meaning; the usual one is added where there is none."""
    found = ResponseStatus.objects.of(committee).filter(meaning=meaning).first()
    if found is not None:
        return found
    order, preset = next(
        (number, each) for number, each in enumerate(PRESETS) if each.key == meaning
    )
    made = ResponseStatus(
        committee_id=committee.pk, name=str(preset.name), meaning=meaning,
        needs_reasons=preset.needs_reasons, sort_order=order,
    )  # fmt: skip
    made.full_clean()
    made.save()
    return made


def _sections(page) -> dict[str, SectionText]:
    """Sections of the latest text that was consulted, by their number."""
    versions = DocumentVersion.objects.of(page).exclude(kind=VersionKind.ADOPTED)
    version = versions.order_by("-number").first()
    rows = version.texts.select_related("identity", "version") if version else ()
    return {each.number: each for each in rows}


def _note(page) -> None:
    remark = Remark.objects.of(page).counted().order_by("number").first()
    if remark is not None:
        RemarkNote.objects.create(remark=remark, text=NOTE)


# Days -------------------------------------------------------------------------------------------


def _date(page, register: Register, at: Callable) -> None:
    """Move them on with their round; seals hold the day, so they and the lists are made anew."""
    rows = {each.request_key: each for each in Submission.objects.of(page)}
    is_moved = False
    for number, sending in enumerate(register.sendings, start=1):
        row, moment = rows.get(_key(page, number)), at(sending.day, sending.hour)
        if row is None or (row.received_at == moment and row.created_at == moment):
            continue
        is_moved = True
        Submission.objects.filter(pk=row.pk).update(received_at=moment, created_at=moment)
        remarks = row.remarks.select_related("submission").order_by("number")
        for words, remark in zip(sending.remarks, remarks, strict=True):
            _date_remark(remark, words, moment)
    if is_moved:
        RemarkManifest.objects.of(page).delete()


def _date_remark(remark: Remark, words: Words, moment) -> None:
    remark.submission.received_at = moment
    values = {
        "created_at": moment,
        "moderated_at": None if words.state == "pending" else moment + _DAY / 2,
        "withdrawn_at": moment + _DAY / 4 if words.is_withdrawn else None,
        "erased_at": moment + 3 * _DAY if words.is_erased else None,
    }
    if not words.is_erased:
        values["digest"] = digest_of(remark)
    Remark.objects.filter(pk=remark.pk).update(**values)
