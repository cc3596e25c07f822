"""The way to the lists of receipts, at the foot of the page of a consultation."""

from __future__ import annotations

from django.template.loader import render_to_string

from ...public import Gate
from ...slots import provider
from ..models import RemarkManifest
from . import lists


@provider("consultation_foot", order=60)
def receipts_link(context) -> str:
    """A link once a list exists; the first request after a closing makes it. One query mostly."""
    consultation, course, request = (
        context[name] for name in ("consultation", "course", "request")
    )
    now = Gate.of(request).now
    if not lists.closings_of(course, now):
        return ""
    made = list(RemarkManifest.objects.of(consultation).defer("rows"))
    is_preview = getattr(request, "is_preview", False)
    if not is_preview and lists.is_round_waiting(course, made, now):
        made += lists.settle(consultation, now=now, supplements=False)
    if not made:
        return ""
    page = context.get("page", consultation)
    url = f"{page.get_url(request)}{page.reverse_subpage('remark_receipts')}"
    return render_to_string("rkres_wagtail/remarks/integrity/_link.html", {"url": url})
