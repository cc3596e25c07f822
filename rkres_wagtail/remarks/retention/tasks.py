"""The task that tells many people of a report; the immediate backend runs it in the request."""

from __future__ import annotations

from django_tasks import task

from . import telling


@task()
def tell_report(pk: int) -> int:
    """Write the messages on the report ``pk``; return how many."""
    return telling.tell(pk)
