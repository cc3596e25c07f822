"""What the history of remarks and of answers says of answering; no data of authors."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.log_actions import registry as logs
from wagtail.models import ModelLogEntry

from ..models import Remark, Response

#: Rows of one INSERT: each repeats the words, and servers limit the length of a query.
BATCH = 100

ANSWERED = "rkres_wagtail.remark_answered"
CHANGED = "rkres_wagtail.remark_answer_changed"
DETACHED = "rkres_wagtail.remark_answer_removed"
WRITTEN = "rkres_wagtail.response_written"
REWRITTEN = "rkres_wagtail.response_changed"

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    ANSWERED: (gettext_lazy("Answer a remark"), gettext_lazy("Answered: %(said)s")),
    CHANGED: (gettext_lazy("Change an answer"), gettext_lazy("Answer changed: %(said)s")),
    DETACHED: (
        gettext_lazy("Take an answer away"),
        gettext_lazy("Answer taken away. It was: %(said)s"),
    ),
    WRITTEN: (
        gettext_lazy("Write an answer"),
        gettext_lazy("Answer to remarks no. %(numbers)s: %(said)s"),
    ),
    REWRITTEN: (
        gettext_lazy("Rewrite an answer"),
        gettext_lazy("Answer to remarks no. %(numbers)s changed: %(said)s"),
    ),
}


def words_of(response: Response) -> dict[str, str]:
    """What an answer said at that moment."""
    return {
        "status": response.status.name if response.status is not None else "",
        "position": response.position,
        "reasons": response.reasons,
        "formal_reason": response.formal_reason,
    }


def log_remarks(remarks: Iterable[Remark], action: str, words: dict, *, user) -> None:
    """One entry for each remark, in as few queries as the database takes rows at once."""
    kind, now, uuid = ContentType.objects.get_for_model(Remark), timezone.now(), uuid4()
    who = user if getattr(user, "pk", None) else None
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind,
                object_id=str(each.pk),
                label=str(each),
                action=action,
                timestamp=now,
                user=who,
                uuid=uuid,
                data=words,
                content_changed=True,
            )
            for each in remarks
        ],
        batch_size=BATCH,
    )


def log_response(response: Response, action: str, remarks: Iterable[Remark], *, user) -> None:
    numbers = sorted(each.number for each in remarks)
    who = user if getattr(user, "pk", None) else None
    data = {**words_of(response), "numbers": numbers}
    logs.log(instance=response, action=action, user=who, data=data, content_changed=True)


def _said(data: dict) -> dict:
    said = [data.get(name) for name in ("status", "position", "reasons")]
    numbers = ", ".join(map(str, data.get("numbers") or ()))
    return {"said": " – ".join(filter(None, said)) or _("nothing yet"), "numbers": numbers}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (action_label, message) in _ACTIONS.items():
        _register(actions, name, action_label, message)


def _register(actions, name: str, action_label, message) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            return str(message) % _said(log_entry.data)
