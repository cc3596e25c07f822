"""What goes by itself: links that lead to nothing, and names of authors that were removed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from ...bodies.models import Membership
from ..models import AssignedReader, ReadingLink


def forget_links(now: datetime) -> int:
    """Take the link of who has nothing to answer and sits in no body any more; return how many.

    A document that is given later makes a new link; the old one stays dead.
    """
    waiting = AssignedReader.objects.filter(
        person=OuterRef("person"), assignment__withdrawn_at=None, assignment__due_at__gt=now
    )
    seats = Membership.objects.current().filter(person=OuterRef("person"))
    rows = ReadingLink.objects.filter(~Exists(waiting), ~Exists(seats))
    return rows.delete()[0]


def part_from_authors(page) -> None:
    """Let nothing say whose the remarks were, once their names were removed.

    Called by the retention of remarks, after the commit.
    """
    _anonymised().filter(submission__consultation__translation_key=page.translation_key).delete()


def part_missed(now: datetime) -> int:
    """The same of what an interrupted run has left; return how many."""
    return _anonymised().delete()[0]


def _anonymised():
    through = AssignedReader.submissions.through
    return through.objects.filter(submission__anonymised_at__isnull=False)
