"""What the history of a consultation says of documents to read; never who was asked or answered."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log as write

from ...consultations.course import deadline
from ...log_sentences import register_sentences
from ..choices import ReaderAnswer


def say(assignment, verb: str, user, **data) -> None:
    write(
        instance=assignment.consultation.specific,
        action=f"rkres_wagtail.document_to_read_{verb}",
        user=user,
        data={"assignment": assignment.pk, **data},
    )


def _assigned(data) -> str:
    return ngettext(
        "Given to %(readers)d member of “%(body)s” to read, until %(until)s",
        "Given to %(readers)d members of “%(body)s” to read, until %(until)s",
        data["readers"],
    ) % {"readers": data["readers"], "body": data["body"], "until": _deadline(data["until"])}


def _added(data) -> str:
    return ngettext(
        "%(told)d further member was asked to read the document",
        "%(told)d further members were asked to read the document",
        data["told"],
    ) % {"told": data["told"]}


def _reminded(data) -> str:
    return ngettext(
        "%(readers)d member was reminded of the document to read",
        "%(readers)d members were reminded of the document to read",
        data["readers"],
    ) % {"readers": data["readers"]}


def _moved(data) -> str:
    return _("Deadline for members changed from %(was)s to %(until)s") % {
        "was": _deadline(data["was"]),
        "until": _deadline(data["until"]),
    }


def _recorded(data) -> str:
    return _("Answer of a member written down by the office: %(answer)s") % {
        "answer": ReaderAnswer(data["answer"]).label
    }


def _answered(data) -> str:
    return _("A member answered by the link: %(answer)s") % {
        "answer": ReaderAnswer(data["answer"]).label
    }


#: Action -> its name in filters, and the sentence made of its data.
ACTIONS = {
    "assign": (gettext_lazy("Give a document to read"), _assigned),
    "add": (gettext_lazy("Add readers of a document"), _added),
    "remind": (gettext_lazy("Remind of a document to read"), _reminded),
    "deadline": (gettext_lazy("Change the deadline of a document to read"), _moved),
    "withdraw": (
        gettext_lazy("Take a document to read back"),
        lambda data: _("A document to read was taken back"),
    ),
    "record": (gettext_lazy("Record the answer of a reader"), _recorded),
    "answer": (gettext_lazy("Answer of a reader"), _answered),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    register_sentences(actions, "document_to_read", ACTIONS)


def _deadline(value: str) -> str:
    return deadline(datetime.fromisoformat(value))
