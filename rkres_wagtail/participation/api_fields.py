"""What the API says of calls; docs/reference/api.md has every field."""

from __future__ import annotations

from ..compat import api_field
from ..representations import FundingField, PublicPageField

_WRITTEN = (
    "lead", "seats_min", "seats_max", "opens_at", "closes_at", "who_may_stand", "rules",
    "decided_by", "settled_on", "outcome",
)  # fmt: skip

CALL_API_FIELDS = [
    *(api_field(name, writable=True) for name in _WRITTEN),
    api_field("body", serializer=PublicPageField()),
    api_field("funding", serializer=FundingField()),
]
