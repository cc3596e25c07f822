"""``uwagi/zglos/``: the form in which everybody sends remarks, without account and script.

A GET changes nothing. Whatever is wrong with a POST, all that was typed stands on the screen again.
"""

from __future__ import annotations

from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from ...consultations.course import course_of
from ...consultations.presentation import serving
from ...public import Gate
from ..services import rules_of
from . import links, rate, sending, stamps
from .form_page import FormPage
from .openness import Opening, opening_of

_STATUS_KNOWN, _STATUS_WRONG, _STATUS_OVER, _STATUS_MANY, _STATUS_NEWER = 200, 422, 410, 429, 409


def form(page, request):
    """The form of a consultation that has passed its gate; 404 where the office keeps none."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    gate = Gate.of(request)
    opening = opening_of(page.source, gate) or _switched_off(page, request, gate)
    if opening is None:
        raise Http404
    # No cache keeps it, so that nobody need know when it changes.
    serving.note(request, [])
    answer = _post if request.method == "POST" else _get
    response = answer(FormPage(page, request, gate, opening))
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Cookie"])
    response["Referrer-Policy"] = "same-origin"
    return response


def _switched_off(page, request, gate: Gate) -> Opening | None:
    """Of a form that we gave out and that the office has taken back since: words are not lost."""
    if stamps.read(request.POST.get("stamp", ""), page.pk) is None:
        return None
    return Opening(rules_of(page.source), course_of(page.source), gate.now, is_kept=False)


def _get(form: FormPage):
    form.open()
    return form.render(_STATUS_KNOWN)


def _post(form: FormPage):
    """Send, or do what another button says; each step either answers or lets the next one try."""
    form.receive()
    if form.verb != "send":
        form.change_blocks()
        return form.render(_STATUS_KNOWN)
    is_filled_in = form.check()
    may_be_taken = form.opening.is_open and not form.stamp.is_too_old(form.gate.now)
    if is_filled_in and not may_be_taken and (repeated := _sent_before(form)):
        return repeated
    if not form.opening.is_open:
        return form.render(_STATUS_OVER)
    if not is_filled_in or form.is_suspect():
        return form.render(_STATUS_WRONG)
    if form.is_unaware_of_newer():
        return form.render(_STATUS_NEWER)
    if seconds := rate.seconds_to_wait(form.request, form.gate.now):
        if repeated := _sent_before(form):
            return repeated
        response = form.render(_STATUS_MANY, wait_minutes=-(-seconds // 60))
        response["Retry-After"] = str(seconds)
        return response
    return _send(form)


def _send(form: FormPage):
    remarks = form.remarks
    submission = sending.send(
        page=form.page.source,
        opening=form.opening,
        author=form.author.values(),
        remarks=remarks,
        key=form.stamp.key,
        site=form.gate.site,
        language=get_language() or "",
    )
    if submission.pk != remarks[0].submission_id:
        # The same form was stored before.
        return _repeated(form, submission)
    return _to_receipt(submission)


def _sent_before(form: FormPage):
    """Where a form is no longer taken, its receipt still is found by who clicked twice."""
    submission = sending.sent_before(form.page.source, form.stamp.key)
    return _repeated(form, submission) if submission is not None else None


def _repeated(form: FormPage, submission):
    """A second click finds its receipt; other words under the same stamp are another sending."""
    if sending.is_same(submission, form.remarks):
        return _to_receipt(submission)
    form.sent_already = links.receipt_path(submission)
    form.start_anew()
    return form.render(_STATUS_NEWER if form.opening.is_open else _STATUS_OVER)


def _to_receipt(submission):
    return HttpResponseRedirect(f"{links.receipt_path(submission)}?{links.SENT}=1")
