"""What the API says of programmes; docs/reference/api.md has every field."""

from __future__ import annotations

from ..compat import api_field
from ..representations import DisplayField, FundingField

_WRITTEN = ("scope", "state", "starts_year", "ends_year", "lead", "description")

PROGRAMME_API_FIELDS = [
    *(api_field(name, writable=True) for name in _WRITTEN),
    api_field("scope_label", serializer=DisplayField(source="get_scope_display")),
    api_field("abbreviation", writable=True),
    api_field("funding", serializer=FundingField()),
]
