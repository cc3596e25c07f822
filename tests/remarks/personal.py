"""A consultation that is over, with something of every kind that is personal."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from rkres_wagtail.consultations.rounds.outcome_services import record_outcome
from rkres_wagtail.outbox.services import enqueue
from rkres_wagtail.remarks.models import (
    Remark,
    RemarkBatch,
    RemarkBatchFile,
    RemarkNote,
    RemarkText,
    Submission,
    SubmissionFile,
)
from tests.factories import ConsultationPageFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory

NAME, EMAIL, PHONE = "Joanna Wierzbicka-Testowa", "jw@example.org", "600 100 200"
DAY = timedelta(days=1)


def closed_consultation(index, **kwargs):
    return ConsultationPageFactory(parent=index, rounds=[{"overdue": True}], **kwargs)


def decide(page, days_ago: int):
    day = timezone.localdate() - timedelta(days=days_ago)
    return record_outcome(consultation=page, kind="abandoned", decided_on=day, user=None)


def fill(page) -> dict[str, Remark]:
    """Remarks by who sent them: ``person``, ``named``, ``entity``, ``unnamed``."""
    at = page.course.rounds[0].ends_at - DAY
    person = {"person": True, "received_at": at, "email": EMAIL, "wants_result": True}
    made = {
        "person": RemarkFactory(
            consultation=page,
            approved=True,
            content=f"Proszę dzwonić: {PHONE}.",
            hidden_passages=PHONE,
            sender=person,
        ),
        "named": RemarkFactory(
            consultation=page,
            approved=True,
            sender={
                "person": True, "name": "Adam Jawny-Zgodny", "is_name_public": True,
                "received_at": at,
            },
        ),
        "entity": RemarkFactory(
            consultation=page,
            approved=True,
            sender={
                "organisation": "Fundacja Łąka", "name": "Ewa Kontaktowa",
                "email": "ewa@example.org", "received_at": at,
            },
        ),
        "unnamed": RemarkFactory(
            consultation=page,
            approved=True,
            sender={
                "author_kind": "government", "organisation": "", "name": "Piotr Urzędowy",
                "received_at": at,
            },
        ),
    }  # fmt: skip
    ResponseFactory(consultation=page, remarks=made.values())
    sent = made["person"].submission
    SubmissionFile.objects.create(
        submission=sent,
        kind="form",
        name=f"{NAME}.docx",
        size=5,
        sha256="a" * 64,
        content=b"Joanna",
    )
    RemarkText.objects.create(remark=made["person"], content="Jestem Joanna.", digest="b" * 64)
    RemarkNote.objects.create(remark=made["person"], text="Pani Joanna dzwoniła.")
    batch = RemarkBatch.objects.create(consultation_id=page.pk, applied_at=timezone.now())
    RemarkBatchFile.objects.create(
        batch=batch, name="Joanna.docx", size=5, sha256="c" * 64, content=b"x", reading={"a": NAME}
    )
    enqueue(
        kind="test", key="receipt:1", site=page.get_site(), recipient=EMAIL, recipient_name=NAME,
        subject="Pokwitowanie", text=f"Dzień dobry, {NAME}", about=sent,
    )  # fmt: skip
    return made


def table(page) -> list[tuple]:
    """What the public reads of each remark, in order."""
    from rkres_wagtail.remarks.publication.texts import public_text, trace_of

    rows = Remark.objects.of(page).counted().for_table()
    return [
        (
            row.number,
            row.submission.public_author,
            row.submission.entity,
            row.submission.channel,
            row.submission.received_at,
            row.digest,
            row.moderation,
            row.response.position if row.response else "",
            trace_of(row),
            *(public_text(row, name) for name in ("place", *Remark.TEXTS)),
        )
        for row in rows
    ]


def everything_stored(page) -> str:
    """All that is kept of a consultation's remarks, as one text, to look for a name in."""
    from django.core import serializers
    from wagtail.models import ModelLogEntry, PageLogEntry

    from rkres_wagtail.outbox.models import OutgoingMessage

    querysets = (
        Submission.objects.of(page), Remark.objects.of(page), SubmissionFile.objects.all(),
        RemarkText.objects.all(), RemarkNote.objects.all(), RemarkBatchFile.objects.all(),
        OutgoingMessage.objects.all(), PageLogEntry.objects.all(), ModelLogEntry.objects.all(),
    )  # fmt: skip
    return "\n".join(serializers.serialize("json", rows) for rows in querysets)
