"""Behind the link that goes by mail only: one button that lets remarks count.

A GET changes nothing: programs that look through mail open links, too.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from ...consultations.course import course_of, deadline
from ...secret_links import secret_page
from ...secret_pages import render_secret
from . import author_services, links
from .own_views import find

TEMPLATE = "rkres_wagtail/remarks/online/confirm.html"


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token: str):
    submission, page = find(links.CONFIRMATION, token)
    with translation.override(page.locale.language_code):
        if request.method == "POST":
            try:
                author_services.confirm(submission=submission)
            except ValidationError as error:
                return _render(request, submission, page, error.messages[0], 410)
            return HttpResponseRedirect(f"{links.receipt_path(submission)}?zrobione=potwierdzono")
        now = timezone.now()
        refusal = (
            "" if submission.is_counted else author_services.reason_not_to_confirm(submission, now)
        )
        return _render(request, submission, page, refusal, 200)


def _render(request, submission, page, refusal: str, status: int):
    course = course_of(page)
    rounds = [each for each in course.rounds if each.pk == submission.round_id]
    context = {
        "submission": submission,
        "rows": submission.remarks.order_by("number"),
        "refusal": refusal,
        "until": deadline(course.closing_of(rounds[0])) if rounds else "",
        "receipt_url": links.receipt_path(submission),
    }
    return render_secret(request, TEMPLATE, context, page=page, status=status)
