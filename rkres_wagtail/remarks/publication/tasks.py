"""The task that makes the files of a report; with the immediate backend it runs in the request."""

from __future__ import annotations

from django_tasks import task


@task()
def make_table_files(pk: int) -> dict[str, str]:
    """Bring the files of the report ``pk`` up to date; say what became of each."""
    from ...consultations.models import ConsultationReport
    from .files import refresh

    report = ConsultationReport.objects.select_related("consultation").filter(pk=pk).first()
    return refresh(report) if report is not None else {}
