"""Consultations on the pages of bodies and of meetings; providers of ``slots.py``."""

from __future__ import annotations

from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from ...meetings.presentation.places import PublicBodies
from ...public import Gate
from ...slots import provider
from ..querysets import consultation_model, index_model, is_open, public_consultations, with_dates
from . import serving
from .listing import in_order
from .rows import Row, for_rows, rows_of

LATEST = 3
#: More than so many are not open at once; the list has them all.
MOST_OPEN = 5
_REQUEST_ATTRIBUTE = "_rkres_wagtail_consultations"


class BodyConsultations:
    """Consultations of one body, read once a request; of a committee, of all its bodies."""

    def __init__(self, body, committee, request):
        self.body, self.committee, self.request = body, committee, request
        self.gate = Gate.of(request)
        self._bodies = PublicBodies(self.gate, body.locale_id)
        found = public_consultations(self.gate, locale_id=body.locale_id, under=committee)
        if body.pk != committee.pk:
            own = Q(body__translation_key=body.translation_key)
            found = found.filter(own | Q(audience__translation_key=body.translation_key))
        now = self.gate.now
        opened = with_dates(found.filter(is_open(now)), now)
        opened = for_rows(opened).order_by(F("closes_at").asc(nulls_last=True), "pk")[:MOST_OPEN]
        rest = in_order(for_rows(found.exclude(is_open(now))), now)[:LATEST]
        rows = rows_of([*opened, *rest], request, self._bodies, self.gate, own=body)
        _note(request, rows, now)
        self.open = [row for row in rows if row.is_open]
        self.rest = [row for row in rows if not row.is_open]

    @classmethod
    def of(cls, context) -> BodyConsultations | None:
        body, committee, request = (context.get(name) for name in ("body", "committee", "request"))
        if body is None or committee is None or request is None:
            return None
        known = request.__dict__.setdefault(_REQUEST_ATTRIBUTE, {})
        if body.pk not in known:
            known[body.pk] = cls(body, committee, request)
        return known[body.pk]

    @cached_property
    def list_url(self) -> str:
        """The nearest list: the body's own, else the committee's, cut down to the body."""
        lists = self.gate.pages(
            index_model()._default_manager.all(),
            locale_id=self.body.locale_id,
            under=self.committee,
        )
        found = list(lists.order_by("depth", "path"))
        own = next((each for each in found if each.path.startswith(self.body.path)), None)
        page = own or next(iter(found), None)
        if page is None:
            return ""
        return f"{page.get_url(self.request)}{'' if own else f'?organ={self.body.pk}'}"

    def render(self, name: str, rows: list[Row]) -> str:
        return render_to_string(
            f"rkres_wagtail/pieces/{name}.html",
            {"rows": rows, "list_url": self.list_url, "request": self.request},
        )


def open_consultations(context) -> str:
    """The box “Otwarte konsultacje” with the days that are left."""
    found = BodyConsultations.of(context)
    return found.render("consultation_open_box", found.open) if found and found.open else ""


def latest_consultations(context) -> str:
    """Announced ones and the latest that are over, with the way to all of them."""
    found = BodyConsultations.of(context)
    return found.render("consultation_latest", found.rest) if found and found.rest else ""


def meeting_consultations(context) -> str:
    """On a meeting's page: what is consulted there."""
    meeting, request = context.get("meeting"), context.get("request")
    if meeting is None or request is None or not _has_hearings():
        return ""
    gate = Gate.of(request)
    # A subquery: a meeting that is named twice is one row, and in one language it is enough.
    chosen = public_consultations(gate, any_locale=True).order_by()
    chosen = chosen.filter(hearings__meeting__translation_key=meeting.translation_key)
    found = public_consultations(gate, locale_id=meeting.locale_id)
    found = found.filter(translation_key__in=chosen.values("translation_key"))
    pages = list(for_rows(found).order_by("pk"))
    if not pages:
        return ""
    rows = rows_of(pages, request, PublicBodies(gate, meeting.locale_id), gate)
    _note(request, rows, gate.now)
    return render_to_string(
        "rkres_wagtail/pieces/consultation_hearings_of.html", {"rows": rows, "request": request}
    )


def _note(request, rows: list[Row], now) -> None:
    """What is not in the rows changes later than what is: the next to open and to close are."""
    for row in rows:
        serving.note(request, [*serving.moments_of(row.course, now), row.page.expire_at])


def _has_hearings() -> bool:
    return any(each.name == "hearings" for each in consultation_model()._meta.get_fields())


def register() -> None:
    provider("now", order=20)(open_consultations)
    provider("after_composition", order=40)(latest_consultations)
    provider("meeting_links", order=20)(meeting_consultations)
