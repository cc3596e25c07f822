"""The task that tells subscribers; the immediate backend runs it in the request."""

from __future__ import annotations

from django_tasks import task

from ..choices import Rhythm
from . import delivering


@task()
def tell_at_once() -> int:
    """Write messages to who wants to know at once; return how many."""
    return delivering.deliver(rhythm=Rhythm.AT_ONCE)
