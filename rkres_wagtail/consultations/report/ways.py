"""Names of the screens of reports, and their addresses."""

from __future__ import annotations

from django.urls import reverse

START_URL = "rkres_report_start"


def edit_url(report) -> str:
    return reverse(type(report).snippet_viewset.get_url_name("edit"), args=[report.pk])
