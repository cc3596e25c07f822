"""Behind the secret links of a subscription: confirm it, change it, leave.

A GET changes nothing, however often a mail scanner opens the link; a number opens nothing.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ...public import Gate
from ...secret_links import find_or_404, secret_page
from ...secret_pages import render_secret
from ..choices import Rhythm
from ..models import Subscription
from . import links, messages, offered, schedule, services
from .forms import ChoiceForm
from .offers import Offer

FOLDER = "rkres_wagtail/participation/news/"
_DONE = "zrobione"
DONE = ("potwierdzono", "zmieniono")
_METHODS = ["GET", "HEAD", "POST"]


def find(purpose: str, token: str):
    """The subscription behind a token, and the committee's page in its language."""
    rows = Subscription.objects.select_related("committee__locale")
    row = find_or_404(purpose, rows, token)
    page = row.committee.specific
    if row.language != page.locale.language_code:
        twins = page.get_translations().filter(locale__language_code=row.language)
        page = next((each.specific for each in twins.filter(alias_of=None)), page)
    return row, page


@secret_page
@require_http_methods(_METHODS)
def confirm(request, token: str):
    """One button; afterwards everything about the subscription."""
    row, page = find(links.CONFIRM, token)
    with translation.override(page.locale.language_code):
        until, refusal = schedule.confirm_until(row), ""
        if request.method == "POST":
            try:
                services.confirm(subscription=row)
            except ValidationError as error:
                refusal = error.messages[0]
            else:
                return HttpResponseRedirect(f"{links.path_of(links.MANAGE, row)}?{_DONE}={DONE[0]}")
        is_late = row.confirmed_at is None and until < timezone.now()
        context = {
            **_about(request, row, page),
            "until": until,
            "is_late": bool(refusal) or is_late,
            "manage_url": links.path_of(links.MANAGE, row) if row.is_active else "",
        }
        status = 410 if refusal else 200
        return render_secret(request, f"{FOLDER}confirm.html", context, page=page, status=status)


@secret_page
@require_http_methods(_METHODS)
def manage(request, token: str):
    """Everything about one subscription, to be changed or ended."""
    row, page = find(links.MANAGE, token)
    with translation.override(page.locale.language_code):
        if not row.is_active:
            return _left(request, row, page)
        stored = list(row.bodies.all())
        offer = Offer(page, Gate.of(request), kept_bodies=stored, kept_tags=tuple(row.tags))
        if request.method == "POST":
            form = ChoiceForm(request.POST, offer=offer)
            if form.is_valid():
                services.change(subscription=row, choice=form.choice, bodies=form.chosen_bodies)
                return HttpResponseRedirect(f"{request.path}?{_DONE}={DONE[1]}")
        else:
            initial = {
                "topics": row.topics,
                "bodies": offer.values_of(stored),
                "tags": row.tags,
                "rhythm": row.rhythm,
            }
            form = ChoiceForm(offer=offer, initial=initial)
        return _render_own(request, row, page, form)


def _render_own(request, row, page, form):
    problems, done = form.problems() if form.is_bound else [], request.GET.get(_DONE, "")
    form.tie()
    context = {
        **_about(request, row, page),
        "form": form,
        "problems": problems,
        "done": done if done in DONE and not form.is_bound else "",
        "leave_url": links.path_of(links.LEAVE, row),
        "one_click": links.ONE_CLICK,
    }
    status = 422 if problems else 200
    return render_secret(request, f"{FOLDER}manage.html", context, page=page, status=status)


@csrf_exempt
@secret_page
@require_http_methods(_METHODS)
def unsubscribe(request, token: str):
    """One click of a mail program (RFC 8058), without cookies; of a person, the same button."""
    row, page = find(links.LEAVE, token)
    name, value = links.ONE_CLICK
    with translation.override(page.locale.language_code):
        if request.method == "POST" and request.POST.get(name) == value:
            services.leave(subscription=row)
            row.refresh_from_db()
        if row.ended_at is not None:
            return _left(request, row, page)
        context = {**_about(request, row, page), "one_click": links.ONE_CLICK}
        status = 422 if request.method == "POST" else 200
        return render_secret(request, f"{FOLDER}leave.html", context, page=page, status=status)


def _left(request, row, page):
    """Calmly: nothing is kept."""
    return render_secret(request, f"{FOLDER}left.html", _about(request, row, page), page=page)


def _about(request, row, page) -> dict:
    """What all these pages show; nothing public of a committee that is not."""
    gate = Gate.of(request)
    is_public = gate.allows(page)
    can_subscribe = is_public and bool(offered.clause_of(gate))
    return {
        "subscription": row,
        "committee_title": page.title,
        "committee_url": page.get_url(request) if is_public else "",
        "form_url": offered.form_url(page, request) if can_subscribe else "",
        "topics": messages.words_of(row),
        "rhythm": str(Rhythm(row.rhythm).label),
    }
