"""The task that makes the files of minutes; with the immediate backend it runs in the request."""

from __future__ import annotations

from django_tasks import task


@task()
def make_files(pk: int) -> dict[str, str]:
    """Bring the files of the minutes ``pk`` up to date; say what became of each."""
    from .documents.files import refresh
    from .models import Minutes

    minutes = Minutes.objects.select_related("meeting").filter(pk=pk).first()
    return refresh(minutes) if minutes is not None else {}
