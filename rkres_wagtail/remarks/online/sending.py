"""The verb of the form: remarks come in, and a receipt goes to the outbox in the same breath."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..choices import Channel
from ..models import Remark, Submission
from ..services import receive, received_already
from . import messages
from .openness import Opening


class RoundOver(ValidationError):
    """The remarks came when no round was open; ``code`` is ``"round_over"``."""

    def __init__(self):
        super().__init__(_("The time for remarks is over."), code="round_over")


def send(
    *, page, opening: Opening, author: dict, remarks: Sequence[Remark], key, site, language: str
) -> Submission:
    """Store what a form brought; the same ``key`` gives what it made before.

    It came at ``opening.now``. Raises ``RoundOver`` where no round was open then.
    """
    if not opening.is_open:
        raise RoundOver
    submission = Submission(
        channel=Channel.ONLINE,
        received_at=opening.now,
        request_key=key,
        needs_confirmation=opening.rules.must_confirm,
        language=language,
        **author,
    )
    return receive(
        consultation=page,
        submission=submission,
        remarks=remarks,
        rules=opening.rules,
        course=opening.course,
        then=partial(messages.tell, page=page, site=site, opening=opening, remarks=remarks),
    )


def sent_before(page, key) -> Submission | None:
    """What a form of this consultation with that key has made."""
    found = received_already(key)
    if found is None or found.consultation.translation_key != page.translation_key:
        return None
    return found


def is_same(submission: Submission, remarks: Sequence[Remark]) -> bool:
    """Whether a form brings again what is stored, and nothing else: a second click."""
    names = ("section_id", "place", *Remark.TEXTS)
    stored = submission.remarks.order_by("number").values_list(*names)
    return list(stored) == [tuple(getattr(each, name) for name in names) for each in remarks]
