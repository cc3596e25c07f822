"""Words of the report for the index of its page."""

from __future__ import annotations

from django.utils import timezone

from ..document.words import lines_of_html
from .numbers import results_of
from .published import report_of


def public_words(page) -> str:
    """What a published report says; one that ends by itself is left out, the index outlives it."""
    report = report_of(page.source, timezone.now())
    if report is None or report.expire_at is not None:
        return ""
    labels = [label for label, _count in results_of(report).rows]
    return " ".join(filter(None, (report.name, report.lead, *lines_of_html(report.text), *labels)))
