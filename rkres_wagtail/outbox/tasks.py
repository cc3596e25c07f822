"""The task that sends one message; with the immediate backend it runs in the request."""

from __future__ import annotations

from django_tasks import task

from . import sending


@task()
def send_message(pk: int) -> str | None:
    """Send the message ``pk`` if it is still to be sent; return its new status."""
    return sending.send(pk)
