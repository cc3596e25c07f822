"""What a listing says of its meetings, fetched for all rows at once: five queries, however many."""

from __future__ import annotations

from collections import defaultdict

from ..bodies.pages import CommitteePageMixin
from ..bodies.tree import page_models
from .cautions import missing
from .models import MeetingChange
from .querysets import meeting_model


def describe(pages: list) -> None:
    """Give each meeting ``_rkres_bodies``, ``_rkres_missing`` and ``_rkres_settled``."""
    if not pages:
        return
    keys = [page.pk for page in pages]
    bodies, materials = bodies_of(keys), _materials_of(keys)
    with_agenda = set(_rows("agenda_items", keys).values_list(_key("agenda_items"), flat=True))
    settled = _settled(pages)
    for page in pages:
        page._rkres_bodies = ", ".join(bodies[page.pk])
        page._rkres_settled = settled.get(page.translation_key)
        page._rkres_missing = missing(
            page, has_agenda=page.pk in with_agenda, materials=materials[page.pk]
        )


def _key(relation: str) -> str:
    """The column of rows that says of which meeting they are; a host names it as it likes."""
    return getattr(meeting_model(), relation).rel.field.attname


def _rows(relation: str, keys: list):
    model = getattr(meeting_model(), relation).rel.related_model
    return model._default_manager.filter(**{f"{_key(relation)}__in": keys})


def _materials_of(keys: list) -> dict:
    found = defaultdict(list)
    attname = _key("materials")
    for row in _rows("materials", keys).select_related("document"):
        found[getattr(row, attname)].append(row)
    return found


def bodies_of(keys: list) -> dict:
    """Names of who meets by the key of the meeting, committees by their abbreviations."""
    through = meeting_model()._meta.get_field("bodies").remote_field.through
    near = meeting_model()._meta.get_field("bodies").m2m_field_name()
    far = meeting_model()._meta.get_field("bodies").m2m_reverse_field_name()
    rows = through._default_manager.filter(**{f"{near}_id__in": keys})
    short = _abbreviations()
    found = defaultdict(list)
    values = (f"{near}_id", f"{far}_id", f"{far}__title")
    for key, body, title in rows.order_by(f"{far}__path").values_list(*values):
        found[key].append(short.get(body) or title)
    return found


def _abbreviations() -> dict:
    """Committees are few, their names long."""
    found: dict = {}
    for model in page_models(CommitteePageMixin):
        found.update(model._default_manager.values_list("pk", "abbreviation"))
    return found


def _settled(pages: list) -> dict:
    """Translation key -> the change that settled the date."""
    keys = [page.translation_key for page in pages]
    rows = MeetingChange.objects.latest_only().filter(meeting__translation_key__in=keys)
    return {
        row.meeting.translation_key: row for row in rows.select_related("meeting") if row.is_fixing
    }
