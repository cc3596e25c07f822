"""What the API says of the attendance of a meeting; read only."""

from __future__ import annotations

from typing import Any

from ...representations import page_reference
from .public import public_lines


def attendance(page, gate) -> list[dict[str, Any]]:
    """One entry for each body, once the meeting is over and its attendance is closed."""
    from ..published import Published, bodies_for, is_told

    if not is_told(page, gate):
        return []
    summaries = Published.of(page, gate).attendance[page.translation_key]
    return [
        {
            "body": page_reference(line.body),
            "members": line.members,
            "attended": line.attended,
            "online": line.remote,
            "substitutes": line.substitutes,
            "quorum_needed": line.needed,
            "has_quorum": line.has_quorum,
            "names": line.names,
        }
        for line in public_lines(summaries, bodies_for(gate, page.locale_id))
    ]
