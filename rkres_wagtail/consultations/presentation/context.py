"""What the page of one consultation shows; every related object passes the gate.

The number of queries does not depend on how many rounds, sections, versions and files there are.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.text import capfirst

from ...bodies.presentation.related import Contact, funding_of, public_acts
from ...meetings.presentation.places import PublicBodies
from ...meetings.presentation.subscribe import subscription
from ...public import Gate
from ..choices import ConsultationState
from ..course import courses_of, deadline, opening, today_of
from . import serving, words
from .changed_dates import date_changes
from .channels import channels_of, online_form, own_form
from .document import block_files, document_box
from .hearings import hearings_of
from .rounds import closing_machine, round_lines
from .rows import body_of, report_days
from .stages import announced_on, closed_on, published_on, stages


def consultation_context(page, request) -> dict:
    """The context of a consultation's page; of an alias, that of the page it mirrors."""
    gate, consultation = Gate.of(request), page.source
    now, bodies = gate.now, PublicBodies(gate, consultation.locale_id)
    index = consultation.get_parent().specific
    committee, above = bodies.committee_of(consultation), bodies.above(consultation)
    courses = courses_of([consultation], now=now, report_days=report_days(gate))
    course = courses[consultation.translation_key]
    serving.note(request, serving.moments_of(course, now))
    announced = announced_on(consultation, course, today_of(now))
    who = body_of(consultation, bodies)
    return {
        "consultation": consultation,
        "course": course,
        "subscription": subscription(request, committee),
        "committee": committee,
        "index": index,
        "trail": [{"title": each.title, "url": each.get_url(request)} for each in (*above, index)],
        "kind": capfirst(str(consultation.kind)) if consultation.kind else "",
        # Whose it is, unless the trail says it.
        "who": who if who is not None and who.pk not in {each.pk for each in above} else None,
        "audience": words.audience_label(consultation, bodies),
        "announced_on": announced,
        "stages": stages(course, now, announced),
        "date_changes": date_changes(consultation),
        "document": document_box(consultation, gate, _address(page, request)),
        "forms": block_files(consultation.forms, gate),
        "hearings": hearings_of(consultation, request, bodies, gate),
        "invited": _lines(consultation.invited),
        "notified": _lines(consultation.notified),
        "copies": [block.value for block in consultation.copies or ()],
        "topics": _topics(consultation),
        "canonical_url": consultation.get_full_url(request),
        "last_published_at": consultation.last_published_at,
        **_course(course, now),
        **_answering(consultation, own_form(page, request)),
        **_acts(consultation, course, gate),
        **_report(page, course, request),
        **_office(consultation, who or committee, committee),
    }


def _address(page, request):
    """Addresses below ``page``, by the name of the route."""
    base = page.get_url(request) or ""
    return lambda name, **kwargs: f"{base}{page.reverse_subpage(name, kwargs=kwargs)}"


def _course(course, now) -> dict:
    """State and dates in words; ``until`` is the deadline that the reader asks for."""
    tag = words.state_tag(course, now)
    opened, ahead = course.open_round(now), course.next_round(now)
    is_decided = course.outcome is not None
    matters = None if is_decided else opened or ahead
    return {
        "state": tag.state,
        "state_tag": tag,
        "is_open": tag.state == ConsultationState.OPEN,
        "is_announced": tag.state == ConsultationState.ANNOUNCED,
        "is_overdue": tag.state == ConsultationState.OVERDUE,
        "opens": opening(ahead.starts_at) if ahead and not opened and not is_decided else "",
        "until": deadline(matters.ends_at) if matters else "",
        "until_machine": closing_machine(matters.ends_at) if matters else "",
        "is_extended": bool(matters and matters.extensions.all()),
        "closed_on": closed_on(course, now),
        "closed": deadline(course.ends_at) if course.ends_at else "",
        "rounds": round_lines(course, now),
        "days_late": words.days_late(course, now),
        "due_on": course.due_on,
    }


def _answering(consultation, form) -> dict:
    """``form`` is the channel of the form on this site while it is open, or None."""
    channels = [*([form] if form is not None else []), *channels_of(consultation)]
    has_rules = (
        consultation.only_on_form
        or consultation.signature_required
        or consultation.receipt_date_counts is not None
        or consultation.anonymous_accepted is not None
        or consultation.other_rules
    )
    return {
        "channels": channels,
        "ways": list(dict.fromkeys(each.short for each in channels)),
        "online_form": online_form(channels),
        "has_rules": bool(has_rules),
    }


def _acts(consultation, course, gate) -> dict:
    """The act that started it and the one that ended it, with files the public may open."""
    ended = course.outcome.act_id if course.outcome is not None else None
    ids = {consultation.initiating_act_id, ended} - {None}
    found = {each.act.pk: each for each in public_acts(gate, Q(pk__in=ids))} if ids else {}
    return {
        "initiating_act": found.get(consultation.initiating_act_id),
        "outcome": course.outcome,
        "outcome_text": words.outcome_sentence(course.outcome) if course.outcome else "",
        "outcome_act": found.get(ended),
    }


def _report(page, course, request) -> dict:
    report = course.report
    if report is None:
        return {
            "report": None,
            "report_url": "",
            "reported_on": None,
            "report_numbers": "",
            "is_interim": False,
        }
    return {
        "is_interim": course.is_interim,
        "report": report,
        "report_url": _address(page, request)("report"),
        "reported_on": published_on(report),
        "report_numbers": words.numbers_of(report),
    }


def _office(consultation, body, committee) -> dict:
    """Whom to ask and who pays: the consultation's own, else those of its body."""
    body = body.specific if body is not None else None
    contact = Contact(
        unit=consultation.host_unit,
        person=consultation.contact_person,
        phone=consultation.contact_phone,
        email=consultation.contact_email,
    )
    if body is not None and not (contact.person or contact.phone or contact.email):
        contact = Contact.of(body, committee) or contact
    funding = funding_of(consultation, None)
    if funding is None and body is not None:
        funding = funding_of(body, committee)
    return {"contact": contact, "funding": funding}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _topics(consultation) -> list:
    """Tags, where the page class has them."""
    return sorted(consultation.tags.all(), key=str) if hasattr(consultation, "tags") else []
