"""Behind an author's secret link: read the receipt, correct or withdraw while the round is open.

A GET changes nothing, however often a mail scanner opens the link; a number opens nothing.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_http_methods

from ...secret_links import find_or_404, secret_page
from ...secret_pages import render_secret
from ..models import Submission
from . import author_services, links
from .own_page import OwnPage

TEMPLATE = "rkres_wagtail/remarks/online/own.html"
#: Query: what has just been done, which remark is to be corrected or withdrawn.
_DONE, _CORRECT, _WITHDRAW = "zrobione", "popraw", "wycofaj"
DONE = ("poprawiono", "wycofano", "potwierdzono")


def find(purpose: str, token: str):
    """The submission behind a token, and its page in the language in which it was sent."""
    rows = Submission.objects.select_related("consultation__locale")
    submission = find_or_404(purpose, rows, token)
    page = submission.consultation.specific
    if submission.language and submission.language != page.locale.language_code:
        for each in page.get_translations().filter(locale__language_code=submission.language):
            page = each.specific
    return submission, page


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_remarks(request, token: str):
    submission, page = find(links.RECEIPT, token)
    with translation.override(page.locale.language_code):
        shown = OwnPage(request, submission, page)
        return _post(shown) if request.method == "POST" else _get(shown)


def _get(page: OwnPage):
    query = page.request.GET
    corrected, withdrawing = page.find(query.get(_CORRECT, "")), page.find(query.get(_WITHDRAW, ""))
    done = query.get(_DONE, "")
    return _render(
        page,
        is_sent=links.SENT in query,
        done=done if done in DONE else "",
        corrected=corrected if corrected is not None and page.can_change(corrected) else None,
        withdrawing=withdrawing
        if withdrawing is not None and page.can_change(withdrawing)
        else None,
    )


def _post(page: OwnPage):
    data = page.request.POST
    remark, verb = page.find(data.get("remark", "")), data.get("do", "")
    if remark is None or verb not in ("correct", "withdraw"):
        return _render(page, status=422)
    return _correct(page, remark) if verb == "correct" else _withdraw(page, remark)


def _correct(page: OwnPage, remark):
    form = page.form_of(remark, page.request.POST)
    if not form.is_valid():
        return _render(page, 422, corrected=remark, form=form, problems=form.problems())
    try:
        author_services.correct(remark=remark, texts=form.cleaned_data, now=page.now)
    except ValidationError as error:
        return _refused(page, error, lost=form)
    return _done(page, "poprawiono", remark)


def _withdraw(page: OwnPage, remark):
    if remark.withdrawn_at is not None:
        # A second click.
        return _done(page, "wycofano", remark)
    try:
        author_services.withdraw(remark=remark, now=page.now)
    except ValidationError as error:
        return _refused(page, error)
    return _done(page, "wycofano", remark)


def _refused(page: OwnPage, error: ValidationError, lost=None):
    """It is too late; what was typed stands on the screen, to be copied."""
    problems = [{"id": "", "text": text} for text in error.messages]
    typed = [(lost[name].label, text) for name, text in lost.typed.items() if text] if lost else []
    return _render(page, 410, problems=problems, lost=typed)


def _done(page: OwnPage, what: str, remark):
    address = f"{links.receipt_path(page.submission)}?{_DONE}={what}"
    return HttpResponseRedirect(f"{address}#rkres-uwaga-{remark.number}")


def _render(page: OwnPage, status: int = 200, **extra):
    context = page.context(**extra)
    return render_secret(page.request, TEMPLATE, context, page=page.page, status=status)
