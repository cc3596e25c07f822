"""Names of the office's screens of documents to read, and ways to them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext_lazy

LABEL = pgettext_lazy("admin menu", "Documents to read")

LIST_URL = "rkres_assignments"
READERS_URL = "rkres_readers"
ASSIGNMENT_URL = "rkres_assignment"
ADD_URL = "rkres_assignment_add"
REMIND_URL = "rkres_assignment_remind"
DEADLINE_URL = "rkres_assignment_deadline"
WITHDRAW_URL = "rkres_assignment_withdraw"
ANSWER_URL = "rkres_reader_answer"


def readers_url(page) -> str:
    """The documents of one consultation."""
    return reverse(READERS_URL, args=[page.pk])


def assignment_url(assignment) -> str:
    return reverse(ASSIGNMENT_URL, args=[assignment.pk])
