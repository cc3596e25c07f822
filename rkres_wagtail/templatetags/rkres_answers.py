"""Tags of the office's screens of remarks: ``{% load rkres_answers %}``."""

from __future__ import annotations

from django import template

from ..remarks.answering.progress import progress_of

register = template.Library()


@register.inclusion_tag("rkres_wagtail/remarks/answering/_progress.html")
def progress(page) -> dict:
    """``{% progress page %}``: how many remarks on ``page`` are answered, and by section."""
    return {"progress": progress_of(page)}
