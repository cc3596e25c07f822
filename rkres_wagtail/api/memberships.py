"""How one public membership looks in the API: flat, and never more than the page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.api import APIField
from wagtail.api.v2.utils import get_object_detail_url

from ..bodies.presentation.places import member_of, public_name
from ..bodies.querysets import today
from ..representations import ReadOnlyField, page_reference
from .bodies import PublicBodies
from .errors import as_past_date


class FactField(ReadOnlyField):
    """One fact of a row: what ``read(row, field)`` says; ``schema`` is for the OpenAPI document."""

    def __init__(self, read: Callable, *, schema: dict[str, Any] | None = None, **kwargs):
        self.read = read
        self.schema = schema
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        return instance

    def to_representation(self, row) -> Any:
        return self.read(row, self)

    @property
    def bodies(self) -> PublicBodies:
        return PublicBodies.of(self.context["request"])

    def detail_url(self, value) -> str | None:
        context = self.context
        return get_object_detail_url(context["router"], context["request"], type(value), value.pk)


def _reference(value, field: FactField, name: str = "name") -> dict[str, Any] | None:
    """``id``, ``type``, a name and the address of its details."""
    if value is None:
        return None
    return {
        "id": value.pk,
        "type": value._meta.label,
        name: str(getattr(value, name)),
        "detail_url": field.detail_url(value),
    }


def _body(row, field: FactField):
    return field.bodies.page(row.body.translation_key)


def _member(row, field: FactField):
    """The row as the public pages show it, its role in the committee's own words."""
    if not hasattr(row, "_rkres_member"):
        body = _body(row, field)
        row._rkres_member = member_of(row, field.bodies.role_labels(body), body=body)
    return row._rkres_member


def _person(row, field):
    """Only people with a public page are linked; the others have a name and no more."""
    person = row.person
    shown = person is not None and person.has_public_profile
    return _reference(person, field, "full_name") if shown else None


def _deputy_for(row, field):
    principal = row.deputy_for
    if principal is None or not principal.is_public or not _has_begun(principal):
        return None
    return {"id": principal.pk, "name": public_name(principal)}


def _has_begun(row) -> bool:
    return row.starts is None or row.starts <= today()


def _is_current(row, field) -> bool:
    asked = field.context["request"].GET.get("on")
    day = as_past_date("on", asked) if asked else today()
    last = _body(row, field).active_to
    return row.is_current(day) and (last is None or day <= last)


#: Field -> what it says; documented in docs/reference/api.md.
FACTS: dict[str, Callable] = {
    "name": lambda row, field: _member(row, field).name,
    "is_institution": lambda row, field: _member(row, field).is_institution,
    "person": _person,
    "position": lambda row, field: row.position,
    "organisation": lambda row, field: _reference(row.organisation, field),
    "represents": lambda row, field: _reference(row.represents, field),
    "role": lambda row, field: row.role,
    "role_label": lambda row, field: _member(row, field).role_label,
    "body": lambda row, field: page_reference(_body(row, field)),
    "term": lambda row, field: _reference(row.term, field, "label"),
    "sector": lambda row, field: _reference(row.effective_sector, field),
    "seat": lambda row, field: row.seat.label if row.seat else None,
    "deputy_for": _deputy_for,
    "starts_on": lambda row, field: row.starts,
    "ends_on": lambda row, field: _member(row, field).until,
    "is_current": _is_current,
}

MEMBERSHIP_FIELDS = [APIField(name, serializer=FactField(read)) for name, read in FACTS.items()]
