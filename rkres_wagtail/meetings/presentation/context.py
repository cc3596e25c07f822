"""What the page of one meeting shows, in its two phases; every related object passes the gate.

The number of queries does not depend on the length of the agenda, on the number of materials,
photographs and bodies, or on how many meetings there are.
"""

from __future__ import annotations

from datetime import UTC, timedelta

from ... import sub_addresses
from ...bodies.models import Term
from ...bodies.presentation.related import Contact, funding_of
from ...bodies.querysets import today
from ...public import Gate
from .. import rules
from ..choices import LinkVisibility, MaterialKind, MeetingForm, MeetingStatus
from ..when import zone
from .agenda import agenda_points
from .cards import is_number_told, number_label, state_tags
from .changes import change_lines
from .dateblocks import dateblock, machine_date
from .materials import material_lines
from .neighbours import neighbours
from .phases import REPORT, phase_of
from .photos import photos
from .places import PublicBodies
from .subscribe import absolute_url

#: For so long after a meeting its page says that the report is still to come.
_REPORT_AWAITED = timedelta(days=90)


def meeting_context(page, request) -> dict:
    """The context of a meeting's page; of an alias, that of the page it mirrors."""
    gate, meeting = Gate.of(request), page.source
    now = gate.now
    bodies = PublicBodies(gate, meeting.locale_id)
    committee, index = bodies.committee_of(meeting), meeting.get_parent().specific
    is_report = phase_of(meeting, request, now) == REPORT
    who = bodies.shown(body.translation_key for body in rules.chosen_bodies(meeting))
    changes = change_lines(meeting)
    term = _term(committee, meeting)
    is_cancelled = meeting.status == MeetingStatus.CANCELLED
    context = {
        "meeting": meeting,
        "committee": committee,
        "index": index,
        "trail": _trail(bodies, meeting, index, request),
        "who": who,
        "term": term,
        "is_archival": term is not None and term.is_past(today()),
        "is_report": is_report,
        "is_cancelled": is_cancelled,
        "is_over": is_report or meeting.is_over(now),
        "tags": state_tags(
            meeting, now, is_moved=any(not each.is_cancelled for each in changes), is_over=is_report
        ),
        "changes": changes,
        "when": meeting.when,
        "date": dateblock(meeting.when),
        "machine_date": machine_date(meeting.when),
        "number": _number(meeting, index),
        "canonical_url": meeting.get_full_url(request),
        "ics_url": absolute_url(request, "meeting_ics", meeting.pk),
        **_office(meeting, who, committee),
        "host_organisation": meeting.host_organisation,
        "topics": _topics(meeting),
        "last_published_at": meeting.last_published_at,
        **_taking_part(meeting, now, is_report),
        **_papers(meeting, gate, bodies, is_report=is_report),
        "minutes_page": _minutes_page(page, meeting, request, gate),
        **neighbours(meeting, gate, request),
    }
    return context | _report(meeting, context, now)


def _trail(bodies: PublicBodies, meeting, index, request) -> list[dict]:
    """Bodies above, then the list of meetings."""
    return [
        {"title": page.title, "url": page.get_url(request)}
        for page in (*bodies.above(meeting), index)
    ]


def _term(committee, meeting):
    """The term in which the meeting is; None between terms."""
    if committee is None or not meeting.when.is_dated:
        return None
    return Term.objects.of(committee).current(meeting.starts_on).order_by("-starts_on").first()


def _number(meeting, index) -> str:
    """The number, unless the title says it."""
    label = number_label(meeting.number, index)
    return "" if is_number_told(label, meeting.title) else label


def _office(meeting, who: list, committee) -> dict:
    """Whom to ask and who pays: the meeting's own, else those of the first body that meets."""
    contact = Contact.of_page(meeting)
    funding = funding_of(meeting, None)
    if contact and funding:
        return {"contact": contact, "funding": funding}
    is_other = who and (committee is None or who[0].pk != committee.pk)
    body = who[0].specific if is_other else committee
    if body is not None:
        contact = contact or Contact.of(body, committee)
        funding = funding or funding_of(body, committee)
    return {"contact": contact, "funding": funding}


def _topics(meeting) -> list:
    """Tags, where the page class has them."""
    return sorted(meeting.tags.all(), key=str) if hasattr(meeting, "tags") else []


def _taking_part(meeting, now, is_report: bool) -> dict:
    """How to be there: nothing of it matters once the meeting is over or off."""
    if is_report or meeting.status == MeetingStatus.CANCELLED:
        return {"access_url": "", "access_from": None, "access_note": "", "signup": None}
    is_online = meeting.meeting_form != MeetingForm.ON_SITE
    link, note, since = meeting.access_link(now), "", None
    if is_online and not link and not meeting.is_over(now):
        note = "invited"
        if meeting.access_url and meeting.access_visibility == LinkVisibility.BEFORE:
            note = "later"
            if meeting.when.has_hour:
                before = meeting.when.starts_at.astimezone(UTC)
                before -= timedelta(hours=meeting.access_hours)
                # As clocks show it there, whatever the site's own zone is.
                since = before.astimezone(zone()).replace(tzinfo=None)
    is_signup_over = meeting.signup_until is not None and meeting.signup_until < today()
    return {
        "access_url": link,
        "access_note": note,
        "access_from": since,
        "signup": {
            "text": meeting.signup_text,
            "url": "" if is_signup_over else meeting.signup_url,
            "until": meeting.signup_until,
            "is_over": is_signup_over,
        }
        if meeting.is_open
        else None,
    }


def _papers(meeting, gate: Gate, bodies: PublicBodies, *, is_report: bool) -> dict:
    """Agenda and materials; internal points, and what hangs on them, are not in it."""
    items = list(meeting.agenda_items.all())
    lines = material_lines(rules.public_materials(meeting.materials.all(), items), gate)
    public = rules.public_items(items)
    agenda = agenda_points(public, lines, gate=gate, bodies=bodies, with_results=is_report)
    every = [line for chosen in lines.values() for line in chosen]
    return {
        "agenda": agenda,
        "materials": lines.get(None, []),
        "minutes": [line for line in every if line.kind == MaterialKind.MINUTES],
    }


def _minutes_page(page, meeting, request, gate: Gate) -> dict | None:
    """Address below ``page`` and facts of the published minutes."""
    facts = sub_addresses.found("minutes", [meeting], gate).get(meeting.translation_key)
    if facts is None:
        return None
    return {"url": f"{page.get_url(request) or ''}{page.reverse_subpage('minutes')}", **facts}


def _report(meeting, context: dict, now) -> dict:
    """What is told after the meeting only."""
    if not context["is_report"]:
        return {"photos": [], "report": "", "is_report_awaited": False}
    pictures = photos(meeting.photos)
    has_any = meeting.report or pictures or context["materials"] or context["minutes_page"]
    over_at = meeting.when.over_at
    is_recent = over_at is None or over_at > now - _REPORT_AWAITED
    return {
        "photos": pictures,
        "report": meeting.report,
        "is_report_awaited": is_recent and not has_any,
    }
