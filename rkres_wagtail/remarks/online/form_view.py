"""``uwagi/zglos/``: the form in which everybody sends remarks, without account and script.

A GET changes nothing. Whatever is wrong with a POST, all that was typed stands on the screen again.
"""

from __future__ import annotations

from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from ...consultations.presentation import serving
from ...public import Gate
from . import links
from .arrival import Verdict, settle, switched_off
from .form_page import FormPage
from .openness import opening_of

_STATUS_KNOWN, _STATUS_OVER, _STATUS_MANY, _STATUS_NEWER = 200, 410, 429, 409
_STATUSES = {Verdict.OVER: _STATUS_OVER, Verdict.WRONG: 422, Verdict.NEWER: _STATUS_NEWER}


def form(page, request):
    """The form of a consultation that has passed its gate; 404 where the office keeps none."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    gate = Gate.of(request)
    opening = opening_of(page.source, gate)
    if opening is None:
        opening = switched_off(page, request.POST.get("stamp", ""), gate)
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


def _get(form: FormPage):
    form.open()
    return form.render(_STATUS_KNOWN)


def _post(form: FormPage):
    """Send, or do what another button says."""
    form.receive()
    if form.verb != "send":
        form.change_blocks()
        return form.render(_STATUS_KNOWN)
    outcome = settle(form, get_language() or "")
    if outcome.verdict in (Verdict.TAKEN, Verdict.AGAIN):
        return HttpResponseRedirect(f"{links.receipt_path(outcome.submission)}?{links.SENT}=1")
    if outcome.verdict == Verdict.OTHER_WORDS:
        form.sent_already = links.receipt_path(outcome.submission)
        return form.render(_STATUS_NEWER if form.opening.is_open else _STATUS_OVER)
    if outcome.verdict == Verdict.TOO_MANY:
        response = form.render(_STATUS_MANY, wait_minutes=-(-outcome.seconds // 60))
        response["Retry-After"] = str(outcome.seconds)
        return response
    return form.render(_STATUSES[outcome.verdict])
