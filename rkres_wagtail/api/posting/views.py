"""``api/konsultacje/<id>/uwagi/``: the public's form for front ends of one's own.

GET describes the form, POST sends. Exempt from the CSRF check, because nothing is read from a
session or cookie: a POST makes an anonymous stranger's remark, whoever is logged in.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from ...consultations.course import deadline
from ...consultations.course import opening as opens
from ...consultations.querysets import public_consultations
from ...public import Gate, by_key
from ...remarks.links_out import secret_url
from ...remarks.online import reading
from ...remarks.online.arrival import Outcome, Verdict, settle, switched_off
from ...remarks.online.openness import AHEAD, Opening, opening_of
from . import body, origins
from .description import describe
from .form import JsonForm
from .languages import language_of
from .problems import Problem
from .receipt import receipt


@csrf_exempt
def remark_post(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer, whatever happens as JSON that no cache keeps."""
    try:
        response = _answer(request, pk)
    except Problem as problem:
        response = problem.answer()
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept-Language"])
    origins.open_answer(request, response)
    return response


def _answer(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method not in origins.METHODS:
        raise Problem(405, "method-not-allowed", headers={"Allow": ", ".join(origins.METHODS)})
    asks_to_post = request.headers.get("Access-Control-Request-Method", "").upper() == "POST"
    if request.method == "POST" or request.method == "OPTIONS" and asks_to_post:
        _check_origin(request)
    if request.method == "OPTIONS":
        return origins.preflight(request)
    gate = Gate.of(request)
    pages = public_consultations(gate, any_locale=True).select_related("locale")
    page = by_key(pages, pk)
    if page is None:
        raise _not_found()
    language = language_of(request, page)
    with translation.override(language):
        answer = _post if request.method == "POST" else _get
        response = answer(request, page, gate, language)
        response["Content-Language"] = language
    return response


def _check_origin(request: HttpRequest) -> None:
    if not origins.may_post(request):
        detail = "Scripts of that site may not post here; the host lists them in its settings."
        raise Problem(403, "origin-not-allowed", detail)


def _not_found() -> Problem:
    return Problem(404, "not-found", "There is no such form.")


def _get(request: HttpRequest, page, gate: Gate, language: str) -> HttpResponse:
    if set(request.GET) - {"version"}:
        raise Problem(400, "unknown-parameter", "The only parameter of this address is version.")
    opening = opening_of(page.source, gate)
    if opening is None:
        raise _not_found()
    number = request.GET.get("version", "")
    found = reading.by_number(page.source, gate, number)
    if number and str(getattr(found.version, "number", "")) != number:
        raise Problem(404, "not-found", "There is no published version of that number.")
    return JsonResponse(describe(page, gate, opening, found, language))


@sensitive_variables()
def _post(request: HttpRequest, page, gate: Gate, language: str) -> HttpResponse:
    data = body.read(request)
    opening = opening_of(page.source, gate) or switched_off(page, data["stamp"], gate)
    if opening is None:
        raise _not_found()
    form = JsonForm(page, request, gate, opening, data)
    outcome = settle(form, language)
    if outcome.verdict not in (Verdict.TAKEN, Verdict.AGAIN):
        raise _refusal(form, outcome, language)
    answer = receipt(outcome.submission, gate.site, opening, language)
    return JsonResponse(answer, status=201 if outcome.verdict == Verdict.TAKEN else 200)


def _refusal(form: JsonForm, outcome: Outcome, language: str) -> Problem:
    """The refusal of a verdict; ``stamp`` is the one to send next."""
    verdict, extra = outcome.verdict, {}
    if form.opening.is_open:
        extra["stamp"] = form.stamp.text()
    if verdict == Verdict.WRONG:
        return Problem(422, "invalid", _("Nothing has been sent yet"), errors=form.errors, **extra)
    if verdict == Verdict.NEWER:
        latest = form.reading.latest
        extra["latest"] = {"version": latest.pk, "number": latest.number}
        detail = _("There is a newer version of the document.")
        return Problem(409, "newer-version", detail, **extra)
    if verdict == Verdict.TOO_MANY:
        detail = _("Too many sendings have come from your network within an hour.")
        headers = {"Retry-After": str(outcome.seconds)}
        return Problem(429, "too-many", detail, headers=headers, **extra)
    if verdict == Verdict.OTHER_WORDS:
        site = form.gate.site
        extra["secret_url"] = secret_url(outcome.submission, site, language) if site else None
        status = 409 if form.opening.is_open else 410
        return Problem(status, "sent-already", _("This form has been sent already."), **extra)
    return _not_open(form.opening)


def _not_open(opening: Opening) -> Problem:
    if not opening.is_kept:
        return Problem(410, "over", _("Remarks are no longer accepted by this form."))
    if opening.state != AHEAD:
        return Problem(410, "over", _("The time for remarks is over."))
    detail = _("The form will open when the dates of the consultation are known.")
    if opening.round:
        detail = _("The form will open on %(first)s and take remarks until %(last)s.") % {
            "first": opens(opening.round.starts_at),
            "last": deadline(opening.round.ends_at),
        }
    return Problem(410, "not-open-yet", detail)
