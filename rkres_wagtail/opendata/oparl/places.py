"""Location (chapter 3.15): what an editor wrote of a place, taken apart only where it is plain."""

from __future__ import annotations

import re
from uuid import UUID

from .kinds import Kind
from .objects import Built

#: ``ul. Przykładowa 7, 65-000 Zielona Góra``.
_POLISH = re.compile(
    r"(?P<streetAddress>[^,]+),?\s+(?P<postalCode>[0-9]{2}-[0-9]{3})\s+(?P<locality>[^,0-9]+)"
)


def place(
    kind: Kind, key: str, committee_key: UUID, name: str, address: str, back: dict
) -> Built | None:
    """None where nothing is known."""
    description = ", ".join(part for part in (name.strip(), address.strip()) if part)
    if not description:
        return None
    found = _POLISH.fullmatch(address.strip())
    parts = {part: text.strip() for part, text in found.groupdict().items()} if found else {}
    return Built(kind, key, committee_key, {"description": description, **parts}, back=back)
