"""The page behind an invitation's secret link, and the files that it leads to.

A GET changes nothing: mail scanners open every link, too. The page of the meeting itself may be
a draft by mistake, or behind a password; whoever is invited still reads what they need.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import time_format
from django.views.decorators.http import require_http_methods, require_safe

from ...dates import long_date
from ...secret_links import find_or_404, make_token, secret_page
from ...secret_pages import render_secret, send_document
from ..choices import MeetingStatus
from ..presentation.changes import change_lines
from ..presentation.dateblocks import dateblock, machine_date
from ..querysets import meeting_model
from ..rules import public_materials
from .briefing import Briefing
from .forms import OWN_WORDS, OwnReplyForm
from .invitees import invitees_of, name_of
from .links import PURPOSE
from .models import Invitation, Reply
from .replies import reply_by_link
from .rules import reply_refusal, reply_until

TEMPLATE = "rkres_wagtail/meetings/invitations/reply.html"
CLOSED = "rkres_wagtail/meetings/invitations/closed.html"
_GONE = 410


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, token: str) -> HttpResponse:
    """Who is invited to what; the answer, until the meeting begins."""
    invitation, page = _found(token)
    now = timezone.now()
    if closed := _closed(invitation, page, now):
        return _say_closed(request, page, closed)
    if request.method != "POST":
        return _show(request, invitation, page, now)
    with translation.override(page.locale.language_code):
        form = OwnReplyForm(request.POST, page=page)
        if form.is_valid():
            try:
                reply_by_link(invitation=invitation, **form.cleaned_data, now=now)
            except ValidationError as error:
                if getattr(error, "code", "") in ("closed", "withdrawn"):
                    return _show(request, invitation, page, now, status=_GONE)
                form.add_error(None, error)
            else:
                return redirect(f"{request.path}?zapisano=1")
    return _show(request, invitation, page, now, form=form, status=422)


@secret_page
@require_safe
def material(request, token: str, pk: int) -> HttpResponse:
    """A file of the meeting, also from a closed collection; never one of an internal item."""
    invitation, page = _found(token)
    if closed := _closed(invitation, page, timezone.now()):
        return _say_closed(request, page, closed)
    items = page.agenda_items.all()
    shown = public_materials(page.materials.select_related("document"), items)
    found = next((each for each in shown if each.pk == pk and each.document_id), None)
    if found is None:
        raise Http404
    return send_document(found.document)


def _found(token: str):
    rows = Invitation.objects.select_related("person")
    invitation = find_or_404(PURPOSE, rows, token)
    pages = meeting_model()._default_manager.select_related("locale", "host_organisation")
    page = pages.filter(pk=invitation.meeting_id).first()
    if page is None:
        raise Http404
    return invitation, page


def _closed(invitation: Invitation, page, now) -> str:
    """Why the link leads nowhere any more: ``withdrawn``, ``cancelled``, ``over``, or empty."""
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    if not page.is_over(now):
        return ""
    return "cancelled" if page.status == MeetingStatus.CANCELLED else "over"


def _say_closed(request, page, reason: str) -> HttpResponse:
    with translation.override(page.locale.language_code):
        briefing = Briefing.of(page, timezone.now())
        context = {
            "reason": reason,
            "contact": briefing.contact,
            "public_url": briefing.public_url,
            "when": page.when,
        }
        return render_secret(request, CLOSED, context, page=page, status=_GONE)


def _show(request, invitation, page, now, *, form=None, status: int = 200) -> HttpResponse:
    with translation.override(page.locale.language_code):
        refusal = reply_refusal(page, now)
        if form is None and not refusal:
            form = OwnReplyForm(page=page, initial={"reply": invitation.reply})
        context = _context(invitation, page, now) | {
            "form": form if not refusal else None,
            "refusal": refusal,
            "is_saved": "zapisano" in request.GET and invitation.is_answered and form is not None,
        }
        return render_secret(request, TEMPLATE, context, page=page, status=status)


def _context(invitation: Invitation, page, now) -> dict:
    token, briefing = make_token(PURPOSE, invitation), Briefing.of(page, now)
    agenda, materials = briefing.points(
        lambda each: reverse("rkres_wagtail:invitation_material", args=[token, each.pk])
    )
    invitee = invitees_of(page).by_person().get(invitation.person_id)
    is_cancelled = page.status == MeetingStatus.CANCELLED
    return {
        "name": name_of(invitation.person),
        "answer": OWN_WORDS.get(Reply(invitation.reply), ""),
        "has_note": bool(invitation.reply_note),
        "deputies": invitee.deputies if invitee else [],
        "until": reply_until(page),
        "until_text": _until_text(page),
        "when": page.when,
        "date": dateblock(page.when),
        "machine_date": machine_date(page.when),
        "is_cancelled": is_cancelled,
        "changes": change_lines(page),
        "who": briefing.who,
        "place": briefing.place,
        "form_of_meeting": briefing.form,
        "join_url": "" if is_cancelled else page.access_url,
        "host_organisation": page.host_organisation,
        "lead": page.lead,
        "agenda": agenda,
        "materials": materials,
        "contact": briefing.contact,
        "public_url": briefing.public_url,
    }


def _until_text(page) -> str:
    """``12 grudnia 2026, 10:00``; of a day without an hour, that day."""
    when = page.when
    if not when.has_hour:
        return long_date(when.last_day) if when.last_day else ""
    hour = time_format(when.starts_time, "G:i")
    return f"{long_date(when.starts_on)}, {hour}"
