"""What the page of a call shows; every related object passes the gate.

The number of queries does not depend on how many ways, files and questions there are.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ... import sub_addresses
from ...bodies.choices import MembersVisibility
from ...bodies.presentation.family import Family
from ...bodies.presentation.related import Contact, funding_of
from ...bodies.presentation.visibility import public_visibility
from ...consultations.course import deadline, opening, today_of
from ...consultations.presentation.channels import Channel, channels_of, online_way
from ...consultations.presentation.document import block_files
from ...consultations.presentation.rounds import closing_machine
from ...meetings.presentation.places import PublicBodies
from ...meetings.presentation.subscribe import subscription
from ...public import Gate
from ..choices import CallState
from . import course, words
from .stages import period, stages


def call_context(page, request) -> dict:
    """The context of a call's page; of an alias, that of the page it mirrors."""
    gate, call = Gate.of(request), page.source
    now, bodies = gate.now, PublicBodies(gate, call.locale_id)
    committee, above = bodies.committee_of(call), bodies.above(call)
    body = bodies.get(call.body_id) if call.body_id else None
    state = call.state(now)
    return {
        "call": call,
        "committee": committee,
        "trail": [{"title": each.title, "url": each.get_url(request)} for each in above],
        # Whose members are sought; a body that is not public has no name.
        "who": body,
        "seats": words.seats(call),
        "state": state,
        "state_tag": words.state_tag(call, now),
        "is_open": state == CallState.OPEN,
        "is_announced": state == CallState.ANNOUNCED,
        "is_settled": state == CallState.SETTLED,
        "stages": stages(call, now),
        "files": block_files(call.files, gate),
        "questions": [block.value for block in call.questions or ()],
        "copies": [block.value for block in call.copies or ()],
        "topics": sorted(call.tags.all(), key=str) if hasattr(call, "tags") else [],
        "calls_url": calls_url(committee, request),
        "subscription": subscription(request, body or committee),
        "canonical_url": call.get_full_url(request),
        "last_published_at": call.last_published_at,
        **_dates(call, state, now),
        **_applying(page, call, request, gate, state),
        "composition_url": composition_url(call, body, committee, request, gate),
        **_office(call, body or committee, committee),
    }


def _dates(call, state: str, now: datetime) -> dict:
    """Dates in words; ``until`` is the deadline that the reader asks for."""
    is_pending = state in (CallState.OPEN, CallState.ANNOUNCED) and call.closes_at is not None
    return {
        "opens": opening(call.opens_at) if state == CallState.ANNOUNCED and call.opens_at else "",
        "until": deadline(call.closes_at) if is_pending else "",
        "until_machine": closing_machine(call.closes_at) if is_pending else "",
        "closed_on": course.closed_on(call, now),
        "closed": deadline(call.closes_at) if call.closes_at else "",
        "is_cut": course.is_cut(call),
        "period": period(call),
    }


def _applying(page, call, request, gate, state: str) -> dict:
    """Ways of applying, the form on this site first; none of them a button once it is over."""
    own = own_form(page, request, gate) if state == CallState.OPEN else None
    channels = [*([own] if own else []), *channels_of(call)]
    return {
        "own_form": own,
        "channels": channels,
        "ways": list(dict.fromkeys(each.short for each in channels)),
        "form_elsewhere": next((each for each in channels if each.kind == "online_form"), None),
    }


def own_form(page, request, gate) -> Channel | None:
    """The form of candidates on this site, where it takes declarations now."""
    call, url = page.source, page.get_url(request)
    found = sub_addresses.found("joining", [call], gate)
    if not found.get(call.translation_key, {}).get("is_open") or not url:
        return None
    return Channel(
        "online_form", _("Online form"), online_way(), f"{url}{page.reverse_subpage('joining')}"
    )


def composition_url(call, body, committee, request, gate) -> str:
    """Where the public reads the composition that came of it; empty where it may not, or not yet.

    Of a body that has ended its work, the last day is the latest that can be asked for.
    """
    day = call.composition_on
    if day is None or body is None or committee is None or day > today_of(gate.now):
        return ""
    body = body.specific
    shown = Family(committee, gate, served=body).shown_for(body)
    if shown is None or public_visibility(body, shown) == MembersVisibility.NOTHING:
        return ""
    day = min(day, shown.active_to or day)
    url = body.get_url(request)
    return f"{url}{body.reverse_subpage('composition')}?on={day.isoformat()}" if url else ""


def calls_url(committee, request, *, body=None) -> str:
    """The list of calls of ``committee``, cut down to those of ``body``."""
    url = committee.get_url(request) if committee is not None else None
    if not url:
        return ""
    query = f"?organ={body.pk}" if body is not None and body.pk != committee.pk else ""
    return f"{url}{committee.reverse_subpage('calls')}{query}"


def _office(call, body, committee) -> dict:
    """Whom to ask and who pays: the call's own, else those of its body."""
    body = body.specific if body is not None else None
    own = [call.contact_person, call.contact_phone, call.contact_email]
    contact = Contact(person=own[0], phone=own[1], email=own[2])
    if body is not None and not contact:
        contact = Contact.of(body, committee)
    funding = funding_of(call, None)
    if funding is None and body is not None:
        funding = funding_of(body, committee)
    return {"contact": contact, "funding": funding}
