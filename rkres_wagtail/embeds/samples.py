"""What a block looks like in the picker of a site that has nothing of its own to show."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..bodies.choices import Role
from ..bodies.pages import CommitteePageMixin
from ..bodies.presentation.places import Composition, Member, Place, SectorPart
from ..bodies.presentation.related import Contact
from ..bodies.querysets import today
from ..bodies.structure.picture import Body, Structure
from ..bodies.tree import page_models, pages_of
from ..consultations.choices import ConsultationState
from ..consultations.course import Course
from ..consultations.presentation.rows import Row as ConsultationRow
from ..consultations.presentation.words import StateTag as ConsultationTag
from ..consultations.querysets import consultation_model
from ..decisions.presentation.rows import Row as DecisionRow
from ..decisions.querysets import decision_model
from ..meetings.choices import DatePrecision, MeetingForm, MeetingStatus
from ..meetings.presentation.cards import Card, state_tags
from ..meetings.querysets import meeting_model
from ..meetings.when import moment
from ..representations import gate_for
from .parts.base import Part
from .showing import Wanted, render_part, show

_NOWHERE = "#"


def preview(kind: str, request, wanted: Wanted) -> SafeString:
    """The part of the site's first public committee that has one, else an invented one."""
    gate = gate_for(request)
    committee = gate.pages(pages_of(CommitteePageMixin)).order_by("path").first()
    shown = show(kind, committee.pk, request, wanted) if committee is not None else None
    if shown is not None and not shown.part.is_empty:
        return shown.html
    template, title, context = _SAMPLES[kind](gate.now)
    part = Part(title=title, url=_NOWHERE, template=template, context=context, facts=[{}])
    return render_part(kind, part, wanted, request)


def _meetings(now) -> tuple[str, str, dict]:
    meeting = partial(
        meeting_model(),
        date_precision=DatePrecision.MINUTE,
        starts_time=time(10),
        ends_time=time(13),
        meeting_form=MeetingForm.HYBRID,
        place_name=_("Conference room, Example Street 1"),
        status=MeetingStatus.CONFIRMED,
    )
    pages = [
        meeting(title=_("Meeting of the committee"), starts_on=today() + timedelta(days=12)),
        meeting(title=_("Meeting of the working group"), starts_on=today() + timedelta(days=40)),
    ]
    cards = [Card(page, _NOWHERE, state_tags(page, now, is_moved=False)) for page in pages]
    return "rkres_wagtail/embeds/upcoming.html", _("Upcoming meetings"), {"cards": cards}


def _consultations(now) -> tuple[str, str, dict]:
    from ..consultations.models import Round

    ends_at = moment(today() + timedelta(days=13))
    opened = Round(starts_at=now - timedelta(days=20), ends_at=ends_at)
    page = consultation_model()(title=_("Draft programme for the social economy"))
    course = Course(rounds=[opened])
    tag = ConsultationTag(ConsultationState.OPEN, str(ConsultationState.OPEN.label))
    row = ConsultationRow(page=page, url=_NOWHERE, course=course, tag=tag, now=now)
    return "rkres_wagtail/embeds/consultations.html", _("Open consultations"), {"rows": [row]}


def _decisions(now) -> tuple[str, str, dict]:
    page = decision_model()(
        title=_("Position on social clauses in public procurement"),
        number="3/2026",
        adopted_on=today() - timedelta(days=20),
    )
    rows = [DecisionRow(page, _NOWHERE)]
    return "rkres_wagtail/embeds/decisions.html", _("Latest decisions"), {"rows": rows}


def _structure(now) -> tuple[str, str, dict]:
    tier = partial(Body, url=_NOWHERE)
    group = Body(_("Working group on cooperation"), key=4, url=_NOWHERE)
    structure = Structure(
        Body(_("Committee"), key=1),
        (
            tier(_("Committee"), key=2, label=_("Tier 1"), groups=(group,)),
            tier(_("Forum"), key=3, label=_("Tier 2")),
        ),
    )
    return "rkres_wagtail/embeds/structure.html", _("How we work"), {"structure": structure}


def _members(now) -> tuple[str, str, dict]:
    def place(name: str, role: str = Role.MEMBER) -> Place:
        label = str(Role(role).label)
        member = Member(name, "", False, role, label, "", "", "", "", None, None)
        return Place(holder=member)

    parts = [
        SectorPart(
            _("Public administration"),
            places=[place("Anna Nowak", Role.CHAIR), place("Jan Kowalski")],
            members_count=2,
        ),
        SectorPart(_("Social enterprises"), places=[place("Ewa Zając")], members_count=1),
    ]
    composition = Composition(on=today(), visibility="names", parts=parts)
    context = {"composition": composition, "committee": None}
    return "rkres_wagtail/embeds/members.html", _("Composition"), context


def _take_part(now) -> tuple[str, str, dict]:
    from ..bodies.pages import TierPageMixin

    page = page_models(TierPageMixin)[0](
        title=_("Forum"),
        for_whom=_("For everybody who works in the social economy."),
        time_needed=_("one meeting a year"),
    )
    contact = Contact(email="komitet@example.org")
    tiers = [{"page": page, "url": _NOWHERE, "label": _("Tier 2"), "contact": contact}]
    return "rkres_wagtail/embeds/take_part.html", _("Take part"), {"tiers": tiers}


_SAMPLES = {
    "posiedzenia": _meetings,
    "konsultacje": _consultations,
    "decyzje": _decisions,
    "struktura": _structure,
    "sklad": _members,
    "wlacz-sie": _take_part,
}
