"""``powiadomienia/`` of a committee: the form in which one subscribes, without account and script.

A GET changes nothing. Whoever sends the form reads the same, known or not: an address is nobody's
to be found out here.
"""

from __future__ import annotations

from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from ... import form_rate, form_stamps
from ...conf import settings
from ...public import Gate
from ..choices import Rhythm, Topic
from . import offered, services
from .forms import SubscribeForm
from .offers import Offer

WHAT = "subscription_form"
#: Query of the page to which a sending leads.
_SENT = "wyslano"


def subscriptions(page, request):
    """The form of a committee that has passed its gate; 404 where nobody can subscribe."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    gate = Gate.of(request)
    if not offered.clause_of(gate):
        raise Http404
    response = (_post if request.method == "POST" else _get)(page, request, gate)
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Cookie"])
    response["Referrer-Policy"] = "same-origin"
    return response


def _get(page, request, gate: Gate):
    if _SENT in request.GET:
        return _render(page, request, gate, is_sent=True)
    initial = {
        "topics": list(Topic.values),
        "rhythm": Rhythm.AT_ONCE,
        "bodies": request.GET.getlist(offered.BODY)[:1],
    }
    form = SubscribeForm(offer=Offer(page.source, gate), initial=initial)
    return _render(page, request, gate, form=form)


def _post(page, request, gate: Gate):
    committee, now = page.source, gate.now
    form = SubscribeForm(request.POST, offer=Offer(committee, gate))
    stamp = form_stamps.read(WHAT, request.POST.get("stamp", ""), committee.pk)
    problems = [] if form.is_valid() else form.problems()
    decoy = request.POST.get(form_stamps.DECOY, "")
    if not problems and (found := form_stamps.suspicion(stamp, decoy, now)):
        problems = [{"id": "", "text": found[1]}]
        stamp = stamp.renewed(now) if stamp else None
    if problems:
        return _render(page, request, gate, 422, form=form, stamp=stamp, problems=problems)
    if seconds := form_rate.seconds_to_wait(request, now, "subscription_rate"):
        response = _render(
            page, request, gate, 429, form=form, stamp=stamp, wait_minutes=-(-seconds // 60)
        )
        response["Retry-After"] = str(seconds)
        return response
    services.subscribe(
        committee=committee,
        site=gate.site,
        email=form.cleaned_data["email"],
        choice=form.choice,
        bodies=form.chosen_bodies,
        key=stamp.key,
        now=now,
    )
    return HttpResponseRedirect(f"{request.path}?{_SENT}=1")


def _render(page, request, gate: Gate, status: int = 200, *, form=None, stamp=None, **extra):
    if form is not None:
        form.tie()
    response = page.render_section(
        request,
        "subscriptions",
        _("News by e-mail"),
        form=form,
        stamp=(stamp or form_stamps.fresh(WHAT, page.source.pk, gate.now)).text(),
        decoy=form_stamps.DECOY,
        clause=offered.clause_of(gate),
        confirm_hours=settings.CONFIRM_HOURS,
        feeds=_feeds(page.source),
        **extra,
    )
    response.status_code = status
    return response


def _feeds(committee) -> dict[str, str]:
    """The same news for whoever gives no address."""
    try:
        names = {"atom": "news", "calendar": "calendar"}
        return {
            key: reverse(f"rkres_wagtail:{name}", args=[committee.pk])
            for key, name in names.items()
        }
    except NoReverseMatch:
        return {}
