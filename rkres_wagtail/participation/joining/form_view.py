"""``wlacz-sie/`` of a body and ``zgloszenie/`` of a call, without an account and a script.

A GET changes nothing. Whatever is wrong with a POST, all that was typed stands on the screen again;
whatever is right with it, everybody reads the same: look into your mailbox.
"""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from ... import form_rate
from ...public import Gate
from . import links, services
from .form_page import JoiningPage
from .offers import offer_of

_RATE = "declaration_rate"


def joining(page, request):
    """That of a page that has passed its gate; 404 where the office offers nothing."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    gate = Gate.of(request)
    offer = offer_of(page.source, gate)
    if offer is None:
        raise Http404
    shown = JoiningPage(page, request, gate, offer)
    if request.method == "POST" and not shown.is_ours and not offer.has_form:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    response = _post(shown) if request.method == "POST" else _get(shown)
    if request.method == "POST" or offer.has_form:
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        response["Referrer-Policy"] = "same-origin"
    return response


def _get(page: JoiningPage):
    page.open()
    return page.render(200, is_sent=links.SENT in page.request.GET)


def _post(page: JoiningPage):
    if page.offer.consent is None or not page.offer.has_form:
        return _over(page)
    page.receive()
    is_filled_in = page.form.is_valid()
    key = page.stamp.key
    # The statement may be another one by now: what was sent before was agreed to before.
    if not page.form.errors.keys() - {"agreed"}:
        known = services.declared_before(key)
        if known is not None and services.is_same(known, page.form.values()):
            return _sent(page)
        if known is not None:
            # Sent already, with other words: the author went back and changed them.
            key = uuid4()
    if not page.is_open:
        return page.render(410)
    if page.has_new_consent:
        page.renew()
        return page.render(409)
    if not is_filled_in or page.is_suspect():
        page.renew()
        return page.render(422)
    if seconds := form_rate.seconds_to_wait(page.request, page.gate.now, _RATE):
        response = page.render(429, wait_minutes=-(-seconds // 60))
        response["Retry-After"] = str(seconds)
        return response
    return _declare(page, key)


def _declare(page: JoiningPage, key):
    try:
        services.declare(
            page=page.page.source,
            offer=page.offer.row,
            consent=page.offer.consent,
            values=page.form.values(),
            file=page.form.file,
            key=key,
            site=page.gate.site,
            language=get_language() or "",
            now=page.gate.now,
        )
    except services.NotTaken as error:
        # Between reading the offer and storing: told as if it had been seen before.
        page.problems.append({"id": "", "text": error.messages[0]})
        return page.render(409)
    return _sent(page)


def _over(page: JoiningPage):
    """The form was switched off while somebody filled it in: the words stay, to be copied."""
    names = ("first_name", "last_name", "email", "organisation_name", "position", "motivation")
    typed = [text for name in names if (text := page.request.POST.get(name, "").strip())]
    return page.render(410, lost=typed)


def _sent(page: JoiningPage):
    base = page.page.get_url(page.request) or ""
    address = f"{base}{page.page.reverse_subpage('joining')}"
    return HttpResponseRedirect(f"{address}?{links.SENT}=1#rkres-wyslano")
