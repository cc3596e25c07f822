"""Filters of meetings, decisions, consultations and bodies, at their endpoints and in ``pages/``.

Each is written once: ``filters_of`` says which a class of pages takes, the host's own included.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.utils import BadRequestError

from ..bodies.models import Term
from ..bodies.pages import BodyPageMixin, CommitteePageMixin, GroupPageMixin, TierPageMixin
from ..bodies.tree import page_models, pages_of
from ..consultations.api_loading import report_days
from ..consultations.choices import ConsultationState
from ..consultations.course import start_of_day
from ..consultations.models import (
    ConsultationOutcome,
    ConsultationReport,
    DocumentVersion,
    Extension,
    Round,
)
from ..consultations.pages import ConsultationPageMixin
from ..consultations.querysets import in_state
from ..decisions.choices import WAITING, DispatchState
from ..decisions.models import Dispatch
from ..decisions.pages import DecisionPageMixin
from ..decisions.querysets import has_state, is_waiting
from ..meetings.attendance.models import AttendanceSheet
from ..meetings.choices import MeetingStatus
from ..meetings.models import MeetingChange
from ..meetings.pages import MeetingPageMixin
from ..meetings.querysets import is_of_year
from ..minutes.published import published as published_minutes
from ..participation.choices import CallState
from ..participation.pages import CallPageMixin
from ..participation.querysets import call_in_state
from ..programmes.choices import ProgrammeScope, ProgrammeState
from ..programmes.models import ProgrammeTree
from ..programmes.pages import ProgrammePageMixin
from ..programmes.querysets import in_state as programme_in_state
from .errors import as_choice, as_date, as_key, as_moment, as_year
from .parameters import DATE, ID, MOMENT, YEAR, by_body, choices, equals, several, takes

_ONE_DAY = timedelta(days=1)


def _term(view, value: str) -> Term:
    """The term of a public committee with this id, or the 400."""
    pk = as_key("term", value)
    terms = Term.objects.filter(committee__translation_key__in=view.bodies.committee_keys)
    if (term := terms.filter(pk=pk).first()) is None:
        raise BadRequestError(f"term: there is no public term with the id {pk}")
    return term


def _rows(model, key: str = "consultation", **conditions) -> Exists:
    """Whether a row hangs on the page, in whichever language it was made."""
    rows = model.objects.filter(**{f"{key}__translation_key": OuterRef("translation_key")})
    return Exists(rows.filter(**conditions))


def _within(field: str, first: date | None, last: date | None) -> Q:
    condition = Q(**{f"{field}__isnull": False})
    if first is not None:
        condition &= Q(**{f"{field}__gte": first})
    return condition & Q(**{f"{field}__lte": last}) if last is not None else condition


def _from(field: str, says: str):
    return equals(f"{field}__gte", lambda name, value: as_date("from", value), DATE, says)


def _to(field: str, says: str):
    return equals(f"{field}__lte", lambda name, value: as_date("to", value), DATE, says)


_kind = equals("kind_id", lambda name, value: as_key("kind", value), ID, "Of this kind, by its id.")


# Any page -----------------------------------------------------------------------------------------


@takes(MOMENT)
def _modified(view, queryset, value):
    """Published since this day or moment."""
    return queryset.filter(last_published_at__gte=as_moment("modified_since", value))


# Meetings -----------------------------------------------------------------------------------------


@takes(ID)
def _meetings_of_body(view, queryset, value):
    """Of a public body that meets, by the id of its page in any language."""
    key = view.body_key("body", value)
    meetings = queryset.model._default_manager.filter(bodies__translation_key=key).order_by()
    # A subquery: a joint meeting is one row.
    return queryset.filter(pk__in=meetings.values("pk"))


@takes(ID)
def _meetings_of_term(view, queryset, value):
    """Whose first day lies in this term of a public committee."""
    term = _term(view, value)
    return queryset.filter(_within("starts_on", term.starts_on, term.ends_on))


@takes(several(MeetingStatus.values))
def _meetings_in_state(view, queryset, value):
    """In this state at the moment of the request; several with commas: in any of them."""
    over = Q(over_at__isnull=False, over_at__lte=view.gate.now)
    cancelled = Q(status=MeetingStatus.CANCELLED)
    wanted = Q()
    for state in value.split(","):
        state = as_choice("state", state, MeetingStatus.values)
        if state == MeetingStatus.HELD:
            wanted |= Q(status=state) | (over & ~cancelled)
        elif state == MeetingStatus.CANCELLED:
            wanted |= cancelled
        else:
            wanted |= Q(status=state) & ~over
    return queryset.filter(wanted)


@takes(YEAR)
def _meetings_of_year(view, queryset, value):
    """Whose first day lies in this year."""
    return queryset.filter(is_of_year(as_year("year", value)))


@takes(MOMENT)
def _meetings_modified(view, queryset, value):
    """Published, moved, cancelled, over, with minutes or attendance since this day or moment."""
    since, now = as_moment("modified_since", value), view.gate.now
    minutes = published_minutes(now).filter(
        meeting__translation_key=OuterRef("translation_key"), last_published_at__gte=since
    )
    return queryset.filter(
        Q(last_published_at__gte=since)
        | Q(over_at__gte=since, over_at__lte=now)
        | _rows(MeetingChange, "meeting", made_at__gte=since)
        | _rows(AttendanceSheet, "meeting", closed_at__gte=since)
        | Exists(minutes)
    )


MEETING_FILTERS = {
    "body": _meetings_of_body,
    "term": _meetings_of_term,
    "state": _meetings_in_state,
    "from": _from("starts_on", "That begin on this day or later."),
    "to": _to("starts_on", "That begin on this day or earlier."),
    "year": _meetings_of_year,
    "modified_since": _meetings_modified,
}

# Decisions ----------------------------------------------------------------------------------------


@takes(ID)
def _decisions_of_term(view, queryset, value):
    """Taken within this term of a public committee."""
    term = _term(view, value)
    return queryset.filter(_within("adopted_on", term.starts_on, term.ends_on))


@takes(several([WAITING, *DispatchState.values]))
def _decisions_in_state(view, queryset, value):
    """In this state at one of their addressees at least; several with commas: in any of them."""
    wanted = Q()
    for state in value.split(","):
        state = as_choice("state", state, [WAITING, *DispatchState.values])
        wanted |= Q(is_waiting() if state == WAITING else has_state(state))
    return queryset.filter(wanted)


@takes(YEAR)
def _decisions_of_year(view, queryset, value):
    """Taken in this year."""
    year = as_year("year", value)
    return queryset.filter(_within("adopted_on", date(year, 1, 1), date(year, 12, 31)))


@takes(MOMENT)
def _decisions_modified(view, queryset, value):
    """Published, sent on or answered since this day or moment."""
    since = as_moment("modified_since", value)
    sent = _rows(Dispatch, "decision", changed_at__gte=since)
    return queryset.filter(Q(last_published_at__gte=since) | sent)


DECISION_FILTERS = {
    "body": by_body,
    "term": _decisions_of_term,
    "state": _decisions_in_state,
    "kind": _kind,
    "from": _from("adopted_on", "Taken on this day or later."),
    "to": _to("adopted_on", "Taken on this day or earlier."),
    "year": _decisions_of_year,
    "modified_since": _decisions_modified,
}

# Consultations ------------------------------------------------------------------------------------


def _lasting(first: date | None, last: date | None) -> Exists:
    """With a round that lasted on one of these days, even for a moment."""
    conditions = {}
    if first is not None:
        conditions["ends_at__gt"] = start_of_day(first)
    if last is not None:
        conditions["starts_at__lt"] = start_of_day(last + _ONE_DAY)
    return _rows(Round, **conditions)


@takes(ID)
def _consultations_of_term(view, queryset, value):
    """With a round that lasted in this term of a public committee, even for a day."""
    term = _term(view, value)
    return queryset.filter(_lasting(term.starts_on, term.ends_on))


@takes(several(ConsultationState.values))
def _consultations_in_state(view, queryset, value):
    """In this state at the moment of the request; several with commas: in any of them."""
    now, days = view.gate.now, report_days(view.gate)
    wanted = Q()
    for state in value.split(","):
        wanted |= in_state(as_choice("state", state, ConsultationState.values), now, days)
    return queryset.filter(wanted)


@takes(YEAR)
def _consultations_of_year(view, queryset, value):
    """With a round that lasted in that year, even for a day."""
    year = as_year("year", value)
    return queryset.filter(_lasting(date(year, 1, 1), date(year, 12, 31)))


@takes(DATE)
def _consultations_from(view, queryset, value):
    """With a round that closes on this day or later."""
    return queryset.filter(_lasting(as_date("from", value), None))


@takes(DATE)
def _consultations_to(view, queryset, value):
    """With a round that opens on this day or earlier."""
    return queryset.filter(_lasting(None, as_date("to", value)))


@takes(MOMENT)
def _consultations_modified(view, queryset, value):
    """Published, opened, closed, put off, reported, decided or with a new text since then."""
    since, now = as_moment("modified_since", value), view.gate.now
    reports = ConsultationReport.objects.published(now).filter(
        consultation__translation_key=OuterRef("translation_key"), last_published_at__gte=since
    )
    return queryset.filter(
        Q(last_published_at__gte=since)
        | _rows(Round, changed_at__gte=since)
        | _rows(Round, starts_at__gte=since, starts_at__lte=now)
        | _rows(Round, ends_at__gte=since, ends_at__lte=now)
        | _rows(Extension, "round__consultation", recorded_at__gte=since)
        | _rows(DocumentVersion, published_at__lte=now, changed_at__gte=since)
        | _rows(ConsultationOutcome, changed_at__gte=since)
        | Exists(reports)
    )


CONSULTATION_FILTERS = {
    "state": _consultations_in_state,
    "kind": _kind,
    "body": by_body,
    "term": _consultations_of_term,
    "from": _consultations_from,
    "to": _consultations_to,
    "year": _consultations_of_year,
    "modified_since": _consultations_modified,
}

# Programmes ---------------------------------------------------------------------------------------


@takes(several(ProgrammeState.values))
def _programmes_in_state(view, queryset, value):
    """In this state on the day of the request; several with commas: in any of them."""
    wanted = Q()
    for state in value.split(","):
        wanted |= programme_in_state(as_choice("state", state, ProgrammeState.values))
    return queryset.filter(wanted)


@takes(choices(ProgrammeScope.values))
def _programmes_of_scope(view, queryset, value):
    """National, regional or local."""
    return queryset.filter(scope=as_choice("scope", value, ProgrammeScope.values))


@takes(YEAR)
def _programmes_of_year(view, queryset, value):
    """That last in this year."""
    year = as_year("year", value)
    begun = Q(starts_year__lte=year)
    return queryset.filter(begun, Q(ends_year=None) | Q(ends_year__gte=year))


@takes(MOMENT)
def _programmes_modified(view, queryset, value):
    """Published, or with a change of the tree, its indicators or links, since then."""
    since = as_moment("modified_since", value)
    changed = _rows(ProgrammeTree, "programme", changed_at__gte=since)
    return queryset.filter(Q(last_published_at__gte=since) | changed)


PROGRAMME_FILTERS = {
    "scope": _programmes_of_scope,
    "state": _programmes_in_state,
    "year": _programmes_of_year,
    "modified_since": _programmes_modified,
}

# Calls --------------------------------------------------------------------------------------------


@takes(several(CallState.values))
def _calls_in_state(view, queryset, value):
    """In this state at the moment of the request; several with commas: in any of them."""
    wanted = Q()
    for state in value.split(","):
        wanted |= call_in_state(as_choice("state", state, CallState.values), view.gate.now)
    return queryset.filter(wanted)


@takes(DATE)
def _calls_from(view, queryset, value):
    """That close on this day or later."""
    return queryset.filter(closes_at__gt=start_of_day(as_date("from", value)))


@takes(DATE)
def _calls_to(view, queryset, value):
    """That open on this day or earlier."""
    end = start_of_day(as_date("to", value) + _ONE_DAY)
    return queryset.filter(Q(opens_at__lt=end) | Q(opens_at=None, first_published_at__lt=end))


@takes(MOMENT)
def _calls_modified(view, queryset, value):
    """Published, opened or closed since then."""
    since, now = as_moment("modified_since", value), view.gate.now
    return queryset.filter(
        Q(last_published_at__gte=since)
        | Q(opens_at__gte=since, opens_at__lte=now)
        | Q(closes_at__gte=since, closes_at__lte=now)
    )


CALL_FILTERS = {
    "body": by_body,
    "state": _calls_in_state,
    "from": _calls_from,
    "to": _calls_to,
    "modified_since": _calls_modified,
}

# Bodies -------------------------------------------------------------------------------------------

#: What ``kind`` of a body says, and its page mixin.
BODY_KINDS = {"committee": CommitteePageMixin, "tier": TierPageMixin, "group": GroupPageMixin}


@takes(choices(BODY_KINDS))
def bodies_of_kind(view, queryset, value):
    """Committees, tiers or groups."""
    mixin = BODY_KINDS[as_choice("kind", value, BODY_KINDS)]
    return queryset.filter(pk__in=pages_of(mixin).order_by().values("pk"))


@takes(ID)
def bodies_of_committee(view, queryset, value):
    """A public committee and what stands below it, by the id of its page in any language."""
    key = view.body_key("committee", value)
    if key not in view.bodies.committee_keys:
        raise BadRequestError(f"committee: the body with the id {value} is no committee")
    below = Q()
    for page in view.bodies.pages[key]:
        below |= Q(path__startswith=page.path)
    return queryset.filter(below)


@takes(DATE)
def bodies_on_a_day(view, queryset, value):
    """That exist on this day."""
    day = as_date("on", value)
    begun = Q(active_from=None) | Q(active_from__lte=day)
    lasting = begun & (Q(active_to=None) | Q(active_to__gte=day))
    wanted = Q()
    for model in page_models(BodyPageMixin):
        wanted |= Q(pk__in=model._default_manager.filter(lasting).order_by().values("pk"))
    return queryset.filter(wanted)


BODY_FILTERS = {
    "kind": bodies_of_kind,
    "committee": bodies_of_committee,
    "on": bodies_on_a_day,
    "modified_since": _modified,
}

# In ``pages/`` ------------------------------------------------------------------------------------

_BY_MIXIN = {
    MeetingPageMixin: MEETING_FILTERS,
    DecisionPageMixin: DECISION_FILTERS,
    ConsultationPageMixin: CONSULTATION_FILTERS,
    ProgrammePageMixin: PROGRAMME_FILTERS,
    CallPageMixin: CALL_FILTERS,
}
ANY_PAGE = {"modified_since": _modified}


def filters_of(model: type) -> dict:
    """Parameters of ``pages/?type=`` with this class of pages."""
    found = (known for mixin, known in _BY_MIXIN.items() if issubclass(model, mixin))
    return next(found, ANY_PAGE)


class PageFilters(BaseFilterBackend):
    """Applies ``filters_of`` the pages that are listed."""

    def filter_queryset(self, request, queryset, view):
        for name, apply in filters_of(queryset.model).items():
            if name in request.GET:
                queryset = apply(view, queryset, request.GET[name])
        return queryset
